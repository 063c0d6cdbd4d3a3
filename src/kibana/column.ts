/** The shapes of Lens columns and layers, as Kibana stores them: what a chart counts, and by what it splits. */
import type { BoardField } from "./board-fields.ts";

/** A KQL filter of a column or a panel. */
export interface Kuery {
  readonly query: string;
  readonly language: "kuery";
}

/** How a number is shown. */
export interface NumberFormat {
  readonly id: "percent" | "duration" | "number";
  readonly params: Readonly<Record<string, unknown>>;
}

interface ColumnBase {
  readonly label: string;
  readonly customLabel: true;
  readonly dataType: "number" | "string" | "date";
  readonly isBucketed: boolean;
}

/** Counts records, those of `filter` if there is one. */
export interface CountColumn extends ColumnBase {
  readonly operationType: "count";
  readonly sourceField: "___records___";
  readonly scale: "ratio";
  readonly params: { readonly emptyAsNull: false; readonly format?: NumberFormat };
  readonly filter?: Kuery;
}

/** Distinct values, newest, oldest, sum, or middle of a field. */
export interface FieldColumn extends ColumnBase {
  readonly operationType: "unique_count" | "max" | "min" | "sum" | "median";
  readonly sourceField: BoardField;
  readonly scale: "ratio";
  readonly params: { readonly emptyAsNull?: false; readonly format?: NumberFormat };
  readonly filter?: Kuery;
}

/** The value below which so many of a hundred records stay. */
export interface PercentileColumn extends ColumnBase {
  readonly operationType: "percentile";
  readonly sourceField: BoardField;
  readonly scale: "ratio";
  readonly params: { readonly percentile: number; readonly format?: NumberFormat };
  readonly filter?: Kuery;
}

/** The value of the newest record that has one. */
export interface LastValueColumn extends ColumnBase {
  readonly operationType: "last_value";
  readonly sourceField: BoardField;
  readonly scale: "ordinal" | "ratio";
  readonly filter: Kuery;
  readonly params: { readonly sortField: "@timestamp"; readonly showArrayValues: boolean };
}

/** Time, in intervals that Kibana chooses. */
interface TimeColumn extends ColumnBase {
  readonly operationType: "date_histogram";
  readonly sourceField: BoardField;
  readonly scale: "interval";
  readonly params: {
    readonly interval: "auto";
    readonly includeEmptyRows: boolean;
    readonly dropPartials: false;
  };
}

/** Top values of a field. */
export interface TermsColumn extends ColumnBase {
  readonly operationType: "terms";
  readonly sourceField: BoardField;
  readonly scale: "ordinal";
  readonly params: {
    readonly size: number;
    readonly orderBy:
      | { readonly type: "column"; readonly columnId: string }
      | { readonly type: "custom" }
      | { readonly type: "alphabetical" };
    readonly orderAgg?: CountColumn;
    readonly orderDirection: "asc" | "desc";
    readonly otherBucket: boolean;
    readonly missingBucket: false;
    readonly parentFormat: { readonly id: "terms" };
    /** The only values that are shown; none: all. */
    readonly include: readonly string[];
    readonly exclude: readonly never[];
    readonly includeIsRegex: false;
    readonly excludeIsRegex: false;
  };
}

/** The moment of looking, in ms. */
export interface NowColumn extends ColumnBase {
  readonly operationType: "now";
  readonly scale: "ratio";
  readonly references: readonly never[];
}

/** Arithmetic over other columns, as Kibana's formula parser leaves it. */
interface MathColumn extends ColumnBase {
  readonly operationType: "math";
  readonly scale: "ratio";
  readonly params: { readonly tinymathAst: MathNode };
  readonly references: readonly string[];
}

/** One operation of `MathColumn`. Arguments that are texts name columns. */
export interface MathNode {
  readonly type: "function";
  readonly name: "divide" | "subtract";
  readonly args: readonly [string, string];
  readonly location: { readonly min: number; readonly max: number };
  readonly text: string;
}

/** What a person typed as a formula; its value is the column that it references. */
interface FormulaColumn extends ColumnBase {
  readonly operationType: "formula";
  readonly scale: "ratio";
  readonly params: {
    readonly formula: string;
    readonly isFormulaBroken: false;
    readonly format?: NumberFormat;
  };
  readonly references: readonly string[];
}

/** Any column. */
export type Column =
  | CountColumn
  | FieldColumn
  | PercentileColumn
  | LastValueColumn
  | TimeColumn
  | TermsColumn
  | NowColumn
  | MathColumn
  | FormulaColumn;

/** A Lens layer: the query of one chart. */
export interface Layer {
  readonly columns: Readonly<Record<string, Column>>;
  readonly columnOrder: readonly string[];
  readonly incompleteColumns: Readonly<Record<string, never>>;
  readonly linkToLayers?: readonly string[];
}
