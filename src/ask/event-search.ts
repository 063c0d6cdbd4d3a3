/** A Sink that looks for one event by its id, and for its neighbours: what the same caller did before and after it. */
import type { SesEvent } from "../ses/event.ts";
import { textRow, type TextRow } from "../shape/text/row.ts";
import { LINE_LIMITS, type LineTarget } from "../sinks/lines.ts";
import type { Outcome, Sink } from "../sinks/sink.ts";
import { sortedRows } from "../sinks/sorted-rows.ts";
import type { Problem } from "../telemetry/problem.ts";
import { SORTED_ON_DISK } from "../sinks/rows.ts";

/** What was found. */
export interface Found {
  /** The event, if it is the only one. */
  readonly event: SesEvent | undefined;
  /** All whose id begins so, in order of time; not without end. */
  readonly rows: readonly TextRow[];
  /** The event among those of the same caller before and after it, in order of time. */
  readonly neighbours: readonly TextRow[];
}

/** What is kept of an event on its way: most are only neighbours, if that. */
interface Part {
  readonly row: TextRow;
  readonly event: SesEvent | undefined;
}

/** Rows that are listed, where an id is the beginning of several. */
const MOST_FOUND = 20;
/** Neighbours on each side. */
const NEIGHBOURS = 5;

/** Looks for the events whose own id (`eventID`, case aside) or record id begins with this. `answer` gives the lines of what was found. */
export function eventSearch(
  target: LineTarget,
  id: string,
  options: {
    readonly report: (problem: Problem) => void;
    readonly answer: (found: Found) => readonly string[];
  },
): Sink<Part> {
  const { report, answer } = options;
  const rows = sortedRows();
  const found = new Map<string, TextRow>();
  let event: SesEvent | undefined;
  const small = id.toLowerCase();
  const isMeant = ({ fields }: SesEvent): boolean =>
    fields["aws.ses.record_id"]?.startsWith(id) === true ||
    fields["event.id"]?.toLowerCase().startsWith(small) === true;
  return {
    name: target.name,
    limits: LINE_LIMITS,
    shape(one) {
      const row = textRow(one);
      const meant = isMeant(one);
      return {
        body: { row, event: meant ? one : undefined },
        sizeBytes: 512 + row.cells.what.length + (meant ? one.raw.text.length : 0),
      };
    },
    open: () => target.open(),
    check: () => target.check(),
    async write(items) {
      const outcomes = items.map(({ body }): Outcome => {
        if (!rows.add(body.row)) return { kind: "duplicate" };
        if (body.event !== undefined && found.size < MOST_FOUND) {
          event = found.size === 0 ? body.event : undefined;
          found.set(body.row.id, body.row);
        }
        return { kind: "delivered" };
      });
      if (await rows.makeRoom()) report(SORTED_ON_DISK);
      return outcomes;
    },
    async finish(signal) {
      const [only] = found.values();
      const neighbours =
        event === undefined || only === undefined ? [] : await around(only, rows.all(), signal);
      const lines = answer({
        event,
        rows: [...found.values()].sort((one, other) =>
          one.cells.time < other.cells.time ? -1 : 1,
        ),
        neighbours,
      });
      if (lines.length > 0) await target.write(`${lines.join("\n")}\n`, signal);
    },
    async close() {
      await rows.close();
      await target.close();
    },
  };
}

async function around(
  middle: TextRow,
  all: AsyncIterable<readonly TextRow[]>,
  signal: AbortSignal,
): Promise<readonly TextRow[]> {
  const before: TextRow[] = [];
  const after: TextRow[] = [];
  let isBehind = false;
  for await (const some of all) {
    signal.throwIfAborted();
    for (const row of some) {
      if (row.id === middle.id && row.cells.time === middle.cells.time) isBehind = true;
      else if (row.cells.caller !== middle.cells.caller) continue;
      else if (!isBehind) {
        before.push(row);
        if (before.length > NEIGHBOURS) before.shift();
      } else if (after.push(row) === NEIGHBOURS) return [...before, middle, ...after];
    }
  }
  return [...before, middle, ...after];
}
