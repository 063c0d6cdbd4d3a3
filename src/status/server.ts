/** The HTTP server of `--status`: three pages, to be read only. It keeps no process alive and delays no end. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { CodedError, errorOf } from "../telemetry/problem.ts";

/** Where to listen. */
export interface ListenAddress {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
}

/** An answer. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  /** Plain text where absent. */
  readonly contentType?: string;
}

/** What each path answers; given the `Accept` header. */
export type Pages = ReadonlyMap<string, (accept: string | undefined) => Answer | Promise<Answer>>;

/** A server that listens. */
export interface StatusServer {
  /** Such as `http://127.0.0.1:9464`. */
  readonly url: string;
  /** Ends it at once, with all its connections. */
  close(): void;
}

/** Scrapers are few, and send little. */
const MOST_CONNECTIONS = 32;
const MOST_HEADER_BYTES = 8 * 1024;
const MOST_MS = 10_000;

/** Listens. Throws E_STATUS_ADDRESS where it can't; what fails later is told to `onFault`, and the run goes on. */
export async function openServer(
  address: ListenAddress,
  pages: Pages,
  onFault: (error: Error) => void,
): Promise<StatusServer> {
  const server = createServer(
    {
      maxHeaderSize: MOST_HEADER_BYTES,
      requestTimeout: MOST_MS,
      headersTimeout: MOST_MS,
      keepAliveTimeout: MOST_MS,
    },
    (request, response) => {
      void answer(request, response, pages).catch((thrown: unknown) => {
        onFault(errorOf(thrown));
        response.destroy();
      });
    },
  );
  server.maxConnections = MOST_CONNECTIONS;
  // A body is never wanted, and so never waited for.
  server.on("connection", (socket) => socket.unref());
  await listening(server, address);
  server.on("error", onFault);
  server.unref();
  return {
    url: urlOf(server, address),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  pages: Pages,
): Promise<void> {
  const [path = ""] = (request.url ?? "").split("?");
  const page = pages.get(path);
  const isRead = request.method === "GET" || request.method === "HEAD";
  const {
    status,
    body,
    contentType = "text/plain; charset=utf-8",
  } = !isRead
    ? { status: 405, body: "only GET and HEAD\n" }
    : page === undefined
      ? { status: 404, body: `there are ${[...pages.keys()].join(", ")}\n` }
      : await page(request.headers.accept);
  response.writeHead(status, {
    "Content-Type": contentType,
    "Content-Length": Buffer.byteLength(body),
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    ...(status === 405 ? { Allow: "GET, HEAD", Connection: "close" } : {}),
  });
  response.end(body);
}

function listening(server: Server, { host, port }: ListenAddress): Promise<void> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException): void => {
      const todo = WHAT_TO_DO[error.code ?? ""];
      reject(
        new CodedError(
          {
            code: "E_STATUS_ADDRESS",
            what: `--status can't listen on ${host}:${port}`,
            why: error.message,
            ...(todo === undefined ? {} : { todo }),
          },
          { cause: error },
        ),
      );
    };
    server.once("error", onError);
    server.listen({ host, port, exclusive: true }, () => {
      server.off("error", onError);
      resolve();
    });
  });
}

const WHAT_TO_DO: Readonly<Record<string, string>> = {
  EADDRINUSE: "Another program listens there: stop it, or name another port.",
  EACCES: "Ports below 1024 need rights: name a port above, such as 9464.",
  EADDRNOTAVAIL: "This machine has no such address: name one of its own, such as 127.0.0.1:9464.",
  ENOTFOUND: "No such name is known: name an address, such as 127.0.0.1:9464.",
};

function urlOf(server: Server, { host, port }: ListenAddress): string {
  const bound = server.address();
  const shown = host.includes(":") ? `[${host}]` : host;
  return `http://${shown}:${typeof bound === "object" && bound !== null ? bound.port : port}`;
}
