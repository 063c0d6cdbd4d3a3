/** What went wrong with a whole request: the client's many errors brought to a few kinds, and those to a Problem. */
import { errors } from "@elastic/elasticsearch";
import type { Problem } from "../../telemetry/problem.ts";
import { CodedError, messageOf } from "../../telemetry/problem.ts";
import { type ConnectionFault, connectionFaultOf, nodeCodeOf } from "../connection-fault.ts";
import { proxyRefusal } from "../../network/proxy-agent.ts";
import { retryAfterMs } from "../retry-after.ts";
import { isJsonObject, textIn } from "./answer.ts";
import { destinationName } from "./address.ts";

/** Why a request gave no useful answer. `why` is one line, in the words of whoever refused. */
export type Fault =
  /** Nobody answered: unknown host, closed port, connection lost, time over. */
  | { readonly kind: "silent"; readonly code: ConnectionFault["code"]; readonly why: string }
  /** The connection is not safe. */
  | { readonly kind: "tls"; readonly why: string }
  /** An answer that was damaged on its way: it breaks off, or is not the gzip or the JSON that it says it is. */
  | { readonly kind: "damaged"; readonly why: string }
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

/** What the client says when the fingerprint differs; it gives no code. Source: @elastic/transport HttpConnection. */
const WRONG_FINGERPRINT =
  "Server certificate CA fingerprint does not match the value configured in caFingerprint";

/** zlib's codes for bytes that are no gzip, or not all of it; and llhttp's for an answer that is no HTTP. */
const DAMAGE_CODE = /^Z_[A-Z]+_ERROR$|^HPE_/;

function refusalOf(status: number, body: unknown, headers: unknown): Fault {
  const asked = isJsonObject(headers) ? retryAfterMs(headers, Date.now()) : undefined;
  const error = isJsonObject(body) ? body["error"] : undefined;
  const type = textIn(error, "type");
  const reason = textIn(error, "reason") || (typeof error === "string" ? error : "");
  const why = [`HTTP ${status}`, type, reason].filter((part) => part !== "").join(", ");
  return {
    kind: "refused",
    status,
    type,
    why,
    ...(asked === undefined ? {} : { retryAfterMs: asked }),
  };
}

/** The fault behind anything that the client threw; rethrown where it is no fault of the destination. */
export function faultOf(thrown: unknown): Fault {
  if (thrown instanceof errors.ResponseError) {
    return refusalOf(thrown.meta.statusCode ?? 0, thrown.meta.body, thrown.meta.headers);
  }
  if (thrown instanceof errors.DeserializationError) {
    return { kind: "damaged", why: "the answer is not the JSON that it says it is" };
  }
  const code = nodeCodeOf(thrown);
  if (DAMAGE_CODE.test(code)) {
    return { kind: "damaged", why: `the answer is damaged: ${messageOf(thrown)} (${code})` };
  }
  if (thrown instanceof errors.TimeoutError) {
    return { kind: "silent", code: "timeout", why: "no answer came in time: request timed out" };
  }
  if (thrown instanceof errors.ConnectionError) {
    const refusal = proxyRefusal(thrown);
    if (refusal !== undefined) {
      const why = `the proxy refuses to go there, HTTP ${refusal}`;
      return { kind: "silent", code: "unreachable", why };
    }
    if (thrown.message === WRONG_FINGERPRINT) return { kind: "tls", why: thrown.message };
  }
  const fault = connectionFaultOf(thrown);
  if (fault?.code === "tls") return { kind: "tls", why: fault.words };
  if (fault !== undefined) return { kind: "silent", code: fault.code, why: fault.words };
  // The client's own words for an answer that broke off, which have no code.
  if (thrown instanceof errors.ConnectionError) {
    return { kind: "damaged", why: `the answer broke off: ${thrown.message}` };
  }
  // Without what else the client's errors hold: the request, and the credentials in it.
  throw thrown instanceof errors.ElasticsearchClientError ? new Error(thrown.message) : thrown;
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
  if (fault.kind === "damaged") {
    return { code: "E_ES_UNREACHABLE", what: `answers of ${name} arrive damaged`, why };
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
