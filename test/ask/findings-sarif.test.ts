/** Findings as SARIF, judged by its official schema. */
import { expect, test } from "vitest";
import { findingsSarif } from "../../src/ask/findings-sarif.ts";
import { ruleEngine } from "../../src/rules/engine/engine.ts";
import { RULES } from "../../src/rules/rules.ts";
import { madeEvents } from "../support/event-flood.ts";
import { demoDocuments } from "../support/demo-documents.ts";
import { sarifFaults } from "../support/sarif-schema.ts";

test.each([
  ["the demo's week", demoDocuments().map(({ event }) => event.fields), {}],
  ["strangers, of whom not all is told", [...madeEvents("strangers", 50)], { mostFindings: 10 }],
  ["nothing", [], {}],
])("of %s the schema of SARIF has nothing to say", (_name, all, limits) => {
  const mostTold = { mostFindings: 1_000, mostBytes: 1 << 30, ...limits };
  const engine = ruleEngine(RULES, { mostTold });
  for (const values of all) engine.take(engine.sight(values));
  const found = engine.findings();
  const { low, medium, high } = found.untold;
  expect(low + medium + high > 0).toBe("mostFindings" in limits);
  expect(sarifFaults(JSON.parse(findingsSarif(found, RULES)))).toEqual([]);
});

test("control: the schema refuses what it does not know", () => {
  const run = { tool: { driver: { name: "x" } }, results: [{ level: "high" }] };
  expect(sarifFaults({ version: "2.1.0", runs: [run] })).toContain("/runs/0/results/0/level");
});
