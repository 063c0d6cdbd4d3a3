/**
 * The command as typed, from outside: each turn a process of its own, beside its limit, in turns. Of each the median of
 * the turns is told, less that of an empty run, which is told apart.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { sesFolder, smallTree, trailFile } from "./data.ts";
import { median, table } from "./tables.ts";

/** So many turns each. */
const TURNS = Number(process.env["BENCH_TURNS"] ?? 7);
const LIMIT = join(import.meta.dirname, "limit.js");
const USAGE = pathToFileURL(join(import.meta.dirname, "usage.js")).href;
/** The program. */
export const SESTRAIL = "dist/main.js";
/** Loads what only buckets and queues need. */
const AWS_CLIENTS = ["--import", "@aws-sdk/client-s3", "--import", "@aws-sdk/client-sqs"];
/** What runs write. */
export const OUTPUT = join("bench", "data", "output.ndjson");

/** A program that is measured: its arguments behind `node`. */
export interface Way {
  readonly name: string;
  readonly args: readonly string[];
}

/** What a turn took. */
interface Turn {
  readonly ms: number;
  readonly cpuMs: number;
  readonly rssMb: number;
}

function turnOf({ name, args }: Way): Turn {
  rmSync(OUTPUT, { force: true });
  const begunMs = performance.now();
  const { status, output, stderr } = spawnSync(process.execPath, ["--import", USAGE, ...args], {
    stdio: ["ignore", "ignore", "pipe", "pipe"],
    encoding: "utf8",
  });
  const ms = performance.now() - begunMs;
  if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr}`);
  const { cpuMs, rssKb } = JSON.parse(String(output[3])) as { cpuMs: number; rssKb: number };
  return { ms, cpuMs, rssMb: rssKb / 1024 };
}

/** Medians of each way, all in turns. */
export function inTurns(ways: readonly Way[]): ReadonlyMap<Way, Turn> {
  const turns = new Map<Way, Turn[]>(ways.map((way) => [way, []]));
  for (let turn = 0; turn < TURNS; turn += 1)
    for (const way of ways) turns.get(way)?.push(turnOf(way));
  return new Map(
    [...turns].map(([way, list]) => [
      way,
      {
        ms: median(list.map(({ ms }) => ms)),
        cpuMs: median(list.map(({ cpuMs }) => cpuMs)),
        rssMb: median(list.map(({ rssMb }) => rssMb)),
      },
    ]),
  );
}

const limit = (name: string, path: string): Way => ({ name, args: [LIMIT, name, path] });
/** A way of `ship`. */
export const ship = (name: string, ...args: readonly string[]): Way => ({
  name,
  args: [SESTRAIL, "ship", ...args],
});

/** A file without records, and a folder with it: what an empty run reads. */
function nothing(): { readonly file: string; readonly folder: string } {
  const folder = join("bench", "data", "nothing");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "0.json.gz");
  writeFileSync(file, gzipSync('{"Records":[]}'));
  return { file, folder };
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
const times = (one: number, other: number): string => `${(one / other).toFixed(2)} ×`;

/** A table of ways against their limit, which is the first; an empty run of each side taken off. */
function against(
  title: string,
  limits: Way,
  empty: readonly [Way, Way],
  ways: readonly Way[],
): void {
  const measured = inTurns([...empty, limits, ...ways]);
  const [noLimit, noShip] = empty.map((way) => measured.get(way));
  const netOf = (way: Way): Turn => {
    const turn = measured.get(way) ?? { ms: Number.NaN, cpuMs: Number.NaN, rssMb: Number.NaN };
    const off = way.args[0] === LIMIT ? noLimit : noShip;
    return {
      ms: turn.ms - (off?.ms ?? 0),
      cpuMs: turn.cpuMs - (off?.cpuMs ?? 0),
      rssMb: turn.rssMb,
    };
  };
  const base = netOf(limits);
  table(title, [
    ["what", "elapsed", "against the limit", "CPU", "against the limit", "peak RSS"],
    ...[limits, ...ways].map((way) => {
      const { ms, cpuMs, rssMb } = netOf(way);
      return [
        way.name,
        seconds(ms),
        times(ms, base.ms),
        seconds(cpuMs),
        times(cpuMs, base.cpuMs),
        `${rssMb.toFixed(0)} MB`,
      ];
    }),
  ]);
}

/** One file, a tree, all SES: the command beside its limits. */
export async function outside(): Promise<void> {
  const { file, folder } = nothing();
  const empty = [limit("gunzip", file), ship("empty", file, "--dry-run")] as const;
  const emptyTree = [limit("unzip", folder), ship("empty", folder, "--dry-run")] as const;
  for (const share of [0.02, 0.001]) {
    const path = await trailFile(150_000, share);
    against(`one file, 150,000 records, ${share * 100} % SES`, limit("gunzip", path), empty, [
      ship("--dry-run", path, "--dry-run"),
      ship("--to file:", path, "--to", `file:${OUTPUT}`),
      ship("--dry-run --region nowhere", path, "--dry-run", "--region", "nowhere"),
    ]);
  }
  const tree = smallTree(6_000);
  const workers = ["1", "2", "auto"];
  against("a tree of 6,000 small files", limit("unzip", tree), emptyTree, [
    limit("script", tree),
    ...workers.map((count) =>
      ship(`--dry-run --workers ${count}`, tree, "--dry-run", "--workers", count),
    ),
  ]);
  const all = await sesFolder(8, 20_000);
  against(
    "160,000 SES records in 8 files",
    limit("unzip", all),
    emptyTree,
    workers.map((count) =>
      ship(`--to file: --workers ${count}`, all, "--to", `file:${OUTPUT}`, "--workers", count),
    ),
  );
}

/** What merely starting costs. */
export function starting(): void {
  const { file } = nothing();
  const bare: Way = { name: "node -e 0", args: ["-e", "0"] };
  const measured = inTurns([
    bare,
    { name: "sestrail --version", args: [SESTRAIL, "--version"] },
    { name: "sestrail --help", args: [SESTRAIL, "--help"] },
    ship("sestrail ship FILE --dry-run", file, "--dry-run"),
    ship("sestrail ship FILE --to file:", file, "--to", `file:${OUTPUT}`),
    {
      name: "the same, if AWS's clients were loaded",
      args: [...AWS_CLIENTS, SESTRAIL, "ship", file, "--to", `file:${OUTPUT}`],
    },
  ]);
  const base = measured.get(bare)?.ms ?? Number.NaN;
  table("start-up, of an empty file", [
    ["what", "elapsed", "more than node -e 0", "CPU", "peak RSS"],
    ...[...measured].map(([{ name }, { ms, cpuMs, rssMb }]) => [
      name,
      `${ms.toFixed(0)} ms`,
      `${(ms - base).toFixed(0)} ms`,
      `${cpuMs.toFixed(0)} ms`,
      `${rssMb.toFixed(0)} MB`,
    ]),
  ]);
}

/** Our CPU for an event on its way into the servers that the environment names, fresh processes. */
export async function delivered(): Promise<void> {
  const { file } = nothing();
  const path = await trailFile(100_000, 1);
  const to = [
    ["Elasticsearch", "elasticsearch", "ELASTICSEARCH_URL"],
    ["Collector, protobuf", "otlp", "OTEL_EXPORTER_OTLP_ENDPOINT"],
  ] as const;
  for (const [name, kind, variable] of to) {
    const address = process.env[variable];
    if (address === undefined) continue;
    const args = ["--to", `${kind}:${address}`, "--namespace", `bench${process.pid}`];
    const empty = ship(`${name}, nothing`, file, ...args);
    const way = ship(name, path, ...args);
    const measured = inTurns([empty, way]);
    const net = (of: (turn: Turn) => number): number =>
      of(measured.get(way) as Turn) - of(measured.get(empty) as Turn);
    table(`100,000 SES events into ${name}`, [
      ["events/s", "our CPU an event", "peak RSS"],
      [
        Math.round(100_000 / (net(({ ms }) => ms) / 1000)).toLocaleString("en"),
        `${((net(({ cpuMs }) => cpuMs) * 1000) / 100_000).toFixed(1)} µs`,
        `${(measured.get(way)?.rssMb ?? 0).toFixed(0)} MB`,
      ],
    ]);
  }
}
