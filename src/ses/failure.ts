/** Failed calls: which errors mean that access was refused, and what an error code says in plain words. */

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
 * What other codes say. Source: errors of the SES v1, v2 and Mail Manager API models; "Common Errors" of the API
 * references.
 */
const REASONS: ReadonlyMap<string, string> = new Map([
  ...all(
    "throttled",
    "Throttling",
    "ThrottlingException",
    "ThrottledException",
    "TooManyRequestsException",
    "RequestLimitExceeded",
  ),
  ...all(
    "a limit was reached",
    "LimitExceeded",
    "LimitExceededException",
    "ServiceQuotaExceededException",
  ),
  ...all(
    "not found",
    "NotFound",
    "NotFoundException",
    "ResourceNotFoundException",
    "ConfigurationSetDoesNotExist",
    "CustomVerificationEmailTemplateDoesNotExist",
    "EventDestinationDoesNotExist",
    "RuleDoesNotExist",
    "RuleSetDoesNotExist",
    "TemplateDoesNotExist",
    "TrackingOptionsDoesNotExistException",
  ),
  ...all(
    "it already exists",
    "AlreadyExists",
    "AlreadyExistsException",
    "ConfigurationSetAlreadyExists",
    "CustomVerificationEmailTemplateAlreadyExists",
    "EventDestinationAlreadyExists",
    "TrackingOptionsAlreadyExistsException",
  ),
  ...all(
    "request not valid",
    "BadRequestException",
    "ValidationError",
    "ValidationException",
    "InvalidParameterValue",
    "InvalidRenderingParameter",
    "InvalidTemplate",
    "MissingRenderingAttribute",
    "InvalidDeliveryOptions",
    "InvalidTrackingOptions",
    "InvalidSNSDestination",
    "InvalidCloudWatchDestination",
    "InvalidFirehoseDestination",
  ),
  ...all("policy not valid", "InvalidPolicy"),
  ...all("SES may not write to the bucket", "InvalidS3Configuration"),
  ...all("SES may not publish to the topic", "InvalidSnsTopic"),
  ...all("SES may not call the function", "InvalidLambdaFunction"),
  ...all("it is in use", "CannotDelete"),
  ...all(
    "changed by someone else at the same time",
    "ConcurrentModificationException",
    "ConflictException",
  ),
  ...all("message refused", "MessageRejected"),
  ...all(
    "sending is paused for the account",
    "AccountSendingPausedException",
    "SendingPausedException",
  ),
  ...all("sending is paused for the configuration set", "ConfigurationSetSendingPausedException"),
  ...all("the account is suspended", "AccountSuspendedException"),
  ...all("production access is not granted", "ProductionAccessNotGranted"),
  ...all(
    "the MAIL FROM domain is not verified",
    "MailFromDomainNotVerified",
    "MailFromDomainNotVerifiedException",
  ),
  ...all("the sender is not verified", "FromEmailAddressNotVerified"),
  ...all(
    "credentials not valid",
    "InvalidClientTokenId",
    "UnrecognizedClientException",
    "SignatureDoesNotMatch",
    "IncompleteSignature",
    "MissingAuthenticationToken",
  ),
  ...all("credentials expired", "ExpiredToken", "ExpiredTokenException", "RequestExpired"),
  ...all(
    "AWS had an error",
    "InternalFailure",
    "InternalError",
    "InternalServerError",
    "InternalServiceErrorException",
    "ServiceUnavailable",
    "ServiceUnavailableException",
  ),
]);

/** True for an error code that means: access was refused. */
export function isDenied(errorCode: string | undefined): boolean {
  return errorCode !== undefined && DENIED_CODES.has(errorCode);
}

/** Why a call failed, in a few words; the code itself where there are none. Undefined for a call that succeeded. */
export function failureReason(
  errorCode: string | undefined,
  errorMessage: string | undefined,
): string | undefined {
  if (errorCode === undefined || errorCode === "")
    return errorMessage === undefined || errorMessage === "" ? undefined : "it failed";
  return isDenied(errorCode) ? "access denied" : (REASONS.get(errorCode) ?? errorCode);
}

function all(reason: string, ...codes: string[]): [string, string][] {
  return codes.map((code) => [code, reason]);
}
