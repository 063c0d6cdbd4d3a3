/** What rules find, worked out from their definitions by trying every span: slow, with nothing remembered or forgotten. */
import { conditionsOf } from "../../src/rules/engine/plan.ts";
import { parseKql } from "../../src/rules/kql.ts";
import { predicate, valuesOf, type Values } from "../../src/rules/predicate.ts";
import { CALLER } from "../../src/rules/queries.ts";
import type { Rule } from "../../src/rules/rule.ts";

/** A finding, as far as it is compared. */
export interface NaiveFinding {
  readonly rule: string;
  readonly by: readonly string[];
  readonly first: string;
  readonly last: string;
  readonly count: number;
  readonly distinct: number | undefined;
  /** Record ids, in order of time. */
  readonly ids: readonly string[];
}

interface Hit {
  readonly id: string;
  readonly at: number;
  readonly keys: readonly string[];
  readonly values: readonly string[];
  readonly steps: readonly number[];
}

const MINUTE_MS = 60_000;

/** All findings of a rule over events that have record ids and times; `since`: terms that began before it are known. */
export function naiveFindings(
  rule: Rule,
  events: readonly Values[],
  since = Number.NEGATIVE_INFINITY,
): readonly NaiveFinding[] {
  const hits = hitsOf(rule, events);
  const keys = new Set(hits.flatMap((hit) => hit.keys));
  return [...keys].flatMap((key) => {
    const ofKey = hits.filter((hit) => hit.keys.includes(key));
    return joined(spansOf(rule, ofKey), withinMs(rule))
      .filter(([first]) => rule.detection.type !== "new_terms" || first >= since)
      .map(([first, last]): NaiveFinding => {
        const inside = ofKey.filter(({ at }) => at >= first && at <= last);
        const { detection } = rule;
        return {
          rule: rule.key,
          by: JSON.parse(key) as readonly string[],
          first: new Date(first).toISOString(),
          last: new Date(last).toISOString(),
          count: inside.length,
          distinct:
            detection.type === "threshold" && detection.distinct !== undefined
              ? new Set(inside.flatMap(({ values }) => values)).size
              : undefined,
          ids: inside.map(({ id }) => id),
        };
      });
  });
}

function withinMs({ detection }: Rule): number {
  switch (detection.type) {
    case "query":
      return 60 * MINUTE_MS;
    case "new_terms":
      return detection.historyDays * 24 * 60 * MINUTE_MS;
    case "threshold":
    case "sequence":
      return detection.withinMinutes * MINUTE_MS;
    default:
      return detection satisfies never;
  }
}

function hitsOf({ detection }: Rule, events: readonly Values[]): readonly Hit[] {
  const conditions = conditionsOf(detection).map((kql) => {
    const parsed = parseKql(kql);
    if (!parsed.ok) throw new Error(parsed.why);
    return predicate(parsed.query);
  });
  const fields =
    detection.type === "query"
      ? CALLER
      : detection.type === "new_terms"
        ? detection.fields
        : detection.by;
  const texts = (values: Values, field: string): readonly string[] => [
    ...new Set(valuesOf(values, field).map(String)),
  ];
  return events
    .map((values) => {
      let keys: readonly (readonly string[])[] = [[]];
      for (const field of fields) {
        const found = texts(values, field);
        const ends = found.length === 0 && detection.type === "query" ? [""] : found;
        keys = keys.flatMap((key) => ends.map((end) => [...key, end]));
      }
      const counted = detection.type === "threshold" ? detection.distinct?.field : undefined;
      return {
        id: String(values["aws.ses.record_id"]),
        at: Date.parse(String(values["@timestamp"])),
        keys: keys.map((key) => JSON.stringify(key)),
        values: counted === undefined ? [] : texts(values, counted),
        steps: [...conditions.keys()].filter((step) => conditions[step]?.(values)),
      };
    })
    .filter(({ steps }) => steps.length > 0)
    .sort((one, other) => one.at - other.at || (one.id < other.id ? -1 : 1));
}

type Times = readonly [first: number, last: number];

/** Every span in which the rule holds. */
function spansOf({ detection }: Rule, hits: readonly Hit[]): readonly Times[] {
  switch (detection.type) {
    case "query":
    case "new_terms":
      return hits.map(({ at }) => [at, at]);
    case "threshold": {
      const { atLeast, distinct, withinMinutes } = detection;
      return pairs(hits, withinMinutes * MINUTE_MS).filter(([first, last]) => {
        const inside = hits.filter(({ at }) => at >= first && at <= last);
        const values = new Set(inside.flatMap((hit) => hit.values));
        return inside.length >= atLeast && values.size >= (distinct?.atLeast ?? 0);
      });
    }
    case "sequence": {
      const { steps, withinMinutes, inAnyOrder = false } = detection;
      const spanMs = withinMinutes * MINUTE_MS;
      if (inAnyOrder)
        return pairs(hits, spanMs).filter(
          ([first, last]) =>
            chains(
              hits.filter(({ at }) => at >= first && at <= last),
              steps.length,
            ).length > 0,
        );
      return chains(hits, steps.length).flatMap((chain): readonly Times[] => {
        const times = chain.map(({ at }) => at);
        const [first = 0] = times;
        const last = times.at(-1) ?? 0;
        const isInOrder = times.every((at, place) => at >= (times[place - 1] ?? first));
        return isInOrder && last - first <= spanMs ? [[first, last]] : [];
      });
    }
    default:
      return detection satisfies never;
  }
}

function pairs(hits: readonly Hit[], spanMs: number): readonly Times[] {
  return hits.flatMap(({ at: first }) =>
    hits.flatMap(({ at: last }): readonly Times[] =>
      last >= first && last - first <= spanMs ? [[first, last]] : [],
    ),
  );
}

/** Every way to take a hit of its own for each step. */
function chains(hits: readonly Hit[], count: number): readonly (readonly Hit[])[] {
  let all: readonly (readonly Hit[])[] = [[]];
  for (let step = 0; step < count; step += 1)
    all = all.flatMap((chain) =>
      hits
        .filter((hit) => hit.steps.includes(step) && !chain.includes(hit))
        .map((hit) => [...chain, hit]),
    );
  return all;
}

/** Spans with no more than so much between them are one. */
function joined(spans: readonly Times[], gapMs: number): readonly Times[] {
  const done: Times[] = [];
  for (const [first, last] of [...spans].sort((one, other) => one[0] - other[0])) {
    const before = done.at(-1);
    if (before === undefined || first - before[1] > gapMs) done.push([first, last]);
    else done[done.length - 1] = [before[0], Math.max(before[1], last)];
  }
  return done;
}
