/** The csv shape, and chosen columns for csv and tsv. */
import type { TextTable } from "./text/table.ts";
import { harmlessCell, TSV_COLUMNS, tsvCells } from "./tsv.ts";

/** How values stand side by side. */
export type Separated = "csv" | "tsv";

/** One line of values, harmless for spreadsheets, without the line feed. */
export function separatedLine(form: Separated, values: readonly string[]): string {
  const safe = values.map(harmlessCell);
  // RFC 4180: a line ends with CR and LF, of which the second is written by whoever writes lines.
  return form === "tsv" ? safe.join("\t") : `${safe.map(quoted).join(",")}\r`;
}

/** Rows as csv or tsv; with the columns that were chosen, or else those of tsv. */
export function separatedTable(form: Separated, columns?: readonly string[]): TextTable {
  return {
    head: () => [separatedLine(form, columns ?? TSV_COLUMNS)],
    next: (row) => [separatedLine(form, row.chosen ?? tsvCells(row))],
    foot: () => [],
  };
}

/** Source: RFC 4180, section 2, items 5 to 7. */
function quoted(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
