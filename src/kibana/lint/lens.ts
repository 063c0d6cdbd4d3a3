/** Checks of one Lens chart: its layers, columns, references and widths. */
import type { ViewKey } from "../ids.ts";
import type { Fault, FaultKind } from "./fault.ts";
import { GRID_COLUMN_PX, LAST_COLUMN_PX } from "./looks.ts";
import { checkField, checkKql, type Vocabulary } from "./query.ts";
import { list, number, record, text, texts, type Unknown } from "../read-json.ts";

const VISUALIZATIONS = ["lnsMetric", "lnsXY", "lnsDatatable", "lnsHeatmap"];
const FIELD_OPERATIONS = [
  "unique_count",
  "max",
  "min",
  "sum",
  "median",
  "percentile",
  "last_value",
  "date_histogram",
  "terms",
];
const OPERATIONS = [...FIELD_OPERATIONS, "count", "now", "math", "formula"];
/** Columns that top values can be ranked by. */
const RANKS = ["count", "unique_count", "max", "min", "sum"];

/** Where a chart stands, and what its data view is. */
export interface ChartContext {
  readonly where: string;
  readonly view: ViewKey;
  /** Width on the grid. */
  readonly w: number;
  readonly vocabulary: Vocabulary;
}

/** What is wrong with the attributes of a Lens panel. */
export function checkLens(attributes: Unknown, context: ChartContext): readonly Fault[] {
  const state = record(attributes["state"]);
  const visualization = record(state["visualization"]);
  const layers = record(record(record(state["datasourceStates"])["formBased"])["layers"]);
  const fault = (kind: FaultKind, what: string): Fault => ({ kind, where: context.where, what });
  const type = text(attributes["visualizationType"]);
  const faults: Fault[] = [];
  if (!VISUALIZATIONS.includes(type)) faults.push(fault("unknown_visualization", type));
  if (Object.keys(layers).length === 0) faults.push(fault("missing_column", "no layers"));
  const referenced = list(attributes["references"]).map((item) => text(record(item)["name"]));
  for (const [name, layer] of Object.entries(layers)) {
    if (!referenced.includes(`indexpattern-datasource-layer-${name}`)) {
      faults.push(fault("missing_layer_reference", `layer ${name} inside the chart`));
    }
    faults.push(...checkLayer(record(layer), context));
  }
  const query = text(record(state["query"])["query"]);
  faults.push(...checkKql(query, context.view, context.where, context.vocabulary));
  const columns = Object.fromEntries(
    Object.entries(layers).map(([name, layer]) => [
      name,
      new Set(Object.keys(record(record(layer)["columns"]))),
    ]),
  );
  for (const [layer, column] of drawn(type, visualization)) {
    if (columns[layer]?.has(column) !== true) {
      faults.push(
        fault("missing_column", `${column} of layer ${layer} is drawn, but is not there`),
      );
    }
  }
  if (type === "lnsDatatable") faults.push(...checkWidths(visualization, context));
  return faults;
}

function checkLayer(layer: Unknown, context: ChartContext): readonly Fault[] {
  const columns = record(layer["columns"]);
  const order = texts(layer["columnOrder"]);
  const fault = (kind: FaultKind, what: string): Fault => ({ kind, where: context.where, what });
  const faults: Fault[] = [];
  const ids = Object.keys(columns);
  const isComplete = ids.length === order.length && ids.every((id) => order.includes(id));
  if (!isComplete || new Set(order).size !== order.length) {
    faults.push(fault("column_order", `${order.join(", ")} against ${ids.join(", ")}`));
  }
  const operationOf = (id: string): string => text(record(columns[id])["operationType"]);
  const operations = order.map(operationOf);
  const time = operations.indexOf("date_histogram");
  if (time >= 0 && operations.slice(time + 1).includes("terms")) {
    faults.push(fault("split_inside_time", order.join(", ")));
  }
  for (const [id, value] of Object.entries(columns)) {
    faults.push(...checkColumn(id, record(value), operationOf, context));
  }
  return faults;
}

function checkColumn(
  id: string,
  column: Unknown,
  operationOf: (id: string) => string,
  context: ChartContext,
): readonly Fault[] {
  const where = `${context.where}, column ${id}`;
  const operation = text(column["operationType"]);
  const params = record(column["params"]);
  const faults: Fault[] = [];
  if (!OPERATIONS.includes(operation)) {
    faults.push({ kind: "unknown_operation", where, what: operation });
  }
  if (text(column["label"]) === "") {
    faults.push({ kind: "null_title", where, what: "the column has no label" });
  }
  if (FIELD_OPERATIONS.includes(operation)) {
    faults.push(...checkField(text(column["sourceField"]), context.view, where, true));
  }
  if (column["filter"] !== undefined) {
    // Kibana writes the field of a last value in quotes; our own part of KQL has none there.
    const query = text(record(column["filter"])["query"]).replace(/^"([\w@.]+)": \*$/u, "$1: *");
    faults.push(...checkKql(query, context.view, where, context.vocabulary));
  }
  if (operation === "formula" || operation === "math") {
    const parts = texts(column["references"]);
    const isWhole = parts.length > 0 && parts.every((part) => operationOf(part) !== "");
    const holdsMath = operation === "math" || parts.some((part) => operationOf(part) === "math");
    const isBroken = operation === "formula" && params["isFormulaBroken"] !== false;
    if (!isWhole || !holdsMath || isBroken) {
      faults.push({
        kind: "unexpanded_formula",
        where,
        what: `parts: ${parts.join(", ") || "none"}`,
      });
    }
  }
  if (operation === "terms") {
    const rank = record(params["orderBy"]);
    const by = text(rank["columnId"]);
    const isColumn = rank["type"] === "column";
    if (isColumn && !RANKS.includes(operationOf(by))) {
      faults.push({ kind: "bad_rank", where, what: `by ${by || "nothing"}` });
    }
    if (rank["type"] === "custom" && record(params["orderAgg"])["operationType"] !== "count") {
      faults.push({ kind: "bad_rank", where, what: "by a count that is not there" });
    }
  }
  return faults;
}

/** The columns that a chart draws, with their layers. */
function drawn(
  type: string,
  state: Unknown,
): readonly (readonly [layer: string, column: string])[] {
  const main = text(state["layerId"]);
  const of = (layer: string, ...columns: readonly unknown[]): (readonly [string, string])[] =>
    columns.filter((column) => column !== undefined).map((column) => [layer, text(column)]);
  switch (type) {
    case "lnsMetric":
      return [
        ...of(main, text(state["metricAccessor"])),
        ...(state["trendlineLayerId"] === undefined
          ? []
          : of(
              text(state["trendlineLayerId"]),
              text(state["trendlineTimeAccessor"]),
              text(state["trendlineMetricAccessor"]),
            )),
      ];
    case "lnsXY":
      return list(state["layers"]).flatMap((item) => {
        const layer = record(item);
        const colours = list(layer["yConfig"]).map((config) => record(config)["forAccessor"]);
        return of(
          text(layer["layerId"]),
          text(layer["xAccessor"]),
          layer["splitAccessor"],
          ...list(layer["accessors"]),
          ...colours,
        );
      });
    case "lnsDatatable":
      return of(
        main,
        ...list(state["columns"]).map((column) => record(column)["columnId"]),
        record(state["sorting"])["columnId"],
      );
    case "lnsHeatmap":
      return of(
        main,
        text(state["xAccessor"]),
        text(state["yAccessor"]),
        text(state["valueAccessor"]),
        record(state["palette"])["accessor"],
      );
    default:
      return [];
  }
}

function checkWidths(state: Unknown, { w, where }: ChartContext): readonly Fault[] {
  const widths = list(state["columns"]).map((column) => record(column)["width"]);
  const needed = widths.reduce<number>(
    (sum, width) => sum + (width === undefined ? LAST_COLUMN_PX : number(width)),
    0,
  );
  const room = w * GRID_COLUMN_PX;
  return needed <= room
    ? []
    : [{ kind: "table_too_wide", where, what: `${needed} px of columns in ${room} px` }];
}
