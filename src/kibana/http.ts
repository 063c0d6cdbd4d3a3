/** One HTTP request, with a CA of one's own and through a proxy's agent where there is one: what `fetch` cannot do. */
import { request as plainRequest, type Agent } from "node:http";
import { request as tlsRequest } from "node:https";

/** What is sent. */
interface HttpRequest {
  readonly method: "GET" | "POST";
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

/** What came back. */
export interface HttpAnswer {
  readonly status: number;
  /** Where it points to, for redirects. */
  readonly location?: string;
  readonly body: string;
}

/** Sends one request. Rejects when there is no answer: the error's `code` says why. */
export type Send = (request: HttpRequest, signal: AbortSignal) => Promise<HttpAnswer>;

/** How requests go out. */
export interface SendOptions {
  /** Authorities that are trusted instead of the usual ones, in PEM. */
  readonly ca?: string;
  /** Goes through a proxy. */
  readonly agent?: Agent;
  /** How long the server may be silent, in ms. */
  readonly timeoutMs: number;
}

/** No answer of Kibana to an import comes near this. */
const MAX_ANSWER_BYTES = 32 * 1024 * 1024;

/** A `Send` over Node's own client. Follows no redirects: they would carry the credentials elsewhere. */
export function httpSend({ ca, agent, timeoutMs }: SendOptions): Send {
  return ({ method, url, headers, body }, signal) =>
    new Promise((resolve, reject) => {
      const isTls = url.protocol === "https:";
      const options = {
        method,
        signal,
        timeout: timeoutMs,
        headers: {
          accept: "application/json",
          ...headers,
          ...(body === undefined ? {} : { "content-length": String(body.byteLength) }),
        },
        ...(agent === undefined ? {} : { agent }),
        ...(isTls && ca !== undefined ? { ca } : {}),
      };
      const request = (isTls ? tlsRequest : plainRequest)(url, options, (response) => {
        const chunks: Buffer[] = [];
        let bytes = 0;
        response.on("error", reject);
        response.on("data", (chunk: Buffer) => {
          bytes += chunk.byteLength;
          if (bytes > MAX_ANSWER_BYTES) request.destroy(new Error("the answer is far too long"));
          else chunks.push(chunk);
        });
        response.on("end", () => {
          const { location } = response.headers;
          resolve({
            status: response.statusCode ?? 0,
            ...(location === undefined ? {} : { location }),
            body: Buffer.concat(chunks).toString("utf8"),
          });
        });
      });
      request.on("error", reject);
      request.on("timeout", () => {
        request.destroy(new Error(`no answer within ${timeoutMs / 1000} s`));
      });
      request.end(body);
    });
}
