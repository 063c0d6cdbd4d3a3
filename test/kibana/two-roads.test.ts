/**
 * One dashboard, two roads: what the boards and rules name is there whether sestrail writes to Elasticsearch itself, or a
 * Collector does from OTLP.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { VIEW_FIELDS } from "../../src/kibana/board-fields.ts";
import { comparisons, parseKql } from "../../src/rules/kql.ts";
import { RUNTIME_FIELDS } from "../../src/kibana/runtime-fields.ts";
import { ruleJsons } from "../../src/kibana/rule.ts";
import { RULES } from "../../src/rules/rules.ts";
import { savedObjects } from "../../src/kibana/bundle.ts";
import { toEcs } from "../../src/shape/ecs.ts";
import { toOtel } from "../../src/shape/otel.ts";
import { eventMappings, otelMappings } from "../../src/sinks/elasticsearch/mappings.ts";
import { FIELDS, type FieldName, type FieldRow } from "../../src/tables/fields.ts";
import { CHARTS, SEARCHES, rowsOf } from "../support/board-searches.ts";
import { demoDocuments, type DemoDocument } from "../support/demo-documents.ts";
import { lackingOf, searchIndex, type SearchIndex } from "../support/search-index.ts";
import { describeWith } from "../support/services.ts";

const STREAM = { dataset: "ses.cloudtrail", namespace: "default" };

/** Every field of events that boards, searches, controls and rules name. */
function namedFields(): ReadonlySet<string> {
  const fields = new Set<string>();
  const ofQuery = (query: string): void => {
    const parsed = parseKql(query);
    if (!parsed.ok) throw new Error(`${query}: ${parsed.why}`);
    for (const { field } of comparisons(parsed.query)) fields.add(field);
  };
  for (const chart of CHARTS.filter(({ view }) => view === "events")) {
    ofQuery(chart.query);
    for (const column of Object.values(chart.layers).flatMap(({ columns }) =>
      Object.values(columns),
    )) {
      if ("sourceField" in column && column.sourceField !== "___records___")
        fields.add(column.sourceField);
      if (column.operationType === "count" && column.filter !== undefined)
        ofQuery(column.filter.query);
    }
  }
  for (const search of SEARCHES.filter(({ view }) => view === "events")) {
    ofQuery(search.query);
    for (const column of search.columns) fields.add(column);
  }
  for (const { attributes } of savedObjects("default").filter(({ type }) => type === "dashboard")) {
    const { panelsJSON } = attributes["controlGroupInput"] as { panelsJSON: string };
    const controls = JSON.parse(panelsJSON) as Record<
      string,
      { explicitInput: { fieldName: string } }
    >;
    for (const { explicitInput } of Object.values(controls)) fields.add(explicitInput.fieldName);
  }
  for (const rule of RULES.flatMap(ruleJsons)) {
    if (rule.language === "kuery") ofQuery(rule.query);
    for (const field of rule.threshold?.field ?? []) fields.add(field);
    for (const field of rule.new_terms_fields ?? []) fields.add(field);
  }
  // What Elasticsearch works out from fields of both shapes is there on both roads: the charts below show it.
  for (const name of Object.keys(RUNTIME_FIELDS)) fields.delete(name);
  return fields;
}

const rowOf = (name: string): FieldRow => FIELDS[name as FieldName];

describe("fields of the boards", () => {
  test("many are named, and all of them are in both shapes", () => {
    const fields = [...namedFields()];
    expect(fields.length).toBeGreaterThan(20);
    const blind = fields.filter((name) => name !== "@timestamp" && rowOf(name).shape !== undefined);
    expect(blind).toEqual([]);
    expect(fields.filter((name) => !VIEW_FIELDS.events.has(name))).toEqual([]);
  });

  test("both shapes write them under their own names", () => {
    const documents = demoDocuments();
    const ecs = new Set<string>();
    const otel = new Set<string>();
    for (const { event } of documents) {
      for (const name of dottedNames(toEcs(event, STREAM))) ecs.add(name);
      const { attributes, resource } = toOtel(event, STREAM);
      for (const name of [...Object.keys(attributes), ...Object.keys(resource.attributes)])
        otel.add(name);
    }
    otel.add("@timestamp");
    const fields = [...namedFields()];
    expect(fields.filter((name) => !ecs.has(name))).toEqual([]);
    expect(fields.filter((name) => !otel.has(name))).toEqual([]);
  });
});

function dottedNames(value: unknown, prefix = ""): readonly string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [prefix];
  return Object.entries(value).flatMap(([name, inner]) =>
    dottedNames(inner, prefix === "" ? name : `${prefix}.${name}`),
  );
}

/** An event as a Collector's Elasticsearch exporter writes it in its mode `otel`: the layout, made by hand. */
function collectorDocument({ event }: DemoDocument): object {
  const { attributes, resource, body, hrTime, hrTimeObserved, severityNumber, eventName } = toOtel(
    event,
    STREAM,
  );
  const iso = ([seconds, nanos]: readonly [number, number]): string =>
    new Date(seconds * 1000 + nanos / 1_000_000).toISOString();
  return {
    "@timestamp": iso(hrTime),
    observed_timestamp: iso(hrTimeObserved),
    severity_number: severityNumber,
    event_name: eventName,
    body: { text: body },
    attributes,
    resource: { attributes: resource.attributes },
    scope: { name: "sestrail" },
    data_stream: { type: "logs", dataset: `${STREAM.dataset}.otel`, namespace: STREAM.namespace },
  };
}

describeWith("ELASTICSEARCH_URL", "charts over documents of a Collector", (url) => {
  let ecs: SearchIndex;
  let otel: SearchIndex;

  beforeAll(async () => {
    const documents = demoDocuments();
    const lacking = await lackingOf(url);
    ecs = await searchIndex(
      url,
      eventMappings(lacking),
      documents.map(({ id, event }) => ({ id, document: toEcs(event, STREAM) })),
    );
    otel = await searchIndex(
      url,
      otelMappings(lacking),
      documents.map((document) => ({ id: document.id, document: collectorDocument(document) })),
    );
  });

  afterAll(async () => {
    await ecs.delete();
    await otel.delete();
  });

  test.each(
    CHARTS.filter(({ view }) => view === "events").map((chart) => [chart.id, chart] as const),
  )("%s shows the same", async (_id, chart) => {
    for (const name of Object.keys(chart.layers)) {
      const rows = await rowsOf(ecs, chart, name);
      expect(rows.length).toBeGreaterThan(0);
      expect(await rowsOf(otel, chart, name)).toEqual(rows);
    }
  });
});
