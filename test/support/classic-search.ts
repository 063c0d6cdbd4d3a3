/**
 * The visualizations of OpenSearch Dashboards as its file holds them, and the searches that it makes of them. A reader of its
 * own: it knows nothing of how the file was made.
 * Source: OpenSearch Dashboards, src/plugins/data/common/search/aggs (`buckets`, `metrics`).
 */
import type { Json, JsonObject } from "../../src/kibana/elasticsearch-query.ts";
import { toQuery } from "../../src/kibana/elasticsearch-query.ts";
import { list, number, parsed, record, text, type Unknown } from "../../src/kibana/read-json.ts";
import { parseKql } from "../../src/rules/kql.ts";

/** One number, and where in the chart it stands: `Region=eu-west-1` and the like. */
export type Numbers = ReadonlyMap<string, number | string>;

interface Agg {
  readonly id: string;
  readonly type: string;
  readonly schema: string;
  readonly params: Unknown;
}

/** The aggregations of a `visState`. */
function aggsOf(visState: Unknown): readonly Agg[] {
  return list(visState["aggs"]).map((item) => {
    const agg = record(item);
    return {
      id: text(agg["id"]),
      type: text(agg["type"]),
      schema: text(agg["schema"]),
      params: record(agg["params"]),
    };
  });
}

/** The KQL of an object's search source. */
function queryOf(attributes: Unknown): string {
  const source = parsed(record(attributes["kibanaSavedObjectMeta"])["searchSourceJSON"]);
  return text(record(record(source)["query"])["query"]);
}

/** KQL as a search asks it. */
function kql(query: string): JsonObject {
  const result = parseKql(query);
  if (!result.ok) throw new Error(`${query}: ${result.why}`);
  return toQuery(result.query);
}

/** The search of a visualization over a time. */
export function classicSearch(
  attributes: Unknown,
  { from, to, interval }: { readonly from: string; readonly to: string; readonly interval: string },
): JsonObject {
  const aggs = aggsOf(record(parsed(attributes["visState"])));
  const metrics = aggs.filter(({ schema }) => schema === "metric");
  const numbers: JsonObject = Object.fromEntries(
    metrics.flatMap(({ id, type, params }): readonly (readonly [string, JsonObject])[] => {
      const field = text(params["field"]);
      if (type === "count") return [];
      if (type === "top_hits") {
        const sort: Json = [{ [text(params["sortField"])]: text(params["sortOrder"]) }];
        return [[id, { top_hits: { size: 1, _source: false, fields: [{ field }], sort } }]];
      }
      return [[id, { [type]: { field } }]];
    }),
  );
  const body = aggs
    .filter(({ schema }) => schema !== "metric")
    .reduceRight<JsonObject>((inner, { id, type, params }) => {
      const field = text(params["field"]);
      if (type === "date_histogram")
        return {
          [id]: {
            date_histogram: { field, fixed_interval: interval, min_doc_count: 1 },
            aggs: inner,
          },
        };
      if (type === "filters") {
        const filters = Object.fromEntries(
          list(params["filters"]).map((item) => [
            text(record(item)["label"]),
            kql(text(record(record(item)["input"])["query"])),
          ]),
        );
        return { [id]: { filters: { filters }, aggs: inner } };
      }
      if (type !== "terms") throw new Error(`no bucket: ${type}`);
      const by = text(params["orderBy"]);
      const metric = metrics.find((one) => one.id === by);
      if (metric === undefined && by !== "_key") throw new Error(`nothing to rank by: ${by}`);
      const isCount = metric?.type === "count";
      const include = text(params["include"]);
      return {
        [id]: {
          terms: {
            field,
            size: number(params["size"]),
            order: { [isCount ? "_count" : by]: text(params["order"]) },
            ...(include === "" ? {} : { include }),
          },
          // What is ranked by stands beside the buckets, too.
          aggs: {
            ...inner,
            ...(metric === undefined || isCount ? {} : { [by]: numbers[by] as Json }),
          },
        },
      };
    }, numbers);
  return {
    size: 0,
    track_total_hits: true,
    query: {
      bool: {
        filter: [{ range: { "@timestamp": { gte: from, lte: to } } }, kql(queryOf(attributes))],
      },
    },
    aggs: body,
  };
}

/** The numbers of a visualization, by place and label. None and nothing is left out. */
export function classicNumbers(attributes: Unknown, answer: unknown): Numbers {
  const aggs = aggsOf(record(parsed(attributes["visState"])));
  const metrics = aggs.filter(({ schema }) => schema === "metric");
  const buckets = aggs.filter(({ schema }) => schema !== "metric");
  const found = new Map<string, number | string>();
  const walk = (
    level: Unknown,
    [bucket, ...inner]: readonly Agg[],
    place: readonly string[],
    series: string,
  ): void => {
    if (bucket === undefined) {
      for (const { id, type, params } of metrics) {
        const value =
          type === "count"
            ? level["doc_count"]
            : valueOf(type, text(params["field"]), record(level[id]));
        add(found, place, series || text(params["customLabel"]), value);
      }
      return;
    }
    const label = text(bucket.params["customLabel"]);
    const here = record(level[bucket.id])["buckets"];
    if (bucket.type === "filters") {
      for (const [name, item] of Object.entries(record(here)))
        walk(record(item), inner, place, name);
    } else {
      for (const item of list(here)) {
        const key = record(item)["key"];
        walk(record(item), inner, [...place, `${label}=${String(key)}`], series);
      }
    }
  };
  const total = record(record(record(answer)["hits"])["total"])["value"];
  walk({ ...record(record(answer)["aggregations"]), doc_count: total }, buckets, [], "");
  return found;
}

function valueOf(type: string, field: string, agg: Unknown): unknown {
  if (type !== "top_hits") return agg["value"];
  const [hit] = list(record(agg["hits"])["hits"]);
  return list(record(record(hit)["fields"])[field])[0];
}

/** Puts a number under its place and label. */
export function add(
  found: Map<string, number | string>,
  place: readonly string[],
  label: string,
  value: unknown,
): void {
  if (typeof value === "string" || (typeof value === "number" && value !== 0))
    found.set([...place].sort().concat(label).join(" · "), value);
}
