/** Destinations that cannot be: a clear message, exit 1, and no file marked as done. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { connect, type AddressInfo, type Socket } from "node:net";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { TEST_CERTIFICATE, TEST_KEY } from "../support/certificate.ts";
import { runProgram, runWithSummary } from "../support/program.ts";
import { trailOf } from "../support/running.ts";

let folder = "";
let trail = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sestrail-faults-"));
  trail = join(folder, "trail.json");
  writeFileSync(trail, trailOf("e", 5));
});
afterAll(() => rmSync(folder, { recursive: true }));

const servers: { close: () => unknown }[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listening(server: Server): Promise<number> {
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

/** Answers everything in the same way. */
const answering = (status: number, type: string, body: string): Promise<number> =>
  listening(
    createServer((request, response) => {
      request.resume().on("end", () => {
        response.writeHead(status, { "content-type": type }).end(body);
      });
    }),
  );

const UNAUTHORIZED = JSON.stringify({
  error: { type: "security_exception", reason: "unable to authenticate with provided API key" },
  status: 401,
});

// The exporter's own short retries would take their time.
const env = { OTEL_EXPORTER_OTLP_TIMEOUT: "500", ELASTICSEARCH_API_KEY: "aWQ6aHVzaA==" };

/** What each fault is made of: the destination, and the code that tells of it. */
const FAULTS: readonly (readonly [name: string, to: () => Promise<string>, code: string])[] = [
  ["a closed port", async () => "elasticsearch:http://127.0.0.1:9", "E_ES_UNREACHABLE"],
  ["an unknown host", async () => "elasticsearch:http://no.invalid:9200", "E_ES_UNREACHABLE"],
  [
    "a wrong key",
    async () =>
      `elasticsearch:http://127.0.0.1:${await answering(401, "application/json", UNAUTHORIZED)}`,
    "E_ES_AUTH",
  ],
  [
    "a server that is no Elasticsearch",
    async () =>
      `elasticsearch:http://127.0.0.1:${await answering(200, "text/html", "<h1>Welcome</h1>")}`,
    "E_ES_NOT_ELASTICSEARCH",
  ],
  [
    "an unknown authority",
    async () =>
      `elasticsearch:https://127.0.0.1:${await listening(createTlsServer({ cert: TEST_CERTIFICATE, key: TEST_KEY }))}`,
    "E_ES_TLS",
  ],
  ["a closed port of OTLP", async () => "otlp:http://127.0.0.1:9", "E_OTLP_UNREACHABLE"],
  [
    "wrong credentials of OTLP",
    async () => `otlp:http://127.0.0.1:${await answering(401, "application/json", "{}")}`,
    "E_OTLP_AUTH",
  ],
];

describe("a destination that cannot be", () => {
  it.each(FAULTS)("%s", async (_name, to, code) => {
    const destination = await to();
    const args = ["ship", trail, "--to", destination];
    const { summary, code: exit, err } = await runWithSummary(args, { env });
    expect([exit, summary.balanced]).toEqual([1, true]);
    expect(summary.problems.map((problem) => problem.code)).toContain(code);
    expect(summary.files.acked).toBe(0);
    expect(err).not.toContain("aHVzaA");
    const told = await runProgram(args, { env });
    expect(told).toMatchObject({ code: 1, out: "" });
    expect(told.err).toMatch(/^sestrail: .*(?:elasticsearch|otlp):/);
    expect(told.err).toContain(`[${code}]`);
    const checked = await runProgram(["check", trail, "--to", destination], { env });
    expect([checked.code, checked.out]).toEqual([1, expect.stringContaining(`[${code}]`)]);
    expect(checked.out).toMatch(/\nnot ready/);
  });
});

describe("a proxy", () => {
  it("is the way to every destination that is not on this machine", async () => {
    const asked: string[] = [];
    const collector = await answering(200, "application/json", "{}");
    const proxy = createServer();
    proxy.on("connect", (request: IncomingMessage, socket: Socket) => {
      asked.push(request.url ?? "");
      // Whatever name was asked for stands here.
      const upstream = connect(collector, "127.0.0.1", () => {
        socket.write("HTTP/1.1 200 OK\r\n\r\n");
        upstream.pipe(socket).pipe(upstream);
      });
      upstream.on("error", () => socket.destroy());
      socket.on("error", () => upstream.destroy());
    });
    const port = await listening(proxy);
    const through = { HTTP_PROXY: `http://127.0.0.1:${port}`, NO_PROXY: undefined };
    const run = (to: string) =>
      runWithSummary(["ship", trail, "--to", to], { env: { ...env, ...through } });
    const otlp = await run("otlp:http://collector.invalid:4318");
    expect(otlp.summary.destinations).toMatchObject([{ delivered: 5, unsettled: 0 }]);
    expect(otlp.code).toBe(0);
    expect((await run("elasticsearch:http://search.invalid:9200")).code).toBe(1);
    expect(new Set(asked)).toEqual(new Set(["collector.invalid:4318", "search.invalid:9200"]));
  });

  it("that is none is a problem of usage", async () => {
    const { code, err } = await runProgram(
      ["ship", trail, "--to", "elasticsearch:http://search.invalid:9200"],
      { env: { HTTP_PROXY: "ftp://x", NO_PROXY: undefined } },
    );
    expect(code).toBe(2);
    expect(err).toMatch(/^ {2}HTTP_PROXY +is not the address of an HTTP proxy/m);
  });
});
