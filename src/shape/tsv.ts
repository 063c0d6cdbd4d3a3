/** The tsv shape: a line for each event, its values separated by tabs; for grep, cut, sort and spreadsheets. */
import { WEIGHT_NAMES, type CellName, type TextRow } from "./text/row.ts";
import type { TextTable } from "./text/table.ts";

/** Cells by the names of their columns, in their order. */
const CELLS = [
  ["time", "time"],
  ["account", "account"],
  ["region", "region"],
  ["caller", "caller"],
  ["what_happened", "what"],
  ["from", "from"],
  ["client", "client"],
  ["signals", "signals"],
] as const satisfies readonly (readonly [title: string, cell: CellName])[];

/** Names of the columns, in their order. New ones come last, so that numbers of columns stay. */
export const TSV_COLUMNS: readonly string[] = [
  ...CELLS.map(([title]) => title),
  "severity",
  "outcome",
  "record_id",
  "key",
];

/** The first line of tsv. */
const TSV_HEADER = TSV_COLUMNS.join("\t");

/** One row as one line, without the line break. Values are whole. */
function tsvLine(row: TextRow): string {
  return tsvCells(row).map(harmlessCell).join("\t");
}

/** The values of a row, in the order of the columns. */
export function tsvCells({ cells, weight, failed, id }: TextRow): readonly string[] {
  return [
    ...CELLS.map(([, name]) => cells[name]),
    weight === 0 ? "" : WEIGHT_NAMES[weight],
    failed ? "failure" : "success",
    id,
    cells.key,
  ];
}

/** Rows as tsv, written like a table for people. */
export function tsvTable(): TextTable {
  return { head: () => [TSV_HEADER], next: (row) => [tsvLine(row)], foot: () => [] };
}

/**
 * What a spreadsheet would take for a formula, or for the beginning of a quoted value that may hold one, gets an
 * apostrophe before it. So does what begins with an apostrophe: take one away, and the value is as it was.
 * Source: https://owasp.org/www-community/attacks/CSV_Injection
 */
export function harmlessCell(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

const FORMULA = /^[=+\-@"'＝＋－＠]/u;
