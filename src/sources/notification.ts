/**
 * What a notification tells of: objects that came into a bucket, or records that it carries itself. Told by its shape,
 * never by a setting: the same queue may get them from S3, through SNS, through EventBridge and from CloudTrail. Pure.
 *
 * Sources: https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html,
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html,
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/configure-sns-notifications-for-cloudtrail.html
 */

/** An object that a notification names. */
export interface NamedObject {
  readonly bucket: string;
  readonly key: string;
  /** What the key may be instead, where a notification does not say whether it is encoded. */
  readonly otherKey?: string | undefined;
  /** As S3 writes it in a list, with quotes. */
  readonly etag?: string | undefined;
  readonly sizeBytes?: number | undefined;
}

/** One thing that a notification tells. */
export type Told =
  | { readonly kind: "object"; readonly object: NamedObject }
  /** The text holds CloudTrail records. */
  | { readonly kind: "records"; readonly text: string }
  /** Known, and of no interest here. */
  | { readonly kind: "nothing"; readonly why: string }
  | { readonly kind: "unknown"; readonly why: string };

/** Notifications lie in one another: S3 in SNS in SQS in an event of Lambda. */
const DEEPEST = 4;
/** Sent by CloudTrail once, to try a topic. */
const VALIDATION = "CloudTrail validation message";

/** Everything that the body of a message tells, in its order; at least one. */
export function readNotification(body: string): readonly Told[] {
  return readText(body, 1);
}

/** The same of an event that is JSON already. */
export function readEvent(event: unknown): readonly Told[] {
  return readValue(event, 1);
}

function readText(text: string, depth: number): readonly Told[] {
  if (text.trimStart().startsWith(VALIDATION)) return [nothing("validation message of CloudTrail")];
  if (depth > DEEPEST) return [unknown("it lies deeper within other notifications than any does")];
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [unknown("it is no JSON")];
  }
  return readValue(value, depth);
}

function readValue(value: unknown, depth: number): readonly Told[] {
  if (!isObject(value)) return [unknown("it is no JSON object")];
  const { Type, Message, Event, Records, s3Bucket, s3ObjectKey } = value;
  if (typeof Type === "string" && typeof Message === "string" && Event === undefined)
    return Type === "Notification"
      ? readText(Message, depth + 1)
      : [unknown(`it is a ${Type} of SNS, which sestrail never answers: do so yourself`)];
  if (Event === "s3:TestEvent") return [nothing("test event of S3")];
  if (Array.isArray(Records)) {
    if (Records.length === 0) return [nothing("list of no notifications")];
    return Records.flatMap((one: unknown) => readRecord(one, depth));
  }
  if (typeof s3Bucket === "string") {
    const keys: readonly unknown[] = Array.isArray(s3ObjectKey) ? s3ObjectKey : [s3ObjectKey];
    if (keys.length > 0 && keys.every((key) => typeof key === "string"))
      return keys.map((key) => objectOf({ bucket: s3Bucket, key }));
  }
  return readBusEvent(value);
}

/** EventBridge. */
function readBusEvent(value: Shape): readonly Told[] {
  const { source, detail } = value;
  const type = value["detail-type"];
  if (source === "aws.s3" && isObject(detail)) {
    if (type !== "Object Created" && type !== "Object Restore Completed")
      return [nothing(`${typeof type === "string" ? type : "other"} event of S3`)];
    const { bucket, object } = detail;
    if (isObject(bucket) && isObject(object) && typeof object["key"] === "string")
      return [
        objectOf({
          bucket: bucket["name"],
          key: object["key"],
          etag: object["etag"] ?? object["eTag"],
          size: object["size"],
        }),
      ];
  }
  if (typeof type === "string" && type.endsWith("via CloudTrail") && isObject(detail))
    return [{ kind: "records", text: JSON.stringify(value) }];
  const names = Object.keys(value).slice(0, 6);
  return [
    unknown(
      `it has ${names.length === 0 ? "no members" : `the members ${names.join(", ")}`}, and is no notification of S3, SNS, EventBridge or CloudTrail`,
    ),
  ];
}

/** One entry of `Records`. */
function readRecord(value: unknown, depth: number): readonly Told[] {
  if (!isObject(value)) return [unknown("one of its Records is no object")];
  const { body, Sns, s3, eventName } = value;
  const source = value["eventSource"] ?? value["EventSource"];
  if (source === "aws:sqs" && typeof body === "string") return readText(body, depth + 1);
  if (source === "aws:sns" && isObject(Sns) && typeof Sns["Message"] === "string")
    return readText(Sns["Message"], depth + 1);
  if (source === "aws:s3" && isObject(s3)) {
    const name = typeof eventName === "string" ? eventName : "";
    if (!/^(?:s3:)?Object(?:Created:|Restore:Completed$)/.test(name))
      return [nothing(`${name === "" ? "other" : name} event of S3`)];
    const { bucket, object } = s3;
    if (isObject(bucket) && isObject(object) && typeof object["key"] === "string")
      return [
        objectOf({
          bucket: bucket["name"],
          key: decoded(object["key"].replaceAll("+", " ")),
          etag: object["eTag"] ?? object["etag"],
          size: object["size"],
        }),
      ];
  }
  return [unknown("one of its Records is no notification of S3, SNS or SQS")];
}

/** Names of buckets and access points; anything else must reach no address. */
const BUCKET = /^(?:[a-z0-9][a-z0-9._-]{1,254}|arn:aws[\w-]*:s3:[\w:./-]+)$/i;

function objectOf(named: {
  readonly bucket: unknown;
  readonly key: string;
  readonly etag?: unknown;
  readonly size?: unknown;
}): Told {
  const { bucket, key, etag, size } = named;
  if (typeof bucket !== "string" || !BUCKET.test(bucket) || key === "")
    return unknown("it names no bucket or no object");
  const other = decoded(key);
  return {
    kind: "object",
    object: {
      bucket,
      key,
      ...(other === key ? {} : { otherKey: other }),
      ...(typeof etag === "string" && etag !== "" ? { etag: `"${etag.replaceAll('"', "")}"` } : {}),
      ...(typeof size === "number" && size >= 0 ? { sizeBytes: size } : {}),
    },
  };
}

/** A key without its encoding; one that has none, or a broken one, stays as it is. */
function decoded(key: string): string {
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
}

type Shape = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Shape {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function nothing(why: string): Told {
  return { kind: "nothing", why };
}

function unknown(why: string): Told {
  return { kind: "unknown", why };
}
