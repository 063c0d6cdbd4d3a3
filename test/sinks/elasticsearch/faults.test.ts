/** Faults of whole requests that no Elasticsearch can be brought to give at will: a stub of the protocol answers. */
import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import {
  type IncomingMessage,
  type Server,
  type ServerResponse,
  createServer as createPlainServer,
} from "node:http";
import { type Server as SecureServer, createServer } from "node:https";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { gzipSync } from "node:zlib";
import { describe, expect, it, onTestFinished } from "vitest";
import type { ElasticsearchConfig } from "../../../src/sinks/elasticsearch/client.ts";
import { elasticsearchConnection } from "../../../src/sinks/elasticsearch/connection.ts";
import { proxyAgentFor } from "../../../src/network/proxy-agent.ts";
import type { Outcome } from "../../../src/sinks/sink.ts";
import { TEST_CERTIFICATE, TEST_KEY } from "../../support/certificate.ts";
import { itemOf, someEvents } from "../../support/events.ts";
import {
  type Answering,
  type StubRequest,
  startOtlpStub as startStub,
} from "../../support/otlp-stub.ts";
import { type RawAnswering, startRawStub } from "../../support/raw-stub.ts";
import { calm, rawItem, sinkAt } from "./support.ts";

function json(response: ServerResponse, status: number, body: unknown, headers = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}

function zipped(response: ServerResponse, bytes: Uint8Array): void {
  response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" });
  response.end(bytes);
}

function html(response: ServerResponse, status: number): void {
  response.writeHead(status, { "content-type": "text/html" });
  response.end("<html>hello</html>");
}

/** Documents of a bulk body: every second line. */
const documentsIn = (body: Buffer): string[] =>
  body
    .toString()
    .split("\n")
    .filter((line, index) => index % 2 === 1 && line !== "");

const ROOT = { version: { number: "9.4.3" }, tagline: "You Know, for Search" };

/** Answers as Elasticsearch would: hello, and 201 for every document. */
const wellBehaved: Answering = (request, response) => {
  if (request.path === "/") return json(response, 200, ROOT);
  const items = documentsIn(request.body).map(() => ({ create: { status: 201 } }));
  return json(response, 200, { items });
};

/** A sink at a stub; templates are left alone. */
async function sinkBefore(answer: Answering, connection: Partial<ElasticsearchConfig> = {}) {
  const stub = await startStub(answer);
  const { sink } = sinkAt(stub.url, {
    setup: false,
    connection: { url: stub.url, requestTimeoutMs: 500, ...connection },
  });
  onTestFinished(async () => {
    await sink.close();
    await stub.close();
  });
  const items = someEvents("stub", 10).map((event) => itemOf(sink, event));
  return { sink, stub, items };
}

/** Listens on a port of the system's choice until the test is over. */
async function portOf(server: Server | SecureServer): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

describe("a server that", () => {
  it.each<[name: string, answer: Answering, code: string, text: string]>([
    ["is a web page", (_, response) => html(response, 200), "E_ES_NOT_ELASTICSEARCH", "version"],
    [
      "sends us to a login",
      (_, response) => void response.writeHead(302, { location: "/login" }).end(),
      "E_ES_NOT_ELASTICSEARCH",
      "version",
    ],
    [
      "speaks JSON of another kind",
      (_, response) => json(response, 200, { name: "kibana", version: "9" }),
      "E_ES_NOT_ELASTICSEARCH",
      "version",
    ],
    [
      "calls broken JSON JSON",
      (_, response) =>
        void response.writeHead(200, { "content-type": "application/json" }).end("{"),
      "E_ES_UNREACHABLE",
      "JSON",
    ],
    [
      "does not know the path",
      (_, response) => html(response, 404),
      "E_ES_NOT_ELASTICSEARCH",
      "404",
    ],
    [
      "is starting",
      (_, response) => json(response, 503, { error: { type: "x", reason: "starting" } }),
      "E_ES_UNREACHABLE",
      "starting",
    ],
    [
      "wants credentials",
      (_, response) =>
        json(response, 401, { error: { type: "security_exception", reason: "missing" } }),
      "E_ES_AUTH",
      "none are set",
    ],
    ["never answers", () => {}, "E_ES_UNREACHABLE", "timed out"],
    ["hangs up", (_, response) => void response.destroy(), "E_ES_UNREACHABLE", "ECONNRESET"],
  ])("%s ends the run before it begins", async (_, answer, code, text) => {
    const { sink } = await sinkBefore(answer);
    const opening = sink.open(calm());
    await expect(opening).rejects.toMatchObject({ code });
    await expect(opening).rejects.toThrow(text);
  });

  it("refuses the credentials is told where they came from, and nothing of them", async () => {
    const { sink } = await sinkBefore((_, response) => json(response, 401, {}), {
      apiKey: "hunter2",
      from: "ELASTICSEARCH_API_KEY_FILE (/run/secrets/es)",
    });
    const error: unknown = await sink.open(calm()).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "E_ES_AUTH" });
    expect(String(error)).toContain("ELASTICSEARCH_API_KEY_FILE (/run/secrets/es)");
    expect(JSON.stringify([error, sink])).not.toContain("hunter2");
  });

  it("does not tell its version without the right for it is good enough", async () => {
    const { sink, items } = await sinkBefore((request, response, index) =>
      request.path === "/"
        ? json(response, 403, { error: { type: "security_exception", reason: "no" } })
        : wellBehaved(request, response, index),
    );
    await sink.open(calm());
    expect(await sink.write(items, calm())).toHaveLength(10);
  });
});

describe("a request that", () => {
  /** Says hello, then answers everything else in its own way. */
  const afterHello =
    (answer: Answering): Answering =>
    (request, response, index) =>
      request.path === "/" ? json(response, 200, ROOT) : answer(request, response, index);

  it.each<[name: string, answer: Answering, code: string, retryAfterMs?: number]>([
    [
      "is too much at once",
      (_, response) =>
        json(
          response,
          429,
          { error: { type: "es_rejected_execution_exception", reason: "busy" } },
          { "retry-after": "7" },
        ),
      "es_rejected_execution_exception",
      7000,
    ],
    ["meets a gateway without a backend", (_, response) => html(response, 502), "http_502"],
    [
      "meets a cluster that only reads",
      (_, response) =>
        json(response, 403, { error: { type: "cluster_block_exception", reason: "read-only" } }),
      "cluster_block_exception",
    ],
    [
      "is asked to wait until a date",
      (_, response) =>
        json(
          response,
          503,
          {},
          {
            date: "Sun, 29 Nov 2026 12:00:00 GMT",
            "retry-after": "Sun, 29 Nov 2026 12:00:09 GMT",
          },
        ),
      "http_503",
      9000,
    ],
    ["is cut off", (_, response) => void response.destroy(), "connection_reset"],
    ["gets no answer", () => {}, "timeout"],
    ["gets a page", (_, response) => html(response, 200), "foreign"],
    [
      "gets a page that says it is JSON",
      (_, response) =>
        void response
          .writeHead(200, { "content-type": "application/json" })
          .end("<html>hello</html>"),
      "damaged",
    ],
    [
      "gets gzip that is none",
      (_, response) => zipped(response, Buffer.from('{"items":[]}')),
      "damaged",
    ],
    [
      "gets gzip that ends early",
      (_, response) => zipped(response, gzipSync(JSON.stringify({ items: [] })).subarray(0, 14)),
      "damaged",
    ],
    [
      "gets gzip with a wrong checksum",
      (_, response) => {
        const bytes = gzipSync(JSON.stringify({ items: [] }));
        bytes.writeUInt32LE(7, bytes.length - 8);
        zipped(response, bytes);
      },
      "damaged",
    ],
    [
      "gets an answer that breaks off",
      (_, response) => {
        response.writeHead(200, { "content-type": "application/json", "content-length": "100" });
        response.write("{", () => response.destroy());
      },
      "damaged",
    ],
    [
      "gets too few answers",
      (_, response) => json(response, 200, { items: [{ create: { status: 201 } }] }),
      "foreign",
    ],
    [
      "gets one answer too many",
      (_, response) =>
        json(response, 200, {
          items: Array.from({ length: 11 }, () => ({ create: { status: 201 } })),
        }),
      "foreign",
    ],
    [
      "gets the beginning of an answer",
      (_, response) =>
        void response
          .writeHead(200, { "content-type": "application/json" })
          .end('{"items":[{"create":{"status":201}},'),
      "damaged",
    ],
  ])("%s is to be sent again", async (_, answer, code, retryAfterMs) => {
    const { sink, items } = await sinkBefore(afterHello(answer));
    await sink.open(calm());
    const outcomes = await sink.write(items, calm());
    expect(outcomes).toHaveLength(items.length);
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({
        kind: "retryable",
        code,
        ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      });
    }
  });

  it.each([
    ["written", '{"create":{"status":201}}', "delivered"],
    ["written, in other words", '{ "create": {"status":201, "failure_store":""} }', "delivered"],
    ["written with another status", '{"create":{"status":200}}', "delivered"],
    ["there already", '{"create":{"status":409}}', "duplicate"],
    ["in the failure store", '{"create":{"status":201,"failure_store":"used"}}', "rejected"],
    ["told nothing", "{}", "retryable"],
    ["told nothing at all", "null", "retryable"],
  ])("wrote nine documents, and one is %s, is answered for each", async (_, said, kind) => {
    const answers = Array<string>(10).fill('{"create":{"status":201}}').with(3, said);
    const { sink, items } = await sinkBefore(
      afterHello((_request, response) => {
        response.writeHead(200, { "content-type": "application/json" });
        response.end(`{"items":[${answers.join(",")}]}`);
      }),
    );
    await sink.open(calm());
    const outcomes = await sink.write(items, calm());
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(
      Array<string>(10).fill("delivered").with(3, kind),
    );
  });

  it.each<[name: string, answer: Answering, code: string]>([
    ["meets a key that has ended", (_, response) => json(response, 401, {}), "E_ES_AUTH"],
    [
      "meets a gateway's own 403",
      (_, response) => json(response, 403, { Message: "no" }),
      "E_ES_RIGHTS",
    ],
    [
      "is malformed",
      (_, response) =>
        json(response, 400, { error: { type: "illegal_argument_exception", reason: "Malformed" } }),
      "E_ES_CONFIG",
    ],
  ])("%s ends the run", async (_, answer, code) => {
    const { sink, items } = await sinkBefore(afterHello(answer));
    await sink.open(calm());
    await expect(sink.write(items, calm())).rejects.toMatchObject({ code });
  });

  it("is too large is halved, until only the document that is too large alone is refused", async () => {
    const { sink, stub, items } = await sinkBefore(
      afterHello((request, response, index) => {
        const documents = documentsIn(request.body);
        if (documents.length > 3 || documents.some((line) => line.includes("stub-7"))) {
          // As Elasticsearch does it: no body, no type, no product header.
          response.writeHead(413).end();
          return;
        }
        wellBehaved(request, response, index);
      }),
    );
    await sink.open(calm());
    const outcomes = await sink.write(items, calm());
    expect(outcomes.map(({ kind }) => kind)).toEqual(
      items.map(({ id }) => (id === "stub-7" ? "rejected" : "delivered")),
    );
    expect(outcomes[7]).toMatchObject({ code: "http_413" });
    expect(stub.requests.length).toBeLessThan(12);
  });
});

describe("what breaks HTTP itself, by a stub", () => {
  async function answerTo(answer: RawAnswering, documentBytes = 100): Promise<readonly Outcome[]> {
    const stub = await startRawStub((socket, head) => {
      if (!head.startsWith("GET / ")) return answer(socket, head);
      const body = JSON.stringify(ROOT);
      socket.write(
        `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
      );
    });
    const { sink } = sinkAt(stub.url, {
      setup: false,
      connection: { url: stub.url, requestTimeoutMs: 2000 },
    });
    onTestFinished(async () => {
      await stub.close();
      await sink.close();
    });
    await sink.open(calm());
    return sink.write([rawItem("one", `{"a":"${"x".repeat(documentBytes)}"}`)], calm());
  }

  it("bytes that are no HTTP are to be sent again, and are not waited for", async () => {
    const outcomes = await answerTo((socket) => void socket.end("SSH-2.0-OpenSSH_9.2\r\n"));
    expect(outcomes).toMatchObject([{ kind: "retryable", code: "damaged" }]);
  });

  it("a refusal while the request is still being sent is that refusal: 413, and not a lost connection", async () => {
    let isAnswered = false;
    const outcomes = await answerTo((socket) => {
      if (isAnswered) return;
      isAnswered = true;
      // As gateways do: the answer, and no more reading.
      socket.pause();
      socket.write(
        "HTTP/1.1 413 Payload Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
      );
      setTimeout(() => socket.destroy(), 50);
    }, 20_000_000);
    expect(outcomes).toMatchObject([{ kind: "rejected", code: "http_413" }]);
  });

  it("a connection that is closed in its place may mean that: smaller the next time", async () => {
    const outcomes = await answerTo((socket) => void socket.destroy(), 20_000_000);
    expect(outcomes).toMatchObject([{ kind: "retryable", code: "connection_reset", wasCut: true }]);
  });
});

describe("credentials that are replaced under way", () => {
  const keyOf = (request: StubRequest): string => request.headers.authorization ?? "";

  /** A server that takes one key at a time, and a sink that reads its key from a file. */
  async function keyed(before: Answering = wellBehaved) {
    const path = join(mkdtempSync(join(tmpdir(), "sestrail-key-")), "key");
    writeFileSync(path, "b25l");
    let good = "ApiKey b25l";
    const stub = await startStub((request, response, index) =>
      keyOf(request) === good
        ? before(request, response, index)
        : json(response, 401, { error: { type: "security_exception", reason: "expired" } }),
    );
    const renew = () => elasticsearchConnection(stub.url, { ELASTICSEARCH_API_KEY_FILE: path });
    const { sink } = sinkAt(stub.url, { setup: false, connection: renew(), renew });
    onTestFinished(async () => {
      await sink.close();
      await stub.close();
    });
    await sink.open(calm());
    const items = someEvents("key", 4).map((event) => itemOf(sink, event));
    expect(kindsOf(await sink.write(items, calm()))).toEqual(["delivered"]);
    return { sink, stub, items, path, take: (key: string) => (good = `ApiKey ${key}`) };
  }
  const kindsOf = (outcomes: readonly Outcome[]) => [...new Set(outcomes.map(({ kind }) => kind))];

  it("are read once more from their file, by all batches under way together", async () => {
    const { sink, items, path, take } = await keyed();
    take("dHdv");
    writeFileSync(path, "dHdv");
    const answers = await Promise.all([1, 2, 3].map(() => sink.write(items, calm())));
    expect(answers.map(kindsOf)).toEqual([["retryable"], ["retryable"], ["retryable"]]);
    expect(answers[0]?.[0]).toMatchObject({
      code: "E_ES_AUTH",
      reason: expect.stringContaining(`ELASTICSEARCH_API_KEY_FILE (${path})`) as unknown,
    });
    expect(kindsOf(await sink.write(items, calm()))).toEqual(["delivered"]);
  });

  it("that are the same still, or gone, end the run at once", async () => {
    const { sink, items, path, take, stub } = await keyed();
    take("dHdv");
    const sent = stub.requests.length;
    await expect(sink.write(items, calm())).rejects.toMatchObject({ code: "E_ES_AUTH" });
    rmSync(path);
    await expect(sink.write(items, calm())).rejects.toMatchObject({ code: "E_ES_AUTH" });
    expect(stub.requests.length - sent).toBe(2);
  });

  it("that are refused, too, end the run", async () => {
    const { sink, items, path, take } = await keyed();
    take("dHdv");
    writeFileSync(path, "dGhyZWU=");
    expect(kindsOf(await sink.write(items, calm()))).toEqual(["retryable"]);
    await expect(sink.write(items, calm())).rejects.toMatchObject({ code: "E_ES_AUTH" });
  });
});

describe("a safe connection", () => {
  async function secureStub(): Promise<{ url: string; requests: string[] }> {
    const requests: string[] = [];
    const server = createServer({ cert: TEST_CERTIFICATE, key: TEST_KEY }, (request, response) => {
      requests.push(request.url ?? "");
      json(response, 200, ROOT);
    });
    return { url: `https://127.0.0.1:${await portOf(server)}`, requests };
  }
  const fingerprint = new X509Certificate(TEST_CERTIFICATE).fingerprint256;

  const open = async (url: string, connection: Partial<ElasticsearchConfig>): Promise<string> => {
    const { sink } = sinkAt(url, {
      setup: false,
      connection: { url, requestTimeoutMs: 2000, ...connection },
    });
    try {
      await sink.open(calm());
      return "open";
    } catch (error) {
      return error instanceof Error && "code" in error ? String(error.code) : "not coded";
    } finally {
      await sink.close();
    }
  };

  it.each<[name: string, connection: Partial<ElasticsearchConfig>, result: string]>([
    ["an unknown authority", {}, "E_ES_TLS"],
    ["a known authority, but another host's certificate", { ca: TEST_CERTIFICATE }, "E_ES_TLS"],
    ["the authority's fingerprint", { caFingerprint: fingerprint }, "open"],
    [
      "another fingerprint",
      { caFingerprint: fingerprint.replace(/^../, (pair) => (pair === "00" ? "01" : "00")) },
      "E_ES_TLS",
    ],
  ])("%s", async (_, connection, result) => {
    const { url, requests } = await secureStub();
    expect(await open(url, { apiKey: "hunter2", ...connection })).toBe(result);
    // Nobody who is not trusted is shown the key.
    expect(requests).toEqual(result === "open" ? ["/"] : []);
  });

  it("TLS to a port without it", async () => {
    const { stub } = await sinkBefore(wellBehaved);
    expect(await open(stub.url.replace("http:", "https:"), {})).toBe("E_ES_TLS");
  });
});

describe("a proxy", () => {
  const url = "http://elasticsearch.test:9200/";

  /** A proxy that tunnels to `port`, or refuses to. It counts the tunnels. */
  async function startProxy(port: number | undefined) {
    const asked: (string | undefined)[] = [];
    const server = createPlainServer();
    server.on("connect", (request: IncomingMessage, socket: Duplex) => {
      asked.push(request.url);
      if (port === undefined) {
        socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
        return;
      }
      const onward = connect(port, "127.0.0.1", () => {
        socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
        socket.pipe(onward).pipe(socket);
      });
      socket.on("error", () => onward.destroy());
      onTestFinished(() => void onward.destroy());
    });
    const proxy = `http://127.0.0.1:${await portOf(server)}`;
    const agent = proxyAgentFor(new URL(url), { HTTP_PROXY: proxy });
    if (agent === undefined) throw new Error("no agent");
    const { sink } = sinkAt(url, {
      setup: false,
      connection: { url, requestTimeoutMs: 2000, agent },
    });
    onTestFinished(() => sink.close());
    return { sink, asked };
  }

  it("is gone through", async () => {
    const { stub } = await sinkBefore(wellBehaved);
    const { sink, asked } = await startProxy(stub.port);
    await sink.open(calm());
    const items = someEvents("proxy", 3).map((event) => itemOf(sink, event));
    expect((await sink.write(items, calm())).map(({ kind }) => kind)).toEqual(
      items.map(() => "delivered"),
    );
    expect(new Set(asked)).toEqual(new Set(["elasticsearch.test:9200"]));
    expect(stub.requests.map(({ path }) => path.split("?")[0])).toEqual([
      "/",
      expect.stringMatching(/_bulk$/),
    ]);
    // Not on this machine: bodies are zipped on the way.
    expect(stub.requests[1]?.headers["content-encoding"]).toBe("gzip");
  });

  it("that refuses is told apart from the server", async () => {
    const { sink } = await startProxy(undefined);
    const opening = sink.open(calm());
    await expect(opening).rejects.toMatchObject({ code: "E_ES_UNREACHABLE" });
    await expect(opening).rejects.toThrow("the proxy refuses to go there, HTTP 407");
  });
});
