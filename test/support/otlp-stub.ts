/**
 * A stub of the OTLP/HTTP protocol, for answers that no Collector can be brought to give: Retry-After, partial success,
 * 413, redirects, login pages. It listens on 127.0.0.1, on a port of the system's choice.
 */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import { once } from "node:events";
import { gunzipSync } from "node:zlib";

/** A request as the stub got it, its body unzipped. */
export interface StubRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A running stub. */
export interface OtlpStub {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly port: number;
  readonly requests: StubRequest[];
  close(): Promise<void>;
}

/** How the stub answers; `index` counts the requests from 0. */
export type Answering = (request: StubRequest, response: ServerResponse, index: number) => void;

/** Starts a stub. */
export async function startOtlpStub(answer: Answering): Promise<OtlpStub> {
  const requests: StubRequest[] = [];
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const stored = Buffer.concat(chunks);
      const request = {
        method: incoming.method ?? "",
        path: incoming.url ?? "",
        headers: incoming.headers,
        body: incoming.headers["content-encoding"] === "gzip" ? gunzipSync(stored) : stored,
      };
      const index = requests.push(request) - 1;
      answer(request, response, index);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    requests,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

/** Answers with a status, a body and headers. */
export function answers(
  status: number,
  body: string | Uint8Array = "",
  headers: Readonly<Record<string, string>> = {},
): Answering {
  return (_request, response) => void response.writeHead(status, headers).end(body);
}

/** ExportLogsServiceResponse in protobuf with a partial success. Source: opentelemetry-proto, logs_service.proto. */
export function partialProtobuf(rejected: number, message: string): Uint8Array {
  const inner = Buffer.concat([
    rejected === 0 ? Buffer.of() : Buffer.of(0x08, rejected),
    Buffer.of(0x12, Buffer.byteLength(message)),
    Buffer.from(message),
  ]);
  return Buffer.concat([Buffer.of(0x0a, inner.length), inner]);
}
