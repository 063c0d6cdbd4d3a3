/** The order of rows: by time, and the same in every run. */
import { CELL_NAMES, type TextRow } from "./row.ts";

/** Rows in order of time. Ties go by record id, then by what is shown: nothing is left to chance. */
export function inOrder(rows: Iterable<TextRow>): TextRow[] {
  return [...rows].sort(compareRows);
}

/** Compares two rows; 0 only where they look the same. Times are of one spelling, which sorts as text: see `ses/time.ts`. */
export function compareRows(one: TextRow, other: TextRow): number {
  return (
    compare(one.cells.time, other.cells.time) ||
    compare(one.id, other.id) ||
    CELL_NAMES.reduce((order, name) => order || compare(one.cells[name], other.cells[name]), 0)
  );
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
