/** `--wait`: servers that start after the program does. That it waits is heard from itself; then they are started. */
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { connect, createServer, type AddressInfo, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import {
  dropDataset,
  dropStream,
  freshNamespace,
  plainClient,
} from "../sinks/elasticsearch/support.ts";
import { startProgram, summaryOf, type Started } from "../support/program.ts";
import { trailOf } from "../support/running.ts";
import { addressFrom } from "../support/services.ts";

const ELASTICSEARCH = addressFrom("ELASTICSEARCH_URL");

let folder = "";
let trail = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sestrail-wait-"));
  trail = join(folder, "t.json");
  writeFileSync(trail, trailOf("w", 3));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A port where nothing listens. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
}

/** Resolves when the program has said so much. */
function hears({ child }: Started, words: string): Promise<void> {
  let heard = "";
  return new Promise((resolve) => {
    child.stderr.on("data", (chunk: Buffer) => {
      heard += chunk.toString();
      if (heard.includes(words)) resolve();
    });
  });
}

/** A Collector that is busy with its start for so many requests. */
function collector(busyCount: number): Server {
  let index = 0;
  return createHttpServer((request, response) => {
    index += 1;
    const status = index <= busyCount ? 503 : 200;
    request.resume().on("end", () => response.writeHead(status).end());
  });
}

const ship = (to: string, ...more: readonly string[]): Started =>
  startProgram(["ship", trail, "--to", to, "--summary", "json", ...more]);

describe("a Collector that starts later", () => {
  it.each([
    ["nothing listened", 0],
    ["and then it was busy", 1],
  ])("is waited for: %s", async (_name, busyCount) => {
    const port = await freePort();
    const started = ship(`otlp:http://127.0.0.1:${port}`, "--wait", "5m", "--retry-for", "0s");
    await hears(started, "E_WAITING");
    await listen(collector(busyCount), port);
    const { code, err } = await started.ended;
    expect(code).toBe(0);
    expect(summaryOf(err)).toMatchObject({
      destinations: [{ delivered: 3 }],
      problems: [{ code: "E_WAITING", count: 1 }],
    });
  });

  it("control: without --wait it ends the run", async () => {
    const { code, err } = await ship(`otlp:http://127.0.0.1:${await freePort()}`).ended;
    expect(code).toBe(1);
    expect(summaryOf(err)).toMatchObject({ problems: [{ code: "E_OTLP_UNREACHABLE" }] });
  });

  it("is not waited for after a signal: nothing was begun", async () => {
    const started = ship(`otlp:http://127.0.0.1:${await freePort()}`, "--wait", "1h");
    await hears(started, "E_WAITING");
    started.child.kill("SIGTERM");
    const { code, err } = await started.ended;
    expect(code).toBe(143);
    expect(summaryOf(err)).toMatchObject({
      files: { read: 0, not_begun: 1 },
      problems: [{ code: "E_WAITING" }, { code: "E_INTERRUPTED" }],
    });
  });
});

describe.skipIf(ELASTICSEARCH === undefined)("an Elasticsearch that starts later", () => {
  it("is waited for", async () => {
    const { hostname, port: realPort } = new URL(ELASTICSEARCH ?? "");
    const namespace = freshNamespace();
    const port = await freePort();
    const started = ship(
      `elasticsearch:http://127.0.0.1:${port}`,
      "--wait",
      "5m",
      "--namespace",
      namespace,
      "--dataset",
      `ses.${namespace}`,
    );
    await hears(started, "E_WAITING");
    const sockets: { destroy(): unknown }[] = [];
    const way = createServer((socket) => {
      const real = connect(Number(realPort), hostname);
      sockets.push(socket, real);
      socket.on("error", () => real.destroy()).pipe(real);
      real.on("error", () => socket.destroy()).pipe(socket);
    });
    await listen(way, port);
    const { code, err } = await started.ended;
    for (const socket of sockets) socket.destroy();
    const client = plainClient(ELASTICSEARCH ?? "");
    for (const name of [`ses.${namespace}`, "sestrail.run"])
      await dropStream(client, `logs-${name}-${namespace}`);
    await dropDataset(client, `ses.${namespace}`);
    await client.close();
    expect(code).toBe(0);
    expect(summaryOf(err).destinations).toMatchObject([{ delivered: 3 }]);
  });

  it("control: without --wait it ends the run", async () => {
    const { code, err } = await ship(`elasticsearch:http://127.0.0.1:${await freePort()}`).ended;
    expect(code).toBe(1);
    expect(summaryOf(err)).toMatchObject({ problems: [{ code: "E_ES_UNREACHABLE" }] });
  });
});
