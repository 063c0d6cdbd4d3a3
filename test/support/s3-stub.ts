/**
 * A small S3 of our own on loopback: lists in pages, serves objects with ranges, and fails in the ways that no server can
 * be brought to. It checks no signatures. It listens on 127.0.0.1, on a port of the system's choice.
 */
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What a server does instead of answering; false: it answers after all. */
export type Fault = (response: ServerResponse, request: IncomingMessage, body: Buffer) => boolean;

/** An object as the stub holds it. */
export interface StubObject {
  readonly body: Buffer;
  readonly storageClass?: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** A running stub. */
export interface S3Stub {
  readonly env: Readonly<Record<string, string>>;
  readonly objects: Map<string, StubObject>;
  /** Requests so far: `LIST prefix` with `after` where it is given, or `GET key` with its range. */
  readonly asked: string[];
  /** Headers of the last request. */
  readonly headers: () => IncomingMessage["headers"];
  /** Taken one for each request for the key; `LIST` for lists. */
  readonly faults: Map<string, Fault[]>;
  close(): Promise<void>;
}

/** How many keys a page holds at most. */
export interface StubOptions {
  readonly pageSize?: number;
}

/** Starts a stub that holds one bucket, whatever that is called, but `missing`. */
export async function startS3Stub({ pageSize = 1000 }: StubOptions = {}): Promise<S3Stub> {
  const objects = new Map<string, StubObject>();
  const asked: string[] = [];
  const faults = new Map<string, Fault[]>();
  let headers: IncomingMessage["headers"] = {};
  const server = createServer((request, response) => {
    headers = request.headers;
    const url = new URL(request.url ?? "/", "http://stub");
    const [bucket = "", ...rest] = url.pathname.slice(1).split("/");
    const key = decodeURIComponent(rest.join("/"));
    const isList = key === "";
    const query = url.searchParams;
    const after = query.get("start-after");
    const range = request.headers.range;
    asked.push(
      isList
        ? `LIST ${query.get("prefix") ?? ""}${after === null ? "" : ` after ${after}`}`
        : `GET ${key}${range === undefined ? "" : ` ${range}`}`,
    );
    const body = objects.get(key)?.body ?? Buffer.alloc(0);
    if (faults.get(isList ? "LIST" : key)?.shift()?.(response, request, body) === true) return;
    if (bucket === "missing") refuse(404, "NoSuchBucket")(response, request, body);
    else if (isList) list(query, response);
    else serve(key, request, response);
  });

  function list(query: URLSearchParams, response: ServerResponse): void {
    const prefix = query.get("prefix") ?? "";
    const from = query.get("continuation-token") ?? query.get("start-after") ?? "";
    const most = Math.min(pageSize, Number(query.get("max-keys") ?? pageSize));
    const delimiter = query.get("delimiter");
    const entries = new Map<string, StubObject | undefined>();
    for (const key of [...objects.keys()].toSorted()) {
      if (!key.startsWith(prefix)) continue;
      const end = delimiter === null ? -1 : key.indexOf(delimiter, prefix.length);
      if (end < 0) entries.set(key, objects.get(key));
      else entries.set(key.slice(0, end + 1), undefined);
    }
    const all = [...entries].filter(([name]) => name > from);
    const page = all.slice(0, most);
    const last = page.at(-1)?.[0] ?? "";
    const texts = page.map(([name, object]) =>
      object === undefined
        ? `<CommonPrefixes><Prefix>${escaped(name)}</Prefix></CommonPrefixes>`
        : `<Contents><Key>${escaped(name)}</Key><ETag>${etagOf(object.body)}</ETag><Size>${object.body.length}</Size><StorageClass>${object.storageClass ?? "STANDARD"}</StorageClass></Contents>`,
    );
    const isTruncated = all.length > page.length;
    const next = isTruncated
      ? `<NextContinuationToken>${escaped(last)}</NextContinuationToken>`
      : "";
    answerXml(
      response,
      200,
      `<ListBucketResult><IsTruncated>${isTruncated}</IsTruncated>${texts.join("")}${next}</ListBucketResult>`,
    );
  }

  function serve(key: string, request: IncomingMessage, response: ServerResponse): void {
    const object = objects.get(key);
    const wanted = request.headers["if-match"];
    if (object === undefined) refuse(404, "NoSuchKey")(response, request, Buffer.alloc(0));
    else if (wanted !== undefined && wanted !== etagOf(object.body))
      refuse(412, "PreconditionFailed")(response, request, object.body);
    else {
      for (const [name, value] of Object.entries(object.metadata ?? {}))
        response.setHeader(`x-amz-meta-${name}`, value);
      sendFrom(response, request, object.body).end();
    }
  }

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    env: {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: "stub",
      AWS_SECRET_ACCESS_KEY: "stub",
      AWS_REGION: "eu-west-1",
    },
    objects,
    asked,
    headers: () => headers,
    faults,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

function etagOf(body: Buffer): string {
  return `"${createHash("md5").update(body).digest("hex")}"`;
}

/** Writes head and body of an object, from where the request wants it, up to a byte of the object. */
function sendFrom(
  response: ServerResponse,
  request: IncomingMessage,
  body: Buffer,
  end = body.length,
): ServerResponse {
  const from = Number(/^bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0);
  response.writeHead(from === 0 ? 200 : 206, {
    etag: etagOf(body),
    "content-length": body.length - from,
    ...(from === 0 ? {} : { "content-range": `bytes ${from}-${body.length - 1}/${body.length}` }),
  });
  response.write(body.subarray(from, end));
  return response;
}

/** The connection is cut at a byte of the object. */
export function cutAt(byte: number): Fault {
  return (response, request, body) => {
    sendFrom(response, request, body, byte);
    // What was written leaves first.
    setImmediate(() => response.socket?.destroySoon());
    return true;
  };
}

/** Nothing comes any more from a byte of the object on, and the connection stays. */
export function stallAt(byte: number): Fault {
  return (response, request, body) => {
    sendFrom(response, request, body, byte);
    return true;
  };
}

/** The request is never answered. */
export const silence: Fault = () => true;

/** A refusal in S3's words. */
export function refuse(status: number, code: string, message = `${code} it is`): Fault {
  return (response) => {
    answerXml(
      response,
      status,
      `<Error><Code>${code}</Code><Message>${escaped(message)}</Message></Error>`,
    );
    return true;
  };
}

function answerXml(response: ServerResponse, status: number, xml: string): void {
  response.writeHead(status, { "content-type": "application/xml" });
  response.end(`<?xml version="1.0" encoding="UTF-8"?>${xml}`);
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
