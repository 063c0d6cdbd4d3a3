/** Why a connection failed, told apart: what Node says brought to a code for programs and a sentence for people. Pure. */

/** Why nobody answered. */
export interface ConnectionFault {
  readonly code:
    | "unknown_host"
    | "connection_refused"
    | "unreachable"
    | "connection_reset"
    | "timeout"
    | "tls"
    | "connection_lost";
  /** One sentence without a full stop. */
  readonly words: string;
  /** With `tls`: the certificate comes from an authority that is not known here. */
  readonly unknownAuthority?: true;
}

/** Source: Node's documentation, "Common system errors", and c-ares' errors of `dns`. */
const CODES: Readonly<Record<string, Omit<ConnectionFault, "unknownAuthority">>> = {
  ENOTFOUND: { code: "unknown_host", words: "there is no host of that name" },
  EAI_AGAIN: {
    code: "unknown_host",
    words: "the name of the host cannot be looked up now",
  },
  ECONNREFUSED: {
    code: "connection_refused",
    words: "connection refused: nothing listens there",
  },
  ENETUNREACH: { code: "unreachable", words: "there is no way to that network" },
  ENETDOWN: { code: "unreachable", words: "the network is down" },
  EHOSTUNREACH: { code: "unreachable", words: "there is no way to that host" },
  EHOSTDOWN: { code: "unreachable", words: "that host is down" },
  ECONNRESET: { code: "connection_reset", words: "the connection was cut before an answer came" },
  EPIPE: {
    code: "connection_reset",
    words: "the connection was closed while the request was sent",
  },
  ECONNABORTED: { code: "connection_reset", words: "the connection was given up" },
  ETIMEDOUT: { code: "timeout", words: "nothing answers there" },
};

/**
 * Codes of failed TLS: OpenSSL's reasons for distrust, and Node's own.
 * Source: https://nodejs.org/api/tls.html#x509-certificate-error-codes
 */
const TLS_CODE =
  /^ERR_TLS_|^ERR_SSL_|^ERR_OSSL_|^EPROTO$|CERT|SIGNATURE|SELF_SIGNED|^CRL_|INVALID_CA|PATH_LENGTH|^HOSTNAME_MISMATCH$/;
const UNKNOWN_AUTHORITY = /^(?:UNABLE_TO_VERIFY_|UNABLE_TO_GET_ISSUER_|DEPTH_ZERO_|SELF_SIGNED_)/;
/** Any other code of the system. */
const SYSTEM_CODE = /^E[A-Z_0-9]+$/;

/** The innermost code of an error: clients wrap the socket's error, and of several addresses each has its own. */
export function nodeCodeOf(thrown: unknown, depth = 0): string {
  if (!(thrown instanceof Error) || depth > 5) return "";
  if ("code" in thrown && typeof thrown.code === "string") return thrown.code;
  const inner: unknown = thrown instanceof AggregateError ? thrown.errors[0] : thrown.cause;
  return nodeCodeOf(inner, depth + 1);
}

/** The fault that an error of a socket tells of; undefined where it tells of none. */
export function connectionFaultOf(thrown: unknown): ConnectionFault | undefined {
  const code = nodeCodeOf(thrown);
  const known = CODES[code];
  if (known !== undefined) return { ...known, words: `${known.words} (${code})` };
  const words = thrown instanceof Error && thrown.message !== "" ? thrown.message : code;
  const withCode = words.includes(code) ? words : `${words} (${code})`;
  if (TLS_CODE.test(code)) {
    return UNKNOWN_AUTHORITY.test(code)
      ? { code: "tls", words: withCode, unknownAuthority: true }
      : { code: "tls", words: withCode };
  }
  return SYSTEM_CODE.test(code) ? { code: "connection_lost", words: withCode } : undefined;
}
