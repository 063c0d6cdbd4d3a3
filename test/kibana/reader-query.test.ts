/**
 * A board means the same however one comes to it: whatever stands in the search bar, each number of each panel is the count
 * of what is both the panel's and the reader's.
 */
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Column, Layer } from "../../src/kibana/column.ts";
import { boardFilter, layerRows, layerSearch } from "../../src/kibana/panel-search.ts";
import { toEcs } from "../../src/shape/ecs.ts";
import { eventMappings, runMappings } from "../../src/sinks/elasticsearch/mappings.ts";
import {
  CHARTS,
  SEARCHES,
  chartOf,
  contextOf,
  type BoardChart,
} from "../support/board-searches.ts";
import {
  actionOf,
  and,
  anything,
  callerOf,
  failed,
  hasSignal,
  inRegion,
  type Belongs,
} from "../support/counted.ts";
import {
  WEEK_END,
  demoDocuments,
  failedIdentity,
  lateRecord,
  serviceSweep,
  type DemoDocument,
} from "../support/demo-documents.ts";
import { COLUMN_MEANINGS, MEANINGS, SEARCH_MEANINGS } from "../support/meanings.ts";
import { RUNS } from "../support/run-documents.ts";
import { lackingOf, searchIndex, type SearchIndex } from "../support/search-index.ts";
import { describeWith } from "../support/services.ts";

/** What a reader may ask, and which records that is. */
interface Asked {
  readonly bar: string;
  readonly belongs: Belongs;
}

const not =
  (belongs: Belongs): Belongs =>
  (document) =>
    !belongs(document);

const ATOMS: readonly Asked[] = [
  {
    bar: 'aws.ses.caller.name: "ci-mailer"',
    belongs: (document) => callerOf(document)["userName"] === "ci-mailer",
  },
  { bar: "cloud.region: us-east-1", belongs: inRegion("us-east-1") },
  { bar: "event.outcome: failure", belongs: failed },
  { bar: "aws.ses.signals: *", belongs: hasSignal },
  {
    bar: "event.action: (CreateEmailIdentity or DeleteEmailIdentity or SendEmail)",
    belongs: (document) =>
      ["CreateEmailIdentity", "DeleteEmailIdentity", "SendEmail"].includes(actionOf(document)),
  },
  {
    bar: "cloud.account.id: 111122223333",
    belongs: ({ record }) => record["recipientAccountId"] === "111122223333",
  },
];

const { asked } = fc.letrec<{ asked: Asked }>((tie) => ({
  asked: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    fc.constantFrom(...ATOMS),
    fc.tuple(tie("asked"), tie("asked")).map(([left, right]) => ({
      bar: `(${left.bar}) and (${right.bar})`,
      belongs: and(left.belongs, right.belongs),
    })),
    fc.tuple(tie("asked"), tie("asked")).map(([left, right]) => ({
      bar: `(${left.bar}) or (${right.bar})`,
      belongs: (document: DemoDocument) => left.belongs(document) || right.belongs(document),
    })),
    tie("asked").map(({ bar, belongs }) => ({ bar: `not (${bar})`, belongs: not(belongs) })),
  ),
}));

/** The atoms alone, what they make together, and nothing at all. */
const ASKED: readonly Asked[] = [
  { bar: "", belongs: anything },
  ...ATOMS,
  ...fc.sample(asked, { seed: 16, numRuns: 12 }),
];

/** A layer of totals: the numbers of a chart over all its records, without its splits. */
function totalsOf(layer: Layer): Layer {
  const columns = Object.entries(layer.columns).filter(([, column]) => !column.isBucketed);
  return {
    ...layer,
    columns: Object.fromEntries(columns),
    columnOrder: columns.map(([id]) => id),
  };
}

/** A number of a chart, counted from the records; undefined for what is no count. */
function counted(column: Column, documents: readonly DemoDocument[]): number | undefined {
  if (column.operationType !== "count" && column.operationType !== "unique_count") return undefined;
  const label = column.label.replace("Part of ", "");
  const filtered = column.filter === undefined ? anything : COLUMN_MEANINGS[label];
  if (filtered === undefined) throw new Error(`what is counted as ${label}?`);
  const records = documents.filter(filtered);
  if (column.operationType === "count") return records.length;
  const values = records.flatMap(({ event }) => {
    const value = (event.fields as Readonly<Record<string, unknown>>)[column.sourceField];
    return Array.isArray(value) ? (value as unknown[]) : [value];
  });
  return new Set(values.filter((value) => value !== undefined)).size;
}

test("every panel has a meaning, and no meaning lacks its panel", () => {
  const events = CHARTS.filter(({ view }) => view === "events").map(({ id }) => id);
  expect(Object.keys(MEANINGS).sort()).toEqual([...events].sort());
  const searches = SEARCHES.filter(({ view }) => view === "events").map(({ id }) => id);
  expect(Object.keys(SEARCH_MEANINGS).sort()).toEqual([...searches].sort());
});

describeWith("ELASTICSEARCH_URL", "with any query in the search bar", (url) => {
  let documents: readonly DemoDocument[] = [];
  let index: SearchIndex;
  let runs: SearchIndex;

  beforeAll(async () => {
    const week = demoDocuments();
    documents = [...week, failedIdentity(week), lateRecord(week), ...serviceSweep(week)];
    const stream = { dataset: "ses.cloudtrail", namespace: "default" };
    const lacking = await lackingOf(url);
    index = await searchIndex(
      url,
      eventMappings(lacking),
      documents.map(({ id, event }) => ({ id, document: toEcs(event, stream) })),
    );
    runs = await searchIndex(url, runMappings(lacking), RUNS);
  });

  afterAll(async () => {
    await index.delete();
    await runs.delete();
  });

  /** What a chart shows, and what it should: each number with its name. */
  async function shownAndCounted(
    chart: BoardChart,
    meaning: Belongs,
    { bar, belongs }: Asked,
  ): Promise<readonly [shown: object, counted: object]> {
    const layer = chart.layers["l1"];
    if (layer === undefined) throw new Error(`${chart.id} has no layer`);
    const totals = totalsOf(layer);
    const answer = await index.search(layerSearch(totals, contextOf(chart, bar)));
    const [row = {}] = layerRows(totals, answer, WEEK_END.getTime());
    const records = documents.filter(and(meaning, belongs));
    const expected = Object.entries(totals.columns).flatMap(([id, column]) => {
      const number = counted(column, records);
      return number === undefined ? [] : [[id, number] as const];
    });
    const { hits } = answer as { hits: { total: { value: number } } };
    return [
      { records: hits.total.value, ...Object.fromEntries(expected.map(([id]) => [id, row[id]])) },
      { records: records.length, ...Object.fromEntries(expected) },
    ];
  }

  test.each(
    CHARTS.filter(({ view }) => view === "events").map((chart) => [chart.id, chart] as const),
  )("%s shows what is its own and the reader's", async (id, chart) => {
    const meaning = MEANINGS[id];
    if (meaning === undefined) throw new Error(`what is ${id} about?`);
    for (const one of ASKED) {
      const [shown, expected] = await shownAndCounted(chart, meaning, one);
      expect([one.bar, shown]).toEqual([one.bar, expected]);
    }
  });

  test.each(
    SEARCHES.filter(({ view }) => view === "events").map((search) => [search.id, search] as const),
  )("%s lists what is its own and the reader's", async (id, search) => {
    const meaning = SEARCH_MEANINGS[id];
    if (meaning === undefined) throw new Error(`what is ${id} about?`);
    for (const { bar, belongs } of ASKED) {
      const answer = await index.search({ query: boardFilter(contextOf(search, bar)) }, "_count");
      const records = documents.filter(and(meaning, belongs));
      expect([bar, (answer as { count: number }).count]).toEqual([bar, records.length]);
    }
  });

  test.each(
    CHARTS.filter(({ view }) => view === "runs").map((chart) => [chart.id, chart] as const),
  )("%s is of runs, which have no events' fields", async (_id, chart) => {
    const totals = async (bar: string): Promise<number> => {
      const answer = await runs.search({ query: boardFilter(contextOf(chart, bar)) }, "_count");
      return (answer as { count: number }).count;
    };
    expect(await totals("")).toBe(RUNS.length);
    expect(await totals("cloud.region: us-east-1")).toBe(0);
    expect(await totals("not (cloud.region: us-east-1)")).toBe(RUNS.length);
  });

  test("a caller that is brought along leaves changes changes", async () => {
    const brought: Asked = {
      bar: 'aws.ses.caller.name:"ci-mailer"',
      belongs: (document) => callerOf(document)["userName"] === "ci-mailer",
    };
    const chart = chartOf("changes-all");
    const meaning = MEANINGS["changes-all"] ?? anything;
    const [shown, expected] = await shownAndCounted(chart, meaning, brought);
    expect(shown).toEqual(expected);

    // The fault that this is for: the meaning stands in the bar, and what the reader brings replaces it.
    const [replaced] = await shownAndCounted({ ...chart, query: "" }, meaning, brought);
    expect(replaced).not.toEqual(expected);
    const [untouched, all] = await shownAndCounted({ ...chart, query: "" }, meaning, {
      bar: chart.query,
      belongs: anything,
    });
    expect(untouched).toEqual(all);
  });
});
