/** Rows for people to a stream or a file: in order of time, each record once. */
import { chosenCells } from "../shape/chosen.ts";
import { inOrder } from "../shape/text/order.ts";
import { textRow, type TextRow } from "../shape/text/row.ts";
import type { TextTable } from "../shape/text/table.ts";
import type { Problem } from "../telemetry/problem.ts";
import { endsOf, LINE_LIMITS, type LineTarget } from "./lines.ts";
import { newRecords } from "./seen.ts";
import type { Item, Outcome, Sink } from "./sink.ts";
import { sortedRows } from "./sorted-rows.ts";

/** Begins a table: one that is made to fit the rows that it is then told of, or else whatever may come. */
export type BeginTable = () => TextTable;

/** What rows are written with. */
export interface RowsOptions {
  readonly begin: BeginTable;
  /** Columns that were chosen for csv or tsv. */
  readonly columns?: readonly string[] | undefined;
  /** Rows that are held in memory at most. */
  readonly mostRows?: number;
}

/**
 * A Sink that takes in all rows and writes them in order of time at its `finish`, each record once. Where there are more
 * than memory holds, it says so, and sorts on the disk.
 */
export function orderedSink(
  target: LineTarget,
  options: RowsOptions & { readonly report: (problem: Problem) => void },
): Sink<TextRow> {
  const { begin, report, mostRows } = options;
  const rows = sortedRows(mostRows);
  return {
    ...sinkOf(target, options.columns),
    async write(items, signal) {
      signal.throwIfAborted();
      const { outcomes } = take(items, (row) => rows.add(row));
      if (await rows.makeRoom()) report(SORTED_ON_DISK);
      return outcomes;
    },
    async finish(signal) {
      signal.throwIfAborted();
      if (rows.isEmpty) return;
      const table = begin();
      if (table.measure !== undefined)
        for await (const some of rows.all()) {
          signal.throwIfAborted();
          for (const row of some) table.measure(row);
        }
      const writer = rowWriter(target, table);
      for await (const some of rows.all()) await writer.write(some, signal);
      await writer.end(signal);
    },
    async close() {
      await rows.close();
      await target.close();
    },
  };
}

/** Said once, where the disk is needed. */
export const SORTED_ON_DISK: Problem = {
  code: "E_ORDER",
  what: "there are more events than are sorted in memory: the rest is sorted on the disk",
};

/** Records that are known, where rows are not held. */
const MOST_KNOWN = 200_000;

/**
 * A Sink that writes rows as they come, for sources that may never end: those of a batch in order of time. Copies are
 * known as such among the last `mostRows` records.
 */
export function arrivalSink(
  target: LineTarget,
  { begin, columns, mostRows = MOST_KNOWN }: RowsOptions,
): Sink<TextRow> {
  let writer: RowWriter | undefined;
  /** Of the last write; undefined where there was none, or it failed. */
  let writing: AbortSignal | undefined;
  const isNewId = newRecords(mostRows);
  const isNew = ({ id }: TextRow): boolean => isNewId(id);
  return {
    ...sinkOf(target, columns),
    async write(items, signal) {
      signal.throwIfAborted();
      const { outcomes, fresh } = take(items, isNew);
      writer ??= rowWriter(target, begin());
      writing = undefined;
      await writer.write(inOrder(fresh), signal);
      writing = signal;
      return outcomes;
    },
    async close() {
      const signal = writing;
      writing = undefined;
      if (signal !== undefined && !signal.aborted) await writer?.end(signal);
      await target.close();
    },
  };
}

type SinkBase = Omit<Sink<TextRow>, "write" | "finish" | "close">;

function sinkOf(target: LineTarget, columns: readonly string[] | undefined): SinkBase {
  return {
    name: target.name,
    limits: LINE_LIMITS,
    shape(event) {
      const row = textRow(event);
      const body =
        columns === undefined ? row : { ...row, chosen: chosenCells(columns, event, row) };
      return { body, sizeBytes: sizeOf(body) };
    },
    open: () => target.open(),
    check: () => target.check(),
    ...endsOf(target),
  };
}

function sizeOf({ cells, id, chosen = [] }: TextRow): number {
  return [...Object.values(cells), ...chosen].reduce((sum, cell) => sum + cell.length, id.length);
}

/** Outcomes for all, and the rows that are no copies. */
function take(
  items: readonly Item<TextRow>[],
  isNew: (row: TextRow) => boolean,
): { readonly outcomes: readonly Outcome[]; readonly fresh: readonly TextRow[] } {
  const fresh: TextRow[] = [];
  const outcomes = items.map(({ body }): Outcome => {
    if (!isNew(body)) return { kind: "duplicate" };
    fresh.push(body);
    return { kind: "delivered" };
  });
  return { outcomes, fresh };
}

/** Writes a table: its head before the first row, its foot behind the last. */
interface RowWriter {
  write(rows: readonly TextRow[], signal: AbortSignal): Promise<void>;
  end(signal: AbortSignal): Promise<void>;
}

/** Rows that are written at once: a reader that goes away is noticed soon. */
const ROWS_AT_ONCE = 1_000;

function rowWriter(target: LineTarget, table: TextTable): RowWriter {
  let begun = false;
  const writeLines = async (lines: readonly string[], signal: AbortSignal): Promise<void> => {
    if (lines.length > 0) await target.write(`${lines.join("\n")}\n`, signal);
  };
  return {
    async write(rows, signal) {
      for (let place = 0; place < rows.length; place += ROWS_AT_ONCE) {
        const lines = begun ? [] : [...table.head()];
        begun = true;
        for (const row of rows.slice(place, place + ROWS_AT_ONCE)) lines.push(...table.next(row));
        await writeLines(lines, signal);
      }
    },
    end: (signal) => writeLines(begun ? table.foot() : [], signal),
  };
}
