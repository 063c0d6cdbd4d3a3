/** Chooses what is shown of rows in a width: which columns, how wide, and what is said once instead. */
import { widthOf } from "../width.ts";
import { MARKS_WIDTH, marksOf } from "./marks.ts";
import { CELL_NAMES, type CellName, type TextRow } from "./row.ts";

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
}

/** Width of text where there is no terminal. */
export const PAGE_COLUMNS = 140;
/** Narrower windows get lines of this width. */
export const NARROWEST = 32;

/** Width of `09:02:11`: the day stands above. */
const TIME = 8;
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
  ["region", 14],
  ["what", 48],
  ["from", 15],
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
const WHOLE: ReadonlySet<CellName> = new Set(["region", "from", "account", "client"]);

/** Widths of cells where rows are not known beforehand. */
const USUAL: Readonly<Record<CellName, number>> = {
  time: TIME,
  account: 12,
  region: 14,
  caller: 28,
  what: 90,
  from: 15,
  client: 12,
  signals: 29,
};

/** Decides for all rows; without them for whatever may come. */
export function planOf(columns: number, rows?: readonly TextRow[]): Plan {
  const named = rows === undefined ? [] : namedOnce(rows);
  const widest = (name: CellName): number => {
    if (name === "time") return TIME;
    if (named.some(([other]) => other === name)) return 0;
    return rows === undefined ? USUAL[name] : mostOf(rows, ({ cells }) => widthOf(cells[name]));
  };
  const natural = Object.fromEntries(CELL_NAMES.map((name) => [name, widest(name)])) as Record<
    CellName,
    number
  >;
  const marks = rows === undefined ? MARKS_WIDTH : mostOf(rows, (row) => marksOf(row).length);

  const room: Record<ColumnName, number> = {
    time: TIME,
    account: 0,
    region: 0,
    caller: 0,
    marks,
    what: LEAST_WHAT,
    from: 0,
    client: 0,
    signals: 0,
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
  return {
    columns: ORDER.filter((name) => room[name] > 0).map((name) => ({ name, width: room[name] })),
    named,
    leftOut: CELL_NAMES.filter(
      (name) => natural[name] > 0 && room[name] === 0 && !(callerWithin && name === "caller"),
    ),
    callerWithin,
  };
}

/** Said once, if it is the same in all rows. */
const NAMEABLE = ["account", "region", "caller", "from", "client"] as const;

function namedOnce(rows: readonly TextRow[]): Plan["named"] {
  const [first] = rows;
  if (first === undefined) return [];
  return NAMEABLE.filter((name) => {
    // One row alone still says who did it.
    if (name === "caller" && rows.length === 1) return false;
    const value = first.cells[name];
    return value !== "" && rows.every(({ cells }) => cells[name] === value);
  }).map((name) => [name, first.cells[name]]);
}

function mostOf(rows: readonly TextRow[], measure: (row: TextRow) => number): number {
  return rows.reduce((most, row) => Math.max(most, measure(row)), 0);
}
