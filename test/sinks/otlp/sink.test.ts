/** What the OTLP destination makes of every kind of answer, against a stub of the protocol. */
import { getEventListeners, once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { otlpConfig } from "../../../src/sinks/otlp/environment.ts";
import { otlpSink } from "../../../src/sinks/otlp/sink.ts";
import type { Outcome, Sink } from "../../../src/sinks/sink.ts";
import { CodedError, type Problem } from "../../../src/telemetry/problem.ts";
import { TEST_CERTIFICATE, TEST_KEY } from "../../support/certificate.ts";
import { eventOf, itemOf, someEvents } from "../../support/events.ts";
import {
  answers,
  partialProtobuf,
  startOtlpStub,
  type Answering,
  type OtlpStub,
} from "../../support/otlp-stub.ts";
import { startRawStub } from "../../support/raw-stub.ts";

const stream = { dataset: "ses.cloudtrail", namespace: "stub" };
const calm = new AbortController().signal;
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0)) await thing.close();
});

function sinkTo(
  url: string,
  env: Readonly<Record<string, string>> = {},
  report: (problem: Problem) => void = (problem) => expect.unreachable(problem.what),
) {
  const { config, problems } = otlpConfig(url, { OTEL_EXPORTER_OTLP_TIMEOUT: "2000", ...env });
  if (config === undefined) throw new Error(JSON.stringify(problems));
  const sink = otlpSink({ config, env: {}, ...stream, report });
  open.push(sink);
  return sink;
}

async function stub(answer: Answering): Promise<OtlpStub> {
  const started = await startOtlpStub(answer);
  open.push(started);
  return started;
}

async function write<Body>(sink: Sink<Body>, count: number): Promise<readonly Outcome[]> {
  return sink.write(
    someEvents("e", count).map((event) => itemOf(sink, event)),
    calm,
  );
}

const kinds = (outcomes: readonly Outcome[]): string[] => outcomes.map(({ kind }) => kind);
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "no error",
    (error: unknown) => (error instanceof CodedError ? error.code : String(error)),
  );
/** Takes the first requests, then answers as said. */
const after =
  (count: number, answer: Answering): Answering =>
  (request, response, index) =>
    index < count
      ? answers(200)(request, response, index)
      : answer(request, response, index - count);

describe("what counts as delivered", () => {
  it.each<[string, string | Uint8Array, number]>([
    ["an empty body", "", 200],
    ["no content", "", 204],
    ["an empty message in JSON", "{}", 200],
    ["an empty partial success in JSON", '{"partialSuccess":{}}', 200],
    ["an empty partial success in protobuf", new Uint8Array([0x0a, 0x00]), 200],
    ["zero rejected", '{"partialSuccess":{"rejectedLogRecords":"0"}}', 200],
    ["members that a later version may add", '{"partialSuccess":null,"later":1}', 200],
  ])("%s", async (_name, body, status) => {
    const { url } = await stub(answers(status, body));
    expect(kinds(await write(sinkTo(url), 3))).toEqual(["delivered", "delivered", "delivered"]);
  });

  it.each<[string, string | Uint8Array]>([
    ["JSON", '{"partialSuccess":{"errorMessage":"attributes were cut"}}'],
    ["protobuf", partialProtobuf(0, "attributes were cut")],
  ])("all, with a warning that is told once, in %s", async (_name, body) => {
    const { url } = await stub(answers(200, body));
    const told: Problem[] = [];
    const sink = sinkTo(url, {}, (problem) => told.push(problem));
    await write(sink, 2);
    expect(kinds(await write(sink, 2))).toEqual(["delivered", "delivered"]);
    expect(told).toMatchObject([{ code: "E_OTLP_WARNING", why: "attributes were cut" }]);
  });
});

describe("partial success, as no Collector gives it", () => {
  const bodies: [string, string | Uint8Array][] = [
    ["JSON, a string", '{"partialSuccess":{"rejectedLogRecords":"3","errorMessage":"no room"}}'],
    ["JSON, a number", '{"partialSuccess":{"rejectedLogRecords":3,"errorMessage":"no room"}}'],
    ["protobuf", partialProtobuf(3, "no room")],
  ];
  it.each(bodies)(
    "3 of 5 refused: nobody knows which, none is delivered (%s)",
    async (_n, body) => {
      const started = await stub(answers(200, body));
      const outcomes = await write(sinkTo(started.url), 5);
      expect(outcomes).toEqual(
        Array.from({ length: 5 }, () => ({
          kind: "rejected",
          code: "E_OTLP_PARTIAL",
          reason: "3 of the 5 events of this request were refused, without a word which: no room",
        })),
      );
      expect(started.requests).toHaveLength(1);
    },
  );
  it.each(bodies)("3 of 3 refused: exact (%s)", async (_name, body) => {
    const { url } = await stub(answers(200, body));
    const outcomes = await write(sinkTo(url), 3);
    expect(outcomes).toEqual(
      Array.from({ length: 3 }, () => ({
        kind: "rejected",
        code: "E_OTLP_REJECTED",
        reason: "no room",
      })),
    );
  });
  it("requests side by side do not take one another's rejections", async () => {
    const { url } = await stub((request, response, index) => {
      const rejected = request.body.includes("odd") ? 1 : 0;
      const body = rejected ? partialProtobuf(1, `odd one ${index}`) : "";
      // Later requests first.
      setTimeout(() => response.end(body), 40 - index);
    });
    const sink = sinkTo(url);
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        sink.write(
          someEvents(index % 2 ? "odd" : "even", 1).map((event) => itemOf(sink, event)),
          new AbortController().signal,
        ),
      ),
    );
    expect(kinds(outcomes.flat())).toEqual(
      Array.from({ length: 40 }, (_, index) => (index % 2 ? "rejected" : "delivered")),
    );
  });
});

describe("halving", () => {
  const refuses =
    (status: number, what: string): Answering =>
    (request, response, index) =>
      request.body.includes(what)
        ? answers(status, '{"code":3,"message":"cannot take it"}')(request, response, index)
        : answers(200)(request, response, index);

  it.each([400, 413])("%i costs only the record that is refused", async (status) => {
    const { url, requests } = await stub(refuses(status, "e-5"));
    const outcomes = await write(sinkTo(url), 8);
    expect(outcomes.map((outcome, index) => [index, outcome.kind])).toEqual(
      Array.from({ length: 8 }, (_, index) => [index, index === 5 ? "rejected" : "delivered"]),
    );
    expect(outcomes[5]).toMatchObject({
      code: "E_OTLP_REJECTED",
      reason: `${status}: cannot take it`,
    });
    // No record was accepted twice.
    const accepted = requests.filter(({ body }) => !body.includes("e-5"));
    for (const index of [0, 1, 2, 3, 4, 6, 7]) {
      expect(accepted.filter(({ body }) => body.includes(`e-${index}`))).toHaveLength(1);
    }
  });

  it("500 says nothing of a record: the batch is rejected as it is, and not sent again", async () => {
    const { url, requests } = await stub(answers(500, "it broke"));
    const outcomes = await write(sinkTo(url), 4);
    expect(outcomes).toEqual(
      Array.from({ length: 4 }, () => ({
        kind: "rejected",
        code: "E_OTLP_REJECTED",
        reason: "500: it broke",
      })),
    );
    expect(requests).toHaveLength(1);
  });
});

describe("faults that end the run", () => {
  it.each<[number, string]>([
    [401, "E_OTLP_AUTH"],
    [403, "E_OTLP_AUTH"],
    [302, "E_OTLP_ENDPOINT"],
    [307, "E_OTLP_ENDPOINT"],
    [404, "E_OTLP_ENDPOINT"],
    [405, "E_OTLP_ENDPOINT"],
    [415, "E_OTLP_ENDPOINT"],
  ])("%i is %s, when it is opened and at any time later", async (status, code) => {
    const { url } = await stub(
      after(0, answers(status, "no", { location: "https://login.example" })),
    );
    expect(await codeOf(sinkTo(url).open(calm))).toBe(code);
    const later = await stub(after(1, answers(status, "no")));
    const sink = sinkTo(later.url);
    await sink.open(calm);
    expect(await codeOf(write(sink, 2))).toBe(code);
  });

  it("an empty request that is refused is a wrong endpoint", async () => {
    const { url } = await stub(answers(400, "Client sent an HTTP request to an HTTPS server.\n"));
    const error: unknown = await sinkTo(url)
      .open(calm)
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      problem: {
        code: "E_OTLP_ENDPOINT",
        why: "Client sent an HTTP request to an HTTPS server.",
      },
    });
  });

  const pages: [string, string][] = [
    ["a page", "<!DOCTYPE html><html><body>Please log in</body></html>"],
    ["a page after blanks", "\n\n  <html>Please log in, this is a long page of a proxy</html>\n"],
    ["plain words", "OK"],
    ["a JSON text that is no object", '"fine"'],
    ["a cut JSON text", '{"partialSuccess":'],
    ["a cut protobuf message", "\u0008\u0080"],
  ];
  it.each(pages)("%s with status 200 is no success", async (_name, page) => {
    for (const protocol of ["http/json", "http/protobuf"]) {
      const env = { OTEL_EXPORTER_OTLP_PROTOCOL: protocol };
      const { url } = await stub(answers(200, page, { "content-type": "text/html" }));
      expect(await codeOf(sinkTo(url, env).open(calm))).toBe("E_OTLP_NOT_OTLP");
      expect(await codeOf(write(sinkTo(url, env), 1))).toBe("E_OTLP_NOT_OTLP");
      const later = await stub(after(1, answers(200, page)));
      const sink = sinkTo(later.url, env);
      await sink.open(calm);
      expect(kinds(await write(sink, 2))).toEqual(["retryable", "retryable"]);
    }
  });

  it("a closed port, while it has never answered", async () => {
    const probe = createTcpServer().listen(0, "127.0.0.1");
    await once(probe, "listening");
    const address = probe.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    probe.close();
    await once(probe, "close");
    const url = `http://127.0.0.1:${address.port}`;
    expect(await codeOf(sinkTo(url).open(calm))).toBe("E_OTLP_UNREACHABLE");
    expect(await codeOf(write(sinkTo(url), 1))).toBe("E_OTLP_UNREACHABLE");
    const checked = await sinkTo(url).check(calm);
    expect(checked).toEqual({
      ok: false,
      lines: [
        [
          `otlp:127.0.0.1:${address.port}`,
          `otlp:127.0.0.1:${address.port} cannot be reached: connection refused: nothing listens there (ECONNREFUSED) [E_OTLP_UNREACHABLE]`,
        ],
      ],
    });
  });

  it("an unknown host, while it has never answered", async () => {
    const sink = sinkTo("http://collector.invalid:4318", { OTEL_EXPORTER_OTLP_TIMEOUT: "500" });
    expect(await codeOf(sink.open(calm))).toBe("E_OTLP_UNREACHABLE");
  });

  it("a closed port after it has answered is retryable", async () => {
    const started = await startOtlpStub(answers(200));
    const sink = sinkTo(started.url);
    await sink.open(calm);
    await started.close();
    expect(await write(sink, 1)).toMatchObject([{ kind: "retryable", code: "connection_refused" }]);
  });
});

describe("credentials in a file", () => {
  const VARIABLE = "OTEL_EXPORTER_OTLP_HEADERS_FILE";

  /** A sink whose token is in a file, before an endpoint that takes only the token that holds now. */
  async function guarded() {
    const path = join(mkdtempSync(join(tmpdir(), "sestrail-headers-")), "headers");
    const replace = (token: string): void =>
      writeFileSync(path, `authorization=Bearer%20${token}\n`);
    replace("first");
    const now = { token: "first" };
    const { url, requests } = await stub(({ headers }, response) => {
      const isRight = headers.authorization === `Bearer ${now.token}`;
      response.writeHead(isRight ? 200 : 401).end(isRight ? "" : "expired");
    });
    const renew = () => {
      const { config, problems } = otlpConfig(url, { [VARIABLE]: path });
      if (config === undefined) throw new CodedError(problems[0] as Problem);
      return config;
    };
    const report = (problem: Problem): void => expect.unreachable(problem.what);
    const sink = otlpSink({ config: renew(), renew, env: {}, ...stream, report });
    open.push(sink);
    return { sink, path, replace, now, requests };
  }

  it("are read once more when they are refused midway, by all that were under way", async () => {
    const { sink, replace, now } = await guarded();
    expect(kinds(await write(sink, 1))).toEqual(["delivered"]);
    replace("second");
    now.token = "second";
    const both = await Promise.all([write(sink, 2), write(sink, 1)]);
    expect(both.map(kinds)).toEqual([["retryable", "retryable"], ["retryable"]]);
    expect(kinds(await write(sink, 2))).toEqual(["delivered", "delivered"]);
  });

  it("end the run when the file holds nothing new, or can't be read", async () => {
    const { sink, path, now, requests } = await guarded();
    now.token = "another";
    expect(await codeOf(write(sink, 1))).toBe("E_OTLP_AUTH");
    rmSync(path);
    expect(await codeOf(write(sink, 1))).toBe("E_OTLP_AUTH");
    expect(requests).toHaveLength(2);
  });
});

describe("what may work later", () => {
  it.each([429, 502, 503, 504])("%i, and how long it asks to wait", async (status) => {
    const started = await stub(answers(status, "full", { "retry-after": "60" }));
    const sink = sinkTo(started.url);
    await sink.open(calm);
    const before = started.requests.length;
    const outcome = {
      kind: "retryable",
      code: `http_${status}`,
      reason: `it answered ${status}: full`,
      retryAfterMs: 60_000,
    };
    expect(await write(sink, 2)).toEqual([outcome, outcome]);
    // One request: the retries are the pipeline's.
    expect(started.requests.length - before).toBe(1);
    expect((await sink.check(calm)).ok).toBe(false);
  });

  it("503 until a date, by the server's own clock", async () => {
    const { url } = await stub(
      answers(503, "", {
        date: "Sun, 29 Nov 2026 12:00:00 GMT",
        "retry-after": "Sun, 29 Nov 2026 12:00:42 GMT",
      }),
    );
    expect(await write(sinkTo(url), 1)).toMatchObject([{ retryAfterMs: 42_000 }]);
  });

  it("no answer at all", async () => {
    const { url } = await stub(() => undefined);
    const sink = sinkTo(url, { OTEL_EXPORTER_OTLP_TIMEOUT: "200" });
    expect(await write(sink, 1)).toMatchObject([
      { kind: "retryable", reason: "Request timed out" },
    ]);
  });

  it("an answer that breaks off is no success: it may have held a rejection", async () => {
    const { url } = await stub((_request, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write("{", () => response.destroy());
    });
    expect(await write(sinkTo(url), 1)).toMatchObject([
      { kind: "retryable", reason: "the answer broke off" },
    ]);
  });
});

describe("an answer that was damaged on its way may work later", () => {
  const zipped = (bytes: Uint8Array): Answering =>
    answers(200, bytes, { "content-encoding": "gzip" });
  it.each<[string, Answering]>([
    ["gzip that is none", zipped(Buffer.from("{}"))],
    ["gzip that ends early", zipped(gzipSync("{}".padEnd(200)).subarray(0, 20))],
    [
      "one that never ends",
      (_request, response) => {
        response.writeHead(200);
        const more = (): void => {
          if (response.write(Buffer.alloc(1 << 20))) setImmediate(more);
          else response.once("drain", more);
        };
        more();
      },
    ],
  ])("%s", async (_name, answer) => {
    const { url } = await stub(after(1, answer));
    const sink = sinkTo(url);
    await sink.open(calm);
    expect(await write(sink, 2)).toMatchObject([
      { kind: "retryable", code: "damaged" },
      { kind: "retryable", code: "damaged" },
    ]);
  });

  it("one that is no HTTP", async () => {
    const raw = await startRawStub((socket) => void socket.end("SSH-2.0-OpenSSH_9.2\r\n"));
    open.push(raw);
    expect(await write(sinkTo(raw.url), 1)).toMatchObject([{ kind: "retryable", code: "damaged" }]);
  });

  it("gzip that is whole is read", async () => {
    const body = gzipSync('{"partialSuccess":{"rejectedLogRecords":1,"errorMessage":"no"}}');
    const { url } = await stub(zipped(body));
    expect(await write(sinkTo(url), 1)).toMatchObject([{ kind: "rejected", reason: "no" }]);
  });
});

describe("a gateway that takes no large requests", () => {
  const large = (sink: Sink) =>
    Array.from({ length: 2 }, (_, index) =>
      itemOf(sink, eventOf(`l-${index}`, { message: "x".repeat(1_800_000) })),
    );

  it("413 while the request is still being sent is a 413", async () => {
    const heads: string[] = [];
    const raw = await startRawStub((socket, head) => {
      if (!head.startsWith("POST ")) return;
      heads.push(head);
      socket.pause();
      socket.write("HTTP/1.1 413 Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
      setTimeout(() => socket.destroy(), 50);
    });
    open.push(raw);
    const sink = sinkTo(raw.url);
    expect(await sink.write(large(sink), calm)).toMatchObject([
      { kind: "rejected", reason: expect.stringMatching(/^413/) as unknown },
      { kind: "rejected" },
    ]);
    expect(heads).toHaveLength(3);
  });

  it("a connection that is closed in its place may mean that: smaller the next time", async () => {
    const raw = await startRawStub((socket) => void socket.resetAndDestroy());
    open.push(raw);
    const sink = sinkTo(raw.url);
    expect(await sink.write(large(sink), calm)).toMatchObject([
      { kind: "retryable", code: "connection_reset", wasCut: true },
      { kind: "retryable", code: "connection_reset", wasCut: true },
    ]);
  });
});

it("a connection that was kept open, and closed just when it is used again, is no cut", async () => {
  const used = new Set<unknown>();
  const { url, requests } = await stub((_request, response) => {
    // Whoever comes a second time over one connection finds it closed.
    if (used.has(response.socket)) response.destroy();
    else {
      used.add(response.socket);
      response.end();
    }
  });
  const sink = sinkTo(url);
  for (let times = 0; times < 3; times++)
    expect(kinds(await write(sink, 1))).toEqual(["delivered"]);
  expect(requests).toHaveLength(5);
});

describe("a certificate", () => {
  /** A server for `collector.test`, known by another name here; what it was sent, and the file of its authority. */
  async function secureStub(): Promise<{ url: string; caFile: string; sent: string[] }> {
    const sent: string[] = [];
    const server = createServer({ cert: TEST_CERTIFICATE, key: TEST_KEY }, (request, response) => {
      sent.push(request.headers.authorization ?? "");
      response.end();
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    open.push({
      async close() {
        server.closeAllConnections();
        server.close();
      },
    });
    const { port } = server.address() as AddressInfo;
    const caFile = join(mkdtempSync(join(tmpdir(), "sestrail-ca-")), "ca.pem");
    writeFileSync(caFile, TEST_CERTIFICATE);
    return { url: `https://127.0.0.1:${port}`, caFile, sent };
  }

  it.each<[string, (caFile: string) => Readonly<Record<string, string>>, RegExp]>([
    ["of an unknown authority", () => ({}), /an authority that is not known here/],
    [
      "of a known authority, for another host",
      (caFile) => ({ OTEL_EXPORTER_OTLP_CERTIFICATE: caFile }),
      /connected to securely.*(?:Hostname|IP)/,
    ],
  ])("%s is refused, and sees no credentials", async (_name, env, words) => {
    const { url, caFile, sent } = await secureStub();
    const sink = sinkTo(url, {
      OTEL_EXPORTER_OTLP_HEADERS: "authorization=Bearer%20s3cret",
      ...env(caFile),
    });
    const opening = sink.open(calm);
    await expect(opening).rejects.toMatchObject({ code: "E_OTLP_TLS" });
    await expect(opening).rejects.toThrow(words);
    expect(sent).toEqual([]);
  });
});

describe("closing", () => {
  it("cuts a request that was left behind by an abort", async () => {
    const controller = new AbortController();
    let cut: () => void = () => {};
    const isCut = new Promise<void>((resolve) => (cut = resolve));
    const started = await stub((_request, response) => {
      response.on("close", cut);
      controller.abort(new Error("stopped by the test"));
    });
    const sink = sinkTo(started.url, { OTEL_EXPORTER_OTLP_TIMEOUT: "60000" });
    const items = someEvents("e", 1).map((event) => itemOf(sink, event));
    await expect(sink.write(items, controller.signal)).rejects.toThrow("stopped by the test");
    await sink.close();
    await isCut;
    expect(started.requests).toHaveLength(1);
  });
});

describe("requests", () => {
  it("carry the headers, the path and the encoding that were asked for", async () => {
    const started = await stub(answers(200));
    const env = {
      OTEL_EXPORTER_OTLP_HEADERS: "authorization=Bearer%20s3cret",
      OTEL_EXPORTER_OTLP_COMPRESSION: "gzip",
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
    };
    await write(sinkTo(`${started.url}/base/`, env), 1);
    const [request] = started.requests;
    expect(request).toMatchObject({
      method: "POST",
      path: "/base/v1/logs",
      headers: {
        authorization: "Bearer s3cret",
        "content-type": "application/json",
        "content-encoding": "gzip",
      },
    });
    expect(JSON.parse(request?.body.toString() ?? "")).toHaveProperty("resourceLogs");
    expect(request?.headers["user-agent"]).toMatch(/^sestrail\/\d/);
  });

  it("are neither made nor waited for once the signal has aborted", async () => {
    const controller = new AbortController();
    const started = await stub(() => controller.abort(new Error("stopped by the test")));
    const sink = sinkTo(started.url);
    const items = someEvents("e", 1).map((event) => itemOf(sink, event));
    await expect(sink.write(items, controller.signal)).rejects.toThrow("stopped by the test");
    await expect(sink.write(items, controller.signal)).rejects.toThrow("stopped by the test");
    expect(started.requests).toHaveLength(1);
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
  });
});
