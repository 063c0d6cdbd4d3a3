/** What `s3://bucket/prefix` names. Pure. */
import { CodedError } from "../../telemetry/problem.ts";

/** A place in a bucket. */
export interface S3Address {
  readonly bucket: string;
  /** As written behind the bucket, without a slash at its beginning: a folder, or one object; empty: all of the bucket. */
  readonly path: string;
}

/** Buckets, and access points by their alias or ARN. Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const ADDRESS = /^s3:\/\/([a-z0-9][a-z0-9._-]{1,254}|arn:aws[\w-]*:s3:[\w:./-]+?)(?:\/(.*))?$/is;

/** Whether a source is named in the way of buckets. */
export function isS3Address(named: string): boolean {
  return /^s3:/i.test(named);
}

/** Reads an address. Throws E_USAGE. */
export function readS3Address(named: string): S3Address {
  const [, bucket, path = ""] = ADDRESS.exec(named) ?? [];
  if (bucket === undefined)
    throw new CodedError({
      code: "E_USAGE",
      what: `${named} names no bucket`,
      todo: "Write it as s3://BUCKET or s3://BUCKET/AWSLogs",
    });
  return { bucket, path: path.replace(/^\/+/, "") };
}
