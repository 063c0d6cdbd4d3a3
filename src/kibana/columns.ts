/** Makes the columns of charts: one function for each thing that a chart can count or split by. */
import type { BoardField } from "./board-fields.ts";
import type {
  Column,
  CountColumn,
  FieldColumn,
  Kuery,
  Layer,
  MathNode,
  NowColumn,
  NumberFormat,
  TermsColumn,
} from "./column.ts";

/** A column under its id. A formula comes with its parts. */
export interface Entry {
  readonly id: string;
  readonly column: Column;
  readonly parts?: readonly Entry[];
}

const kuery = (query: string): Kuery => ({ query, language: "kuery" });

function countColumn(label: string, query?: string): CountColumn {
  return {
    label,
    customLabel: true,
    dataType: "number",
    operationType: "count",
    isBucketed: false,
    scale: "ratio",
    sourceField: "___records___",
    params: { emptyAsNull: false },
    ...(query === undefined ? {} : { filter: kuery(query) }),
  };
}

/** Counts records, those that match `query` if it is given. */
export function count(id: string, label: string, query?: string): Entry {
  return { id, column: countColumn(label, query) };
}

function fieldColumn(
  operationType: FieldColumn["operationType"],
  label: string,
  sourceField: BoardField,
  query?: string,
): FieldColumn {
  const isDate = operationType === "max" || operationType === "min";
  return {
    label,
    customLabel: true,
    dataType: isDate ? "date" : "number",
    operationType,
    isBucketed: false,
    scale: "ratio",
    sourceField,
    params: isDate ? {} : { emptyAsNull: false },
    ...(query === undefined ? {} : { filter: kuery(query) }),
  };
}

/** Counts the different values of a field. */
export function distinct(id: string, label: string, field: BoardField, query?: string): Entry {
  return { id, column: fieldColumn("unique_count", label, field, query) };
}

/** Adds up a number. */
export function sum(id: string, label: string, field: BoardField): Entry {
  return { id, column: fieldColumn("sum", label, field) };
}

/** The newest value of a date. */
export function newest(id: string, label: string, field: BoardField = "@timestamp"): Entry {
  return { id, column: fieldColumn("max", label, field) };
}

/** The oldest value of a date. */
export function oldest(id: string, label: string, field: BoardField = "@timestamp"): Entry {
  return { id, column: fieldColumn("min", label, field) };
}

/** What the newest record that has the field says. */
export function lastValue(
  id: string,
  label: string,
  field: BoardField,
  dataType: "string" | "number" = "string",
): Entry {
  return {
    id,
    column: {
      label,
      customLabel: true,
      dataType,
      operationType: "last_value",
      isBucketed: false,
      scale: dataType === "string" ? "ordinal" : "ratio",
      sourceField: field,
      filter: kuery(`"${field}": *`),
      params: { sortField: "@timestamp", showArrayValues: dataType === "string" },
    },
  };
}

/** Time on the axis. Without `emptyRows`, intervals without records are left out. */
export function time(id: string, emptyRows = true): Entry {
  return {
    id,
    column: {
      label: "Time",
      customLabel: true,
      dataType: "date",
      operationType: "date_histogram",
      isBucketed: true,
      scale: "interval",
      sourceField: "@timestamp",
      params: { interval: "auto", includeEmptyRows: emptyRows, dropPartials: false },
    },
  };
}

/** By what top values are ranked: a column of the chart, all records, or the value itself. */
export type Rank =
  | { readonly column: string; readonly direction?: "asc" | "desc" }
  | "all records"
  | "value";

/** The `size` top values of a field. `other` sums up the rest in a bucket of its own. */
export function top(
  id: string,
  label: string,
  field: BoardField,
  size: number,
  rank: Rank,
  other = false,
): Entry {
  const order = ((): Pick<TermsColumn["params"], "orderBy" | "orderAgg" | "orderDirection"> => {
    if (rank === "all records") {
      return {
        orderBy: { type: "custom" },
        orderAgg: countColumn("Count of records"),
        orderDirection: "desc",
      };
    }
    if (rank === "value") return { orderBy: { type: "alphabetical" }, orderDirection: "asc" };
    return {
      orderBy: { type: "column", columnId: rank.column },
      orderDirection: rank.direction ?? "desc",
    };
  })();
  return {
    id,
    column: {
      label,
      customLabel: true,
      dataType: "string",
      operationType: "terms",
      isBucketed: true,
      scale: "ordinal",
      sourceField: field,
      params: {
        size,
        ...order,
        otherBucket: other,
        missingBucket: false,
        parentFormat: { id: "terms" },
        include: [],
        exclude: [],
        includeIsRegex: false,
        excludeIsRegex: false,
      },
    },
  };
}

/** The same top values, of these alone. */
export function only(entry: Entry, values: readonly string[]): Entry {
  const { column } = entry;
  if (column.operationType !== "terms") throw new Error(`${entry.id} has no values`);
  return { ...entry, column: { ...column, params: { ...column.params, include: values } } };
}

/**
 * A formula of two parts, stored the way Kibana's own editor stores it: the parts and the arithmetic as columns of
 * their own. Kibana does not parse the text again when a board opens; without the parts the chart stays empty.
 */
function formula(
  id: string,
  label: string,
  text: string,
  operation: MathNode["name"],
  parts: readonly [Column, Column],
  format: NumberFormat,
): Entry {
  const [left, right, math] = [`${id}X0`, `${id}X1`, `${id}X2`];
  const partLabel = `Part of ${label}`;
  return {
    id,
    column: {
      label,
      customLabel: true,
      dataType: "number",
      operationType: "formula",
      isBucketed: false,
      scale: "ratio",
      params: { formula: text, isFormulaBroken: false, format },
      references: [math],
    },
    parts: [
      { id: left, column: { ...parts[0], label: partLabel } },
      { id: right, column: { ...parts[1], label: partLabel } },
      {
        id: math,
        column: {
          label: partLabel,
          customLabel: true,
          dataType: "number",
          operationType: "math",
          isBucketed: false,
          scale: "ratio",
          params: {
            tinymathAst: {
              type: "function",
              name: operation,
              args: [left, right],
              location: { min: 0, max: text.length },
              text,
            },
          },
          references: [left, right],
        },
      },
    ],
  };
}

const PERCENT: NumberFormat = { id: "percent", params: { decimals: 1 } };
const DURATION: NumberFormat = {
  id: "duration",
  params: {
    fromUnit: "milliseconds",
    toUnit: "humanizePrecise",
    decimals: 0,
    compact: true,
  },
};

/** Share of the records that match `query`. */
export function share(id: string, label: string, query: string): Entry {
  return formula(
    id,
    label,
    `count(kql='${query}') / count()`,
    "divide",
    [countColumn(label, query), countColumn(label)],
    PERCENT,
  );
}

/** How long ago the newest record was. */
export function age(id: string, label: string): Entry {
  const now: NowColumn = {
    label,
    customLabel: true,
    dataType: "number",
    operationType: "now",
    isBucketed: false,
    scale: "ratio",
    references: [],
  };
  return formula(
    id,
    label,
    "now() - max('@timestamp')",
    "subtract",
    [now, fieldColumn("max", label, "@timestamp")],
    DURATION,
  );
}

/** A duration in ms that half of the records stay below. */
export function median(id: string, label: string, field: BoardField): Entry {
  const column = fieldColumn("median", label, field);
  return { id, column: { ...column, params: { format: DURATION } } };
}

/** A duration in ms that 95 of 100 records stay below. */
export function percentile95(id: string, label: string, field: BoardField): Entry {
  return {
    id,
    column: {
      label,
      customLabel: true,
      dataType: "number",
      operationType: "percentile",
      isBucketed: false,
      scale: "ratio",
      sourceField: field,
      params: { percentile: 95, format: DURATION },
    },
  };
}

/**
 * A layer of columns. Their order is the order of nesting: splits first, then time, then numbers; parts stand before
 * their formula.
 */
export function layer(entries: readonly Entry[]): Layer {
  const flat = entries.flatMap((entry) => [...(entry.parts ?? []), entry]);
  return {
    columns: Object.fromEntries(flat.map(({ id, column }) => [id, column])),
    columnOrder: flat.map(({ id }) => id),
    incompleteColumns: {},
  };
}

/** The same column under another id, its parts with it. */
export function copyOf(entry: Entry, id: string): Entry {
  const rename = (name: string): string => name.replace(entry.id, id);
  const renamed = (column: Column): Column => {
    if (column.operationType === "formula") {
      return { ...column, references: column.references.map(rename) };
    }
    if (column.operationType === "math") {
      const ast = column.params.tinymathAst;
      return {
        ...column,
        references: column.references.map(rename),
        params: { tinymathAst: { ...ast, args: [rename(ast.args[0]), rename(ast.args[1])] } },
      };
    }
    return column;
  };
  return {
    id,
    column: renamed(entry.column),
    ...(entry.parts === undefined
      ? {}
      : {
          parts: entry.parts.map((part) => ({ id: rename(part.id), column: renamed(part.column) })),
        }),
  };
}
