/** What people would use instead, where it is installed: each must arrive at the same number of SES calls. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { smallTree, trailFile } from "./data.ts";
import { median, table } from "./tables.ts";

const TURNS = Number(process.env["BENCH_TURNS"] ?? 7);
const LIMIT = join(import.meta.dirname, "limit.js");

const PYTHON = `
import gzip, json, os, sys
calls = 0
def files(path):
    if os.path.isfile(path):
        yield path
    for folder, _, names in os.walk(path):
        for name in names:
            if name.endswith(".gz"):
                yield os.path.join(folder, name)
for path in files(sys.argv[1]):
    with gzip.open(path) as stored:
        calls += sum(record.get("eventSource") == "ses.amazonaws.com" for record in json.load(stored)["Records"])
print(calls)
`;
const JQ = `find "$1" -name '*.gz' -exec zcat {} + | jq '[.Records[] | select(.eventSource == "ses.amazonaws.com")] | length' | awk '{ sum += $1 } END { print sum }'`;
const duckdb = (path: string): string =>
  `select count(*) from (select unnest(Records) as record from read_json('${path.endsWith(".gz") ? path : `${path}/**/*.json.gz`}', maximum_object_size = 1000000000, columns = { Records: 'JSON[]' })) where record->>'$.eventSource' = 'ses.amazonaws.com'`;

interface Peer {
  readonly name: string;
  /** Whether it is installed. */
  readonly isThere: () => boolean;
  /** The program, its arguments, and what of its output is the number. */
  readonly command: (path: string) => readonly [program: string, ...args: string[]];
  readonly read?: (out: string, err: string) => number;
}

const answers =
  (program: string, ...args: readonly string[]): (() => boolean) =>
  () =>
    spawnSync(program, args, { stdio: "ignore" }).status === 0;

const PEERS: readonly Peer[] = [
  ...["1", "auto"].map((workers) => ({
    name: `sestrail ship --dry-run --workers ${workers}`,
    isThere: () => true,
    command: (path: string): readonly [string, ...string[]] => [
      process.execPath,
      "dist/main.js",
      "ship",
      path,
      "--dry-run",
      "--workers",
      workers,
      "--summary",
      "json",
    ],
    read: (_out: string, err: string) =>
      (JSON.parse(err.trimEnd().split("\n").at(-1) ?? "") as { selected: number }).selected,
  })),
  {
    name: "a plain Node script",
    isThere: () => true,
    command: (path) => [process.execPath, LIMIT, "script", path],
  },
  {
    name: "a plain Python script",
    isThere: answers("python3", "--version"),
    command: (path) => ["python3", "-c", PYTHON, path],
  },
  {
    name: "zcat into jq",
    isThere: answers("jq", "--version"),
    command: (path) => ["sh", "-c", JQ, "sh", path],
  },
  {
    name: "DuckDB",
    isThere: answers("duckdb", "--version"),
    command: (path) => ["duckdb", "-noheader", "-csv", "-c", duckdb(path)],
  },
];

/** Runs all that are there over one file and over a tree. Throws where two disagree. */
export async function peers(): Promise<void> {
  const there = PEERS.filter(({ isThere }) => isThere());
  const inputs = [
    ["one file, 150,000 records, 2 % SES", await trailFile(150_000, 0.02)],
    ["a tree of 6,000 small files", smallTree(6_000)],
  ] as const;
  for (const [title, path] of inputs) {
    const times = new Map<Peer, number[]>(there.map((peer) => [peer, []]));
    const found = new Map<number, string>();
    for (let turn = 0; turn < TURNS; turn += 1)
      for (const peer of there) {
        const [program, ...args] = peer.command(path);
        const begunMs = performance.now();
        const { stdout, stderr } = spawnSync(program, args, {
          encoding: "utf8",
          maxBuffer: 1 << 28,
        });
        times.get(peer)?.push(performance.now() - begunMs);
        found.set(peer.read?.(stdout, stderr) ?? Number(stdout.trim()), peer.name);
      }
    if (found.size > 1) throw new Error(`they disagree: ${JSON.stringify([...found])}`);
    const first = median(times.get(there[0] as Peer) ?? []);
    table(`${title}: ${[...found.keys()].join()} SES calls`, [
      ["what", "elapsed, start-up and all", "against the first"],
      ...[...times].map(([{ name }, list]) => [
        name,
        `${(median(list) / 1000).toFixed(2)} s`,
        `${(median(list) / first).toFixed(2)} ×`,
      ]),
    ]);
  }
}
