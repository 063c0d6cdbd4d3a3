/** Proxies: which address goes through one, and that it really does. */
import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { request as httpRequest } from "node:http";
import { createServer as createTlsServer, request as httpsRequest } from "node:https";
import { connect, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { elasticsearchClient } from "../../src/sinks/elasticsearch/client.ts";
import { otlpConfig } from "../../src/sinks/otlp/environment.ts";
import { otlpSink } from "../../src/sinks/otlp/sink.ts";
import { proxyAgentFor } from "../../src/network/proxy-agent.ts";
import { proxyFor } from "../../src/network/proxy.ts";
import { CodedError } from "../../src/telemetry/problem.ts";
import { itemOf, someEvents } from "../support/events.ts";
import { answers, startOtlpStub } from "../support/otlp-stub.ts";
import { TEST_CERTIFICATE, TEST_KEY } from "../support/certificate.ts";

const HTTP = "http://proxy.example:3128";
const HTTPS = "https://secure-proxy.example:3129";
const through = (address: string, env: Readonly<Record<string, string>>): string | undefined =>
  proxyFor(new URL(address), env)?.href;

describe("which proxy", () => {
  it.each<[string, Readonly<Record<string, string>>, string | undefined]>([
    ["http://collector:4318", {}, undefined],
    ["http://collector:4318", { HTTP_PROXY: HTTP }, `${HTTP}/`],
    ["http://collector:4318", { HTTPS_PROXY: HTTPS }, undefined],
    ["https://collector", { HTTP_PROXY: HTTP, HTTPS_PROXY: HTTPS }, `${HTTPS}/`],
    ["https://collector", { https_proxy: HTTP, HTTPS_PROXY: HTTPS }, `${HTTP}/`],
    ["https://collector", { https_proxy: "", HTTPS_PROXY: HTTPS }, `${HTTPS}/`],
    ["http://collector", { HTTP_PROXY: "proxy:3128" }, "http://proxy:3128/"],
    ["http://localhost:4318", { HTTP_PROXY: HTTP }, undefined],
    ["http://127.0.0.2:4318", { HTTP_PROXY: HTTP }, undefined],
    ["http://[::1]:4318", { HTTP_PROXY: HTTP }, undefined],
  ])("%s with %j: %s", (address, env, expected) => {
    expect(through(address, env)).toBe(expected);
  });

  it.each<[string, string, boolean]>([
    ["http://collector.example.com", "collector.example.com", true],
    ["http://collector.example.com", "Example.COM", true],
    ["http://collector.example.com", ".example.com", true],
    ["http://collector.example.com", "*.example.com", true],
    ["http://example.com", ".example.com", true],
    ["http://badexample.com", "example.com", false],
    ["http://collector.example.com", "other, collector.example.com", true],
    ["http://collector.example.com", "other collector.example.com", true],
    ["http://collector.example.com", "*", true],
    ["http://collector.example.com", "", false],
    ["http://collector.example.com", ",", false],
    ["http://collector.example.com:4318", "collector.example.com:4318", true],
    ["http://collector.example.com:4318", "collector.example.com:80", false],
    ["http://collector.example.com", "collector.example.com:80", true],
    ["http://10.1.2.3", "10.1.2.3", true],
    ["http://10.1.2.3", "2.3", false],
    ["http://10.1.2.3", "10.0.0.0/8", true],
    ["http://10.1.2.3", "192.168.0.0/16", false],
    ["http://10.1.2.3", "10.0.0.0/99", false],
    ["http://[fd00::1]:4318", "fd00::1", true],
    ["http://[fd00::1]:4318", "[fd00::1]:4318", true],
    ["http://[fd00::1]:4318", "fd00::/8", true],
    ["http://[fd00::1]:4318", "10.0.0.0/8", false],
  ])("%s with NO_PROXY=%s goes straight: %s", (address, NO_PROXY, straight) => {
    expect(through(address, { HTTP_PROXY: HTTP, NO_PROXY })).toBe(
      straight ? undefined : `${HTTP}/`,
    );
    expect(through(address, { HTTP_PROXY: HTTP, no_proxy: NO_PROXY })).toBe(
      straight ? undefined : `${HTTP}/`,
    );
  });

  it.each(["socks5://user:s3cret@proxy:1080", "http://user:s3cret@:bad:", "://s3cret"])(
    "%s is no HTTP proxy, and no secret is shown",
    (HTTP_PROXY) => {
      let thrown: unknown;
      try {
        through("http://collector", { HTTP_PROXY });
      } catch (error) {
        thrown = error;
      }
      expect(thrown).toMatchObject({ code: "E_PROXY" });
      const problem = thrown instanceof CodedError ? thrown.problem : undefined;
      expect(JSON.stringify(problem)).not.toContain("s3cret");
    },
  );
});

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (let thing = open.pop(); thing !== undefined; thing = open.pop()) await thing.close();
});

/** A real proxy. It leads every name to 127.0.0.1, so that names which exist nowhere can be used. */
async function startProxy(allow: (request: IncomingMessage) => boolean = () => true) {
  const seen: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    response.writeHead(501).end();
  });
  server.on("connection", (socket: Socket) => sockets.add(socket));
  server.on("connect", (request: IncomingMessage, socket: Socket) => {
    seen.push(`CONNECT ${request.url}`);
    if (!allow(request)) {
      socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
      return;
    }
    const port = Number(request.url?.split(":").at(-1));
    const upstream = connect(port, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      upstream.pipe(socket).pipe(upstream);
    });
    for (const end of [socket, upstream]) end.on("error", () => end.destroy());
    sockets.add(upstream);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const proxy = {
    url: `http://127.0.0.1:${address.port}`,
    seen,
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, "close");
    },
  };
  open.push(proxy);
  return proxy;
}

async function startStub() {
  const stub = await startOtlpStub(answers(200));
  open.push(stub);
  return stub;
}

async function startTlsServer() {
  const seen: string[] = [];
  const server = createTlsServer({ cert: TEST_CERTIFICATE, key: TEST_KEY }, (request, response) => {
    seen.push(`${request.method} ${request.url}`);
    response.end("over TLS");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  open.push({
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { port: address.port, seen };
}

function otlp(url: string, env: Readonly<Record<string, string>>) {
  const { config, problems } = otlpConfig(url, { OTEL_EXPORTER_OTLP_TIMEOUT: "1000" });
  if (config === undefined) throw new Error(JSON.stringify(problems));
  const sink = otlpSink({
    config,
    env,
    dataset: "ses.cloudtrail",
    namespace: "proxy",
    report: (problem) => expect.unreachable(problem.what),
  });
  open.push(sink);
  return sink;
}

const calm = new AbortController().signal;

describe("through a real proxy", () => {
  it("OTLP over http", async () => {
    const [proxy, stub] = [await startProxy(), await startStub()];
    const sink = otlp(`http://collector.test:${stub.port}`, { HTTP_PROXY: proxy.url });
    await sink.open(calm);
    const items = someEvents("e", 2).map((event) => itemOf(sink, event));
    expect(await sink.write(items, calm)).toEqual([{ kind: "delivered" }, { kind: "delivered" }]);
    expect(proxy.seen).toEqual([`CONNECT collector.test:${stub.port}`]);
    expect(stub.requests.map(({ path }) => path)).toEqual(["/v1/logs", "/v1/logs"]);
    expect(stub.requests[0]?.headers).toMatchObject({
      host: `collector.test:${stub.port}`,
      "content-encoding": "gzip",
    });
  });

  it("https, with TLS to the destination itself", async () => {
    const [proxy, { port }] = [await startProxy(), await startTlsServer()];
    const url = new URL(`https://collector.test:${port}/`);
    const agent = proxyAgentFor(url, { HTTPS_PROXY: proxy.url }, { ca: TEST_CERTIFICATE });
    const request = httpsRequest(url, { agent }).end();
    const [response] = (await once(request, "response")) as [IncomingMessage];
    expect(Buffer.concat(await response.toArray()).toString()).toBe("over TLS");
    expect(proxy.seen).toEqual([`CONNECT collector.test:${port}`]);
    agent?.destroy();

    const wary = proxyAgentFor(url, { HTTPS_PROXY: proxy.url });
    const [error] = await once(httpsRequest(url, { agent: wary }).end(), "error").catch(
      (thrown: unknown) => [thrown],
    );
    expect(error).toMatchObject({ code: "DEPTH_ZERO_SELF_SIGNED_CERT" });
    wary?.destroy();
  });

  it("the Elasticsearch client, by its agent option", async () => {
    const [proxy, stub] = [await startProxy(), await startStub()];
    const node = `http://elasticsearch.test:${stub.port}`;
    const agent = proxyAgentFor(new URL(node), { HTTP_PROXY: proxy.url });
    if (agent === undefined) throw new Error("no agent");
    const client = elasticsearchClient({ url: node, agent, requestTimeoutMs: 5000 });
    await client.ping().catch(() => undefined);
    await client.close();
    expect(proxy.seen).toEqual([`CONNECT elasticsearch.test:${stub.port}`]);
    expect(stub.requests).toHaveLength(1);
    agent.destroy();
  });

  it("the Elasticsearch client over https still compares the fingerprint", async () => {
    const [proxy, server] = [await startProxy(), await startTlsServer()];
    const url = `https://collector.test:${server.port}`;
    const ping = async (caFingerprint: string): Promise<unknown> => {
      const agent = proxyAgentFor(new URL(url), { HTTPS_PROXY: proxy.url });
      if (agent === undefined) throw new Error("no agent");
      const client = elasticsearchClient({ url, agent, caFingerprint, requestTimeoutMs: 5000 });
      const answer = await client.ping().catch((error: unknown) => error);
      await client.close();
      agent.destroy();
      return answer;
    };
    const { fingerprint256 } = new X509Certificate(TEST_CERTIFICATE);
    expect(
      await ping(fingerprint256.replace(/^../, (byte) => (byte === "00" ? "01" : "00"))),
    ).toBeInstanceOf(Error);
    expect(server.seen).toEqual([]);
    expect(await ping(fingerprint256)).toBe(true);
    expect(server.seen).toEqual(["HEAD /"]);
    expect(proxy.seen).toHaveLength(2);
  });

  it("with credentials in its address", async () => {
    const given: (string | undefined)[] = [];
    const [proxy, stub] = [
      await startProxy((request) => {
        given.push(request.headers["proxy-authorization"]);
        return true;
      }),
      await startStub(),
    ];
    const HTTP_PROXY = proxy.url.replace("//", "//user:p%40ss@");
    await otlp(`http://collector.test:${stub.port}`, { HTTP_PROXY }).open(calm);
    expect(given).toEqual([`Basic ${Buffer.from("user:p@ss").toString("base64")}`]);
  });

  it("a proxy that refuses is named as such, and is no answer of the destination", async () => {
    const proxy = await startProxy(() => false);
    const sink = otlp("http://collector.test:4318", { HTTP_PROXY: proxy.url });
    await expect(sink.open(calm)).rejects.toMatchObject({
      code: "E_PROXY",
      message:
        "otlp:collector.test:4318 cannot be reached through the proxy: the proxy answered 407",
    });
  });

  it("control: hosts of NO_PROXY and loopback addresses are not seen by it", async () => {
    const [proxy, stub] = [await startProxy(), await startStub()];
    const env = { HTTP_PROXY: proxy.url, NO_PROXY: "0.0.0.0" };
    const url = new URL(`http://0.0.0.0:${stub.port}/`);
    const plain = httpRequest(url, { agent: proxyAgentFor(url, env) }).end();
    const [response] = (await once(plain, "response")) as [IncomingMessage];
    response.resume();
    await otlp(`http://127.0.0.1:${stub.port}`, env).open(calm);
    expect(stub.requests).toHaveLength(2);
    expect(proxy.seen).toEqual([]);

    // The same address without NO_PROXY is seen.
    const agent = proxyAgentFor(url, { HTTP_PROXY: proxy.url });
    const tunnelled = httpRequest(url, { agent }).end();
    const [again] = (await once(tunnelled, "response")) as [IncomingMessage];
    again.resume();
    agent?.destroy();
    expect(proxy.seen).toEqual([`CONNECT 0.0.0.0:${stub.port}`]);
  });
});
