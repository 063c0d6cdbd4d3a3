/**
 * One OTLP/HTTP exporter, and what became of each of its requests.
 *
 * The delegate of the OpenTelemetry exporters does the work, between a serializer of ours, which sees the
 * bytes that come in, and a transport of ours, which tells all that there is to tell and never retries. A LoggerProvider
 * or a BatchLogRecordProcessor is never in the way: those drop records and do not say so.
 */
import { readFile } from "node:fs/promises";
import http, { STATUS_CODES } from "node:http";
import https from "node:https";
import {
  createOtlpNetworkExportDelegate,
  ExporterMetrics,
  type IExporterTransport,
} from "@opentelemetry/otlp-exporter-base";
import { VERSION } from "../../tables/version.ts";
import { CodedError, messageOf } from "../../telemetry/problem.ts";
import { proxyAgentFor, type TlsOptions } from "../../network/proxy-agent.ts";
import type { Environment } from "../../network/proxy.ts";
import { retryAfterMs } from "../retry-after.ts";
import type { Encoding } from "./encoding.ts";
import type { OtlpConfig } from "./environment.ts";
import { post, type Posted, type PostOptions } from "./post.ts";
import { readAnswer, readRefusal, type Answer } from "./response.ts";

/** What became of a request. */
export type Sent =
  /** A whole answer with a 2xx status. */
  | { readonly kind: "accepted"; readonly answer: Answer }
  /** Any other status. */
  | {
      readonly kind: "refused";
      readonly status: number;
      readonly words: string;
      readonly retryAfterMs: number | undefined;
    }
  /** Larger than a request may be; nothing was sent. */
  | { readonly kind: "too large" }
  | Exclude<Posted, { readonly kind: "answered" }>;

/** Sends requests side by side. */
export interface OtlpExporter<Body> {
  /** One request. Settles always, and only rejects on a bug. */
  send(bodies: readonly Body[]): Promise<Sent>;
  /** Cuts the connections; a request still on its way is given up. Safe twice. */
  close(): void;
}

/** Bytes of a request, unzipped. The Collector's own limit is 20 MiB, gateways have smaller ones. */
export const MAX_REQUEST_BYTES = 4 * 1024 * 1024;

/** Far above what is ever in flight: past it the exporter fails requests at once. */
const CONCURRENCY_LIMIT = 1000;

/** Makes an exporter. Throws E_USAGE when a certificate or key cannot be read, E_PROXY for a proxy of no use. */
export async function openOtlpExporter<Body>(
  config: OtlpConfig,
  encoding: Encoding<Body>,
  env: Environment,
): Promise<OtlpExporter<Body>> {
  const tls = await readTls(config);
  const agent =
    proxyAgentFor(config.url, env, tls) ??
    (config.url.protocol === "https:"
      ? new https.Agent({ keepAlive: true, ...tls })
      : new http.Agent({ keepAlive: true }));
  let closed = false;
  // All are set and read within one call, so parallel requests cannot mix them up.
  let answer: Answer | undefined;
  let tooLarge = false;

  const options: PostOptions = {
    url: config.url,
    headers: {
      ...config.headers,
      "Content-Type": encoding.contentType,
      "User-Agent": `sestrail/${VERSION}`,
    },
    agent,
    compression: config.compression,
    timeoutMs: config.timeoutMs,
  };
  const transport: IExporterTransport = {
    async send(body) {
      if (closed) throw new Error("the destination was closed");
      const sent = sentOf(await post(body, options));
      return sent instanceof Uint8Array
        ? { status: "success", data: sent }
        : { status: "failure", error: new NotTaken(sent) };
    },
    shutdown() {},
  };
  const delegate = createOtlpNetworkExportDelegate<readonly Body[], object>(
    {
      timeoutMillis: config.timeoutMs,
      compression: config.compression,
      concurrencyLimit: CONCURRENCY_LIMIT,
    },
    {
      serializeRequest(bodies) {
        const bytes = encoding.request(bodies);
        tooLarge = bytes !== undefined && bytes.length > MAX_REQUEST_BYTES && bodies.length > 1;
        return tooLarge ? undefined : bytes;
      },
      deserializeResponse(bytes) {
        answer = readAnswer(bytes);
        return {};
      },
    },
    new ExporterMetrics({
      componentType: "otlp_http_log_exporter",
      metricsHelper: { name: "log", countItems: (bodies) => bodies.length },
      url: config.url.href,
      meterProvider: undefined,
      responseAttributesFromError: () => ({}),
    }),
    transport,
  );

  return {
    send: (bodies) =>
      new Promise((resolve, reject) => {
        delegate.export(bodies, ({ error }: { readonly error?: Error }) => {
          if (answer !== undefined) resolve({ kind: "accepted", answer });
          else if (tooLarge) resolve({ kind: "too large" });
          else if (error instanceof NotTaken) resolve(error.sent);
          else reject(error ?? new Error("the exporter failed without a reason"));
          answer = undefined;
          tooLarge = false;
        });
      }),
    close() {
      closed = true;
      agent.destroy();
    },
  };
}

/** Carries what became of a request through the exporter, which hands on errors as they are. */
class NotTaken extends Error {
  readonly sent: Sent;

  constructor(sent: Sent) {
    super(sent.kind);
    this.sent = sent;
  }
}

/** The body of a 2xx answer, or what else became of the request. */
function sentOf(posted: Posted): Uint8Array | Sent {
  if (posted.kind !== "answered") return posted;
  const { status, headers, body } = posted;
  if (status >= 200 && status < 300) return body;
  return {
    kind: "refused",
    status,
    words: readRefusal(Buffer.from(body).toString()) || (STATUS_CODES[status] ?? ""),
    retryAfterMs: retryAfterMs(headers, Date.now()),
  };
}

async function readTls(config: OtlpConfig): Promise<TlsOptions> {
  const [ca, key, cert] = await Promise.all([
    readPem(config.certificatePath, "OTEL_EXPORTER_OTLP_CERTIFICATE"),
    readPem(config.clientKeyPath, "OTEL_EXPORTER_OTLP_CLIENT_KEY"),
    readPem(config.clientCertificatePath, "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE"),
  ]);
  return { ...(ca && { ca }), ...(key && { key }), ...(cert && { cert }) };
}

async function readPem(path: string | undefined, name: string): Promise<Buffer | undefined> {
  if (path === undefined) return undefined;
  try {
    return await readFile(path);
  } catch (error) {
    throw new CodedError(
      {
        code: "E_USAGE",
        what: `${name} cannot be read`,
        why: messageOf(error),
        todo: "Check the path and its rights.",
      },
      { cause: error },
    );
  }
}
