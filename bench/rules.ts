/**
 * The memory of the rule engine over very many records: `npm run bench:rules -- 100000000`. It takes made-up events one by
 * one, a quarter of each flood, and tells what is kept and what the heap holds.
 */
import { ruleEngine } from "../src/rules/engine/engine.ts";
import { RULES } from "../src/rules/rules.ts";
import { madeEvents, type Flood } from "../test/support/event-flood.ts";

const FLOODS: readonly Flood[] = ["burst", "callers", "backwards", "terms"];
const count = Number(process.argv[2] ?? 1_000_000);
for (const flood of FLOODS) {
  const engine = ruleEngine(RULES);
  const started = performance.now();
  let most = 0;
  let mostHeap = 0;
  let taken = 0;
  for (const values of madeEvents(flood, Math.floor(count / FLOODS.length))) {
    engine.take(engine.sight(values));
    taken += 1;
    most = Math.max(most, engine.kept());
    if (taken % 100_000 === 0) mostHeap = Math.max(mostHeap, process.memoryUsage().heapUsed);
  }
  const { findings, lateCount, unplacedCount } = engine.findings();
  console.log(
    `${flood}: ${taken.toLocaleString("en-US")} records, at most ${most.toLocaleString("en-US")} kept, heap at most ${Math.round(mostHeap / 1e6)} MB, ${findings.length} findings, ${lateCount} late, ${unplacedCount} without room, ${((performance.now() - started) / 1000).toFixed(0)} s`,
  );
}
