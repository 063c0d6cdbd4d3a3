/**
 * A log file a second beside `ship --follow --to otlp:`: how long until an event is where the Collector writes it? The
 * status address is asked every second meanwhile.
 */
import { renameSync, statSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { freePort } from "../../test/support/free-port.ts";
import { startChild } from "../chaos/child.ts";
import { emptyTrail, noteFile } from "../chaos/trail.ts";

const EVENTS = 5;
const EVERY_MS = 1_000;
const LOOK_MS = 20;
const START_MS = 10_000;
const END_MS = 30_000;
const DELIVERED = /^sestrail_events_delivered_total\{[^}]*\} (\d+)/m;

/** What a file holds: a trail zipped, plain, or its records line by line, which nothing but stillness tells to be whole. */
const KINDS = {
  gzip: { ending: ".json.gz", of: (text: string) => gzipSync(text) },
  plain: { ending: ".json", of: (text: string) => text },
  lines: { ending: ".ndjson", of: linesOf },
} as const;
type Kind = keyof typeof KINDS;
const KIND_NAMES = Object.keys(KINDS) as readonly Kind[];

function linesOf(text: string): string {
  const { Records: records } = JSON.parse(text) as { readonly Records: readonly unknown[] };
  return records.map((record) => `${JSON.stringify(record)}\n`).join("");
}

/** What asking the status address has shown. */
interface Scrapes {
  answered: number;
  failed: number;
  slowestMs: number;
  /** The last number of delivered events. */
  delivered: number;
}

/** Asks for the metrics once. */
async function scrape(url: string, scrapes: Scrapes): Promise<void> {
  const begunMs = performance.now();
  try {
    const text = await (await fetch(url, { signal: AbortSignal.timeout(5_000) })).text();
    scrapes.answered += 1;
    scrapes.slowestMs = Math.max(scrapes.slowestMs, performance.now() - begunMs);
    const [, count] = DELIVERED.exec(text) ?? [];
    scrapes.delivered = Number(count ?? scrapes.delivered);
  } catch {
    scrapes.failed += 1;
  }
}

/** Reads what is added to a file, and gives the text, again and again. */
async function tailed(
  path: string,
  state: { isOver: boolean },
  take: (text: string) => void,
): Promise<void> {
  let at = statSync(path).size;
  const handle = await open(path);
  const chunk = Buffer.alloc(1 << 20);
  let rest = "";
  try {
    while (!state.isOver) {
      const { bytesRead } = await handle.read(chunk, 0, chunk.length, at);
      at += bytesRead;
      const lines = (rest + chunk.toString("latin1", 0, bytesRead)).split("\n");
      rest = lines.pop() ?? "";
      if (lines.length > 0) take(lines.join("\n"));
      if (bytesRead === 0) await sleep(LOOK_MS);
    }
  } finally {
    await handle.close();
  }
}

/** Runs it, and prints. False where an event is lost. `logsPath` is the file that the Collector writes. */
export async function sidecar(
  folder: string,
  minutes: number,
  endpoint: string,
  logsPath: string,
): Promise<boolean> {
  const trail = emptyTrail(join(folder, "trail"));
  const prefix = `s${Date.now().toString(36)}x`;
  /** When the file was there, by the id of its last event. */
  const sentMs = new Map<string, { readonly atMs: number; readonly kind: Kind }>();
  const lags = new Map<Kind, number[]>(KIND_NAMES.map((kind) => [kind, []]));
  const state = { isOver: false };
  const watching = tailed(logsPath, state, (text) => {
    if (!text.includes(prefix)) return;
    const nowMs = Date.now();
    for (const [id] of text.matchAll(new RegExp(`${prefix}\\d+-\\d+`, "g"))) {
      const sent = sentMs.get(id);
      if (sent === undefined) continue;
      sentMs.delete(id);
      lags.get(sent.kind)?.push(nowMs - sent.atMs);
    }
  });
  const port = await freePort();
  const scrapes: Scrapes = { answered: 0, failed: 0, slowestMs: 0, delivered: 0 };
  const child = startChild(
    [
      "ship",
      trail.folder,
      "--follow",
      "--checkpoint",
      join(folder, "checkpoint"),
      "--to",
      `otlp:${endpoint}`,
      "--status",
      `127.0.0.1:${port}`,
    ],
    { hangsAfterMs: minutes * 60_000 + 3 * END_MS },
  );
  await sleep(START_MS);
  const endMs = Date.now() + minutes * 60_000;
  let written = 0;
  for (; Date.now() < endMs && !child.isOver(); written++) {
    const kind = KIND_NAMES[written % KIND_NAMES.length] ?? "gzip";
    const { ending, of } = KINDS[kind];
    const name = `${prefix}${written}`;
    const text = noteFile(trail, name, EVENTS);
    const part = join(trail.folder, `.${name}.part`);
    writeFileSync(part, of(text));
    sentMs.set(`${name}-${EVENTS - 1}`, { atMs: Date.now(), kind });
    renameSync(part, join(trail.folder, `${name}${ending}`));
    await Promise.all([sleep(EVERY_MS), scrape(`http://127.0.0.1:${port}/metrics`, scrapes)]);
  }
  const lastMs = Date.now() + END_MS;
  while (sentMs.size > 0 && Date.now() < lastMs && !child.isOver()) await sleep(LOOK_MS);
  await scrape(`http://127.0.0.1:${port}/metrics`, scrapes);
  child.kill("SIGTERM");
  const { code, err } = await child.ended;
  state.isOver = true;
  await watching;
  console.log(`${minutes} minutes: ${written} files, ${sentMs.size} not arrived, exit ${code}`);
  console.log(
    `status asked ${scrapes.answered + scrapes.failed} times: ${scrapes.answered} answers, the slowest in ${scrapes.slowestMs.toFixed(0)} ms; ` +
      `the last said ${scrapes.delivered} of ${written * EVENTS} events delivered\n`,
  );
  console.log("| file | count | median lag | 95 % | most |\n|---|---|---|---|---|");
  for (const [kind, all] of lags) {
    const sorted = all.toSorted((one, other) => one - other);
    const at = (share: number): string =>
      `${((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN) / 1000).toFixed(2)} s`;
    console.log(`| ${kind} | ${all.length} | ${at(0.5)} | ${at(0.95)} | ${at(1)} |`);
  }
  const isTold = scrapes.failed === 0 && scrapes.delivered === written * EVENTS;
  if (code === 143 && sentMs.size === 0 && isTold) return true;
  console.error(err.slice(-1_000));
  return false;
}
