/** What went wrong with a whole request: the client's many errors brought to five kinds, and those to a Problem. */
import { errors } from "@elastic/elasticsearch";
import type { Problem } from "../../telemetry/problem.ts";
import { CodedError, messageOf } from "../../telemetry/problem.ts";
import { isJsonObject, textIn } from "./answer.ts";
import { proxyRefusal } from "../proxy.ts";
import { destinationName } from "./address.ts";

/** Why a request gave no useful answer. `why` is one line, in the words of whoever refused. */
export type Fault =
  /** Nobody answered: unknown host, closed port, connection lost, time over. */
  | { readonly kind: "silent"; readonly why: string }
  /** The connection is not safe. */
  | { readonly kind: "tls"; readonly why: string }
  /** An answer that Elasticsearch does not give. */
  | { readonly kind: "foreign"; readonly why: string }
  /** A refusal. `type` is Elasticsearch's, empty where the refusal comes from something in between. */
  | {
      readonly kind: "refused";
      readonly status: number;
      readonly type: string;
      readonly why: string;
      readonly retryAfterMs?: number;
    };

/** The innermost code of an error: Node puts it on the error of the socket, several addresses each on its own. */
function nodeCodeOf(error: unknown, depth = 0): string {
  if (!(error instanceof Error) || depth > 5) return "";
  if ("code" in error && typeof error.code === "string") return error.code;
  const inner: unknown = error instanceof AggregateError ? error.errors[0] : error.cause;
  return nodeCodeOf(inner, depth + 1);
}

/**
 * Codes of failed TLS: OpenSSL's reasons for distrust, and Node's own.
 * Source: https://nodejs.org/api/tls.html#x509-certificate-error-codes
 */
const TLS_CODE =
  /^ERR_TLS_|^ERR_SSL_|^EPROTO$|CERT|SIGNATURE|SELF_SIGNED|^CRL_|INVALID_CA|PATH_LENGTH/;
/** Codes of connections that were never made or did not last. */
const SOCKET_CODE = /^E[A-Z_]+$/;

/** What the client says when the fingerprint differs; it gives no code. Source: @elastic/transport HttpConnection. */
const WRONG_FINGERPRINT =
  "Server certificate CA fingerprint does not match the value configured in caFingerprint";

function retryAfterOf(header: unknown): number | undefined {
  const seconds = typeof header === "string" ? Number(header) : NaN;
  return Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds * 1000) : undefined;
}

function refusalOf(status: number, body: unknown, headers: unknown): Fault {
  const retryAfterMs = isJsonObject(headers) ? retryAfterOf(headers["retry-after"]) : undefined;
  const error = isJsonObject(body) ? body["error"] : undefined;
  const type = textIn(error, "type");
  const reason = textIn(error, "reason") || (typeof error === "string" ? error : "");
  const why = [`HTTP ${status}`, type, reason].filter((part) => part !== "").join(", ");
  return {
    kind: "refused",
    status,
    type,
    why,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

/** The fault behind anything that the client threw; rethrown where it is no fault of the destination. */
export function faultOf(thrown: unknown): Fault {
  if (thrown instanceof errors.ResponseError) {
    return refusalOf(thrown.meta.statusCode ?? 0, thrown.meta.body, thrown.meta.headers);
  }
  if (thrown instanceof errors.DeserializationError) {
    return { kind: "foreign", why: "the answer is not the JSON that it says it is" };
  }
  if (thrown instanceof errors.ConnectionError || thrown instanceof errors.TimeoutError) {
    const refusal = proxyRefusal(thrown);
    if (refusal !== undefined) {
      return { kind: "silent", why: `the proxy refuses to go there, HTTP ${refusal}` };
    }
    const code = nodeCodeOf(thrown);
    const why =
      code === "" || thrown.message.includes(code) ? thrown.message : `${thrown.message} (${code})`;
    const tls = thrown.message === WRONG_FINGERPRINT || (TLS_CODE.test(code) && code !== "");
    return { kind: tls ? "tls" : "silent", why };
  }
  if (SOCKET_CODE.test(nodeCodeOf(thrown))) return { kind: "silent", why: messageOf(thrown) };
  throw thrown;
}

/** True for a refusal that time may heal: too busy, not ready, blocked, out of shards. */
export function isPassing(status: number, type: string): boolean {
  return (
    status === 408 ||
    status === 429 ||
    status >= 500 ||
    type === "cluster_block_exception" ||
    type === "validation_exception"
  );
}

/** Whom we talked to, for messages: a client's config has it. */
export interface Party {
  readonly url: string;
  /** Where the credentials came from; undefined where none are set. */
  readonly from?: string;
}

/** The code and the sentence for a fault that ends the run, or keeps it from beginning. */
function problemOf(fault: Fault, { url, from }: Party): Problem {
  const name = destinationName(url);
  const { why } = fault;
  if (fault.kind === "silent") {
    return { code: "E_ES_UNREACHABLE", what: `${name} does not answer`, why };
  }
  if (fault.kind === "tls") return { code: "E_ES_TLS", what: `no safe connection to ${name}`, why };
  if (fault.kind === "refused") {
    const { status, type } = fault;
    if (isPassing(status, type)) {
      return { code: "E_ES_UNREACHABLE", what: `${name} is not ready`, why };
    }
    if (status === 401) {
      const what =
        from === undefined
          ? `${name} wants credentials, and none are set`
          : `${name} refused the credentials from ${from}`;
      return { code: "E_ES_AUTH", what, why };
    }
    if (status === 403) return { code: "E_ES_RIGHTS", what: `${name} does not let us`, why };
    if (type !== "") return { code: "E_ES_CONFIG", what: `${name} refused the request`, why };
  }
  return {
    code: "E_ES_NOT_ELASTICSEARCH",
    what: `${name} does not answer like Elasticsearch`,
    why,
  };
}

/** The same, to be thrown. */
export function faultError(fault: Fault, party: Party): CodedError {
  return new CodedError(problemOf(fault, party));
}
