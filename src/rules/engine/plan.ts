/** A rule, made ready for many events: conditions compiled, and what is kept by which key. */
import { gateOf, type Gate } from "../gate.ts";
import { parseKql } from "../kql.ts";
import { predicate, type Predicate } from "../predicate.ts";
import { CALLER } from "../queries.ts";
import type { Detection, Rule } from "../rule.ts";
import { sequenceJudge } from "./sequence.ts";
import type { Judge } from "./span.ts";
import { thresholdJudge } from "./threshold.ts";

/** One thing that is looked for. */
export interface Condition {
  readonly holds: Predicate;
  /** Only events that pass it need be asked; without one, all. */
  readonly gate: Gate | undefined;
}

/** A rule made ready. */
export interface Plan {
  readonly rule: Rule;
  /** What is looked for; more than one in sequences only. */
  readonly conditions: readonly Condition[];
  /** Fields whose values tell keys apart. */
  readonly by: readonly string[];
  /** An event without all of these has a key as well: that of the others without. */
  readonly takesKeyless: boolean;
  /** Field whose different values are counted. */
  readonly counted: string | undefined;
  /** Two hits of one finding are no further apart than this, or one of them belongs to a span that reaches nearer. */
  readonly spanMs: number;
  readonly judge: Judge;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Records of one kind by one caller are one finding while no hour without any lies between them. */
const TOGETHER_MS = 60 * MINUTE_MS;

/** Makes a rule ready. Throws on a condition that is no KQL: rules of strangers are checked before. */
export function planOf(rule: Rule): Plan {
  const { detection } = rule;
  return { rule, conditions: conditionsOf(detection).map(compiled), ...partsOf(detection) };
}

/** Every condition of a rule: its query, or those of its steps. */
export function conditionsOf(detection: Detection): readonly string[] {
  return detection.type === "sequence" ? detection.steps : [detection.query];
}

function compiled(kql: string): Condition {
  const parsed = parseKql(kql);
  if (!parsed.ok) throw new Error(`${kql}: ${parsed.why}`);
  return { holds: predicate(parsed.query), gate: gateOf(parsed.query) };
}

function partsOf(detection: Detection): Omit<Plan, "rule" | "conditions"> {
  const keyed = { takesKeyless: false, counted: undefined };
  switch (detection.type) {
    case "query":
      return {
        ...keyed,
        by: CALLER,
        takesKeyless: true,
        spanMs: TOGETHER_MS,
        judge: thresholdJudge({ atLeast: 1, spanMs: TOGETHER_MS }),
      };
    case "new_terms": {
      const spanMs = detection.historyDays * DAY_MS;
      return {
        ...keyed,
        by: detection.fields,
        spanMs,
        judge: thresholdJudge({ atLeast: 1, spanMs }),
      };
    }
    case "threshold": {
      const { by, atLeast, distinct, withinMinutes } = detection;
      const spanMs = withinMinutes * MINUTE_MS;
      return {
        ...keyed,
        by,
        counted: distinct?.field,
        spanMs,
        judge: thresholdJudge({ atLeast, distinct: distinct?.atLeast, spanMs }),
      };
    }
    case "sequence": {
      const { by, withinMinutes, steps, inAnyOrder = false } = detection;
      const spanMs = withinMinutes * MINUTE_MS;
      return {
        ...keyed,
        by,
        spanMs,
        judge: sequenceJudge({ count: steps.length, inAnyOrder, spanMs }),
      };
    }
    default:
      return detection satisfies never;
  }
}
