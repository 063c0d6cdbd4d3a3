/**
 * What the engine finds over the demo week, asked of a real Elasticsearch: counts by aggregations over every window that
 * ends with a record, what is new by a window before it. It has no EQL here: of sequences only the steps are asked, in rules.test.ts.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { toQuery } from "../../src/kibana/elasticsearch-query.ts";
import { ruleEngine } from "../../src/rules/engine/engine.ts";
import type { Finding } from "../../src/rules/engine/finding.ts";
import { parseKql } from "../../src/rules/kql.ts";
import { RULES } from "../../src/rules/rules.ts";
import type { Detection, Rule } from "../../src/rules/rule.ts";
import { toEcs } from "../../src/shape/ecs.ts";
import { eventMappings } from "../../src/sinks/elasticsearch/mappings.ts";
import { demoDocuments } from "../support/demo-documents.ts";
import { NEAR_MISSES } from "../support/near-misses.ts";
import { lackingOf, searchIndex, type SearchIndex } from "../support/search-index.ts";
import { describeWith } from "../support/services.ts";

const STREAM = { dataset: "ses.cloudtrail", namespace: "default" };
const DOCUMENTS = [...demoDocuments(), ...NEAR_MISSES.flatMap(({ documents }) => documents)];
const DAY_MS = 86_400_000;
const LEARN_MS = 2 * DAY_MS;

function queryOf(kql: string): object {
  const parsed = parseKql(kql);
  if (!parsed.ok) throw new Error(parsed.why);
  return toQuery(parsed.query);
}

function findingsOf(rule: Rule): readonly Finding[] {
  const engine = ruleEngine([rule], { learnMs: LEARN_MS });
  for (const { event } of DOCUMENTS) engine.take(engine.sight(event.fields));
  return engine.findings().findings;
}

/** One bucket of terms within terms. */
interface Bucket {
  readonly key: string;
  readonly doc_count: number;
  readonly distinct?: { readonly value: number };
  readonly first?: { readonly value: number };
  readonly next?: { readonly buckets: readonly Bucket[] };
}

/** Terms of the fields within each other, with further aggregations in the innermost. */
function termsOf(fields: readonly string[], inner: object): object {
  const [field, ...rest] = fields;
  return field === undefined
    ? inner
    : { next: { terms: { field, size: 10_000 }, aggs: termsOf(rest, inner) } };
}

function leaves(
  buckets: readonly Bucket[],
  depth: number,
): readonly (readonly [key: readonly string[], bucket: Bucket])[] {
  return buckets.flatMap((bucket) =>
    depth <= 1
      ? [[[bucket.key], bucket] as const]
      : leaves(bucket.next?.buckets ?? [], depth - 1).map(
          ([key, leaf]) => [[bucket.key, ...key], leaf] as const,
        ),
  );
}

type Of<Type extends Detection["type"]> = Extract<Detection, { type: Type }>;

describeWith("ELASTICSEARCH_URL", "the engine's findings, asked of Elasticsearch", (url) => {
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

  /** Keys, with the ends of the windows in which Elasticsearch counts enough. */
  async function enough({ query, by, atLeast, distinct, withinMinutes }: Of<"threshold">) {
    const times = (await index.search({
      size: 0,
      query: queryOf(query),
      aggs: { times: { terms: { field: "@timestamp", size: 10_000 } } },
    })) as { aggregations: { times: { buckets: readonly { key: number }[] } } };
    const ends = times.aggregations.times.buckets.map(({ key }) => key);
    if (ends.length === 0) return [];
    const inner =
      distinct === undefined
        ? {}
        : { distinct: { cardinality: { field: distinct.field, precision_threshold: 10_000 } } };
    const answer = (await index.search({
      size: 0,
      query: queryOf(query),
      aggs: {
        windows: {
          filters: {
            filters: Object.fromEntries(
              ends.map((end) => [
                String(end),
                { range: { "@timestamp": { gte: end - withinMinutes * 60_000, lte: end } } },
              ]),
            ),
          },
          aggs: termsOf(by, inner),
        },
      },
    })) as {
      aggregations: { windows: { buckets: Record<string, { next: { buckets: Bucket[] } }> } };
    };
    return Object.entries(answer.aggregations.windows.buckets).flatMap(([end, { next }]) =>
      leaves(next.buckets, by.length)
        .filter(
          ([, bucket]) =>
            bucket.doc_count >= atLeast &&
            (distinct === undefined || (bucket.distinct?.value ?? 0) >= distinct.atLeast),
        )
        .map(([key]) => ({ key: JSON.stringify(key), end: Number(end) })),
    );
  }

  test.each(
    RULES.flatMap((rule) =>
      rule.detection.type === "threshold" ? [[rule.key, rule, rule.detection] as const] : [],
    ),
  )("%s counts as its aggregations do", async (_key, rule, detection) => {
    const found = findingsOf(rule).map(({ by, first, last, count }) => ({
      key: JSON.stringify(by.flatMap(([, values]) => values)),
      first: Date.parse(first),
      last: Date.parse(last),
      count,
    }));
    const windows = await enough(detection);
    // Every window with enough reaches into a finding of its key, and every finding ends with such a window.
    const reaches = ({ key, end }: (typeof windows)[number]): boolean =>
      found.some(
        (one) =>
          one.key === key && one.first <= end && one.last >= end - detection.withinMinutes * 60_000,
      );
    expect(windows.filter((window) => !reaches(window))).toEqual([]);
    expect(
      found.filter(
        ({ key, last }) => !windows.some((window) => window.key === key && window.end === last),
      ),
    ).toEqual([]);
    for (const { key, first, last, count } of found) {
      const keys = JSON.parse(key) as readonly string[];
      const answer = (await index.search({
        size: 0,
        track_total_hits: true,
        query: {
          bool: {
            filter: [
              queryOf(detection.query),
              { range: { "@timestamp": { gte: first, lte: last } } },
              ...detection.by.map((field, place) => ({ term: { [field]: keys[place] } })),
            ],
          },
        },
      })) as { hits: { total: { value: number } } };
      expect(answer.hits.total.value).toBe(count);
    }
  });

  test.each(
    RULES.flatMap((rule) =>
      rule.detection.type === "new_terms" ? [[rule.key, rule, rule.detection] as const] : [],
    ),
  )("%s finds new what was not there before", async (_key, rule, { query, fields }) => {
    const since = Math.min(
      ...DOCUMENTS.map(({ event }) => Date.parse(event.fields["@timestamp"] ?? "")),
    );
    const answer = (await index.search({
      size: 0,
      query: queryOf(query),
      aggs: termsOf(fields, { first: { min: { field: "@timestamp" } } }),
    })) as { aggregations: { next: { buckets: readonly Bucket[] } } };
    // The week is shorter than what a rule remembers, so that new is what begins in it.
    const asked = leaves(answer.aggregations.next.buckets, fields.length)
      .filter(([, bucket]) => (bucket.first?.value ?? 0) >= since + LEARN_MS)
      .map(([key]) => JSON.stringify(key));
    const combinations = findingsOf(rule).flatMap(({ by }) =>
      by.reduce<readonly (readonly string[])[]>(
        (heads, [, values]) => heads.flatMap((head) => values.map((value) => [...head, value])),
        [[]],
      ),
    );
    expect(combinations.map((key) => JSON.stringify(key)).sort()).toEqual(asked.sort());
  });
});
