/** Notifications as AWS sends them, around the keys of a test. */

/** As S3 sends it, itself or in something else. */
export function s3Event(bucket: string, keys: readonly string[], size?: number): string {
  return JSON.stringify({
    Records: keys.map((key) => ({
      eventVersion: "2.5",
      eventSource: "aws:s3",
      awsRegion: "eu-west-1",
      eventTime: "2026-11-20T09:05:00.000Z",
      eventName: "ObjectCreated:Put",
      s3: {
        s3SchemaVersion: "1.0",
        bucket: { name: bucket, arn: `arn:aws:s3:::${bucket}` },
        object: {
          key: encodeURIComponent(key).replaceAll("%20", "+"),
          ...(size === undefined ? {} : { size }),
        },
      },
    })),
  });
}

/** The same through a topic of SNS, without raw delivery. */
export function throughSns(message: string): string {
  const envelope = {
    Type: "Notification",
    MessageId: "m",
    TopicArn: "arn:aws:sns:eu-west-1:111122223333:t",
    Message: message,
  };
  return JSON.stringify(envelope, null, 2);
}

/** As EventBridge tells of an object. */
export function busEvent(bucket: string, key: string): string {
  return JSON.stringify({
    version: "0",
    "detail-type": "Object Created",
    source: "aws.s3",
    detail: {
      version: "0",
      bucket: { name: bucket },
      object: { key, etag: "abc" },
      reason: "PutObject",
    },
  });
}

/** As CloudTrail itself tells of what it delivered. */
export function cloudTrailNotice(bucket: string, keys: readonly string[]): string {
  return JSON.stringify({ s3Bucket: bucket, s3ObjectKey: keys });
}

/** As EventBridge carries a record. */
export function recordEvent(record: unknown): string {
  return JSON.stringify({
    version: "0",
    "detail-type": "AWS API Call via CloudTrail",
    source: "aws.ses",
    detail: record,
  });
}
