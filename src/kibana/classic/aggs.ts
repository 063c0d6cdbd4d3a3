/**
 * Aggregations of the classic forms: what a column of a chart counts, or by what it splits.
 * Source: OpenSearch Dashboards, src/plugins/data/common/search/aggs.
 */
import type { Column, Kuery, Layer, TermsColumn } from "../column.ts";
import { RUNTIME_FIELDS } from "../runtime-fields.ts";

/** One aggregation of a visualization. */
export interface Agg {
  readonly id: string;
  readonly enabled: true;
  readonly type: string;
  readonly schema: "metric" | "segment" | "group" | "bucket";
  readonly params: Readonly<Record<string, unknown>>;
}

/** Fields that stand for those which only exist while one searches. */
const STANDS_FOR: Readonly<Record<string, string>> = { "sestrail.view.file": "log.file.path" };

/** A number, and the condition that it counts by. */
export interface NumberAgg {
  readonly agg: (id: string) => Agg;
  readonly filter: Kuery | undefined;
}

/** Counts records. */
export const COUNT: NumberAgg = { agg: (id) => metricAgg(id, "count", {}), filter: undefined };

function metricAgg(id: string, type: string, params: Agg["params"]): Agg {
  return { id, enabled: true, type, schema: "metric", params };
}

/** The number of a column; of a share the part that is counted, of an age the newest time. */
export function numberOf(layer: Layer, column: Column | undefined): NumberAgg | undefined {
  if (column === undefined || !isSayable(column)) return undefined;
  const customLabel = column.label;
  switch (column.operationType) {
    case "count":
      return { agg: (id) => metricAgg(id, "count", { customLabel }), filter: column.filter };
    case "unique_count":
      return {
        agg: (id) => metricAgg(id, "cardinality", { field: column.sourceField, customLabel }),
        filter: column.filter,
      };
    case "max":
    case "min":
    case "sum": {
      const type = column.operationType;
      return {
        agg: (id) => metricAgg(id, type, { field: column.sourceField, customLabel }),
        filter: column.filter,
      };
    }
    case "last_value": {
      const { sortField } = column.params;
      const params = {
        field: column.sourceField,
        aggregate: "concat",
        size: 1,
        sortField,
        sortOrder: "desc",
        customLabel,
      };
      return { agg: (id) => metricAgg(id, "top_hits", params), filter: undefined };
    }
    case "formula": {
      const math = layer.columns[column.references[0] ?? ""];
      if (math?.operationType !== "math") return undefined;
      const [left, right] = math.references.map((id) => layer.columns[id]);
      const isAge = left?.operationType === "now";
      const part = numberOf(layer, isAge ? right : left);
      const label = isAge ? `${customLabel}: since` : customLabel;
      return part === undefined
        ? undefined
        : {
            agg: (id) => {
              const agg = part.agg(id);
              return { ...agg, params: { ...agg.params, customLabel: label } };
            },
            filter: part.filter,
          };
    }
    case "median":
    case "percentile":
    case "math":
    case "now":
    case "date_histogram":
    case "terms":
      return undefined;
    default:
      return column satisfies never;
  }
}

/** A split. `aggIds`: aggregations by the columns that they are made of, to rank by. */
export function bucket(
  id: string,
  schema: Agg["schema"],
  column: Column,
  aggIds: ReadonlyMap<string, string> = new Map(),
): Agg {
  if (column.operationType === "date_histogram") {
    return {
      id,
      enabled: true,
      type: "date_histogram",
      schema,
      params: {
        field: column.sourceField,
        useNormalizedOpenSearchInterval: true,
        scaleMetricValues: false,
        interval: "auto",
        drop_partials: false,
        min_doc_count: 1,
        extended_bounds: {},
        customLabel: column.label,
      },
    };
  }
  if (column.operationType !== "terms") throw new Error(`${column.label} is no split`);
  const { size, include } = column.params;
  return {
    id,
    enabled: true,
    type: "terms",
    schema,
    params: {
      field: STANDS_FOR[column.sourceField] ?? column.sourceField,
      ...rank(column, aggIds),
      size,
      otherBucket: false,
      otherBucketLabel: "Other",
      missingBucket: false,
      missingBucketLabel: "Missing",
      ...(include.length > 0 ? { include: include.join("|") } : {}),
      customLabel: column.label,
    },
  };
}

/** By what values are ranked: `1` is the count, or the first number. */
function rank(
  { params: { orderBy, orderDirection } }: TermsColumn,
  aggIds: ReadonlyMap<string, string>,
): { readonly orderBy: string; readonly order: "asc" | "desc" } {
  if (orderBy.type === "alphabetical") return { orderBy: "_key", order: orderDirection };
  const own = orderBy.type === "column" ? aggIds.get(orderBy.columnId) : undefined;
  return { orderBy: own ?? "1", order: orderDirection };
}

/** Whether a column is of a field that is there without searching. */
export function isSayable(column: Column): boolean {
  if (!("sourceField" in column) || !(column.sourceField in RUNTIME_FIELDS)) return true;
  return column.operationType === "terms" && column.sourceField in STANDS_FOR;
}

/** Whether a query names a field that only exists while one searches. */
export function namesRuntimeField(query: string): boolean {
  return Object.keys(RUNTIME_FIELDS).some((field) => query.includes(field));
}
