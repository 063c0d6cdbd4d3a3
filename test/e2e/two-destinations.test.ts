/**
 * 200,000 events in 50 files to Elasticsearch and a Collector at once, the way to the Collector being slow: both get
 * everything, the books balance, and memory stays within its bound.
 */
import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { benchRecords } from "../../bench/records.ts";
import { startProgram, type RunSummary } from "../support/program.ts";
import { addressFrom } from "../support/services.ts";

const elasticsearch = addressFrom("ELASTICSEARCH_URL");
const collector = addressFrom("OTEL_EXPORTER_OTLP_ENDPOINT");
const FILES = 50;
const EVENTS_PER_FILE = 4_000;
const EVENTS = FILES * EVENTS_PER_FILE;
/** How long each answer of the Collector is held back. */
const HELD_MS = 40;
const MAX_MEMORY_MB = 32;
/** What Node, the clients, the reader and two batches in the making take beside it. */
const CONSTANT_MB = 600;

/** A proxy that hands on requests, and holds back each answer. */
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

describe.skipIf(elasticsearch === undefined || collector === undefined)("two destinations", () => {
  const folder = mkdtempSync(join(tmpdir(), "sestrail-two-"));
  const namespace = randomUUID().replaceAll("-", "");
  const stream = `logs-ses.cloudtrail-${namespace}`;
  let proxy: Server;

  beforeAll(async () => {
    const records = benchRecords({ count: EVENTS, sesShare: 1, seed: 5 })[Symbol.iterator]();
    for (let file = 0; file < FILES; file++) {
      const some = Array.from({ length: EVENTS_PER_FILE }, () => String(records.next().value));
      writeFileSync(
        join(folder, `${file}.json.gz`),
        gzipSync(`{"Records":[${some.join(",")}]}`, { level: 1 }),
      );
    }
    proxy = slowWayTo(collector ?? "");
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  });

  afterAll(async () => {
    proxy.close();
    rmSync(folder, { recursive: true, force: true });
    await fetch(`${elasticsearch}/_data_stream/${stream}`, { method: "DELETE" });
  });

  it("both get everything, though one is slow, within the bound of memory", async () => {
    const { port } = proxy.address() as AddressInfo;
    const to = ["--to", `elasticsearch:${elasticsearch}`, "--to", `otlp:http://127.0.0.1:${port}`];
    const bound = ["--max-memory", `${MAX_MEMORY_MB}MiB`];
    const { child, ended } = startProgram(
      ["ship", folder, "--namespace", namespace, "--summary", "json"].concat(to, bound),
    );
    let peakKb = 0;
    const watch = setInterval(() => {
      try {
        const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
        peakKb = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? peakKb);
      } catch {
        // It has just ended; the last look counts.
      }
    }, 50);
    const { code, err } = await ended;
    clearInterval(watch);
    const summary = JSON.parse(err) as RunSummary;
    expect(summary).toMatchObject({
      balanced: true,
      selected: EVENTS,
      files: { read: FILES, acked: FILES, nacked: 0 },
      destinations: [
        { rejected: 0, unsettled: 0 },
        { delivered: EVENTS, rejected: 0, unsettled: 0 },
      ],
    });
    // A batch whose answer was lost is sent again, and found to be there.
    const [there] = summary.destinations;
    expect((there?.delivered ?? 0) + (there?.duplicate ?? 0)).toBe(EVENTS);
    expect(code).toBe(0);
    await fetch(`${elasticsearch}/${stream}/_refresh`, { method: "POST" });
    const counted = (await (await fetch(`${elasticsearch}/${stream}/_count`)).json()) as {
      count: number;
    };
    expect(counted.count).toBe(EVENTS);
    expect(peakKb / 1024).toBeGreaterThan(50);
    expect(peakKb / 1024).toBeLessThan(MAX_MEMORY_MB + CONSTANT_MB);
  }, 300_000);
});
