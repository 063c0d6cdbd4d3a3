/** The OTLP destination: sends batches over OTLP/HTTP and tells what became of each event. */
import { isDeepStrictEqual } from "node:util";
import { CodedError, type Problem } from "../../telemetry/problem.ts";
import type { ErrorCode } from "../../tables/errors.ts";
import type { StreamOptions } from "../../shape/stream.ts";
import { abortable } from "../../telemetry/abortable.ts";
import type { ConnectionFault } from "../connection-fault.ts";
import type { Environment } from "../../network/proxy.ts";
import type { CheckResult, Item, Outcome, Sink } from "../sink.ts";
import { type Encoding, jsonEncoding, protobufEncoding } from "./encoding.ts";
import type { OtlpConfig } from "./environment.ts";
import { MAX_REQUEST_BYTES, openOtlpExporter, type OtlpExporter, type Sent } from "./exporter.ts";
import type { Answer } from "./response.ts";

/** What an OTLP destination is made of. */
export interface OtlpSinkOptions extends StreamOptions {
  readonly config: OtlpConfig;
  /**
   * Reads the config anew: asked when credentials are refused, since those in files may have been replaced meanwhile.
   * Throws where they cannot be read. Absent: they stay as they are.
   */
  readonly renew?: () => OtlpConfig;
  /** Where the proxy's variables are read from. */
  readonly env: Environment;
  /** Told when the endpoint takes everything but warns: once. */
  readonly report: (problem: Problem) => void;
  /** Someone waits for the endpoint: `open` throws E_OTLP_UNAVAILABLE while it is busy, rather than leave that to retries. */
  readonly waits?: boolean;
}

/** Statuses of which OTLP says that the request may be sent again. Source: OTLP 1.x, "Retryable Response Codes". */
const PASSING: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** Faults of an address that is wrong, or of a server that does not run. */
const NEVER_THERE: ReadonlySet<ConnectionFault["code"]> = new Set([
  "unknown_host",
  "connection_refused",
  "unreachable",
]);

/**
 * A Sink that sends OTLP/HTTP, in protobuf or JSON.
 *
 * - A whole 2xx answer without rejections: delivered. An empty answer is one.
 * - Partial success: the protocol names no record and forbids to resend. So every Item of that request is rejected,
 *   with the server's words and count; nothing is called delivered that may be missing. A request of one record, or one
 *   of which all are refused, is exact.
 * - 400 and 413: the batch is halved, down to the single record that is refused. Other final statuses reject the batch,
 *   since OTLP forbids to resend it.
 * - Credentials that are refused midway are read once more; with others than those the request may be sent again.
 * - Wrong credentials, path, method or content type, and redirects end the run (E_OTLP_AUTH, E_OTLP_ENDPOINT). So do an
 *   unknown host, a closed port (E_OTLP_UNREACHABLE) and a TLS failure (E_OTLP_TLS) while the endpoint has never
 *   answered, and an answer that is not OTLP (E_OTLP_NOT_OTLP) while it never gave a proper one; later: retryable.
 */
export function otlpSink(options: OtlpSinkOptions): Sink {
  return options.config.protocol === "http/json"
    ? sinkOf(jsonEncoding(), options)
    : sinkOf(protobufEncoding(), options);
}

function sinkOf<Body>(encoding: Encoding<Body>, options: OtlpSinkOptions): Sink<Body> {
  const stream = { dataset: options.dataset, namespace: options.namespace };
  let { config } = options;
  const name = `otlp:${config.url.host}`;
  let opened: Promise<OtlpExporter<Body>> | undefined;
  const retired: Promise<OtlpExporter<Body>>[] = [];
  let hasAnswered = false;
  let hasAccepted = false;
  let hasWarned = false;

  async function send(bodies: readonly Body[], signal: AbortSignal): Promise<Sent> {
    signal.throwIfAborted();
    opened ??= openOtlpExporter(config, encoding, options.env);
    const exporter = await opened;
    const sent = await abortable(exporter.send(bodies), signal);
    if (sent.kind === "accepted" || sent.kind === "refused" || sent.kind === "damaged") {
      hasAnswered = true;
    }
    if (sent.kind === "accepted" && sent.answer.kind !== "foreign") hasAccepted = true;
    return sent;
  }

  async function deliver(
    items: readonly Item<Body>[],
    signal: AbortSignal,
  ): Promise<readonly Outcome[]> {
    const used = config;
    const sent = await send(
      items.map(({ body }) => body),
      signal,
    );
    if (isAboutCredentials(sent) && isRenewed(used)) {
      const reason = "credentials were refused, and read anew";
      return items.map(() => retryable("E_OTLP_AUTH", reason));
    }
    if (items.length > 1 && isDivisible(sent)) {
      const middle = Math.ceil(items.length / 2);
      const first = await deliver(items.slice(0, middle), signal);
      return [...first, ...(await deliver(items.slice(middle), signal))];
    }
    const outcome = outcomeOf(sent, items.length);
    return items.map(() => outcome);
  }

  /** Whether what was refused with this config may be sent again, with credentials that were not tried with it. */
  function isRenewed(used: OtlpConfig): boolean {
    if (used !== config) return true;
    const fresh = readAnew(options.renew);
    if (fresh === undefined || isDeepStrictEqual(fresh.headers, config.headers)) return false;
    // Requests of other batches are still under way with the old one.
    if (opened !== undefined) retired.push(opened);
    opened = undefined;
    config = fresh;
    return true;
  }

  function outcomeOf(sent: Sent, count: number): Outcome {
    const fault = faultOf(sent);
    if (fault !== undefined) throw new CodedError(fault);
    switch (sent.kind) {
      case "accepted":
        return outcomeOfAnswer(sent.answer, count);
      case "refused": {
        const { status, words, retryAfterMs: askedMs } = sent;
        if (!PASSING.has(status)) return rejected("E_OTLP_REJECTED", `${status}: ${words}`);
        const outcome = retryable(`http_${status}`, `it answered ${status}: ${words}`);
        return askedMs === undefined ? outcome : { ...outcome, retryAfterMs: askedMs };
      }
      case "too large":
        return rejected("E_OTLP_REJECTED", `it is larger than ${MAX_REQUEST_BYTES} bytes`);
      case "proxy refused":
        return retryable("unreachable", `the proxy refused the way to it (${sent.status})`);
      case "silent": {
        const { code, words } = sent.fault;
        const outcome = retryable(code, words);
        return code === "connection_reset" ? { ...outcome, wasCut: true } : outcome;
      }
      case "damaged":
        break;
    }
    return retryable("damaged", sent.words);
  }

  function outcomeOfAnswer(answer: Answer, count: number): Outcome {
    switch (answer.kind) {
      case "accepted":
        if (answer.warning !== undefined && !hasWarned) {
          hasWarned = true;
          options.report({
            code: "E_OTLP_WARNING",
            what: `${name} took everything, with a warning`,
            why: answer.warning,
          });
        }
        return { kind: "delivered" };
      case "partial": {
        const words = answer.reason || "it gives no reason";
        return count === 1 || answer.rejected === count
          ? rejected("E_OTLP_REJECTED", words)
          : rejected(
              "E_OTLP_PARTIAL",
              `${answer.rejected} of the ${count} events of this request were refused, without a word which: ${words}`,
            );
      }
      case "foreign":
        break;
    }
    return retryable("foreign", `the answer was not OTLP: ${answer.beginning}`);
  }

  /** Why the run cannot go on, if so. */
  function faultOf(sent: Sent): Problem | undefined {
    const fault = (code: ErrorCode, what: string, why: string, todo?: string): Problem => ({
      code,
      what: `${name} ${what}`,
      why,
      ...(todo !== undefined && { todo }),
    });
    switch (sent.kind) {
      case "refused": {
        const { status, words } = sent;
        if (isAboutCredentials(sent)) {
          return fault("E_OTLP_AUTH", `refused the credentials (${status})`, words);
        }
        if (status >= 300 && status < 400) {
          return fault("E_OTLP_ENDPOINT", `redirects elsewhere (${status})`, words);
        }
        if (status === 404 || status === 405 || status === 415) {
          const path = `${config.url.pathname} as ${config.protocol}`;
          return fault("E_OTLP_ENDPOINT", `does not take logs at ${path} (${status})`, words);
        }
        break;
      }
      case "accepted":
        return sent.answer.kind === "foreign" && !hasAccepted
          ? fault("E_OTLP_NOT_OTLP", "answers, but not in OTLP", sent.answer.beginning)
          : undefined;
      case "silent":
        return hasAnswered ? undefined : silence(sent.fault);
      case "proxy refused":
        return hasAnswered
          ? undefined
          : fault(
              "E_PROXY",
              "cannot be reached through the proxy",
              `the proxy answered ${sent.status}`,
            );
      case "too large":
      case "damaged":
        break;
    }
    return undefined;

    /** A host that has never answered is a wrong address; one that is slow may only be busy. */
    function silence({ code, words, unknownAuthority }: ConnectionFault): Problem | undefined {
      if (code === "tls") {
        return unknownAuthority === true
          ? fault(
              "E_OTLP_TLS",
              "shows a certificate of an authority that is not known here",
              words,
              "Name the file with the authority's certificate in OTEL_EXPORTER_OTLP_CERTIFICATE.",
            )
          : fault("E_OTLP_TLS", "cannot be connected to securely", words);
      }
      return NEVER_THERE.has(code)
        ? fault("E_OTLP_UNREACHABLE", "cannot be reached", words)
        : undefined;
    }
  }

  /**
   * Sends an empty request, which every OTLP server should accept, and changes nothing.
   * Source: OTLP 1.x, "OTLP/HTTP Response": an empty request is answered with success.
   */
  async function probe(signal: AbortSignal): Promise<Sent> {
    const sent = await send([], signal);
    const fault = faultOf(sent);
    if (fault !== undefined) throw new CodedError(fault);
    if (sent.kind === "refused" && !PASSING.has(sent.status)) {
      throw new CodedError({
        code: "E_OTLP_ENDPOINT",
        what: `${name} refused an empty request (${sent.status})`,
        why: sent.words,
      });
    }
    return sent;
  }

  return {
    name,
    limits: { maxBytes: MAX_REQUEST_BYTES, maxItems: 2048, maxAgeMs: 1000, maxInFlight: 4 },
    shape: (event) => encoding.shape(event, stream),
    async open(signal) {
      const sent = await probe(signal);
      // An endpoint that is busy or slow now is a matter for retries, where nobody waits for it.
      if (options.waits !== true) return;
      const outcome = outcomeOf(sent, 0);
      if (outcome.kind === "retryable")
        throw new CodedError({
          code: "E_OTLP_UNAVAILABLE",
          what: `${name} takes no requests yet`,
          why: outcome.reason,
        });
    },
    async write(items, signal) {
      signal.throwIfAborted();
      return items.length === 0 ? [] : deliver(items, signal);
    },
    async check(signal): Promise<CheckResult> {
      try {
        const sent = await probe(signal);
        const outcome = outcomeOf(sent, 0);
        const spoken = config.protocol === "http/json" ? "JSON" : "protobuf";
        return "reason" in outcome
          ? { ok: false, lines: [[name, `does not take requests now: ${outcome.reason}`]] }
          : {
              ok: true,
              lines: [[name, `answers OTLP/HTTP ${spoken}, an empty request was accepted`]],
            };
      } catch (error) {
        if (!(error instanceof CodedError)) throw error;
        return { ok: false, lines: [[name, `${error.message} [${error.code}]`]] };
      }
    },
    async close() {
      for (const each of [...retired.splice(0), opened])
        (await each?.catch(() => undefined))?.close();
    },
  };
}

/** What `renew` gives; undefined where it cannot: then the refusal itself is what is told. */
function readAnew(renew: OtlpSinkOptions["renew"]): OtlpConfig | undefined {
  try {
    return renew?.();
  } catch (thrown) {
    if (thrown instanceof CodedError) return undefined;
    throw thrown;
  }
}

function isAboutCredentials(sent: Sent): boolean {
  return sent.kind === "refused" && (sent.status === 401 || sent.status === 403);
}

function isDivisible(sent: Sent): boolean {
  return (
    sent.kind === "too large" ||
    (sent.kind === "refused" && (sent.status === 400 || sent.status === 413))
  );
}

function rejected(code: ErrorCode, reason: string): Outcome {
  return { kind: "rejected", code, reason };
}

function retryable(code: string, reason: string): Extract<Outcome, { readonly kind: "retryable" }> {
  return { kind: "retryable", code, reason };
}
