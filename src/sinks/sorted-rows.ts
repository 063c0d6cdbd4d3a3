/**
 * Rows in order of time, each record once, however many there are: so many in memory, the others sorted on the disk and
 * merged.
 */
import { compareRows, inOrder } from "../shape/text/order.ts";
import type { TextRow } from "../shape/text/row.ts";
import { openScratch, type Scratch } from "./scratch.ts";

/** Rows that wait for their order. */
export interface SortedRows {
  /** False for a copy of a record that is in memory. Of copies that look different, the first in order is kept: which file is read first is chance. */
  add(row: TextRow): boolean;
  /** Makes room where there is none. True if that took the disk, for the first time. */
  makeRoom(): Promise<boolean>;
  /** All of them, in order, some at once. May be asked for several times, when all were added. */
  all(): AsyncGenerator<readonly TextRow[]>;
  readonly isEmpty: boolean;
  /** Safe twice. */
  close(): Promise<void>;
}

/** So many rows are held and sorted in memory; of usual length they take some 140 MB. */
const MOST_ROWS = 200_000;
/** Characters of what happened that are held at most, however few rows there are. */
const MOST_CHARACTERS = 64 * 1024 * 1024;
/** Rows that are given at once. */
const ROWS_AT_ONCE = 1_000;
/** Of all runs on the disk, so much is read ahead together; of one, so much at most and at least. */
const AHEAD_BYTES = 32 * 1024 * 1024;
const MOST_AHEAD_BYTES = 256 * 1024;
const LEAST_AHEAD_BYTES = 16 * 1024;

/** Rows in order that lie on the disk, one a line. */
interface Run {
  readonly start: number;
  readonly end: number;
}

/** Begins to sort. */
export function sortedRows(mostRows: number = MOST_ROWS): SortedRows {
  const held = new Map<string, TextRow>();
  const nameless: TextRow[] = [];
  const runs: Run[] = [];
  let share = sharedTexts();
  let characters = 0;
  let scratch: Scratch | undefined;
  const inMemory = (): TextRow[] => inOrder([...held.values(), ...nameless]);
  return {
    add(row) {
      const { id } = row;
      const kept = id === "" ? undefined : held.get(id);
      if (kept !== undefined && compareRows(row, kept) >= 0) return false;
      const own = share(row);
      if (id === "") nameless.push(own);
      else held.set(id, own);
      if (kept !== undefined) return false;
      characters += lengthOf(row);
      return true;
    },
    async makeRoom() {
      if (held.size + nameless.length < mostRows && characters < MOST_CHARACTERS) return false;
      const isFirst = scratch === undefined;
      scratch ??= await openScratch();
      runs.push(await written(scratch, inMemory()));
      held.clear();
      nameless.length = 0;
      share = sharedTexts();
      characters = 0;
      return isFirst;
    },
    async *all() {
      const ahead = Math.max(
        LEAST_AHEAD_BYTES,
        Math.min(MOST_AHEAD_BYTES, Math.floor(AHEAD_BYTES / (runs.length || 1))),
      );
      const disk = scratch;
      const onDisk = disk === undefined ? [] : runs.map((run) => rowsOf(disk, run, ahead));
      yield* merged([...onDisk, slices(inMemory())]);
    },
    get isEmpty() {
      return held.size + nameless.length + runs.length === 0;
    },
    async close() {
      const disk = scratch;
      scratch = undefined;
      await disk?.close();
    },
  };
}

function lengthOf({ cells, chosen = [] }: TextRow): number {
  return chosen.reduce((sum, text) => sum + text.length, cells.what.length);
}

/** What gives rows the same string for equal texts: few accounts, Regions and callers make all of them. */
function sharedTexts(): (row: TextRow) => TextRow {
  const texts = new Map<string, string>();
  const shared = (text: string): string => {
    const known = texts.get(text);
    if (known !== undefined) return known;
    const own = ownText(text);
    texts.set(own, own);
    return own;
  };
  return ({ id, cells, failed, weight, chosen }) => ({
    id: ownText(id),
    failed,
    weight,
    ...(chosen === undefined ? {} : { chosen: chosen.map(shared) }),
    cells: {
      time: ownText(cells.time),
      account: shared(cells.account),
      region: shared(cells.region),
      caller: shared(cells.caller),
      what: shared(cells.what),
      from: shared(cells.from),
      key: shared(cells.key),
      client: shared(cells.client),
      signals: shared(cells.signals),
      id: ownText(cells.id),
    },
  });
}

/** The same text, sharing memory with no longer one: a part of a record would keep the whole record. */
function ownText(text: string): string {
  return Buffer.from(text).toString();
}

async function written(scratch: Scratch, rows: readonly TextRow[]): Promise<Run> {
  let run: Run | undefined;
  for (let place = 0; place < rows.length; place += ROWS_AT_ONCE) {
    const lines = rows.slice(place, place + ROWS_AT_ONCE).map((row) => `${JSON.stringify(row)}\n`);
    const [start, end] = await scratch.append(lines.join(""));
    run = { start: run?.start ?? start, end };
  }
  return run ?? { start: 0, end: 0 };
}

/** The rows of a run, read `ahead` bytes at a time. */
async function* rowsOf(
  scratch: Scratch,
  { start, end }: Run,
  ahead: number,
): AsyncGenerator<readonly TextRow[]> {
  let rest: Buffer = Buffer.alloc(0);
  for (let place = start; place < end; place += ahead) {
    const bytes = await scratch.read(place, Math.min(end, place + ahead));
    const last = bytes.lastIndexOf(LINE_FEED) + 1;
    const whole = Buffer.concat([rest, bytes.subarray(0, last)]);
    // A line may be longer than what is read at once.
    rest = last === 0 ? Buffer.concat([rest, bytes]) : bytes.subarray(last);
    if (last === 0) continue;
    const lines = whole.toString().split("\n").slice(0, -1);
    yield lines.map((line) => JSON.parse(line) as TextRow);
  }
}

const LINE_FEED = 10;

// oxlint-disable-next-line typescript/require-await -- asynchronous like those on the disk
async function* slices(rows: readonly TextRow[]): AsyncGenerator<readonly TextRow[]> {
  for (let place = 0; place < rows.length; place += ROWS_AT_ONCE)
    yield rows.slice(place, place + ROWS_AT_ONCE);
}

/** A run that is being merged: what was read of it, and how far that is used up. */
interface Front {
  readonly rest: AsyncGenerator<readonly TextRow[]>;
  rows: readonly TextRow[];
  place: number;
}

/** All rows of runs in order; of copies, which lie side by side, the first. */
async function* merged(
  runs: readonly AsyncGenerator<readonly TextRow[]>[],
): AsyncGenerator<readonly TextRow[]> {
  /** Those that have a row, the one with the next row last. */
  const fronts: Front[] = [];
  const enter = async (front: Front): Promise<void> => {
    if (front.place === front.rows.length) {
      const next = await front.rest.next();
      if (next.done === true) return;
      front.rows = next.value;
      front.place = 0;
    }
    fronts.splice(placeFor(front, fronts), 0, front);
  };
  for (const rest of runs) await enter({ rest, rows: [], place: 0 });
  let batch: TextRow[] = [];
  let last: string | undefined;
  for (let front = fronts.pop(); front !== undefined; front = fronts.pop()) {
    const row = headOf(front);
    front.place += 1;
    if (row !== undefined && (row.id === "" || row.id !== last)) batch.push(row);
    last = row?.id;
    await enter(front);
    if (batch.length < ROWS_AT_ONCE) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function headOf({ rows, place }: Front): TextRow | undefined {
  return rows[place];
}

/** Where a front belongs among those that are in order, the latest first. */
function placeFor(front: Front, fronts: readonly Front[]): number {
  const row = headOf(front);
  let [low, high] = [0, fronts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = fronts[middle];
    const order =
      row === undefined || other === undefined ? 0 : compareRows(row, headOf(other) ?? row);
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
