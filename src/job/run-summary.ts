/** Leaves summaries of the run where Elasticsearch is a destination, so that a board can show what leaves no event. */
import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import type { Books } from "../pipeline/books.ts";
import type { Destination } from "../sinks/destination.ts";
import type { RunDocument } from "../sinks/elasticsearch/run-summary.ts";
import type { OpenedSink } from "../sinks/registry.ts";
import type { Source } from "../sources/source.ts";
import { messageOf, type Problem } from "../telemetry/problem.ts";

/** The run that is summed up. */
export interface SummedRun {
  /** Open: they go on between two summaries. */
  readonly books: Books;
  readonly sinks: readonly OpenedSink[];
  readonly destinations: readonly Destination[];
  readonly sources: readonly string[];
  readonly version: string;
  readonly startedAt: Date;
  readonly now: () => Date;
  readonly report: (problem: Problem) => void;
}

/** Summaries of one run. A failure is reported as E_ES_RUN, and changes nothing else. */
export interface RunSummaries {
  /** Begins to write one every so often; undefined: never. Keeps no process alive. */
  begin(everyMs: number | undefined): void;
  /** Writes the last one, after those that are under way, within `mostMs`. */
  end(exitCode: number, mostMs: number): Promise<void>;
}

/** What one destination has of the run. */
interface Keeper {
  readonly sink: OpenedSink;
  sequence: number;
  /** The books at its last summary. */
  before: Books | undefined;
  /** A summary that may have arrived or not: it is sent again, as it is, before the next. Its id makes that harmless. */
  unsure: RunDocument | undefined;
}

/** A destination that has not taken a summary by then gets it with the next. */
const MOST_MS = 10_000;
/** The longest that a timer can wait. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** How often a run is summed up that never ends by itself, where it is not said. */
const ENDLESS_MS = 5 * 60_000;

/** How often a run over these sources is summed up while it goes on; undefined: not before its end. */
export function summaryIntervalMs(
  askedMs: number | undefined,
  sources: readonly Source[],
): number | undefined {
  return askedMs ?? (sources.some(({ endless }) => endless === true) ? ENDLESS_MS : undefined);
}

/** Opens the summaries of a run: nothing is written yet. */
export function runSummaries(run: SummedRun): RunSummaries {
  const runId = randomUUID();
  const keepers = run.sinks
    .filter(({ writeRunSummary }) => writeRunSummary !== undefined)
    .map((sink): Keeper => ({ sink, sequence: 0, before: undefined, unsure: undefined }));
  let timer: NodeJS.Timeout | undefined;
  let underWay: Promise<unknown> | undefined;

  async function documentFor(keeper: Keeper, exitCode: number | undefined): Promise<RunDocument> {
    const { runSummaryDocument } = await import("../sinks/elasticsearch/run-summary.ts");
    const books = structuredClone(run.books);
    const document = runSummaryDocument(books, keeper.before, {
      runId,
      sequence: keeper.sequence,
      version: run.version,
      host: hostname(),
      namespace: namespaceOf(keeper.sink, run.destinations),
      sources: run.sources,
      destination: keeper.sink.name,
      startedAt: run.startedAt,
      now: run.now(),
      exitCode,
    });
    keeper.before = books;
    keeper.sequence += 1;
    return document;
  }

  /** Whether it is there. */
  async function send(
    { sink }: Keeper,
    document: RunDocument,
    signal: AbortSignal,
  ): Promise<boolean> {
    try {
      return (await sink.writeRunSummary?.(document, signal)) === true;
    } catch (thrown) {
      const what = `the summary of the run could not be written to ${sink.name}`;
      run.report({ code: "E_ES_RUN", what, why: messageOf(thrown) });
      return false;
    }
  }

  async function write(
    keeper: Keeper,
    exitCode: number | undefined,
    mostMs: number,
  ): Promise<void> {
    const signal = AbortSignal.timeout(mostMs);
    if (keeper.unsure !== undefined) {
      const isThere = await send(keeper, keeper.unsure, signal);
      if (isThere) keeper.unsure = undefined;
      // While it goes on there is time; the end has its own say, whatever became of the one before.
      else if (exitCode === undefined) return;
    }
    const document = await documentFor(keeper, exitCode);
    if (!(await send(keeper, document, signal))) keeper.unsure = document;
  }

  return {
    begin(everyMs) {
      if (everyMs === undefined) return;
      timer = setInterval(
        () => {
          underWay ??= Promise.all(
            keepers.map((keeper) => write(keeper, undefined, MOST_MS)),
          ).finally(() => {
            underWay = undefined;
          });
        },
        Math.min(everyMs, LONGEST_TIMER_MS),
      ).unref();
    },
    async end(exitCode, mostMs) {
      clearInterval(timer);
      await underWay;
      await Promise.all(keepers.map((keeper) => write(keeper, exitCode, mostMs)));
    },
  };
}

function namespaceOf(sink: OpenedSink, destinations: readonly Destination[]): string {
  return destinations.find(({ name }) => name === sink.name)?.dataStream.namespace ?? "default";
}
