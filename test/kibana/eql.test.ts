/** Sequences as EQL. Tests have no engine that runs it: what is shown is what is written. */
import { expect, test } from "vitest";
import { eqlSequence } from "../../src/kibana/eql.ts";

const sequence = (withinMinutes: number, ...steps: readonly string[]): string =>
  eqlSequence({ type: "sequence", by: ["cloud.region", "source.ip"], withinMinutes, steps });

test("a sequence has its fields, its span and its steps", () => {
  expect(sequence(1440, "event.action: A", "event.action: B")).toBe(
    [
      "sequence by cloud.region, source.ip with maxspan=24h",
      '  [any where event.action == "A"]',
      '  [any where event.action == "B"]',
    ].join("\n"),
  );
  expect(sequence(5)).toBe("sequence by cloud.region, source.ip with maxspan=5m");
});

test.each([
  ["", "true"],
  ["a: *", "a != null"],
  ["a: AK*", 'a like "AK*"'],
  ['a: "AK*"', 'a == "AK*"'],
  ['a: "say \\"b\\""', 'a == "say \\"b\\""'],
  ["a: x and not b: y", 'a == "x" and not (b == "y")'],
  ["a: x and (b: y or b: z)", 'a == "x" and (b == "y" or b == "z")'],
  ["event.created >= 2026-11-20", 'event.created >= "2026-11-20"'],
  ["event.sequence > 5", "event.sequence > 5"],
  ["aws.ses.known_action: true", "aws.ses.known_action == true"],
  ["cloud.account.id: 111122223333", 'cloud.account.id == "111122223333"'],
])("%s", (kql, eql) => {
  expect(sequence(5, kql)).toContain(`  [any where ${eql}]`);
});

test("what is no KQL is not written", () => {
  expect(() => sequence(5, "free text")).toThrow(/is no condition/u);
});
