/**
 * The memory of the rule engine over very many records: `npm run bench:rules -- 100000000`. It takes made-up events one by
 * one, as many of each flood, and tells what the heap holds on the way: after a tenth, three tenths and all of them.
 */
import { FLOODS, madeEvents } from "../test/support/event-flood.ts";
import { ruleEngine } from "../src/rules/engine/engine.ts";
import { RULES } from "../src/rules/rules.ts";

const each = Math.floor(Number(process.argv[2] ?? 600_000) / FLOODS.length);
const marks = [0.1, 0.3, 1].map((part) => Math.floor(each * part));
const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;

function heapBytes(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

const HEAD = [
  "flood",
  ...marks.map((count) => `heap after ${count.toLocaleString("en-US")}`),
  "weighed at most",
  "findings",
  "not told",
  "late",
  "no room",
  "CPU a record",
];
// A row as soon as it is there: all of them may take hours.
console.log(`| ${HEAD.join(" | ")} |\n| ${HEAD.map(() => "---").join(" | ")} |`);
for (const flood of FLOODS) {
  const before = heapBytes();
  const engine = ruleEngine(RULES);
  const started = process.cpuUsage();
  const heaps: string[] = [];
  let most = 0;
  let taken = 0;
  for (const values of madeEvents(flood, each)) {
    engine.take(engine.sight(values));
    taken += 1;
    most = Math.max(most, engine.keptBytes());
    if (marks.includes(taken)) heaps.push(megabytes(heapBytes() - before));
  }
  const cpuMicros = process.cpuUsage(started).user / each;
  const { findings, lateCount, unplacedCount, untold } = engine.findings();
  const row = [
    flood,
    ...heaps,
    megabytes(most),
    findings.length,
    untold.low + untold.medium + untold.high,
    lateCount,
    unplacedCount,
    `${cpuMicros.toFixed(0)} µs`,
  ];
  console.log(`| ${row.join(" | ")} |`);
}
