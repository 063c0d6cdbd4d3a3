/** Each detection rule over the demo week: it fires on its stories, and is silent on all else. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { StoryName } from "../../src/demo/stories.ts";
import { ruleJson, type RuleJson } from "../../src/kibana/rule.ts";
import { RULES } from "../../src/rules/rules.ts";
import { toEcs } from "../../src/shape/ecs.ts";
import { eventMappings } from "../../src/sinks/elasticsearch/mappings.ts";
import { looser } from "../support/board-searches.ts";
import {
  WEEK_START,
  demoDocuments,
  serviceSweep,
  type DemoDocument,
} from "../support/demo-documents.ts";
import { evaluateRule, type Alert } from "../support/rule-evaluator.ts";
import { lackingOf, searchIndex, type SearchIndex } from "../support/search-index.ts";
import { describeWith } from "../support/services.ts";

/** The stories on which each rule fires: all of them, and no others. */
const FIRES: Readonly<Record<string, readonly StoryName[]>> = {
  "production-access": ["leaked-key"],
  "sending-enabled": ["leaked-key"],
  "sending-disabled": ["root-use"],
  "identity-added": ["burst-of-identities", "leaked-key", "new-domain"],
  "identity-free-mail": ["leaked-key"],
  "identity-deleted": ["burst-of-identities", "leaked-key"],
  "policy-granted": ["policy-opened"],
  "policy-open": ["policy-opened"],
  "feedback-off": ["feedback-silenced"],
  "event-publishing-cut": ["feedback-silenced", "leaked-key"],
  "dkim-weakened": ["dkim-weakened"],
  "mail-from-changed": ["dkim-weakened", "new-domain"],
  "mail-diverted": ["mail-diverted"],
  "mail-to-foreign-account": ["mail-diverted"],
  "receiving-swapped": ["mail-blocked", "receiving-off"],
  "data-taken": ["data-taken"],
  "suppression-loosened": ["root-use", "suppression-loosened"],
  "verification-redirect": ["verification-redirect"],
  "root-write": ["root-use"],
  probing: ["leaked-key"],
  "region-sweep": ["leaked-key"],
  "denied-burst": ["denied-probing", "leaked-key"],
  "identity-burst": ["burst-of-identities", "leaked-key"],
  "contacts-listed": ["data-taken"],
  "suppression-emptied": ["suppression-loosened"],
  "send-burst": ["leaked-key"],
  "new-key-user": [
    "denied-probing",
    "dkim-weakened",
    "leaked-key",
    "receiving-off",
    "verification-redirect",
  ],
  "new-receipt-setting": ["mail-diverted"],
  "new-sender": ["leaked-key", "verification-redirect"],
  "new-root-address": ["root-use"],
  "enabled-then-identity": ["leaked-key"],
  "identity-added-then-deleted": ["burst-of-identities", "leaked-key"],
};

/** Ordinary records on which a rule rightly fires, by caller: what its false positives say. */
const ORDINARY: Readonly<Record<string, readonly string[]>> = {
  // A planned change of a receipt rule.
  "new-receipt-setting": ["ana.silva@example.com"],
};

const FILE: readonly RuleJson[] = RULES.map(ruleJson);

/** Rules for what is new need some days of history before they can tell anything. */
const HISTORY_MS = 2 * 86_400_000;

describeWith("ELASTICSEARCH_URL", "the rules over the demo week", (url) => {
  let byId: ReadonlyMap<string, DemoDocument> = new Map();
  let index: SearchIndex;

  beforeAll(async () => {
    const week = demoDocuments();
    const documents = [...week, ...serviceSweep(week)];
    byId = new Map(documents.map((document) => [document.id, document]));
    const stream = { dataset: "ses.cloudtrail", namespace: "default" };
    index = await searchIndex(
      url,
      eventMappings(await lackingOf(url)),
      documents.map(({ id, event }) => ({ id, document: toEcs(event, stream) })),
    );
  });

  afterAll(async () => {
    await index.delete();
  });

  const known = new Map<RuleJson, Promise<readonly DemoDocument[]>>();
  /** The events behind the alerts of a rule. */
  const eventsOf = (rule: RuleJson): Promise<readonly DemoDocument[]> => {
    const events = known.get(rule) ?? findEvents(rule);
    known.set(rule, events);
    return events;
  };
  const findEvents = async (rule: RuleJson): Promise<readonly DemoDocument[]> => {
    const alerts: readonly Alert[] = await evaluateRule(rule, index);
    const since = rule.type === "new_terms" ? WEEK_START.getTime() + HISTORY_MS : 0;
    const ids = new Set(
      alerts
        .filter(({ runAt }) => runAt > since)
        .flatMap(({ events }) => events.map(({ id }) => id)),
    );
    return [...ids].map((id) => {
      const found = byId.get(id);
      if (found === undefined) throw new Error(`no document ${id}`);
      return found;
    });
  };

  test("all rules are told here", () => {
    expect(Object.keys(FIRES)).toEqual(RULES.map(({ key }) => key));
  });

  test.each(FILE.map((rule) => [rule.rule_id.replace("sestrail-", ""), rule] as const))(
    "%s fires on its stories, and on nothing else",
    async (key, rule) => {
      const events = await eventsOf(rule);
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

  test.each(
    FILE.filter(({ language }) => language === "kuery").flatMap((rule) =>
      looser(rule.query).map(
        ({ condition, query }) => [rule.rule_id, condition, { ...rule, query }, rule] as const,
      ),
    ),
  )("%s needs its condition %s", async (_id, _condition, loose, rule) => {
    const [loosely, strictly] = await Promise.all([eventsOf(loose), eventsOf(rule)]);
    expect(loosely.length).toBeGreaterThan(strictly.length);
  });

  test.each(
    FILE.flatMap((rule) =>
      rule.threshold === undefined ? [] : [[rule.rule_id, rule, rule.threshold] as const],
    ),
  )("%s does not fire at a number that nobody reaches", async (_id, rule, threshold) => {
    const cardinality = threshold.cardinality?.map(({ field }) => ({ field, value: 1000 }));
    const unreachable: RuleJson = {
      ...rule,
      threshold: {
        ...threshold,
        value: 10_000,
        ...(cardinality === undefined ? {} : { cardinality }),
      },
    };
    expect(await eventsOf(unreachable)).toEqual([]);
  });

  test("a threshold of two kinds of reads would fire on people who only look", async () => {
    const probing = FILE.find(({ rule_id }) => rule_id === "sestrail-probing");
    if (probing?.threshold === undefined) throw new Error("no rule of probing");
    const field = "event.action";
    const lower: RuleJson = {
      ...probing,
      threshold: { ...probing.threshold, value: 2, cardinality: [{ field, value: 2 }] },
    };
    expect((await eventsOf(lower)).some(({ story }) => story === undefined)).toBe(true);
  });

  test("Kibana's own window of six minutes would miss a sweep that is delivered later", async () => {
    const sweep = FILE.find(({ rule_id }) => rule_id === "sestrail-region-sweep");
    if (sweep === undefined) throw new Error("no rule of a sweep");
    expect(await eventsOf({ ...sweep, from: "now-6m" })).toEqual([]);
  });

  test.each(FILE.filter(({ type }) => type === "eql").map((rule) => [rule.rule_id, rule] as const))(
    "%s needs its steps in their order",
    async (_id, rule) => {
      const [head = "", first = "", second = ""] = rule.query.split("\n");
      expect(await eventsOf({ ...rule, query: [head, second, first].join("\n") })).toEqual([]);
    },
  );
});
