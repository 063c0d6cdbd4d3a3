/** Failed calls: which errors mean that access was refused, and what an error code says in plain words. */
import type { Refusal } from "./refusal.ts";

/**
 * Codes with which AWS refuses access. The one table: boards and rules use the `access_denied` signal.
 * Source: SES writes `AccessDenied` for v1 and v2 alike; the others are how AWS services spell it in CloudTrail.
 */
const DENIED_CODES: ReadonlySet<string> = new Set([
  "AccessDenied",
  "AccessDeniedException",
  "AuthorizationError",
  "AuthorizationErrorException",
  "Client.UnauthorizedOperation",
  "Forbidden",
  "NotAuthorized",
  "NotAuthorizedException",
  "UnauthorizedAccess",
  "UnauthorizedException",
  "UnauthorizedOperation",
]);

/**
 * What other codes say, by the code without `Exception` at its end: APIs differ in writing it.
 * Source: errors of the SES v1, v2 and Mail Manager API models; "Common Errors" of the API references.
 */
const REASONS: Readonly<Record<string, readonly string[]>> = {
  throttled: ["RequestLimitExceeded", "Throttled", "Throttling", "TooManyRequests"],
  "a limit was reached": ["LimitExceeded", "ServiceQuotaExceeded"],
  "not found": [
    "ConfigurationSetDoesNotExist",
    "CustomVerificationEmailTemplateDoesNotExist",
    "EventDestinationDoesNotExist",
    "NotFound",
    "ResourceNotFound",
    "RuleDoesNotExist",
    "RuleSetDoesNotExist",
    "TemplateDoesNotExist",
    "TrackingOptionsDoesNotExist",
  ],
  "it already exists": [
    "AlreadyExists",
    "ConfigurationSetAlreadyExists",
    "CustomVerificationEmailTemplateAlreadyExists",
    "EventDestinationAlreadyExists",
    "TrackingOptionsAlreadyExists",
  ],
  "request not valid": [
    "BadRequest",
    "InvalidCloudWatchDestination",
    "InvalidDeliveryOptions",
    "InvalidFirehoseDestination",
    "InvalidParameterValue",
    "InvalidRenderingParameter",
    "InvalidSNSDestination",
    "InvalidTemplate",
    "InvalidTrackingOptions",
    "MissingRenderingAttribute",
    "Validation",
    "ValidationError",
  ],
  "policy not valid": ["InvalidPolicy"],
  "SES may not write to the bucket": ["InvalidS3Configuration"],
  "SES may not publish to the topic": ["InvalidSnsTopic"],
  "SES may not call the function": ["InvalidLambdaFunction"],
  "it is in use": ["CannotDelete"],
  "changed by someone else at the same time": ["ConcurrentModification"],
  "conflicts with what is there": ["Conflict"],
  "message refused": ["MessageRejected"],
  "sending is paused for the account": ["AccountSendingPaused", "SendingPaused"],
  "sending is paused for the configuration set": ["ConfigurationSetSendingPaused"],
  "the account is suspended": ["AccountSuspended"],
  "production access is not granted": ["ProductionAccessNotGranted"],
  "the MAIL FROM domain is not verified": ["MailFromDomainNotVerified"],
  "the sender is not verified": ["FromEmailAddressNotVerified"],
  "credentials not valid": [
    "IncompleteSignature",
    "InvalidClientTokenId",
    "MissingAuthenticationToken",
    "SignatureDoesNotMatch",
    "UnrecognizedClient",
  ],
  "credentials expired": ["ExpiredToken", "RequestExpired"],
  "AWS had an error": [
    "InternalError",
    "InternalFailure",
    "InternalServerError",
    "InternalServiceError",
    "ServiceUnavailable",
  ],
};

/**
 * What a code says of one action alone, by action and code.
 * Source: SES API v2, PutAccountDetails, ConflictException: "there is already an ongoing account details update under
 * review".
 */
const REASONS_OF_ACTIONS: Readonly<Record<string, string>> = {
  "PutAccountDetails Conflict": "one is under review already",
};

const REASON_OF_ACTION: ReadonlyMap<string, string> = new Map(Object.entries(REASONS_OF_ACTIONS));

const REASON_OF_CODE: ReadonlyMap<string, string> = new Map(
  Object.entries(REASONS).flatMap(([reason, codes]) => codes.map((code) => [code, reason])),
);

/** True for an error code that means: access was refused. */
export function isDenied(errorCode: string | undefined): boolean {
  return errorCode !== undefined && DENIED_CODES.has(errorCode);
}

/** Why a call failed, in a few words; the code itself where there are none. Undefined for a call that succeeded. */
export function failureReason(
  action: string,
  errorCode: string | undefined,
  errorMessage: string | undefined,
  refusal?: Refusal,
): string | undefined {
  if (errorCode === undefined || errorCode === "")
    return errorMessage === undefined || errorMessage === "" ? undefined : "it failed";
  if (refusal !== undefined) return refusal.words;
  if (isDenied(errorCode)) return "access denied";
  const code = errorCode.endsWith("Exception") ? errorCode.slice(0, -9) : errorCode;
  return REASON_OF_ACTION.get(`${action} ${code}`) ?? REASON_OF_CODE.get(code) ?? errorCode;
}
