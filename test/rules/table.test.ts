/** The rules as a table: what they ask of the signals, what they weigh, what they need. */
import { describe, expect, test } from "vitest";
import { conditionsOf } from "../../src/rules/engine/plan.ts";
import { parseKql, type Kql } from "../../src/rules/kql.ts";
import type { Rule } from "../../src/rules/rule.ts";
import { RULES } from "../../src/rules/rules.ts";
import { SEVERITIES, SIGNALS, type SignalRow } from "../../src/tables/signals.ts";
import { NEAR_MISSES } from "../support/near-misses.ts";

const ROWS: ReadonlyMap<string, SignalRow> = new Map(SIGNALS.map((row) => [row.name, row]));
const EACH = RULES.map((rule) => [rule.key, rule] as const);

function parsed(text: string): Kql {
  const result = parseKql(text);
  if (!result.ok) throw new Error(result.why);
  return result.query;
}

/** Values of a field that a condition asks for; what it excludes is left out. */
function asked(query: Kql, field: string): readonly string[] {
  if (query.kind === "and" || query.kind === "or")
    return query.of.flatMap((part) => asked(part, field));
  return query.kind === "is" && query.field === field ? [query.value.text] : [];
}

function askedBy(rule: Rule, field: string): readonly string[] {
  return conditionsOf(rule.detection).flatMap((condition) => asked(parsed(condition), field));
}

const signalsOf = (rule: Rule): readonly SignalRow[] =>
  askedBy(rule, "aws.ses.signals").map((name) => {
    const row = ROWS.get(name);
    if (row === undefined) throw new Error(`${rule.key} asks for a signal ${name} that is none`);
    return row;
  });

test("every signal is asked for by a rule", () => {
  const used = new Set(RULES.flatMap((rule) => signalsOf(rule).map(({ name }) => name)));
  expect(SIGNALS.map(({ name }) => name).filter((name) => !used.has(name))).toEqual([]);
});

describe.each(EACH)("%s", (key, rule) => {
  test("has a near miss", () => {
    expect(NEAR_MISSES.filter((miss) => miss.rule === key)).not.toEqual([]);
  });

  test("weighs as much as the heaviest of its signals, where one record is enough", () => {
    const signals = rule.detection.type === "query" ? signalsOf(rule) : [];
    if (signals.length === 0) return;
    const heaviest = Math.max(...signals.map(({ severity }) => SEVERITIES[severity]));
    // Rules know nothing below low.
    expect(SEVERITIES[rule.severity]).toBe(Math.max(heaviest, SEVERITIES.low));
  });

  test("counts failed calls only with a reason, where it is high", () => {
    const wantsSuccess = conditionsOf(rule.detection).every((condition) =>
      asked(parsed(condition), "event.outcome").includes("success"),
    );
    if (rule.severity === "high") expect(rule.attempts === undefined).toBe(wantsSuccess);
    else expect(rule.attempts).toBeUndefined();
  });

  test("says that it needs related calls exactly when nothing else raises its signals", () => {
    const signals = signalsOf(rule);
    const isBeside = signals.length > 0 && signals.every(({ beside }) => beside === true);
    expect(rule.needs === "related").toBe(isBeside);
  });

  test("says that it needs data events exactly when it looks at sends", () => {
    const isSend = askedBy(rule, "aws.ses.verb").join() === "send";
    expect(rule.needs === "data events").toBe(isSend);
  });

  test("tells what is harmless, where to look, and where to read more", () => {
    for (const text of [...rule.falsePositives, ...rule.references, rule.look, rule.description])
      expect(text).not.toBe("");
    expect(rule.falsePositives.length).toBeGreaterThan(0);
    expect(rule.references.length).toBeGreaterThan(0);
    // MITRE has no technique for a changed MAIL FROM domain.
    expect(rule.techniques.length > 0).toBe(key !== "mail-from-changed");
  });
});

test("control: what a rule excludes is not what it asks for", () => {
  expect(asked(parsed("a: x and not a: y or a: z"), "a")).toEqual(["x", "z"]);
});
