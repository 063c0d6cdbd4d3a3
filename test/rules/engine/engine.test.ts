/** The rule engine against a naive evaluator: the same findings, in whatever order events come, and however little is kept. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ruleEngine, type EngineOptions } from "../../../src/rules/engine/engine.ts";
import type { Values } from "../../../src/rules/predicate.ts";
import type { Detection, Rule } from "../../../src/rules/rule.ts";
import { naiveFindings, type NaiveFinding } from "../../support/naive-rules.ts";

const START = Date.parse("2026-11-16T00:00:00Z");
const MINUTE_MS = 60_000;

function ruleOf(detection: Detection): Rule {
  return {
    key: detection.type,
    name: "a rule",
    severity: "medium",
    description: "",
    look: "",
    falsePositives: [],
    references: [],
    techniques: [],
    detection,
  };
}

const by = ["aws.ses.caller.name"] as const;
const within = { by, withinMinutes: 10 };

/** One rule of each kind, with the parts that make a difference. */
const RULES: readonly (readonly [string, Rule])[] = (
  [
    ["one record", { type: "query", query: "event.action: A" }],
    ["a count", { type: "threshold", query: "event.action: (A or B)", ...within, atLeast: 4 }],
    [
      "different values",
      {
        type: "threshold",
        query: "",
        ...within,
        atLeast: 1,
        distinct: { field: "cloud.region", atLeast: 3 },
      },
    ],
    [
      "a count and different values",
      {
        type: "threshold",
        query: "not event.action: D",
        ...within,
        atLeast: 5,
        distinct: { field: "aws.ses.identity.name", atLeast: 2 },
      },
    ],
    [
      "several keys of one event",
      {
        type: "threshold",
        query: "",
        by: ["aws.ses.caller.name", "aws.ses.identity.name"],
        withinMinutes: 10,
        atLeast: 3,
      },
    ],
    [
      "what is new",
      { type: "new_terms", query: "", fields: [...by, "cloud.region"], historyDays: 1 / 48 },
    ],
    [
      "one after the other",
      { type: "sequence", ...within, steps: ["event.action: A", "event.action: B"] },
    ],
    [
      "three steps that share events",
      {
        type: "sequence",
        ...within,
        steps: ["event.action: (A or B)", "event.action: (B or C)", "event.action: (C or A)"],
      },
    ],
    [
      "any order",
      {
        type: "sequence",
        ...within,
        steps: ["event.action: (A or B)", "event.action: (B or C)"],
        inAnyOrder: true,
      },
    ],
  ] as const satisfies readonly (readonly [string, Detection])[]
).map(([name, detection]) => [name, ruleOf(detection)] as const);

/** Events so near to each other that spans meet, overlap and just miss; many of the same time. Times are so many minutes apart. */
const eventsEvery = (minutes: number, most: number): fc.Arbitrary<readonly Values[]> =>
  fc
    .array(
      fc.record({
        time: fc.integer({ min: 0, max: most * 1.5 }),
        caller: fc.constantFrom("ana", "ana", "ana", "ben"),
        action: fc.constantFrom("A", "B", "C", "D"),
        region: fc.constantFrom("r1", "r2", "r3", "r4"),
        identities: fc.subarray(["x", "y", "z"]),
      }),
      { minLength: 1, maxLength: most, size: "max" },
    )
    .map((all) =>
      all.map(({ time, caller, action, region, identities }, index): Values => ({
        "@timestamp": new Date(START + time * minutes * MINUTE_MS).toISOString(),
        "aws.ses.record_id": `id-${index}`,
        "aws.ses.caller.name": caller,
        "event.action": action,
        "cloud.region": region,
        ...(identities.length === 0 ? {} : { "aws.ses.identity.name": identities }),
      })),
    );

/** Minutes between times at which a rule just holds and just doesn't. */
function stepOf({ detection }: Rule): number {
  return detection.type === "query" || detection.type === "new_terms" ? 10 : 1;
}

/** How many ids are compared: findings keep the first ones only. */
const EVIDENCE = 2;

interface Found {
  readonly found: readonly NaiveFinding[];
  /** Events that were neither late nor without room. */
  readonly taken: readonly Values[];
}

function findingsOf(rule: Rule, all: readonly Values[], options: EngineOptions = {}): Found {
  const engine = ruleEngine([rule], { mostEvidence: EVIDENCE, eager: true, ...options });
  const refused = (): number => {
    const { lateCount, unplacedCount } = engine.findings();
    return lateCount + unplacedCount;
  };
  const taken = all.filter((values) => {
    const before = refused();
    engine.take(engine.sight(values));
    return refused() === before;
  });
  const found = engine
    .findings()
    .findings.map(({ by: key, first, last, count, distinct, evidence }): NaiveFinding => ({
      rule: rule.key,
      by: key.flatMap(([, values]) => values),
      first,
      last,
      count,
      distinct: distinct?.count,
      ids: evidence.map(({ id }) => id),
    }));
  return { found: inOrder(found), taken };
}

function expected(rule: Rule, all: readonly Values[], since?: number): readonly NaiveFinding[] {
  return inOrder(
    naiveFindings(rule, all, since).map((finding) => ({
      ...finding,
      ids: finding.ids.slice(0, EVIDENCE),
    })),
  );
}

function inOrder(findings: readonly NaiveFinding[]): readonly NaiveFinding[] {
  const text = (finding: NaiveFinding): string => JSON.stringify([finding.first, finding.by]);
  return [...findings].sort((one, other) => (text(one) < text(other) ? -1 : 1));
}

/** In order of time, but each up to so many places too late. */
function nearlyByTime(all: readonly Values[], places: number): readonly Values[] {
  return all
    .toSorted((one, other) => (String(one["@timestamp"]) < String(other["@timestamp"]) ? -1 : 1))
    .map((values, place) => ({ values, place: place + ((place * 7) % (places + 1)) }))
    .sort((one, other) => one.place - other.place)
    .map(({ values }) => values);
}

const inTwoOrders = (rule: Rule) =>
  eventsEvery(stepOf(rule), 32).chain((all) =>
    fc.tuple(fc.constant(all), fc.shuffledSubarray([...all], { minLength: all.length })),
  );

function sameInAnyOrder(rule: Rule, naive: Rule = rule) {
  return fc.property(inTwoOrders(rule), ([all, order]) => {
    const { found, taken } = findingsOf(rule, order);
    expect(taken).toHaveLength(all.length);
    expect(found).toEqual(expected(naive, all));
  });
}

describe.each(RULES)("%s", (_name, rule) => {
  test("is found as a naive evaluator finds it, in any order", () => {
    fc.assert(sameInAnyOrder(rule), { numRuns: 60, endOnFailure: true });
  });

  test("is found in all that is taken where hardly anything is kept", () => {
    let whole = 0;
    fc.assert(
      fc.property(eventsEvery(stepOf(rule), 60), fc.nat(20), (all, places) => {
        const { found, taken } = findingsOf(rule, nearlyByTime(all, places), {
          mostKeptBytes: 16_000,
        });
        expect(found).toEqual(expected(rule, taken));
        if (taken.length === all.length) whole += 1;
      }),
      { numRuns: 40, endOnFailure: true },
    );
    expect(whole).toBeGreaterThan(0);
  });
});

test("control: a span that is a minute shorter, or one record less, is found out", () => {
  const [, count] = RULES[1] ?? [];
  if (count?.detection.type !== "threshold") throw new Error("no count");
  const { detection } = count;
  for (const other of [
    { ...detection, withinMinutes: detection.withinMinutes - 1 },
    { ...detection, atLeast: detection.atLeast - 1 },
  ])
    expect(fc.check(sameInAnyOrder(count, ruleOf(other)), { endOnFailure: true }).failed).toBe(
      true,
    );
});
