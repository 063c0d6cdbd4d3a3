/** Chooses what is shown of rows in a width: which columns, how wide, and what is said once instead. */
import { widthOf } from "../width.ts";
import { MARKS_WIDTH, marksOf } from "./marks.ts";
import { CELL_NAMES, type CellName, type TextRow } from "./row.ts";
import type { Cells } from "./view.ts";

/** A column, by the cell that it shows. The marks are no cell of a row. */
export type ColumnName = CellName | "marks";

/** A column in its place. */
export interface Column {
  readonly name: ColumnName;
  readonly width: number;
}

/** How rows are shown. */
export interface Plan {
  /** From left to right. */
  readonly columns: readonly Column[];
  /** Cells with one value in all rows, which is said once above them. */
  readonly named: readonly (readonly [name: CellName, value: string])[];
  /** Cells that there is no room for. */
  readonly leftOut: readonly CellName[];
  /** There is not even room for the caller: the name stands before what happened. */
  readonly callerWithin: boolean;
  /** There is no room for keys: they stand behind what happened. */
  readonly keyWithin: boolean;
}

/** Width of text where there is no terminal. */
export const PAGE_COLUMNS = 140;
/** Narrower windows get lines of this width. */
export const NARROWEST = 32;

/** Width of `09:02:11`: the day stands above. */
const TIME = 8;
/** Width of `2026-11-20 09:02:11`, where each line is to say all. */
const DAY_AND_TIME = 19;
/** Blanks between a column and the next. */
export function gapAfter(name: ColumnName): number {
  return name === "marks" ? 1 : 2;
}

/** Where each column stands. Marks have the margin, where the eye runs down. */
const ORDER: readonly ColumnName[] = ["marks", ...CELL_NAMES];

/** What the caller and what happened get at least; the latter breaks its lines, but not into crumbs. */
const LEAST_CALLER = 12;
const LEAST_WHAT = 20;

/** What room is spent on, the most telling first: a column begins, or becomes wider, but no wider than its widest cell. */
const WISHES: readonly (readonly [column: CellName, width: number])[] = [
  ["caller", 17],
  ["what", 30],
  ["account", 12],
  ["caller", 20],
  ["what", 40],
  ["caller", 28],
  ["id", 8],
  ["region", 14],
  ["what", 48],
  ["from", 15],
  ["key", 20],
  ["what", 60],
  ["client", 12],
  ["what", 66],
  ["signals", 29],
  ["caller", 41],
  ["from", 28],
  ["client", 22],
  ["what", 90],
  ["signals", 60],
];
/** These are of use only as a whole, or to the width wished for. */
const WHOLE: ReadonlySet<CellName> = new Set(["region", "from", "account", "client", "key", "id"]);

/** Widths of cells where rows are not known beforehand; those of 0 are not shown then. */
const USUAL: Readonly<Record<CellName, number>> = {
  time: TIME,
  account: 12,
  region: 14,
  caller: 28,
  what: 90,
  from: 15,
  key: 0,
  client: 12,
  signals: 29,
  id: 0,
};

/** What a plan is made from: the rows that it is for, of which only this is kept. */
export interface Survey {
  add(row: TextRow, cells: Cells): void;
  readonly rowCount: number;
  readonly widest: Readonly<Record<ColumnName, number>>;
  /** Cells with one value in all rows. */
  readonly same: ReadonlyMap<Nameable, string>;
}

/** Begins one. */
export function survey(): Survey {
  const widest: Record<ColumnName, number> = { ...NO_WIDTHS };
  const same = new Map<Nameable, string>();
  let rowCount = 0;
  return {
    add(row, cells) {
      rowCount += 1;
      for (const name of CELL_NAMES) widest[name] = Math.max(widest[name], widthOf(cells[name]));
      widest.marks = Math.max(widest.marks, marksOf(row).length);
      // Keys are not shown in all rows, but what is said once is said of all.
      const said = { ...cells, key: row.cells.key };
      if (rowCount === 1) for (const name of NAMEABLE) same.set(name, said[name]);
      else for (const [name, value] of same) if (said[name] !== value) same.delete(name);
    },
    get rowCount() {
      return rowCount;
    },
    widest,
    same,
  };
}

const NO_WIDTHS: Readonly<Record<ColumnName, number>> = {
  time: 0,
  account: 0,
  region: 0,
  caller: 0,
  marks: 0,
  what: 0,
  from: 0,
  key: 0,
  client: 0,
  signals: 0,
  id: 0,
};

/** Every row on one line, and all of it, for programs such as grep: no cell is left out, broken or named once instead. */
export function wholePlan({ widest }: Survey): Plan {
  return {
    columns: ORDER.filter((name) => name === "time" || widest[name] > 0).map((name) => ({
      name,
      width: name === "time" ? DAY_AND_TIME : Math.min(widest[name], WIDEST_FILLED),
    })),
    named: [],
    leftOut: [],
    callerWithin: false,
    keyWithin: false,
  };
}

/** What is longer moves the rest of its line aside: one long name must not fill all lines with blanks. */
const WIDEST_FILLED = 90;

/** Decides for the rows that were surveyed; without any for whatever may come. */
export function planOf(columns: number, { rowCount, widest: seen, same }: Survey): Plan {
  const isKnown = rowCount > 0;
  const named = namedOnce(rowCount, same);
  const widest = (name: CellName): number => {
    if (name === "time") return TIME;
    if (named.some(([other]) => other === name)) return 0;
    return isKnown ? seen[name] : USUAL[name];
  };
  const natural = Object.fromEntries(CELL_NAMES.map((name) => [name, widest(name)])) as Record<
    CellName,
    number
  >;
  const marks = isKnown ? seen.marks : MARKS_WIDTH;

  const room: Record<ColumnName, number> = {
    time: TIME,
    account: 0,
    region: 0,
    caller: 0,
    marks,
    what: LEAST_WHAT,
    from: 0,
    key: 0,
    client: 0,
    signals: 0,
    id: 0,
  };
  let left = Math.max(columns, NARROWEST) - TIME - gapAfter("time");
  if (marks > 0) left -= marks + gapAfter("marks");
  const caller = Math.min(LEAST_CALLER, natural.caller);
  const callerWithin = caller > 0 && left < caller + gapAfter("caller") + LEAST_WHAT;
  if (caller > 0 && !callerWithin) {
    room.caller = caller;
    left -= caller + gapAfter("caller");
  }
  room.what = Math.min(left, LEAST_WHAT);
  left -= room.what;
  for (const [name, wish] of callerWithin ? [] : WISHES) {
    const begins = room[name] === 0;
    const wished = Math.min(wish, natural[name]) - room[name];
    if (wished <= 0) continue;
    const cost = wished + (begins ? gapAfter(name) : 0);
    // What comes first is not left out for what comes later.
    if (cost > left && (begins || WHOLE.has(name))) break;
    const spent = Math.min(cost, left);
    room[name] += spent - (begins ? gapAfter(name) : 0);
    left -= spent;
  }
  room.what += callerWithin ? left : Math.min(left, Math.max(0, natural.what - room.what));
  const without = CELL_NAMES.filter((name) => natural[name] > 0 && room[name] === 0);
  return {
    columns: ORDER.filter((name) => room[name] > 0).map((name) => ({ name, width: room[name] })),
    named,
    leftOut: without.filter((name) => name !== "key" && !(callerWithin && name === "caller")),
    callerWithin,
    keyWithin: without.includes("key"),
  };
}

/** Said once, if it is the same in all rows. */
const NAMEABLE = ["account", "region", "caller", "from", "key", "client"] as const;
type Nameable = (typeof NAMEABLE)[number];

function namedOnce(rowCount: number, same: Survey["same"]): Plan["named"] {
  return (
    [...same]
      // One row alone still says who did it.
      .filter(([name, value]) => value !== "" && !(name === "caller" && rowCount === 1))
  );
}
