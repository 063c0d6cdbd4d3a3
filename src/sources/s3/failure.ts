/** What a failure of a bucket means, to whoever has to mend it. Pure. */
import type { ErrorCode } from "../../tables/errors.ts";
import { messageOf, type Problem } from "../../telemetry/problem.ts";

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

/** What is shown of a failure of the client. Source: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
interface ClientError {
  readonly name?: string;
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** Tells what was thrown by a request. */
export function failureOf(thrown: unknown, asked: Asked): Failure {
  const { name = "", code, $metadata } = (thrown ?? {}) as ClientError;
  const status = $metadata?.httpStatusCode;
  const why = whyOf(thrown, name, status);
  return (
    accountFailure(name, why) ??
    bucketFailure(name, status, why, asked) ??
    (asked.key === undefined
      ? all({
          code: isOffline(name, code, status) ? "E_S3_UNREACHABLE" : "E_S3_LIST",
          what: `${addressOf(asked)} could not be listed`,
          why,
        })
      : objectFailure(name, status, why, { ...asked, key: asked.key }))
  );
}

function all(problem: Problem): Failure {
  return { problem, concerns: "all", isPassing: false };
}

const UNKNOWN_CALLER: ReadonlySet<string> = new Set([
  "InvalidAccessKeyId",
  "SignatureDoesNotMatch",
  "InvalidToken",
  "InvalidClientTokenId",
  "UnrecognizedClientException",
  "AuthFailure",
]);
const EXPIRED: ReadonlySet<string> = new Set([
  "ExpiredToken",
  "ExpiredTokenException",
  "TokenRefreshRequired",
  "RequestExpired",
]);

/** What is wrong with the caller, whatever was asked. */
function accountFailure(name: string, why: string): Failure | undefined {
  if (name === "CredentialsProviderError" || name === "TokenProviderError")
    return all({
      code: "E_AWS_CREDENTIALS",
      what: "no credentials for AWS were found",
      why: `${why}; looked for: AWS_ACCESS_KEY_ID, AWS_PROFILE and ~/.aws, single sign-on, web identity, and the role of a container or machine`,
    });
  if (UNKNOWN_CALLER.has(name))
    return all({ code: "E_AWS_CREDENTIALS", what: "AWS does not accept the credentials", why });
  if (EXPIRED.has(name))
    return all({ code: "E_AWS_EXPIRED", what: "the credentials for AWS have expired", why });
  return name === "RequestTimeTooSkewed"
    ? all({ code: "E_AWS_CLOCK", what: "the clock of this machine is wrong, says AWS", why })
    : undefined;
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

const CONNECTION =
  /^(?:E[A-Z_]+|UND_ERR\w*|CERT_\w+|SELF_SIGNED\w*|UNABLE_TO_\w+|DEPTH_ZERO\w*|ERR_TLS\w*)$/;

/** Nobody answered, or the server says that it can't just now. */
function isOffline(name: string, code: string | undefined, status: number | undefined): boolean {
  return CONNECTION.test(code ?? "") || name === "TimeoutError" || (status ?? 0) >= 500;
}

function whyOf(thrown: unknown, name: string, status: number | undefined): string {
  const message = messageOf(thrown);
  const said = message === "" || message === "UnknownError" ? name || "no answer" : message;
  const named = name === "" || name === "Error" || said.includes(name) ? said : `${name}: ${said}`;
  return status === undefined ? named : `${named} (${status})`;
}

/** An object or a bucket, as it is written on the command line. */
export function addressOf({ bucket, key }: Asked): string {
  return key === undefined ? `s3://${bucket}` : `s3://${bucket}/${key}`;
}
