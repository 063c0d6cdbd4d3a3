/** What a failure of a bucket means, to whoever has to mend it. Pure. */
import type { ErrorCode } from "../../tables/errors.ts";
import { CodedError, type Problem } from "../../telemetry/problem.ts";
import { accountProblem, isOffline, lookAt } from "../aws/failure.ts";

/** What was asked for. */
export interface Asked {
  readonly bucket: string;
  /** The object; absent: a list. */
  readonly key?: string;
}

/** A failure, judged. */
export interface Failure {
  readonly problem: Problem;
  /** `object`: others may be readable. `all`: nothing can be read any more. */
  readonly concerns: "object" | "all";
  /** Asked again at once, the server may answer. */
  readonly isPassing: boolean;
}

/**
 * Tells what was thrown by a request.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
export function failureOf(thrown: unknown, asked: Asked): Failure {
  // A role that could not be assumed.
  if (thrown instanceof CodedError) return all(thrown.problem);
  const seen = lookAt(thrown);
  const { name, status, why } = seen;
  const account = accountProblem(seen);
  if (account !== undefined) return all(account);
  return (
    bucketFailure(name, status, why, asked) ??
    (asked.key === undefined
      ? all({
          code: isOffline(seen) ? "E_S3_UNREACHABLE" : "E_S3_LIST",
          what: `${addressOf(asked)} could not be listed`,
          why,
        })
      : objectFailure(name, status, why, { ...asked, key: asked.key }))
  );
}

function all(problem: Problem): Failure {
  return { problem, concerns: "all", isPassing: false };
}

/** What is wrong with the bucket as a whole. */
function bucketFailure(
  name: string,
  status: number | undefined,
  why: string,
  { bucket, key }: Asked,
): Failure | undefined {
  if (name === "NoSuchBucket")
    return all({ code: "E_S3_BUCKET", what: `the bucket ${bucket} does not exist`, why });
  if (name === "PermanentRedirect" || status === 301 || name === "AuthorizationHeaderMalformed")
    return all({
      code: "E_S3_REGION",
      what: `the bucket ${bucket} is in another Region, which AWS did not name`,
      why,
    });
  if (key === undefined && status === 403)
    return all({
      code: "E_S3_LIST",
      what: `s3:ListBucket on ${bucket} is refused`,
      why,
      todo: `Allow the action s3:ListBucket on arn:aws:s3:::${bucket}`,
    });
  return undefined;
}

const KMS_KEY = /arn:aws[\w-]*:kms:[\w-]+:\d+:(?:key|alias)\/[\w/-]+/;

/** What is wrong with one object. */
function objectFailure(
  name: string,
  status: number | undefined,
  why: string,
  asked: Asked & { readonly key: string },
): Failure {
  const address = addressOf(asked);
  const one = (code: ErrorCode, what: string, todo?: string): Failure => ({
    problem: { code, what, why, ...(todo === undefined ? {} : { todo }) },
    concerns: "object",
    isPassing: false,
  });
  if (/kms/i.test(name) || (status === 403 && /\bkms:/i.test(why))) {
    const key = KMS_KEY.exec(why)?.[0];
    return one(
      "E_S3_KMS",
      `kms:Decrypt for ${address} is refused${key === undefined ? "" : ` by the key ${key}`}`,
      `Allow the action kms:Decrypt on ${key ?? "the key that encrypts the bucket"}, in the policy of the key, too`,
    );
  }
  if (name === "InvalidObjectState")
    return one("E_S3_ARCHIVED", `${address} lies in an archive, and was not read`);
  if (name === "NoSuchKey" || name === "NoSuchVersion" || status === 404)
    return one("E_S3_GONE", `${address} is no longer there`);
  if (status === 412) return one("E_S3_CHANGED", `${address} was replaced while it was being read`);
  if (status === 403)
    return one(
      "E_S3_DENIED",
      `s3:GetObject on ${address} is refused`,
      `Allow the action s3:GetObject on arn:aws:s3:::${asked.bucket}/${folderOf(asked.key)}*; and kms:Decrypt on its key, if it is encrypted with one of your own`,
    );
  return { ...one("E_S3_READ", `${address} could not be read to its end`), isPassing: true };
}

function folderOf(key: string): string {
  const trail = key.indexOf("AWSLogs/");
  return trail < 0
    ? key.slice(0, key.lastIndexOf("/") + 1)
    : key.slice(0, trail + "AWSLogs/".length);
}

/** An object or a bucket, as it is written on the command line. */
export function addressOf({ bucket, key }: Asked): string {
  return key === undefined ? `s3://${bucket}` : `s3://${bucket}/${key}`;
}
