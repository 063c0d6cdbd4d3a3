/** Error codes that mean that access was refused. Boards and rules use the signal `access_denied`, not codes. */

/** Spelled per service. Source: CloudTrail records of SES, EC2, S3, KMS and others. */
export const DENIAL_CODES: ReadonlySet<string> = new Set([
  "AccessDenied",
  "AccessDeniedException",
  "AuthorizationError",
  "AuthorizationErrorException",
  "Client.UnauthorizedOperation",
  "NotAuthorized",
  "NotAuthorizedException",
  "UnauthorizedException",
  "UnauthorizedOperation",
]);
