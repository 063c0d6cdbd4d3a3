/** A gate spares questions, and hides nothing: what meets a condition passes its gate. */
import { expect, test } from "vitest";
import { conditionsOf } from "../../src/rules/engine/plan.ts";
import { gateOf } from "../../src/rules/gate.ts";
import { parseKql, type Kql } from "../../src/rules/kql.ts";
import { predicate, valuesOf } from "../../src/rules/predicate.ts";
import { RULES } from "../../src/rules/rules.ts";
import { demoDocuments } from "../support/demo-documents.ts";

const WEEK = demoDocuments();

function parsed(kql: string): Kql {
  const result = parseKql(kql);
  if (!result.ok) throw new Error(result.why);
  return result.query;
}

test.each([
  ["event.action: A", { field: "event.action", values: ["A"] }],
  ['event.action: ("A*" or B)', { field: "event.action", values: ["A*", "B"] }],
  ["event.action: A\\*", { field: "event.action", values: ["A*"] }],
  ["event.action: (A or B) or event.action: B", { field: "event.action", values: ["A", "B"] }],
  ["event.action: A and aws.ses.signals: s", { field: "aws.ses.signals", values: ["s"] }],
  ["event.outcome: success and event.action: A", { field: "event.action", values: ["A"] }],
  ["event.action: A or aws.ses.signals: s", undefined],
  ["event.action: (A or B*)", undefined],
  ["not event.action: A", undefined],
  ["event.action: *", undefined],
  ["event.outcome: success", undefined],
  ["", undefined],
])("the gate of %j", (kql, gate) => {
  expect(gateOf(parsed(kql))).toEqual(gate);
});

test("in the demo's week no event meets a rule's condition past its gate", () => {
  const conditions = RULES.flatMap(({ detection }) => conditionsOf(detection)).map(parsed);
  let met = 0;
  for (const query of conditions) {
    const gate = gateOf(query);
    const holds = predicate(query);
    if (gate === undefined) continue;
    for (const { event } of WEEK) {
      if (!holds(event.fields)) continue;
      met += 1;
      expect(valuesOf(event.fields, gate.field).map(String)).toEqual(
        expect.arrayContaining([expect.toBeOneOf([...gate.values])]),
      );
    }
  }
  expect(met).toBeGreaterThan(100);
});
