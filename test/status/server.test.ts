/** The server of `--status`, asked by real requests, good and bad. */
import { createServer } from "node:http";
import { connect } from "node:net";
import { once } from "node:events";
import { describe, expect, it, onTestFinished } from "vitest";
import { openServer, type Pages, type StatusServer } from "../../src/status/server.ts";
import { CodedError } from "../../src/telemetry/problem.ts";

const PAGES: Pages = new Map([
  ["/healthz", () => ({ status: 200, body: "ok\n" })],
  ["/readyz", () => ({ status: 503, body: "not ready\n" })],
  [
    "/broken",
    () => {
      throw new Error("no such number");
    },
  ],
]);

async function served(onFault = (_error: Error): void => {}): Promise<StatusServer> {
  const server = await openServer({ host: "127.0.0.1", port: 0 }, PAGES, onFault);
  onTestFinished(() => server.close());
  return server;
}

/** Sends bytes as they are; gives the answer when the other side has closed. */
async function raw({ url }: StatusServer, bytes: string): Promise<string> {
  const { port } = new URL(url);
  const socket = connect(Number(port), "127.0.0.1");
  let answer = "";
  socket.on("data", (chunk) => (answer += chunk.toString()));
  socket.on("error", () => {});
  socket.write(bytes);
  await once(socket, "close");
  return answer;
}

describe("the server", () => {
  it("answers its pages, also with a query", async () => {
    const { url } = await served();
    const answer = await fetch(`${url}/healthz?from=probe`);
    expect([answer.status, await answer.text()]).toEqual([200, "ok\n"]);
    expect(answer.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect((await fetch(`${url}/readyz`)).status).toBe(503);
  });

  it("answers HEAD without a body", async () => {
    const { url } = await served();
    const answer = await fetch(`${url}/healthz`, { method: "HEAD" });
    expect([answer.status, answer.headers.get("content-length"), await answer.text()]).toEqual([
      200,
      "3",
      "",
    ]);
  });

  it.each(["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])("refuses %s", async (method) => {
    const { url } = await served();
    const answer = await fetch(`${url}/healthz`, { method });
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
  });

  it.each(["/", "/metrics/", "//healthz", "/..%2fhealthz", "/HEALTHZ", "/__proto__"])(
    "knows no %s",
    async (path) => {
      const { url } = await served();
      const answer = await fetch(url + path);
      expect([answer.status, await answer.text()]).toEqual([
        404,
        "there are /healthz, /readyz, /broken\n",
      ]);
    },
  );

  it("never gives back what it was sent", async () => {
    const { url } = await served();
    const answer = await fetch(`${url}/<script>alert(1)</script>`);
    expect(await answer.text()).not.toContain("script");
  });

  it("refuses long headers", async () => {
    const server = await served();
    const answer = await raw(
      server,
      `GET /healthz HTTP/1.1\r\nHost: x\r\nX: ${"a".repeat(9000)}\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    // The control: shorter ones pass.
    expect(
      await raw(
        server,
        `GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX: ${"a".repeat(7000)}\r\n\r\n`,
      ),
    ).toMatch(/^HTTP\/1\.1 200 /);
  });

  it("waits for no body", async () => {
    const server = await served();
    expect(
      await raw(server, "POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n"),
    ).toMatch(/^HTTP\/1\.1 405 /);
  });

  it("closes what is no HTTP", async () => {
    expect(await raw(await served(), "hello\r\n\r\n")).toMatch(/^HTTP\/1\.1 400 /);
  });

  it("takes so many connections, and answers again when they have gone", async () => {
    const server = await served();
    const { port } = new URL(server.url);
    const sockets = Array.from({ length: 40 }, () => connect(Number(port), "127.0.0.1"));
    let closed = 0;
    const dropped = new Promise<void>((resolve) => {
      for (const socket of sockets) {
        socket.on("error", () => {});
        socket.on("close", () => {
          closed += 1;
          if (closed === 8) resolve();
        });
      }
    });
    await dropped;
    expect(closed).toBe(8);
    const gone = Promise.all(
      sockets.filter(({ closed: isClosed }) => !isClosed).map((socket) => once(socket, "close")),
    );
    for (const socket of sockets) socket.end();
    await gone;
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  });

  it("tells a page that fails, and goes on", async () => {
    const faults: string[] = [];
    const { url } = await served(({ message }) => faults.push(message));
    await expect(fetch(`${url}/broken`)).rejects.toThrow("fetch failed");
    expect(faults).toEqual(["no such number"]);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  it("closes at once, also what is kept alive", async () => {
    const server = await served();
    const { port } = new URL(server.url);
    const socket = connect(Number(port), "127.0.0.1");
    socket.on("error", () => {});
    socket.write("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
    await once(socket, "data");
    const closed = once(socket, "close");
    server.close();
    await closed;
    await expect(fetch(`${server.url}/healthz`)).rejects.toThrow("fetch failed");
  });
});

describe("an address that cannot be listened on", () => {
  it("is told with what to do: in use", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    onTestFinished(() => void other.close());
    const { port } = other.address() as { port: number };
    const thrown: unknown = await openServer({ host: "127.0.0.1", port }, PAGES, () => {}).catch(
      (error: unknown) => error,
    );
    expect(thrown).toBeInstanceOf(CodedError);
    expect((thrown as CodedError).problem).toMatchObject({
      code: "E_STATUS_ADDRESS",
      what: `--status can't listen on 127.0.0.1:${port}`,
      todo: "Another program listens there: stop it, or name another port.",
    });
  });

  it("is told with what to do: no address of this machine", async () => {
    await expect(
      openServer({ host: "192.0.2.1", port: 9464 }, PAGES, () => {}),
    ).rejects.toMatchObject({
      problem: {
        code: "E_STATUS_ADDRESS",
        todo: expect.stringContaining("no such address") as unknown,
      },
    });
  });
});
