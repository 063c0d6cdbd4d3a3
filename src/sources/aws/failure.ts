/** What a failure of any AWS service means that has to do with the caller, and how the words of AWS are shown. Pure. */
import { messageOf, type Problem } from "../../telemetry/problem.ts";

/** What is shown of a failure of a client. */
export interface ClientError {
  readonly name?: string;
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** The parts of what was thrown by which it is judged. */
export interface Thrown {
  readonly name: string;
  readonly code: string | undefined;
  readonly status: number | undefined;
  /** In AWS's own words. */
  readonly why: string;
}

/** Looks at what a client has thrown. */
export function lookAt(thrown: unknown): Thrown {
  const { name = "", code, $metadata } = (thrown ?? {}) as ClientError;
  const status = $metadata?.httpStatusCode;
  return { name, code, status, why: whyOf(thrown, name, status) };
}

const UNKNOWN_CALLER: ReadonlySet<string> = new Set([
  "InvalidAccessKeyId",
  "SignatureDoesNotMatch",
  "InvalidSignatureException",
  "InvalidToken",
  "InvalidClientTokenId",
  "InvalidSecurity",
  "UnrecognizedClientException",
  "AuthFailure",
]);
const EXPIRED: ReadonlySet<string> = new Set([
  "ExpiredToken",
  "ExpiredTokenException",
  "TokenRefreshRequired",
  "RequestExpired",
]);

/** What is wrong with the caller, whatever was asked. Undefined: nothing that is known. */
export function accountProblem({ name, why }: Thrown): Problem | undefined {
  if (name === "CredentialsProviderError" || name === "TokenProviderError")
    return {
      code: "E_AWS_CREDENTIALS",
      what: "no credentials for AWS were found",
      why: `${why}; looked for: AWS_ACCESS_KEY_ID, AWS_PROFILE and ~/.aws, single sign-on, web identity, and the role of a container or machine`,
    };
  if (UNKNOWN_CALLER.has(name))
    return { code: "E_AWS_CREDENTIALS", what: "AWS does not accept the credentials", why };
  if (EXPIRED.has(name))
    return { code: "E_AWS_EXPIRED", what: "the credentials for AWS have expired", why };
  return name === "RequestTimeTooSkewed"
    ? { code: "E_AWS_CLOCK", what: "the clock of this machine is wrong, says AWS", why }
    : undefined;
}

const CONNECTION =
  /^(?:E[A-Z_]+|UND_ERR\w*|CERT_\w+|SELF_SIGNED\w*|UNABLE_TO_\w+|DEPTH_ZERO\w*|ERR_TLS\w*)$/;

/** Nobody answered, or the server says that it can't just now. */
export function isOffline({ name, code, status }: Thrown): boolean {
  return CONNECTION.test(code ?? "") || name === "TimeoutError" || (status ?? 0) >= 500;
}

function whyOf(thrown: unknown, name: string, status: number | undefined): string {
  const message = messageOf(thrown);
  const said = message === "" || message === "UnknownError" ? name || "no answer" : message;
  const named = name === "" || name === "Error" || said.includes(name) ? said : `${name}: ${said}`;
  return status === undefined ? named : `${named} (${status})`;
}
