/** Each detection rule over the demo week: it fires on its stories, and is silent on all else. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { StoryName } from "../../src/demo/stories.ts";
import { ruleEngine } from "../../src/rules/engine/engine.ts";
import { conditionsOf } from "../../src/rules/engine/plan.ts";
import { parseKql } from "../../src/rules/kql.ts";
import { predicate } from "../../src/rules/predicate.ts";
import { RULES } from "../../src/rules/rules.ts";
import type { Rule } from "../../src/rules/rule.ts";
import { toEcs } from "../../src/shape/ecs.ts";
import { eventMappings } from "../../src/sinks/elasticsearch/mappings.ts";
import { looser } from "../support/board-searches.ts";
import { demoDocuments, serviceSweep, type DemoDocument } from "../support/demo-documents.ts";
import { relatedDocuments } from "../support/related-documents.ts";
import { NEAR_MISSES } from "../support/near-misses.ts";
import { idsInIndex } from "../support/rule-searches.ts";
import { lackingOf, searchIndex, type SearchIndex } from "../support/search-index.ts";
import { describeWith } from "../support/services.ts";

/**
 * The stories on which each rule fires: all of them, and no others. Nothing is new of the caller of
 * `verification-redirect`, who is that of `dkim-weakened` half an hour later.
 */
const FIRES: Readonly<Record<string, readonly StoryName[]>> = {
  "production-access": ["leaked-key", "regions-swept"],
  "sending-enabled": ["leaked-key", "sending-prepared"],
  "sending-disabled": ["root-use"],
  "tenant-stopped": ["suppression-loosened", "tenant-resumed"],
  "suppression-loosened": ["root-use", "suppression-loosened"],
  "identity-added": [
    "burst-of-identities",
    "leaked-key",
    "new-domain",
    "own-key",
    "sending-prepared",
    "strangers-verified",
    "verification-redirect",
  ],
  "identity-free-mail": ["leaked-key", "sending-prepared"],
  "identity-own-key": ["own-key"],
  "identity-deleted": ["burst-of-identities", "leaked-key", "sending-prepared"],
  "policy-granted": ["policy-opened"],
  "policy-open": ["policy-opened"],
  "policy-deleted": ["policies-deleted"],
  "dkim-weakened": ["dkim-weakened"],
  "mail-from-changed": ["dkim-weakened", "new-domain"],
  "verification-redirect": ["verification-redirect"],
  "feedback-off": ["feedback-silenced"],
  "topic-foreign-account": ["feedback-silenced"],
  "event-publishing-cut": ["events-narrowed", "feedback-silenced", "leaked-key"],
  "archiving-off": ["archive-deleted", "feedback-silenced"],
  "data-taken": ["data-taken"],
  "mail-diverted": ["mail-diverted"],
  "mail-manager-diverted": ["mail-manager-diverted"],
  "mail-manager-relayed": ["relay-moved"],
  "mail-to-foreign-account": ["mail-diverted", "mail-manager-diverted"],
  "receiving-swapped": ["mail-blocked", "receiving-off"],
  "mail-manager-closed": ["ingress-closed"],
  "receiving-cut": ["abuse-desk-silenced", "receiving-off"],
  "filter-deleted": ["abuse-desk-silenced", "ingress-closed", "mail-blocked"],
  "root-write": ["root-use"],
  "key-quarantined": ["denied-probing", "leaked-key"],
  "parameters-omitted": ["policy-opened"],
  "key-quota-read": ["denied-probing", "key-elsewhere", "key-replaced", "leaked-key"],
  "smtp-user-made": ["leaked-key", "smtp-user"],
  "ses-rights-given": ["leaked-key", "smtp-user"],
  "quota-asked": ["leaked-key", "quota-raised"],
  "logging-cut": ["leaked-key", "trail-blinded"],
  "mail-service-made": ["leaked-key", "workmail-made"],
  probing: ["leaked-key", "regions-swept"],
  "region-sweep": ["leaked-key", "regions-swept"],
  "denied-burst": ["denied-probing", "leaked-key"],
  "identity-burst": ["burst-of-identities", "leaked-key", "verification-redirect"],
  "contacts-listed": ["data-taken"],
  "suppression-emptied": ["suppression-loosened"],
  "send-burst": ["leaked-key", "night-mailing"],
  "send-calls-burst": ["uncounted-sends"],
  "new-receipt-setting": ["abuse-desk-silenced", "mail-diverted"],
  "new-sender": ["leaked-key", "policy-opened", "uncounted-sends"],
  "foreign-sender": ["policy-opened"],
  "new-verifier": ["strangers-verified", "verification-redirect"],
  "new-root-address": ["root-use"],
  "new-key-user": [
    "abuse-desk-silenced",
    "denied-probing",
    "dkim-weakened",
    "leaked-key",
    "receiving-off",
  ],
  "new-key-address": [
    "abuse-desk-silenced",
    "denied-probing",
    "dkim-weakened",
    "key-elsewhere",
    "key-replaced",
    "leaked-key",
    "receiving-off",
  ],
  "new-key-client": [
    "abuse-desk-silenced",
    "denied-probing",
    "dkim-weakened",
    "key-elsewhere",
    "key-replaced",
    "leaked-key",
    "receiving-off",
  ],
  "new-key": [
    "abuse-desk-silenced",
    "denied-probing",
    "dkim-weakened",
    "key-replaced",
    "leaked-key",
    "receiving-off",
  ],
  "first-change": [
    "abuse-desk-silenced",
    "dkim-weakened",
    "key-elsewhere",
    "leaked-key",
    "receiving-off",
  ],
  "first-change-session": [
    "archive-deleted",
    "ingress-closed",
    "mail-blocked",
    "mail-diverted",
    "mail-manager-diverted",
    "own-key",
    "policy-opened",
    "regions-swept",
    "root-use",
    "sending-prepared",
    "strangers-verified",
    "suppression-loosened",
    "tenant-resumed",
  ],
  "enabled-then-identity": ["leaked-key", "sending-prepared"],
  "identity-added-then-deleted": ["burst-of-identities", "leaked-key", "sending-prepared"],
  "tenant-stopped-then-started": ["tenant-resumed"],
  "mail-blocked-by-halves": ["mail-blocked-by-halves"],
  "mail-blocked-by-halves-ipv6": ["ipv6-halves"],
};

/** Ordinary records on which a rule rightly fires, by caller: what its false positives say. */
const ORDINARY: Readonly<Record<string, readonly string[]>> = {
  // A planned change of a receipt rule.
  "new-receipt-setting": ["ana.silva@example.com"],
};

/** Rules for what is new need some days to learn from before they can tell anything. */
const LEARN_MS = 2 * 86_400_000;

const STREAM = { dataset: "ses.cloudtrail", namespace: "default" };
const WEEK = demoDocuments();
const MISSED = new Map(
  NEAR_MISSES.flatMap((miss) => miss.documents.map(({ id }) => [id, miss] as const)),
);
const BY_ID = new Map(
  [
    ...WEEK,
    ...relatedDocuments(),
    ...serviceSweep(WEEK),
    ...NEAR_MISSES.flatMap(({ documents }) => documents),
  ].map((document) => [document.id, document]),
);
const DOCUMENTS = [...BY_ID.values()];

/** The events behind the findings of a rule: of what is new the first. */
function eventsOf(rule: Rule): readonly DemoDocument[] {
  const engine = ruleEngine([rule], { learnMs: LEARN_MS, mostEvidence: Number.POSITIVE_INFINITY });
  for (const { event } of DOCUMENTS) engine.take(engine.sight(event.fields));
  const isNew = rule.detection.type === "new_terms";
  const ids = new Set(
    engine
      .findings()
      .findings.flatMap(({ evidence }) => (isNew ? evidence.slice(0, 1) : evidence))
      .map(({ id }) => id),
  );
  return [...ids].map((id) => {
    const found = BY_ID.get(id);
    if (found === undefined) throw new Error(`no document ${id}`);
    return found;
  });
}

/** The ids of the events that meet a condition, sorted. */
function idsInMemory(kql: string): readonly string[] {
  const parsed = parseKql(kql);
  if (!parsed.ok) throw new Error(parsed.why);
  const holds = predicate(parsed.query);
  return DOCUMENTS.filter(({ event }) => holds(event.fields))
    .map(({ id }) => id)
    .sort();
}

/** A rule of this key, of which tests know the kind. */
function ruleOf<Type extends Rule["detection"]["type"]>(
  key: string,
  type: Type,
): Rule & { readonly detection: Extract<Rule["detection"], { type: Type }> } {
  const rule = RULES.find((each) => each.key === key);
  if (rule?.detection.type !== type) throw new Error(`no ${type} rule ${key}`);
  return rule as Rule & { readonly detection: Extract<Rule["detection"], { type: Type }> };
}

/** A rule without one of its conditions, once for each. */
function loosened(rule: Rule): readonly (readonly [string, Rule])[] {
  const { detection } = rule;
  if (detection.type !== "sequence") {
    return looser(detection.query).map(({ condition, query }) => [
      condition,
      { ...rule, detection: { ...detection, query } },
    ]);
  }
  return detection.steps.flatMap((step, at) =>
    looser(step).map(
      ({ condition, query }) =>
        [
          `${condition} of step ${at + 1}`,
          { ...rule, detection: { ...detection, steps: detection.steps.with(at, query) } },
        ] as const,
    ),
  );
}

describe("the rules over the demo week", () => {
  test("all rules are told here", () => {
    expect(Object.keys(FIRES)).toEqual(RULES.map(({ key }) => key));
  });

  test.each(RULES.map((rule) => [rule.key, rule] as const))(
    "%s fires on its stories, and on nothing else",
    (key, rule) => {
      const events = eventsOf(rule).filter(({ id }) => !MISSED.has(id));
      const stories = new Set(events.flatMap(({ story }) => (story === undefined ? [] : [story])));
      const ordinary = new Set(
        events
          .filter(({ story }) => story === undefined)
          .map(({ event }) => event.fields["aws.ses.caller.name"]),
      );
      expect({ stories: [...stories].sort(), ordinary: [...ordinary] }).toEqual({
        stories: FIRES[key],
        ordinary: ORDINARY[key] ?? [],
      });
    },
  );

  test.each(NEAR_MISSES.map((miss) => [miss.rule, miss.why, miss] as const))(
    "%s is silent on %s",
    (key, _why, miss) => {
      const rule = RULES.find((each) => each.key === key);
      if (rule === undefined) throw new Error(`no rule ${key}`);
      const ids = new Set(miss.documents.map(({ id }) => id));
      expect(eventsOf(rule).filter(({ id }) => ids.has(id))).toEqual([]);
    },
  );

  test.each(
    RULES.flatMap((rule) =>
      loosened(rule).map(([condition, loose]) => [rule.key, condition, loose, rule] as const),
    ),
  )("%s needs its condition %s", (_key, _condition, loose, rule) => {
    const strictly = new Set(eventsOf(rule).map(({ id }) => id));
    expect(eventsOf(loose).filter(({ id }) => !strictly.has(id))).not.toEqual([]);
  });

  test.each(
    RULES.flatMap((rule) =>
      rule.detection.type === "threshold" ? [[rule.key, rule, rule.detection] as const] : [],
    ),
  )("%s does not fire at a number that nobody reaches", (_key, rule, detection) => {
    const { distinct } = detection;
    const unreachable: Rule = {
      ...rule,
      detection: {
        ...detection,
        ...(distinct === undefined
          ? { atLeast: 10_000 }
          : { distinct: { ...distinct, atLeast: 1000 } }),
      },
    };
    expect(eventsOf(unreachable)).toEqual([]);
  });

  test("a threshold of two kinds of reads would fire on people who only look", () => {
    const { detection, ...probing } = ruleOf("probing", "threshold");
    const distinct = { field: "event.action", atLeast: 2 } as const;
    const lower: Rule = { ...probing, detection: { ...detection, atLeast: 2, distinct } };
    expect(eventsOf(lower).some(({ story }) => story === undefined)).toBe(true);
  });

  test("records instead of identities would take one identity for many", () => {
    const { detection, ...burst } = ruleOf("identity-burst", "threshold");
    const { distinct: _distinct, ...counted } = detection;
    const found = eventsOf({ ...burst, detection: counted });
    expect(found.some(({ id }) => MISSED.get(id)?.why.startsWith("one identity"))).toBe(true);
  });

  test("a sequence in one order needs its steps in that order", () => {
    const { detection, ...deleted } = ruleOf("identity-added-then-deleted", "sequence");
    const steps = detection.steps.toReversed();
    expect(eventsOf({ ...deleted, detection: { ...detection, steps } })).toEqual([]);
  });

  test("a sequence in any order is the same with its steps the other way round", () => {
    for (const key of ["enabled-then-identity", "mail-blocked-by-halves"]) {
      const { detection, ...rule } = ruleOf(key, "sequence");
      const steps = detection.steps.toReversed();
      const idsOf = (each: Rule) =>
        eventsOf(each)
          .map(({ id }) => id)
          .sort();
      const found = idsOf({ ...rule, detection });
      expect(found.length).toBeGreaterThan(0);
      expect(idsOf({ ...rule, detection: { ...detection, steps } })).toEqual(found);
    }
  });

  test("the halves of the story come in the order that a sequence in one order would miss", () => {
    const { detection, ...halves } = ruleOf("mail-blocked-by-halves", "sequence");
    const { inAnyOrder: _inAnyOrder, ...ordered } = detection;
    expect(eventsOf({ ...halves, detection: ordered })).toEqual([]);
  });
});

describeWith("ELASTICSEARCH_URL", "what meets a condition, asked of Elasticsearch", (url) => {
  let index: SearchIndex;
  beforeAll(async () => {
    index = await searchIndex(
      url,
      eventMappings(await lackingOf(url)),
      DOCUMENTS.map(({ id, event }) => ({ id, document: toEcs(event, STREAM) })),
    );
  });
  afterAll(async () => {
    await index.delete();
  });

  test.each(
    RULES.flatMap((rule) => [rule, ...loosened(rule).map(([, loose]) => loose)]).flatMap((rule) =>
      conditionsOf(rule.detection).map((condition) => [condition, rule.key] as const),
    ),
  )("is what meets it in memory: %s", async (condition) => {
    const inMemory = idsInMemory(condition);
    expect(await idsInIndex(condition, index)).toEqual(inMemory);
  });

  test("control: a condition that is left out is found out", async () => {
    const { detection } = ruleOf("region-sweep", "threshold");
    const inMemory = idsInMemory(detection.query);
    for (const { query } of looser(detection.query))
      expect(await idsInIndex(query, index)).not.toEqual(inMemory);
  });
});
