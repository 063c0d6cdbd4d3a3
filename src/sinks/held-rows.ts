/** Rows that wait for their order: each record once, and as little of it as can be. */
import { compareRows } from "../shape/text/order.ts";
import type { TextRow } from "../shape/text/row.ts";

/** Rows in memory. */
export interface HeldRows {
  /** False for a copy of a record that was added before. Of copies that look different, the first in order is kept: which file is read first is chance. */
  add(row: TextRow): boolean;
  /** More do not fit. */
  isFull(): boolean;
  /** Gives the rows away. From then on none is held; copies of those that were are still known. */
  take(): readonly TextRow[];
}

/** Characters of what happened that are held at most, however few rows there are. */
const MOST_CHARACTERS = 64 * 1024 * 1024;

/** Holds rows; whoever adds them asks whether there is room. */
export function heldRows(mostRows: number): HeldRows {
  const places = new Map<string, number>();
  let rows: TextRow[] = [];
  let isTaken = false;
  let characters = 0;
  const texts = new Map<string, string>();
  /** One string for all that are equal: few accounts, Regions and callers make all the rows. */
  const shared = (text: string): string => {
    const known = texts.get(text);
    if (known !== undefined) return known;
    const own = ownText(text);
    texts.set(own, own);
    return own;
  };
  const compact = ({ cells, chosen, ...row }: TextRow): TextRow => ({
    ...row,
    ...(chosen === undefined ? {} : { chosen: chosen.map(shared) }),
    cells: {
      time: ownText(cells.time),
      account: shared(cells.account),
      region: shared(cells.region),
      caller: shared(cells.caller),
      what: shared(cells.what),
      from: shared(cells.from),
      client: shared(cells.client),
      signals: shared(cells.signals),
    },
  });
  return {
    add(row) {
      const { id } = row;
      const place = id === "" ? undefined : places.get(id);
      if (place !== undefined) {
        const kept = rows[place];
        if (kept !== undefined && compareRows(row, kept) < 0) rows[place] = compact(row);
        return false;
      }
      if (isTaken) return true;
      if (id !== "") places.set(id, rows.length);
      characters += row.cells.what.length + lengthOf(row.chosen);
      rows.push(compact(row));
      return true;
    },
    isFull: () => rows.length >= mostRows || characters >= MOST_CHARACTERS,
    take() {
      const given = rows;
      rows = [];
      isTaken = true;
      texts.clear();
      return given;
    },
  };
}

function lengthOf(texts: readonly string[] = []): number {
  return texts.reduce((sum, text) => sum + text.length, 0);
}

/** The same text, sharing memory with no longer one: a part of a record would keep the whole record. */
function ownText(text: string): string {
  return Buffer.from(text).toString();
}
