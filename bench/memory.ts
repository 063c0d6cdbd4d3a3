/**
 * What `--max-memory` comes to: peak memory of the real program, over that of an empty run, while slow destinations keep
 * it full. `npm run memory -- [--events N]`; with ELASTICSEARCH_URL also into Elasticsearch.
 */
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { dropStream, plainClient } from "../test/sinks/elasticsearch/support.ts";
import { Broken } from "./chaos/broken.ts";
import { startChild } from "./chaos/child.ts";
import { benchRecords } from "./records.ts";

/** How long each answer is held back. */
const HELD_MS = 3_000;
const LOOK_MS = 20;
const EVENTS_PER_FILE = 4_000;
const MIB = 1024 * 1024;
const BOUNDS_MIB = [32, 64];

const { values } = parseArgs({ options: { events: { type: "string", default: "40000" } } });
const eventCount = Number(values.events);
const { ELASTICSEARCH_URL: elasticsearch = "" } = process.env;
const namespace = `memory${randomBytes(6).toString("hex")}`;

/** An OTLP endpoint that takes everything, slowly, and keeps nothing. */
function slowCollector(): Server {
  return createServer((incoming, outgoing) => {
    incoming.resume().on("end", () => setTimeout(() => outgoing.end(), HELD_MS));
  });
}

/** A way to a server that holds back each answer. */
function slowWayTo(target: string): Server {
  return createServer((incoming, outgoing) => {
    const { method, headers } = incoming;
    const onward = request(new URL(incoming.url ?? "/", target), { method, headers }, (answer) => {
      setTimeout(() => {
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(outgoing);
      }, HELD_MS);
    });
    incoming.pipe(onward);
  });
}

async function listening(server: Server): Promise<string> {
  await once(server.listen(0, "127.0.0.1"), "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Peak memory of a run, in bytes. */
async function peakOf(args: readonly string[]): Promise<number> {
  const child = startChild(["ship", ...args], { hangsAfterMs: 600_000 });
  let peakKb = 0;
  const look = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
      peakKb = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? peakKb);
    } catch {
      // It has just ended; the last look counts.
    }
  }, LOOK_MS);
  const { code, err } = await child.ended;
  clearInterval(look);
  if (code !== 0) throw new Broken(`a run ended with ${code}: ${err.slice(-600)}`);
  return peakKb * 1024;
}

const folder = mkdtempSync(join(tmpdir(), "sestrail-memory-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(130));

const trail = join(folder, "trail");
const none = join(folder, "none");
mkdirSync(trail);
mkdirSync(none);
writeFileSync(join(none, "empty.json"), '{"Records":[]}');
const records = [...benchRecords({ count: eventCount, sesShare: 1, seed: 5 })];
for (let first = 0; first < records.length; first += EVENTS_PER_FILE)
  writeFileSync(
    join(trail, `${first}.json.gz`),
    gzipSync(`{"Records":[${records.slice(first, first + EVENTS_PER_FILE).join(",")}]}`, {
      level: 1,
    }),
  );
records.length = 0;

const servers = [slowCollector(), slowCollector()];
const [one, two] = await Promise.all(servers.map(listening));
const destinations: [string, string[]][] = [
  ["OTLP", ["--to", `otlp:${one}`]],
  ["OTLP twice", ["--to", `otlp:${one}`, "--to", `otlp:${two}`]],
];
if (elasticsearch !== "") {
  const way = slowWayTo(elasticsearch);
  servers.push(way);
  const to = ["--to", `elasticsearch:${await listening(way)}`, "--namespace", namespace];
  destinations.push(
    ["Elasticsearch", to],
    ["Elasticsearch and OTLP", [...to, "--to", `otlp:${one}`]],
  );
}
console.log(`${eventCount.toLocaleString("en")} events; answers held back ${HELD_MS} ms\n`);
console.log(
  "| destinations | --max-memory | empty run | peak | over it | factor |\n|---|---|---|---|---|---|",
);
try {
  for (const [name, to] of destinations) {
    const base = await peakOf([none, ...to]);
    for (const bound of BOUNDS_MIB) {
      const peak = await peakOf([trail, ...to, "--max-memory", `${bound}MiB`]);
      const told = (bytes: number): string => `${Math.round(bytes / MIB)} MiB`;
      console.log(
        `| ${name} | ${bound} MiB | ${told(base)} | ${told(peak)} | ${told(peak - base)} | ${((peak - base) / MIB / bound).toFixed(1)} |`,
      );
    }
  }
} finally {
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
  if (elasticsearch !== "") {
    const client = plainClient(elasticsearch);
    await dropStream(client, `logs-ses.cloudtrail-${namespace}`);
    await dropStream(client, `logs-sestrail.run-${namespace}`);
    await client.close();
  }
}
