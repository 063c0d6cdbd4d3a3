/**
 * One OTLP/HTTP exporter, and what became of each of its requests.
 *
 * The delegate of the OpenTelemetry exporters does the sending and its own short retries, with a serializer of ours
 * around theirs, which sees the bytes that go out and come in. A LoggerProvider or a BatchLogRecordProcessor is never in
 * the way: those drop records and do not say so.
 */
import { readFile } from "node:fs/promises";
import http from "node:http";
import https from "node:https";
import { OTLPExporterError } from "@opentelemetry/otlp-exporter-base";
import { createOtlpHttpExportDelegate } from "@opentelemetry/otlp-exporter-base/node-http";
import {
  JsonLogsSerializer,
  LogsExporterMetricsHelper,
  ProtobufLogsSerializer,
} from "@opentelemetry/otlp-transformer";
import type { ReadableLogRecord } from "@opentelemetry/sdk-logs";
import { CodedError, messageOf } from "../../telemetry/problem.ts";
import { proxyAgentFor, proxyRefusal, type Environment, type TlsOptions } from "../proxy.ts";
import type { OtlpConfig } from "./environment.ts";
import { readAnswer, readRefusal, type Answer } from "./response.ts";

/** What became of a request, the exporter's own retries included. */
export type Sent =
  /** A whole answer with a 2xx status. */
  | { readonly kind: "answered"; readonly answer: Answer }
  /** Any other status that is final. */
  | { readonly kind: "refused"; readonly status: number; readonly words: string }
  /** 429, 502, 503 or 504 to the last. */
  | { readonly kind: "busy" }
  /** Larger than a request may be; nothing was sent. */
  | { readonly kind: "too large" }
  /** No connection: no such host, a closed port. */
  | { readonly kind: "unreachable"; readonly words: string }
  | { readonly kind: "insecure"; readonly words: string; readonly unknownAuthority: boolean }
  | { readonly kind: "proxy refused"; readonly status: number }
  /** The connection was lost, the time ran out, or the answer broke off. */
  | { readonly kind: "lost"; readonly words: string };

/** Sends requests side by side. */
export interface OtlpExporter {
  /** One request. Settles always, and only rejects on a bug. */
  send(records: readonly ReadableLogRecord[]): Promise<Sent>;
  /** Cuts the connections; a request still on its way is given up. Safe twice. */
  close(): void;
}

/** Bytes of a request, unzipped. The Collector's own limit is 20 MiB, gateways have smaller ones. */
export const MAX_REQUEST_BYTES = 4 * 1024 * 1024;

/** Far above what is ever in flight: past it the exporter fails requests at once. */
const CONCURRENCY_LIMIT = 1000;

/** Source: @opentelemetry/core, ExportResultCode.SUCCESS. */
const EXPORT_SUCCESS = 0;

/** Makes an exporter. Throws E_USAGE when a certificate or key cannot be read, E_PROXY for a proxy of no use. */
export async function openOtlpExporter(
  config: OtlpConfig,
  env: Environment,
): Promise<OtlpExporter> {
  const tls = await readTls(config);
  const agent =
    proxyAgentFor(config.url, env, tls) ??
    (config.url.protocol === "https:"
      ? new https.Agent({ keepAlive: true, ...tls })
      : new http.Agent({ keepAlive: true }));
  const serializer = config.protocol === "http/json" ? JsonLogsSerializer : ProtobufLogsSerializer;
  const contentType =
    config.protocol === "http/json" ? "application/json" : "application/x-protobuf";
  let closed = false;
  // Both are set within the very call of the callback that reads them, so parallel requests cannot mix them up.
  let answer: Answer | undefined;
  let tooLarge = false;

  const delegate = createOtlpHttpExportDelegate<ReadableLogRecord[], object>(
    {
      url: config.url.href,
      // A new object each time, since the exporter writes into it. Throwing ends its retries.
      headers: async () => {
        if (closed) throw new Error("the destination was closed");
        return { ...config.headers, "Content-Type": contentType };
      },
      timeoutMillis: config.timeoutMs,
      compression: config.compression,
      concurrencyLimit: CONCURRENCY_LIMIT,
      agentFactory: () => agent,
      userAgent: "sestrail",
    },
    {
      serializeRequest(records) {
        const bytes = serializer.serializeRequest(records);
        tooLarge = bytes !== undefined && bytes.length > MAX_REQUEST_BYTES && records.length > 1;
        return tooLarge ? undefined : bytes;
      },
      deserializeResponse(bytes) {
        answer = readAnswer(bytes);
        return {};
      },
    },
    "otlp_http_log_exporter",
    LogsExporterMetricsHelper,
    undefined,
  );

  return {
    send: (records) =>
      new Promise((resolve) => {
        delegate.export(
          [...records],
          ({ code, error }: { readonly code: number; readonly error?: Error }) => {
            if (code === EXPORT_SUCCESS) {
              // Success of which no answer was read: the connection was cut inside it. It may have held a rejection.
              resolve(
                answer === undefined
                  ? { kind: "lost", words: "the answer broke off" }
                  : { kind: "answered", answer },
              );
            } else resolve(tooLarge ? { kind: "too large" } : failureOf(error));
            answer = undefined;
            tooLarge = false;
          },
        );
      }),
    close() {
      closed = true;
      agent.destroy();
    },
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

/** Words for what Node says about connections. */
const UNREACHABLE: Readonly<Record<string, string>> = {
  ENOTFOUND: "there is no host of that name",
  EAI_AGAIN: "the name of the host cannot be looked up now",
  ECONNREFUSED: "connection refused: nothing listens there",
  ENETUNREACH: "there is no way to that network",
  EHOSTUNREACH: "there is no way to that host",
  ETIMEDOUT: "nothing answers there",
};

/** Codes of Node and OpenSSL that are about TLS. Source: Node's documentation, "X509 certificate error codes". */
const TLS_CODE =
  /^(?:ERR_TLS_|ERR_SSL_|ERR_OSSL_|CERT_|CRL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|INVALID_|HOSTNAME_MISMATCH|EPROTO)/;
const UNKNOWN_AUTHORITY = /^(?:UNABLE_TO_VERIFY_|UNABLE_TO_GET_ISSUER_|DEPTH_ZERO_|SELF_SIGNED_)/;

function failureOf(error: Error | undefined): Sent {
  if (error === undefined) return { kind: "lost", words: "it failed without a reason" };
  if (error instanceof OTLPExporterError) {
    if (error.code === undefined) return { kind: "busy" };
    return {
      kind: "refused",
      status: error.code,
      words: readRefusal(error.data ?? "") || error.message,
    };
  }
  const proxyStatus = proxyRefusal(error);
  if (proxyStatus !== undefined) return { kind: "proxy refused", status: proxyStatus };
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const unreachable = UNREACHABLE[code];
  if (unreachable !== undefined) return { kind: "unreachable", words: unreachable };
  if (TLS_CODE.test(code)) {
    return {
      kind: "insecure",
      words: error.message,
      unknownAuthority: UNKNOWN_AUTHORITY.test(code),
    };
  }
  return { kind: "lost", words: error.message || code };
}
