/** The table of `look`: that of text, and a last line that sums it up and says where to go on. */
import { dayAndTime } from "../shape/text/day.ts";
import type { TextRow } from "../shape/text/row.ts";
import { textTable, type TextOptions, type TextTable } from "../shape/text/table.ts";
import { viewOf } from "../shape/text/view.ts";
import { parts } from "../shape/wrap.ts";

/** How it is laid out, and what else it is to know. */
export interface LookOptions extends TextOptions {
  /** Events that the options left out. Asked at the end. */
  readonly leftOutCount: () => number;
  /** What to do next, told of the weightiest row: commands as text. */
  readonly next: (row: TextRow) => readonly string[];
}

/** A table that can be asked for its sum apart from its rows. */
export interface LookTable extends TextTable {
  /** What was seen, in a few lines of this width; none where there were no rows. */
  closing(width: number): readonly string[];
}

/** Begins it. Where each row is one line (`whole`), the sum is no part of the table: a program reads that. */
export function lookTable(options: LookOptions): LookTable {
  const { whole = false, zone, leftOutCount, next } = options;
  const table = textTable(options);
  const shownOf = viewOf(options);
  let count = 0;
  let first = "";
  let last = "";
  let weightiest: TextRow | undefined;
  const closing = (width: number): readonly string[] => {
    if (weightiest === undefined) return [];
    const marks = table.foot().filter((line) => line !== "");
    const total = count + leftOutCount();
    const of = total === count ? "" : ` of ${formatted(total)}`;
    const span = spanText(first, last);
    const sum = [
      ...(span === "" ? [] : [`${span}${zone === undefined ? " UTC" : ""}`]),
      `${formatted(count)}${of} event${total === 1 ? "" : "s"}`,
    ].join(" · ");
    const commands = next(weightiest).map(
      (text, place) => `${place === 0 ? "Next: " : "  or  "}${text}`,
    );
    const lines = [...(whole ? marks : []), sum, ...commands];
    return lines.flatMap((line) => parts(line, width).map((part) => part.trimEnd()));
  };
  return {
    ...table,
    next(row) {
      const { time } = shownOf(row);
      count += 1;
      if (time !== "") {
        if (first === "") first = time;
        last = time;
      }
      if (weightiest === undefined || row.weight > weightiest.weight) weightiest = row;
      return table.next(row);
    },
    foot() {
      if (whole) return [];
      const marks = table.foot();
      return [...marks, ...(marks.length === 0 ? [""] : []), ...closing(options.columns)];
    },
    closing,
  };
}

/** `2026-11-20 09:02 to 13:12`; the day once where it is the same. */
function spanText(first: string, last: string): string {
  const [from, to] = [first, last].map((time) => dayAndTime(time).slice(0, MINUTE));
  if (from === undefined || to === undefined || from === to) return from ?? "";
  return from.slice(0, DAY) === to.slice(0, DAY)
    ? `${from} to ${to.slice(DAY + 1)}`
    : `${from} to ${to}`;
}

const MINUTE = "2026-11-20 09:02".length;
const DAY = "2026-11-20".length;

function formatted(count: number): string {
  return count.toLocaleString("en-US");
}
