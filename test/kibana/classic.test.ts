/**
 * The file for OpenSearch Dashboards: whole, of known fields, and each of its charts shows the same numbers as the one of
 * Kibana that it was made of. A real OpenSearch Dashboards has never seen it.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BOARDS, savedObjects } from "../../src/kibana/bundle.ts";
import { classicObjects, CLASSIC_STAMPS, leftOutOf } from "../../src/kibana/classic/bundle.ts";
import { lintClassic } from "../../src/kibana/classic/lint.ts";
import { VOCABULARY } from "../../src/kibana/lint/vocabulary.ts";
import { idsFor } from "../../src/kibana/ids.ts";
import { list, parsed, record, text } from "../../src/kibana/read-json.ts";
import { toEcs } from "../../src/shape/ecs.ts";
import { eventMappings, runMappings } from "../../src/sinks/elasticsearch/mappings.ts";
import { CHARTS, chartOf, contextOf, rowsOf, type BoardChart } from "../support/board-searches.ts";
import { add, classicNumbers, classicSearch, type Numbers } from "../support/classic-search.ts";
import {
  demoDocuments,
  failedIdentity,
  lateRecord,
  serviceSweep,
} from "../support/demo-documents.ts";
import { RUNS } from "../support/run-documents.ts";
import { lackingOf, searchIndex, type SearchIndex } from "../support/search-index.ts";
import { describeWith } from "../support/services.ts";

const OBJECTS = classicObjects();
const PREFIX = "sestrail-vis-";
const VISUALIZATIONS = OBJECTS.filter(({ type }) => type === "visualization");

/** Visualizations that count something, with the chart of Kibana that each stands for. */
const COUNTING = VISUALIZATIONS.flatMap((object) => {
  const state = record(parsed(object.attributes["visState"]));
  return list(state["aggs"]).length === 0
    ? []
    : [[object.id.slice(PREFIX.length), object, chartOf(object.id.slice(PREFIX.length))] as const];
});

test("nothing is wrong with it", () => {
  expect(lintClassic(OBJECTS, VOCABULARY)).toEqual([]);
});

test("each board, view and search of Kibana's file has its like, under the same id", () => {
  const ofKibana = savedObjects("default").filter(({ type }) => type !== "tag");
  const known = OBJECTS.filter(({ type }) => type !== "visualization");
  expect(new Set(known.map(({ type, id }) => `${type} ${id}`))).toEqual(
    new Set(ofKibana.map(({ type, id }) => `${type} ${id}`)),
  );
  for (const { type, migrationVersion } of OBJECTS)
    expect(migrationVersion).toEqual({ [type]: CLASSIC_STAMPS[type] });
});

test("what is left out is told on its board, and is little", () => {
  const gone = Object.fromEntries(BOARDS.map((board) => [board.key, leftOutOf(board)]));
  expect(gone).toMatchInlineSnapshot(`
    {
      "changes": [],
      "events": [],
      "overview": [
        "Who calls: Changes",
        "Who calls: Failed",
      ],
      "pipeline": [
        "Delay from call to reading, by time of the call: read within 6 hours",
        "Backfills (none is usual): records read later than 6 hours after the call",
        "Last record by account and Region (oldest first): Age",
      ],
      "security": [
        "Who stands behind the signals: High",
        "Who stands behind the signals: Medium",
        "Probing: many kinds in many Regions is a sweep (orange from 3, red from 5): Denied",
      ],
    }
  `);
  const told = VISUALIZATIONS.map(({ attributes }) => text(attributes["visState"])).join("\n");
  for (const title of Object.values(gone).flat())
    expect(told).toContain(JSON.stringify(title).slice(1, -1));
  expect(COUNTING.length).toBeGreaterThan(CHARTS.length * 0.9);
});

describe("control: the linter finds", () => {
  const broken = (change: (state: Record<string, unknown>) => unknown): readonly string[] => {
    const at = OBJECTS.findIndex(({ id }) => id === `${PREFIX}overview-who`);
    const object = OBJECTS[at];
    if (object === undefined) throw new Error("no such object");
    const state = parsed(object.attributes["visState"]) as Record<string, unknown>;
    const visState = JSON.stringify(change(state) ?? state);
    const changed = { ...object, attributes: { ...object.attributes, visState } };
    return lintClassic(OBJECTS.with(at, changed), VOCABULARY).map(({ kind }) => kind);
  };
  const aggs = (
    state: Record<string, unknown>,
  ): { id: string; type: string; schema: string; params: Record<string, unknown> }[] =>
    state["aggs"] as never;
  const bucketOf = (state: Record<string, unknown>): { params: Record<string, unknown> } => {
    const found = aggs(state).find(({ schema }) => schema === "bucket");
    if (found === undefined) throw new Error("no bucket");
    return found;
  };

  test.each<[string, (state: Record<string, unknown>) => unknown]>([
    [
      "unknown_field",
      (state) => {
        bucketOf(state).params["field"] = "aws.ses.caler";
      },
    ],
    [
      "not_aggregatable",
      (state) => {
        bucketOf(state).params["field"] = "message";
      },
    ],
    [
      "missing_column",
      (state) => {
        bucketOf(state).params["orderBy"] = "9";
      },
    ],
    [
      "missing_column",
      (state) => ({ ...state, aggs: aggs(state).filter(({ schema }) => schema !== "metric") }),
    ],
    ["unknown_panel_type", (state) => ({ ...state, type: "lens" })],
  ])("%s", (kind, change) => {
    expect(broken(change)).toContain(kind);
  });

  test("a missing object, an id that stands twice, an unknown attribute, a query that is none", () => {
    const kinds = (objects: typeof OBJECTS): readonly string[] =>
      lintClassic(objects, VOCABULARY).map(({ kind }) => kind);
    expect(kinds(OBJECTS.filter(({ id }) => id !== "sestrail-ses"))).toContain("missing_reference");
    expect(kinds([...OBJECTS, ...OBJECTS.slice(0, 1)])).toContain("duplicate_id");
    const [first, ...rest] = OBJECTS;
    if (first === undefined) throw new Error("nothing");
    expect(
      kinds([{ ...first, attributes: { ...first.attributes, name: "x" } }, ...rest]),
    ).toContain("unknown_attribute");
    const search = OBJECTS.find(({ type }) => type === "search");
    if (search === undefined) throw new Error("no search");
    const meta = {
      searchSourceJSON: JSON.stringify({ query: { query: "a: (", language: "kuery" } }),
    };
    expect(
      kinds(
        OBJECTS.map((one) =>
          one === search
            ? { ...one, attributes: { ...one.attributes, kibanaSavedObjectMeta: meta } }
            : one,
        ),
      ),
    ).toContain("bad_kql");
  });
});

describeWith("ELASTICSEARCH_URL", "each visualization, asked of a real engine", (url) => {
  let index: SearchIndex;
  let runs: SearchIndex;

  beforeAll(async () => {
    const week = demoDocuments();
    const documents = [...week, failedIdentity(week), lateRecord(week), ...serviceSweep(week)];
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

  /** The numbers of Kibana's chart, but for those that the other leaves out. */
  async function numbersOf(chart: BoardChart, leftOut: readonly string[]): Promise<Numbers> {
    const layer = chart.layers["l1"];
    if (layer === undefined) throw new Error(`${chart.id} has no layer`);
    const found = new Map<string, number | string>();
    for (const row of await rowsOf(chart.view === "runs" ? runs : index, chart, "l1")) {
      const columns = Object.entries(layer.columns);
      const place = columns.flatMap(([id, { isBucketed, label }]) =>
        isBucketed ? [`${label}=${String(row[id])}`] : [],
      );
      for (const [id, column] of columns) {
        if (
          column.isBucketed ||
          column.label.startsWith("Part of ") ||
          leftOut.includes(column.label)
        )
          continue;
        if (column.operationType !== "formula") add(found, place, column.label, row[id]);
        else if (column.params.formula.startsWith("now()"))
          add(found, place, `${column.label}: since`, row[`${id}X1`]);
        else add(found, place, column.label, row[`${id}X0`]);
      }
    }
    return found;
  }

  test.each(COUNTING)("%s shows what Kibana's shows", async (id, object, chart) => {
    const { queries: _own, ...context } = contextOf(chart);
    const search = classicSearch(object.attributes, context);
    const answer = await (chart.view === "runs" ? runs : index).search(search);
    const shown = new Map(
      // A file is named with its path there.
      [...classicNumbers(object.attributes, answer)].map(([place, value]) => [
        place.replace(/File=\S*\//u, "File="),
        value,
      ]),
    );
    const board = BOARDS.find(({ key }) => id.startsWith(`${key}-`));
    const leftOut =
      board === undefined
        ? []
        : leftOutOf(board)
            .filter((gone) => gone.startsWith(`${chart.title}: `))
            .map((gone) => gone.slice(chart.title.length + 2));
    const expected = await numbersOf(chart, leftOut);
    expect(expected.size).toBeGreaterThan(0);
    expect(shown).toEqual(expected);
  });

  test("control: another field, condition or rank shows other numbers", async () => {
    const found = COUNTING.find(([id]) => id === "overview-high");
    if (found === undefined) throw new Error("no tile");
    const [, object, chart] = found;
    const { queries: _own, ...context } = contextOf(chart);
    const meta = {
      searchSourceJSON: JSON.stringify({ query: { query: "aws.ses.severity: low" } }),
    };
    const attributes = { ...object.attributes, kibanaSavedObjectMeta: meta };
    const shown = classicNumbers(
      attributes,
      await index.search(classicSearch(attributes, context)),
    );
    expect(shown).not.toEqual(await numbersOf(chart, []));
  });
});

test("a board's own filters and search bar are empty", () => {
  const ids = Object.values(idsFor("default").board);
  for (const { attributes } of OBJECTS.filter(({ id }) => ids.includes(id))) {
    const source = parsed(record(attributes["kibanaSavedObjectMeta"])["searchSourceJSON"]);
    expect(source).toEqual({ query: { query: "", language: "kuery" }, filter: [] });
  }
});
