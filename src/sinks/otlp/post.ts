/**
 * One POST of OTLP/HTTP, and everything that its answer says. The exporters' own transport tells neither the status of
 * a refusal that may pass, nor how long to wait, takes an answer that broke off for a success, and retries by itself.
 */
import http, { type Agent, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import https from "node:https";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import { messageOf } from "../../telemetry/problem.ts";
import { connectionFaultOf, nodeCodeOf, type ConnectionFault } from "../connection-fault.ts";
import { proxyRefusal } from "../../network/proxy-agent.ts";

/** What became of a request. */
export type Posted =
  /** A whole answer. */
  | {
      readonly kind: "answered";
      readonly status: number;
      readonly headers: IncomingHttpHeaders;
      readonly body: Uint8Array;
    }
  /** No answer at all, or nothing to answer: no connection, none that is safe, or it was cut. */
  | { readonly kind: "silent"; readonly fault: ConnectionFault }
  | { readonly kind: "proxy refused"; readonly status: number }
  /** The answer broke off, is not the gzip that it says it is, or no HTTP at all. */
  | { readonly kind: "damaged"; readonly words: string };

/** What all requests have in common. */
export interface PostOptions {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly agent: Agent;
  readonly compression: "gzip" | "none";
  /** From the beginning of a request to the end of its answer. */
  readonly timeoutMs: number;
}

/** Longest answer that is read; the specification asks for such a limit. */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

/** How it shows that the other side has closed a connection. */
const CLOSED: ReadonlySet<string> = new Set(["ECONNRESET", "EPIPE"]);

const zip = promisify(gzip);
const unzip = promisify(gunzip);

/** Sends a body; once more at once where a connection was stale. Rejects only on a bug. */
export async function post(body: Uint8Array, options: PostOptions): Promise<Posted> {
  const zipped = options.compression === "gzip";
  const sent = zipped ? await zip(body) : body;
  const posted = await exchange(sent, zipped, options, true);
  if (posted !== "stale") return posted;
  const again = await exchange(sent, zipped, options, false);
  return again === "stale" ? damaged("the connection was stale twice") : again;
}

/**
 * One try. `stale`, where that may be: the connection had been kept open, and the other side closed it just when it was
 * used again, which says nothing of this request.
 */
function exchange(
  body: Uint8Array,
  zipped: boolean,
  options: PostOptions,
  mayBeStale: boolean,
): Promise<Posted | "stale"> {
  const { url, agent, timeoutMs } = options;
  return new Promise((resolve) => {
    const { request: begin } = url.protocol === "https:" ? https : http;
    const request = begin(url, {
      method: "POST",
      agent,
      headers: {
        ...options.headers,
        "Content-Length": body.length,
        ...(zipped ? { "Content-Encoding": "gzip" } : {}),
      },
    });
    const settle = (posted: Posted | "stale"): void => {
      clearTimeout(timer);
      resolve(posted);
    };
    const timer = setTimeout(() => {
      settle({ kind: "silent", fault: { code: "timeout", words: "Request timed out" } });
      request.destroy();
    }, timeoutMs);
    // After the first it has no listener to crash for: what follows is of no interest.
    request.on("error", (error) => {
      const isStale = mayBeStale && request.reusedSocket && CLOSED.has(nodeCodeOf(error));
      settle(isStale ? "stale" : failureOf(error));
    });
    const take = async (response: IncomingMessage): Promise<void> => {
      settle(await answerOf(response));
      // Refused before it was all sent, or too long to be read: nothing more is to come.
      if (!request.writableFinished || !response.complete) request.destroy();
    };
    request.on("response", (response) => void take(response));
    request.end(body);
  });
}

async function answerOf(response: IncomingMessage): Promise<Posted> {
  const { statusCode: status = 0, headers } = response;
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      sizeBytes += chunk.length;
      if (sizeBytes > MAX_ANSWER_BYTES) return damaged("it is longer than 4 MiB");
      chunks.push(chunk);
    }
    const whole = Buffer.concat(chunks);
    const body =
      headers["content-encoding"] === "gzip" && whole.length > 0
        ? await unzip(whole, { maxOutputLength: MAX_ANSWER_BYTES })
        : whole;
    return { kind: "answered", status, headers, body };
  } catch (thrown) {
    // The status came whole; what a refusal says is worth having without its words.
    if (status >= 300) return { kind: "answered", status, headers, body: Buffer.of() };
    return nodeCodeOf(thrown).startsWith("Z_")
      ? damaged(messageOf(thrown))
      : { kind: "damaged", words: "the answer broke off" };
  }
}

function damaged(why: string): Posted {
  return { kind: "damaged", words: `the answer is damaged: ${why}` };
}

function failureOf(error: Error): Posted {
  const status = proxyRefusal(error);
  if (status !== undefined) return { kind: "proxy refused", status };
  if (nodeCodeOf(error).startsWith("HPE_")) return damaged("it is no HTTP");
  const fault = connectionFaultOf(error) ?? { code: "connection_lost", words: messageOf(error) };
  return { kind: "silent", fault };
}
