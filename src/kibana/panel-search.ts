/**
 * A Lens chart as the Elasticsearch search that Kibana sends for it, and the rows that its answer makes. With it, every
 * panel is tried on the real engine without a Kibana. Not translated: the extra request for the "Other" bucket.
 */
import type {
  Column,
  CountColumn,
  FieldColumn,
  LastValueColumn,
  Layer,
  PercentileColumn,
  TermsColumn,
} from "./column.ts";
import { toQuery, type Json, type JsonObject } from "./elasticsearch-query.ts";
import { parseKql } from "../rules/kql.ts";

/** What a board adds to the query of each of its charts. */
export interface SearchContext {
  /** KQL of board, chart and saved search: all must hold. */
  readonly queries: readonly string[];
  /** Values chosen in controls, by field. */
  readonly controls?: Readonly<Record<string, readonly string[]>>;
  /** Time range, ISO 8601. */
  readonly from: string;
  readonly to: string;
  /** Interval that Kibana would choose for the range, such as `3h`. */
  readonly interval: string;
  /** Runtime fields of the data view: they go with every search. */
  readonly runtime?: JsonObject;
}

/** One row of a chart: values by column id. Times are in ms; null where there is nothing. */
export type Row = Readonly<Record<string, string | number | boolean | null>>;

/** The filter that a board and its controls put on a search. Throws on KQL that cannot be parsed. */
export function boardFilter(context: SearchContext): JsonObject {
  const { from, to } = context;
  return {
    bool: {
      filter: [
        { range: { "@timestamp": { gte: from, lte: to, format: "strict_date_optional_time" } } },
        ...context.queries.map(kql),
        ...Object.entries(context.controls ?? {}).map(([field, values]) => ({
          bool: {
            should: values.map((value) => ({ match_phrase: { [field]: value } })),
            minimum_should_match: 1,
          },
        })),
      ],
    },
  };
}

/** The search of one layer. */
export function layerSearch(layer: Layer, context: SearchContext): JsonObject {
  return {
    size: 0,
    track_total_hits: true,
    ...(context.runtime === undefined ? {} : { runtime_mappings: context.runtime }),
    query: boardFilter(context),
    aggs: aggregations(layer, bucketsOf(layer), context),
  };
}

/** The rows of a layer, from the answer to its search. `nowMs` is the moment of looking. */
export function layerRows(layer: Layer, answer: unknown, nowMs: number): readonly Row[] {
  const total = numberAt(answer, ["hits", "total", "value"]) ?? 0;
  const all = { ...recordAt(answer, ["aggregations"]), doc_count: total };
  return rows(layer, bucketsOf(layer), all, {}, nowMs);
}

function kql(text: string): JsonObject {
  const result = parseKql(text);
  if (!result.ok) throw new Error(`${text}: ${result.why}`);
  return toQuery(result.query);
}

function bucketsOf(layer: Layer): readonly string[] {
  return layer.columnOrder.filter((id) => layer.columns[id]?.isBucketed === true);
}

/** Splits nest in the order of the columns; numbers stand in the innermost. */
function aggregations(
  layer: Layer,
  [bucket, ...inner]: readonly string[],
  context: SearchContext,
): JsonObject {
  if (bucket === undefined) {
    return Object.fromEntries(
      Object.entries(layer.columns).flatMap(([id, column]) => {
        const metric = metricOf(id, column);
        return metric === undefined ? [] : [[id, metric] as const];
      }),
    );
  }
  const column = layer.columns[bucket];
  const aggs = aggregations(layer, inner, context);
  if (column?.operationType === "date_histogram") {
    return {
      [bucket]: { ...histogram(column.params.includeEmptyRows, column.sourceField, context), aggs },
    };
  }
  if (column?.operationType === "terms") {
    const { order, extra } = ranking(column, layer);
    const { size, include } = column.params;
    return {
      [bucket]: {
        terms: {
          field: column.sourceField,
          size,
          order,
          ...(include.length > 0 ? { include } : {}),
          ...(size < 25 ? { shard_size: 25 } : {}),
        },
        aggs: { ...aggs, ...extra },
      },
    };
  }
  throw new Error(`${bucket} is no split`);
}

function histogram(
  emptyRows: boolean,
  field: string,
  { interval, from, to }: SearchContext,
): JsonObject {
  return {
    date_histogram: {
      field,
      fixed_interval: interval,
      time_zone: "UTC",
      min_doc_count: emptyRows ? 0 : 1,
      ...(emptyRows ? { extended_bounds: { min: Date.parse(from), max: Date.parse(to) } } : {}),
    },
  };
}

/** How top values are ordered, and the aggregations that the order needs beside them. */
function ranking(column: TermsColumn, layer: Layer): { order: JsonObject; extra: JsonObject } {
  const { orderBy, orderDirection, orderAgg } = column.params;
  if (orderBy.type === "alphabetical") return { order: { _key: orderDirection }, extra: {} };
  const [id, by] =
    orderBy.type === "custom"
      ? (["rank", orderAgg] as const)
      : ([orderBy.columnId, layer.columns[orderBy.columnId]] as const);
  if (by === undefined) throw new Error(`nothing to rank by`);
  const metric = metricOf(id, by);
  if (metric === undefined) return { order: { _count: orderDirection }, extra: {} };
  const isFiltered = "filter" in by && by.filter !== undefined;
  const path = isFiltered && by.operationType !== "count" ? `${id}>${id}` : id;
  return { order: { [path]: orderDirection }, extra: { [id]: metric } };
}

/** The aggregation of a number; undefined where the count of the bucket or arithmetic gives it. */
function metricOf(id: string, column: Column): JsonObject | undefined {
  switch (column.operationType) {
    case "count":
      return column.filter === undefined ? undefined : { filter: kql(column.filter.query) };
    case "unique_count":
    case "max":
    case "min":
    case "sum":
    case "median":
    case "percentile": {
      const metric = fieldMetric(column);
      return column.filter === undefined
        ? metric
        : { filter: kql(column.filter.query), aggs: { [id]: metric } };
    }
    case "last_value":
      return {
        filter: { exists: { field: column.sourceField } },
        aggs: { [id]: lastValue(column) },
      };
    case "date_histogram":
    case "terms":
    case "now":
    case "math":
    case "formula":
      return undefined;
    default:
      return column satisfies never;
  }
}

function fieldMetric(column: FieldColumn | PercentileColumn): JsonObject {
  const { operationType, sourceField: field } = column;
  if (column.operationType === "percentile") {
    return { percentiles: { field, percents: [column.params.percentile] } };
  }
  if (operationType === "median") return { percentiles: { field, percents: [50] } };
  const name = operationType === "unique_count" ? "cardinality" : operationType;
  return { [name]: { field } };
}

function lastValue({ sourceField, params }: LastValueColumn): JsonObject {
  const sort: Json = [{ [params.sortField]: "desc" }];
  return params.showArrayValues
    ? { top_hits: { size: 1, _source: false, fields: [{ field: sourceField }], sort } }
    : { top_metrics: { metrics: { field: sourceField }, size: 1, sort } };
}

function rows(
  layer: Layer,
  [bucket, ...inner]: readonly string[],
  level: Readonly<Record<string, unknown>>,
  above: Row,
  nowMs: number,
): readonly Row[] {
  if (bucket === undefined) return [numbers(layer, level, above, nowMs)];
  const buckets = recordAt(level, [bucket])["buckets"];
  return (Array.isArray(buckets) ? (buckets as readonly unknown[]) : []).flatMap((item) => {
    const here = recordAt(item, []);
    const key = here["key"];
    const value = typeof key === "string" || typeof key === "number" ? key : null;
    return rows(layer, inner, here, { ...above, [bucket]: value }, nowMs);
  });
}

function numbers(
  layer: Layer,
  level: Readonly<Record<string, unknown>>,
  above: Row,
  nowMs: number,
): Row {
  const valueOf = (id: string): string | number | boolean | null => {
    const column = layer.columns[id];
    switch (column?.operationType) {
      case "count":
        return countOf(id, column, level);
      case "unique_count":
      case "max":
      case "min":
      case "sum":
        return numberAt(level, column.filter === undefined ? [id, "value"] : [id, id, "value"]);
      case "median":
      case "percentile": {
        const inside = column.filter === undefined ? [id, "values"] : [id, id, "values"];
        const [value] = Object.values(recordAt(level, inside));
        return typeof value === "number" ? value : null;
      }
      case "last_value":
        return lastOf(id, column, level);
      case "now":
        return nowMs;
      case "formula":
        return valueOf(column.references[0] ?? "");
      case "math": {
        const { name, args } = column.params.tinymathAst;
        const [left, right] = [valueOf(args[0]), valueOf(args[1])];
        if (typeof left !== "number" || typeof right !== "number") return null;
        if (name === "subtract") return left - right;
        return right === 0 ? null : left / right;
      }
      case "date_histogram":
      case "terms":
      case undefined:
        return above[id] ?? null;
      default:
        return column satisfies never;
    }
  };
  return Object.fromEntries(layer.columnOrder.map((id) => [id, valueOf(id)]));
}

function countOf(
  id: string,
  column: CountColumn,
  level: Readonly<Record<string, unknown>>,
): number | null {
  return numberAt(level, column.filter === undefined ? ["doc_count"] : [id, "doc_count"]);
}

function lastOf(
  id: string,
  column: LastValueColumn,
  level: Readonly<Record<string, unknown>>,
): string | number | boolean | null {
  const inside = recordAt(level, [id, id]);
  const found = column.params.showArrayValues
    ? listAt(listAt(inside, ["hits", "hits"])[0], ["fields", column.sourceField])[0]
    : recordAt(listAt(inside, ["top"])[0], ["metrics"])[column.sourceField];
  return typeof found === "string" || typeof found === "number" || typeof found === "boolean"
    ? found
    : null;
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (here, name) =>
      typeof here === "object" && here !== null
        ? (here as Readonly<Record<string, unknown>>)[name]
        : undefined,
    value,
  );
}

function recordAt(value: unknown, path: readonly string[]): Readonly<Record<string, unknown>> {
  const found = valueAt(value, path);
  return typeof found === "object" && found !== null
    ? (found as Readonly<Record<string, unknown>>)
    : {};
}

function listAt(value: unknown, path: readonly string[]): readonly unknown[] {
  const found = valueAt(value, path);
  return Array.isArray(found) ? (found as readonly unknown[]) : [];
}

function numberAt(value: unknown, path: readonly string[]): number | null {
  const found = valueAt(value, path);
  return typeof found === "number" ? found : null;
}
