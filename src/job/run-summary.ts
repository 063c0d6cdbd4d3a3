/** Leaves a summary of the run where Elasticsearch is a destination, so that a board can show what leaves no event. */
import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import type { Books } from "../pipeline/books.ts";
import type { Destination } from "../sinks/destination.ts";
import type { OpenedSink } from "../sinks/registry.ts";

/** A run that is over. */
export interface EndedRun {
  readonly books: Books;
  readonly sinks: readonly OpenedSink[];
  readonly destinations: readonly Destination[];
  readonly sources: readonly string[];
  readonly version: string;
  readonly startedAt: Date;
  readonly now: Date;
  readonly exitCode: number;
  /** It was cut short: then only servers that have taken a batch are written to. Else all have answered. */
  readonly cutShort: boolean;
}

/** A run never waits longer than this for its summary. */
const MOST_MS = 10_000;

/** Writes the summary to every destination that keeps such and has answered. Failures are reported by the sink. */
export async function writeRunSummaries(ended: EndedRun): Promise<void> {
  const runId = randomUUID();
  for (const sink of ended.sinks) {
    const answered = ended.books.destinations.some(
      ({ name, firstAnswerMs }) => name === sink.name && firstAnswerMs !== undefined,
    );
    if (sink.writeRunSummary === undefined || (ended.cutShort && !answered)) continue;
    const { runSummaryDocument } = await import("../sinks/elasticsearch/run-summary.ts");
    const document = runSummaryDocument(ended.books, undefined, {
      runId,
      sequence: 0,
      version: ended.version,
      host: hostname(),
      namespace: namespaceOf(sink, ended.destinations),
      sources: ended.sources,
      destination: sink.name,
      startedAt: ended.startedAt,
      now: ended.now,
      exitCode: ended.exitCode,
    });
    await sink.writeRunSummary(document, AbortSignal.timeout(MOST_MS));
  }
}

function namespaceOf(sink: OpenedSink, destinations: readonly Destination[]): string {
  return destinations.find(({ name }) => name === sink.name)?.dataStream.namespace ?? "default";
}
