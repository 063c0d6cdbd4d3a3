/**
 * The client: `@elastic/elasticsearch` with the headers that every Elasticsearch from 8.12 on and OpenSearch take, no
 * retries (the pipeline's retry is the only one), no sniffing, and connection errors that keep Node's own error.
 */
import type { Agent, ClientRequest, IncomingMessage } from "node:http";
import { Client, HttpConnection, Transport, errors } from "@elastic/elasticsearch";
import { nodeCodeOf } from "../connection-fault.ts";
import { isLoopback } from "../../network/loopback.ts";
import { BulkSerializer } from "./bulk.ts";
import type { ElasticsearchCredentials } from "./environment.ts";

export type { Client } from "@elastic/elasticsearch";

/** Where and as whom. Holds secrets: never print it. */
export interface ElasticsearchConfig extends ElasticsearchCredentials {
  /** As `readElasticsearchAddress` gives it. */
  readonly url: string;
  /** How long an answer may take. */
  readonly requestTimeoutMs: number;
  /** Goes through a proxy, where one is set. */
  readonly agent?: Agent;
}

type TransportOptions = ConstructorParameters<typeof Transport>[0];
type ConnectionOptions = ConstructorParameters<typeof HttpConnection>[0];
type Send = HttpConnection["request"];

/** Speaks plain JSON, without the media types of one version, and asks for no particular product. */
class PlainTransport extends Transport {
  constructor(options: TransportOptions) {
    const { productCheck: _asksForOneProduct, ...rest } = options;
    super({
      ...rest,
      vendoredHeaders: {
        jsonContentType: "application/json",
        ndjsonContentType: "application/x-ndjson",
        accept: "application/json,text/plain",
      },
    });
  }
}

/**
 * Keeps the error of the socket as `cause`, since its code tells a closed port from a bad certificate. Hears of what the
 * client (9.4) is deaf to: an answer that is no HTTP, for which it would wait for ever, and a refusal that came while
 * the request was still being sent, such as a gateway's 413, which it takes for a lost connection.
 */
class TellingConnection extends HttpConnection {
  constructor(options: ConnectionOptions) {
    super(options);
    const make = this.makeRequest as (params: object) => ClientRequest;
    const send = this.request.bind(this) as (...args: Parameters<Send>) => Promise<unknown>;
    // The TLS settings go with each request too: an agent for a proxy does not know them.
    const tls = this.tls ?? {};
    let begun: (request: ClientRequest) => void;
    this.makeRequest = ((params: object) => {
      const request = make({ ...params, ...tls });
      begun(request);
      return request;
    }) as typeof this.makeRequest;
    this.request = (async (...args: Parameters<Send>) => {
      let cause: unknown;
      let answer: IncomingMessage | undefined;
      // `send` makes its request before it returns, so that requests side by side are not mixed up.
      begun = (request) => {
        request.once("error", (error) => {
          cause = error;
          // The client passes over these, and so would never hear of the request again.
          if (nodeCodeOf(error).startsWith("HPE_"))
            request.emit("error", new Error(error.message, { cause: error }));
        });
        request.once("response", (response) => {
          answer = response;
          waitForRequest(request, response);
        });
      };
      try {
        return await send(...args);
      } catch (error) {
        const { statusCode = 0, headers = {} } = answer ?? {};
        // Its body is lost, its meaning is not.
        if (statusCode >= 400 && error instanceof errors.ConnectionError)
          return { body: "", statusCode, headers: { ...headers, "content-encoding": "" } };
        // An answer that had begun and broke off is no connection that was never there.
        if (error instanceof Error && error.cause === undefined && answer === undefined)
          error.cause = cause;
        throw error;
      }
    }) as Send;
  }
}

/**
 * Lets an answer wait until its request is all written. On a busy event loop the answer may be read before Node tells
 * that it wrote the request, and then the transport (9.4) takes a whole answer for one that broke off.
 */
function waitForRequest(request: ClientRequest, response: IncomingMessage): void {
  if (request.writableFinished) return;
  response.pause();
  const go = (): void => {
    response.resume();
  };
  request.once("finish", go);
  request.once("close", go);
}

/** The client's way of writing who we are; nothing where nothing is set. */
function authOf(
  config: ElasticsearchConfig,
): { apiKey: string } | { username: string; password: string } | undefined {
  const { apiKey, username, password } = config;
  if (apiKey !== undefined) {
    return { apiKey: apiKey.includes(":") ? Buffer.from(apiKey).toString("base64") : apiKey };
  }
  return username === undefined || password === undefined ? undefined : { username, password };
}

/** A client for one address. Opens no connection before it is used. */
export function elasticsearchClient(config: ElasticsearchConfig): Client {
  const { url, agent, ca, caFingerprint, requestTimeoutMs } = config;
  const auth = authOf(config);
  const secure = url.startsWith("https:");
  return new Client({
    node: url,
    name: "sestrail",
    Transport: PlainTransport,
    Connection: TellingConnection,
    Serializer: BulkSerializer,
    maxRetries: 0,
    requestTimeout: requestTimeoutMs,
    compression: !isLoopback(new URL(url).hostname),
    enableMetaHeader: false,
    ...(auth === undefined ? {} : { auth }),
    ...(agent === undefined ? {} : { agent: () => agent }),
    ...(secure && ca !== undefined ? { tls: { ca } } : {}),
    // A fingerprint takes the place of the authority's certificate: the client compares it on every new connection.
    ...(secure && caFingerprint !== undefined
      ? { caFingerprint, ...(ca === undefined ? { tls: { rejectUnauthorized: false } } : {}) }
      : {}),
  });
}
