/**
 * A chart of the boards in the forms of OpenSearch Dashboards, which has no Lens: metric, bars, heat map and data table, as
 * Kibana had them up to 7.10. What these cannot say is left out, and told: numbers of a table that have a filter of their
 * own, arithmetic, and fields that are worked out while one searches.
 * Source: OpenSearch Dashboards, src/plugins/vis_type_{metric,vislib,table}, src/plugins/data/common/search/aggs.
 */
import { both } from "../../rules/queries.ts";
import type { ChartPanel } from "../board.ts";
import type { Kuery, Layer } from "../column.ts";
import { list, number as numberIn, record, text, texts, type Unknown } from "../read-json.ts";
import { bucket, COUNT, isSayable, namesRuntimeField, numberOf, type Agg } from "./aggs.ts";
import { barParams, heatmapParams, METRIC_PARAMS, TABLE_PARAMS } from "./vis-params.ts";

/** What `visState` holds, as text. */
export interface VisState {
  readonly title: string;
  readonly type: "metric" | "histogram" | "horizontal_bar" | "line" | "heatmap" | "table";
  readonly params: Readonly<Record<string, unknown>>;
  readonly aggs: readonly Agg[];
}

/** A chart in the classic forms. */
export interface ClassicChart {
  readonly visState: VisState;
  /** KQL: the panel's own, and that of its number where it has one. */
  readonly query: string;
  /** Labels of columns that are left out. */
  readonly leftOut: readonly string[];
}

/** The chart of a panel; undefined where nothing of it can be said. */
export function classicChart({ title, query, chart }: ChartPanel): ClassicChart | undefined {
  if (namesRuntimeField(query)) return undefined;
  const layer = chart.layers["l1"];
  if (layer === undefined) return undefined;
  const made = ((): Made | undefined => {
    switch (chart.visualizationType) {
      case "lnsMetric":
        return metric(layer, text(chart.visualization["metricAccessor"]));
      case "lnsXY":
        return bars(layer, chart.visualization);
      case "lnsHeatmap":
        return heatmap(layer, chart.visualization);
      case "lnsDatatable":
        return table(layer);
      default:
        return chart.visualizationType satisfies never;
    }
  })();
  if (made === undefined) return undefined;
  const { type, params, aggs, filter, leftOut = [] } = made;
  return {
    visState: { title, type, params, aggs },
    query: filter === undefined ? query : query === "" ? filter.query : both(query, filter.query),
    leftOut,
  };
}

type Made = Pick<VisState, "type" | "params" | "aggs"> & {
  readonly filter?: Kuery | undefined;
  readonly leftOut?: readonly string[];
};

/** A number, without a colour: the classic form has none from a threshold upwards alone. */
function metric(layer: Layer, id: string): Made | undefined {
  const number = numberOf(layer, layer.columns[id]);
  if (number === undefined) return undefined;
  return {
    type: "metric",
    params: METRIC_PARAMS,
    aggs: [number.agg("1")],
    filter: number.filter,
  };
}

const FORMS = {
  bar_stacked: "histogram",
  bar_horizontal_stacked: "horizontal_bar",
  line: "line",
} as const;

/** Bars, stacked by series, each with its filter, or by the values of a field. */
function bars(layer: Layer, visualization: Unknown): Made | undefined {
  const drawn = record(list(visualization["layers"])[0]);
  const form = FORMS[text(drawn["seriesType"]) as keyof typeof FORMS];
  const accessors = texts(drawn["accessors"]);
  const columns = accessors.map((id) => layer.columns[id]);
  const [only] = columns;
  const isStack = columns.length > 1;
  // A chart whose first column is filtered is split by filters.
  const series = columns.flatMap((column) =>
    column?.operationType === "count" && column.filter !== undefined
      ? [{ input: column.filter, label: column.label }]
      : [],
  );
  if (isStack && series.length < columns.length) return undefined;
  const number = isStack ? COUNT : numberOf(layer, only);
  const x = layer.columns[text(drawn["xAccessor"])];
  const split = layer.columns[text(drawn["splitAccessor"])];
  if (number === undefined || x === undefined || !isSayable(x)) return undefined;
  const legend = text(record(visualization["legend"])["position"]);
  const isLying = form === "horizontal_bar";
  return {
    type: form,
    params: {
      ...barParams(form, isLying),
      addLegend: isStack || split !== undefined,
      legendPosition: legend === "top" ? "top" : "right",
    },
    aggs: [
      number.agg("1"),
      // What is split first has the same values in every interval.
      ...(split === undefined ? [] : [bucket("2", "group", split)]),
      bucket("3", "segment", x),
      ...(isStack
        ? [
            {
              id: "4",
              enabled: true as const,
              type: "filters",
              schema: "group" as const,
              params: { filters: series },
            },
          ]
        : []),
    ],
    filter: number.filter,
  };
}

function heatmap(layer: Layer, visualization: Unknown): Made | undefined {
  const x = layer.columns[text(visualization["xAccessor"])];
  const y = layer.columns[text(visualization["yAccessor"])];
  const number = numberOf(layer, layer.columns[text(visualization["valueAccessor"])]);
  if (x === undefined || y === undefined || number === undefined) return undefined;
  const { colorStops } = record(record(visualization["palette"])["params"]);
  const steps = list(colorStops).map((step) => numberIn(record(step)["stop"]));
  const xAgg = bucket("3", "segment", x);
  const yAgg = bucket("2", "group", y);
  return {
    type: "heatmap",
    params: heatmapParams(steps),
    aggs: [
      number.agg("1"),
      ...(x.operationType === "date_histogram" ? [yAgg, xAgg] : [xAgg, yAgg]),
    ],
    filter: number.filter,
  };
}

function table(layer: Layer): Made | undefined {
  const columns = layer.columnOrder.flatMap((id) => {
    const column = layer.columns[id];
    return column === undefined ? [] : [{ id, column }];
  });
  const buckets = columns.filter(({ column }) => column.isBucketed);
  // Parts of a formula stand beside it, and are no columns of their own.
  const numbers = columns.filter(
    ({ column }) => !column.isBucketed && !column.label.startsWith("Part of "),
  );
  const told = numbers.flatMap(({ id, column }) => {
    const number = column.operationType === "formula" ? undefined : numberOf(layer, column);
    return number === undefined || number.filter !== undefined ? [] : [{ id, number }];
  });
  if (!buckets.every(({ column }) => isSayable(column))) return undefined;
  const aggIds = new Map(told.map(({ id }, at) => [id, String(at + 1)]));
  return {
    type: "table",
    params: TABLE_PARAMS,
    aggs: [
      ...told.map(({ number }, at) => number.agg(String(at + 1))),
      ...buckets.map(({ column }, at) =>
        bucket(String(told.length + at + 1), "bucket", column, aggIds),
      ),
    ],
    leftOut: numbers.filter(({ id }) => !aggIds.has(id)).map(({ column }) => column.label),
  };
}
