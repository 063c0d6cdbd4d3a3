/**
 * What requests cost, in US dollars, by the list prices of us-east-1 in 2026 without any free tier. Other Regions differ
 * by up to half. Traffic within a Region costs nothing; KMS costs 0.03 for 10,000 requests where each object needs one.
 *
 * Sources: https://aws.amazon.com/s3/pricing/, https://aws.amazon.com/sqs/pricing/
 */
export const AWS_PRICES = {
  /** ListObjectsV2, S3 Standard. */
  list: 0.005 / 1000,
  /** GetObject, S3 Standard. */
  get: 0.0004 / 1000,
  /** Of a standard queue; ten messages go in one. */
  queue: 0.4 / 1_000_000,
} as const;
