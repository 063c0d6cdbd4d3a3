/** `ship --follow` at full rate for minutes, into a destination that fails now and then: does it grow? */
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { renameSync, rmSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { startOtlpStub } from "../../test/support/otlp-stub.ts";
import { startChild } from "../chaos/child.ts";
import { idsIn } from "../chaos/destinations.ts";
import { emptyTrail, fileOf, noteFile } from "../chaos/trail.ts";
import { Chance } from "../chance.ts";
import type { Look } from "./observer.ts";
import { slopeOf } from "./slope.ts";

const EVENTS = 200;
/** So many files are there that were not delivered yet: the program never waits for one. */
const AHEAD = 200;
const LOOK_EVERY_S = 2;
/** What is measured while everything is still warming up, and heaps find their size, is left out. */
const WARM_SHARE = 1 / 3;
const REFUSED = 0.03;
const CUT = 0.01;
const END_MS = 300_000;
const MIB = 1024 * 1024;

/** Runs it, and prints. False where something was lost, or the program ended wrongly. */
export async function fullRate(folder: string, minutes: number, seed: number): Promise<boolean> {
  const chance = new Chance(seed);
  const trail = emptyTrail(join(folder, "trail"));
  /** Events that have not come yet, by file. */
  const open = new Map<string, Set<string>>();
  let events = 0;
  let copies = 0;
  let faults = 0;
  let requests = 0;
  let isFailing = true;
  const stub = await startOtlpStub(({ body }, response) => {
    requests += 1;
    // In half an hour they would take all memory there is.
    stub.requests.length = 0;
    if (isFailing && chance.is(CUT)) {
      faults += 1;
      return void response.destroy();
    }
    if (isFailing && chance.is(REFUSED)) {
      faults += 1;
      return void response.writeHead(503, chance.is(0.5) ? { "retry-after": "1" } : {}).end();
    }
    for (const id of idsIn(body.toString())) {
      const file = open.get(fileOf(id));
      if (file?.delete(id) === true) events += 1;
      else copies += 1;
      if (file?.size === 0) open.delete(fileOf(id));
    }
    response.end();
  });
  const observer = new URL("observer.js", import.meta.url).href;
  const child = startChild(
    [
      "ship",
      trail.folder,
      "--follow",
      "--checkpoint",
      join(folder, "checkpoint"),
      "--to",
      `otlp:${stub.url}`,
    ],
    {
      env: { OTEL_EXPORTER_OTLP_PROTOCOL: "http/json" },
      nodeArgs: ["--import", observer],
      hangsAfterMs: minutes * 60_000 + 3 * END_MS,
    },
  );
  const looks: Look[] = [];
  if (child.observed !== null)
    createInterface(child.observed).on("line", (line) => looks.push(JSON.parse(line) as Look));

  const endMs = Date.now() + minutes * 60_000;
  const begunMs = Date.now();
  let written = 0;
  const old: string[] = [];
  while (Date.now() < endMs && !child.isOver()) {
    if (open.size >= AHEAD) {
      await sleep(5);
      continue;
    }
    const name = `f${written}`;
    written += 1;
    const text = noteFile(trail, name, EVENTS);
    open.set(name, new Set(trail.idsOf.get(name)));
    trail.idsOf.delete(name);
    // Spread over folders as a trail is by days; what is old goes, as others take it away.
    const path = join(
      emptyTrail(join(trail.folder, String(Math.floor(written / 500)))).folder,
      `${name}.json.gz`,
    );
    writeFileSync(`${path}.part`, gzipSync(text, { level: 1 }));
    renameSync(`${path}.part`, path);
    old.push(path);
    if (old.length > 2_000) rmSync(old.shift() ?? "");
    await sleep(0);
  }
  const tookMs = Date.now() - begunMs;
  // What is under way is waited for, and nothing more goes wrong.
  isFailing = false;
  while (open.size > 0 && Date.now() < endMs + END_MS && !child.isOver()) await sleep(100);
  child.kill("SIGTERM");
  const { code, err } = await child.ended;
  await stub.close();

  const warm = looks.slice(Math.floor(looks.length * WARM_SHARE));
  console.log(
    `${minutes} minutes, seed ${seed}: ${written} files, ${events.toLocaleString("en")} events ` +
      `(${Math.round((1000 * events) / tookMs).toLocaleString("en")} a second), ${faults} faults of ${requests} requests, ` +
      `${copies} copies, ${open.size} files not all there, exit ${code}`,
  );
  console.log("\n| what | first | last | most | growth a minute | noise |");
  console.log("|---|---|---|---|---|---|");
  const row = (what: string, unit: string, scale: number, of: (look: Look) => number): void => {
    const { first, last, most, each, noise } = slopeOf(warm.map(of));
    const minute = 60 / LOOK_EVERY_S / scale;
    console.log(
      `| ${what} | ${[first, last, most].map((value) => (value / scale).toFixed(0) + unit).join(" | ")} ` +
        `| ${(each * minute).toFixed(2)}${unit} | ±${(noise * minute).toFixed(2)}${unit} |`,
    );
  };
  row("RSS", " MiB", MIB, ({ rssBytes }) => rssBytes);
  row("heap in use", " MiB", MIB, ({ heapBytes }) => heapBytes);
  row("handles", "", 1, ({ handles }) => handles);
  row("timers", "", 1, ({ timers }) => timers);
  console.log(
    `\n${warm.length} looks; those of the first ${Math.round(100 * WARM_SHARE)} % of the time are left out.`,
  );
  if (code === 143 && open.size === 0) return true;
  console.error(err.slice(-1_000));
  return false;
}
