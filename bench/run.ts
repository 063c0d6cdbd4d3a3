/**
 * Measures and prints tables. `npm run bench` for start-up, the command from outside, reading and shaping; `npm run bench -- command`,
 * `-- into` (the servers below) and `-- peers` for the command as typed (`outside.ts`, `peers.ts`; BENCH_TURNS says how many turns);
 * `npm run bench -- deliver` for the real servers
 * named by ELASTICSEARCH_URL and OTEL_EXPORTER_OTLP_ENDPOINT (and ELASTICSEARCH_PID, OTEL_COLLECTOR_PID for their CPU); `npm run bench -- large` for a file of 2 GB;
 * `npm run bench -- start` for the time to `--help`; `npm run bench -- related` for what `--related` costs; `npm run bench -- questions` for the ten questions and `detect`; `npm run bench -- template` for what the index
 * template costs the server (`template.ts`).
 *
 * Figures of shared machines are worth little; ratios within one run are worth more. So what is compared runs in turns,
 * each in a process of its own, and the median is told.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { cpuMsOf } from "./cpu.ts";
import { demoFolder, iamFile, smallTree, trailFile } from "./data.ts";
import { delivered, outside, starting } from "./outside.ts";
import { peers } from "./peers.ts";
import { questions } from "./questions.ts";
import { median, table } from "./tables.ts";
import { templates } from "./template.ts";

interface Measured {
  readonly counted: number;
  readonly ms: number;
  readonly cpuMs: number;
  readonly rssMb: number;
}

const MEASURE = join(import.meta.dirname, "measure.js");
const TURNS = 5;

function measureOnce(name: string, path: string, rounds: number, env = {}): Measured {
  const output = execFileSync(process.execPath, [MEASURE, name, path, String(rounds)], {
    env: { ...process.env, ...env },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  const { counted, timesMs, cpuMs, rssMb } = JSON.parse(output) as {
    counted: number;
    timesMs: number[];
    cpuMs: number[];
    rssMb: number;
  };
  return { counted, ms: Math.min(...timesMs), cpuMs: Math.min(...cpuMs), rssMb };
}

/** Runs each in turn, several times over, and gives the median of each. */
function compare(names: readonly string[], path: string, turns = TURNS): Map<string, Measured> {
  const all = new Map<string, Measured[]>(names.map((name) => [name, []]));
  for (let turn = 0; turn < turns; turn++)
    for (const name of names) all.get(name)?.push(measureOnce(name, path, 4));
  return new Map(
    [...all].map(([name, list]) => [
      name,
      {
        counted: list[0]?.counted ?? 0,
        ms: median(list.map(({ ms }) => ms)),
        cpuMs: median(list.map(({ cpuMs }) => cpuMs)),
        rssMb: median(list.map(({ rssMb }) => rssMb)),
      },
    ]),
  );
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;

function ratios(title: string, base: string, measured: ReadonlyMap<string, Measured>): void {
  const against = measured.get(base)?.ms ?? Number.NaN;
  table(title, [
    ["what", "elapsed", `against ${base}`, "CPU", "peak RSS"],
    ...[...measured].map(([name, { ms, cpuMs, rssMb }]) => [
      name,
      seconds(ms),
      `${(ms / against).toFixed(2)} ×`,
      seconds(cpuMs),
      `${rssMb.toFixed(0)} MB`,
    ]),
  ]);
}

async function reading(): Promise<void> {
  const few = await trailFile(150_000, 0.02);
  ratios("150,000 records, 2 % SES", "gunzip", compare(["gunzip", "read", "ship-file"], few));
  const all = await trailFile(150_000, 1);
  ratios("150,000 records, all SES", "gunzip", compare(["gunzip", "read", "ship-file"], all));
  ratios(
    "the slow ways, 2 % SES",
    "gunzip",
    compare(["gunzip", "parse-whole", "stream-json"], few, 1),
  );
  if (spawnSync("jq", ["--version"]).status === 0) {
    const begunMs = performance.now();
    const filter = '.Records[] | select(.eventSource == "ses.amazonaws.com")';
    execFileSync("sh", ["-c", `zcat "$1" | jq -c '${filter}' > /dev/null`, "sh", few]);
    console.log(`\nzcat | jq: ${seconds(performance.now() - begunMs)}`);
  }
  const tree = smallTree(6_000);
  ratios(
    "a tree of 6,000 small files",
    "tree-gunzip",
    compare(["tree-gunzip", "read", "ship-file", "tree-script"], tree),
  );
}

async function shaping(): Promise<void> {
  const path = await trailFile(150_000, 1);
  const names = [
    "decode",
    "normalise",
    "ecs-object",
    "ecs-line",
    "otel-record",
    "otel-line",
    "text-line",
  ];
  const rows = names.map((name) => {
    const { counted, ms } = measureOnce(name, path, 8);
    return [
      name,
      Math.round(counted / (ms / 1000)).toLocaleString("en"),
      `${((ms * 1000) / counted).toFixed(1)} µs`,
    ];
  });
  table("each stage alone, best of 8 rounds over 20,000 SES records", [
    ["stage", "events/s on a core", "each"],
    ...rows,
  ]);
}

/** Memory by the size of a file. What `--max-memory` comes to is `npm run memory`. */
async function large(): Promise<void> {
  const rows: (string | number)[][] = [
    ["plain size", "peak RSS, read", "peak RSS, ship to a file"],
  ];
  for (const count of [110_000, 1_100_000]) {
    const path = await trailFile(count, 0.02);
    const plainMb = measureOnce("gunzip", path, 1).counted / 1e6;
    rows.push([
      `${plainMb.toFixed(0)} MB`,
      `${measureOnce("read", path, 1).rssMb.toFixed(0)} MB`,
      `${measureOnce("ship-file", path, 1).rssMb.toFixed(0)} MB`,
    ]);
  }
  table("memory does not grow with the file", rows);
}

async function delivering(): Promise<void> {
  const path = await trailFile(100_000, 1);
  const ways: readonly (readonly [string, string, Record<string, string>])[] = [
    ["Elasticsearch", "ship-elasticsearch", {}],
    ["Collector, protobuf", "ship-otlp", {}],
    ["Collector, protobuf, gzip", "ship-otlp", { OTEL_EXPORTER_OTLP_COMPRESSION: "gzip" }],
    ["Collector, JSON", "ship-otlp", { OTEL_EXPORTER_OTLP_PROTOCOL: "http/json" }],
    [
      "Collector, JSON, gzip",
      "ship-otlp",
      { OTEL_EXPORTER_OTLP_PROTOCOL: "http/json", OTEL_EXPORTER_OTLP_COMPRESSION: "gzip" },
    ],
    ["a file, for comparison", "ship-file", {}],
  ];
  const rows = ways.map(([title, name, env]) => {
    const pid = process.env[name === "ship-otlp" ? "OTEL_COLLECTOR_PID" : "ELASTICSEARCH_PID"];
    const before = cpuMsOf(pid);
    const { counted, ms, cpuMs, rssMb } = measureOnce(name, path, 1, env);
    const serverMs = name === "ship-file" ? Number.NaN : cpuMsOf(pid) - before;
    return [
      title,
      Math.round(counted / (ms / 1000)).toLocaleString("en"),
      `${(cpuMs / ms).toFixed(2)} cores`,
      Number.isNaN(serverMs) ? "-" : `${(serverMs / ms).toFixed(2)} cores`,
      `${rssMb.toFixed(0)} MB`,
    ];
  });
  table("100,000 SES events from one file", [
    ["to", "events/s", "CPU of sestrail", "CPU of the server", "peak RSS"],
    ...rows,
  ]);
}

/** What `--related` costs, by CPU time: on the demo's week, on a large file, and where nearly all calls are IAM's. */
async function related(): Promise<void> {
  const where: readonly (readonly [string, string])[] = [
    ["the demo's week", await demoFolder()],
    ["150,000 records, 2 % SES", await trailFile(150_000, 0.02)],
    ["100,000 calls of IAM", iamFile(100_000)],
  ];
  const rows = where.map(([title, path]) => {
    const measured = compare(["read", "read-related"], path, 7);
    const plain = measured.get("read")?.cpuMs ?? Number.NaN;
    const more = measured.get("read-related")?.cpuMs ?? Number.NaN;
    return [title, seconds(plain), seconds(more), `${(100 * (more / plain - 1)).toFixed(1)} %`];
  });
  table("with and without --related: CPU time, median of 7 turns", [
    ["reading", "without", "with", "more"],
    ...rows,
  ]);
}

const PARTS: Readonly<Record<string, () => Promise<void> | void>> = {
  read: reading,
  shape: shaping,
  large,
  deliver: delivering,
  start: starting,
  command: outside,
  into: delivered,
  peers,
  questions,
  related,
  template: templates,
};
const asked = process.argv.slice(2);
for (const part of asked.length > 0 ? asked : ["start", "command", "read", "shape"])
  await PARTS[part]?.();
