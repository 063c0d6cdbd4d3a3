/**
 * A worker: the whole pipeline over the LogFiles that the main thread hands it. It has clients and a ledger of its own;
 * what only one may write to (files, stdout, dead letters) it asks the main thread for.
 */
import { PassThrough } from "node:stream";
import { openBooks } from "../../pipeline/books.ts";
import { run } from "../../pipeline/run.ts";
import type { Destination } from "../../sinks/destination.ts";
import { emptyBooks } from "../../pipeline/shared-books.ts";
import { openPlaces } from "../../sources/places.ts";
import { nothingFetched } from "../../sources/source.ts";
import { openSink } from "../../sinks/registry.ts";
import type { Sink } from "../../sinks/sink.ts";
import { CodedError, type Problem } from "../../telemetry/problem.ts";
import { problemOf } from "../problem-log.ts";
import { handedSource } from "./handed-source.ts";
import type { Opened, Orders, Settled, ToWorker } from "./messages.ts";
import { askMain, lettersToMain, writtenByMain, type Port } from "./to-main.ts";

/** How often the main thread hears how far it is, at least. */
const TELL_MS = 200;

/**
 * So much of what the main thread is to write may be open: enough to work on while it answers. More would only lie about,
 * and be copied from one generation of V8's heap to the next.
 */
const AHEAD_BYTES = 2 * 1024 * 1024;

/** Works until there are no more LogFiles, or until it is told to end. Never rejects. */
export async function work(port: Port, orders: Orders): Promise<void> {
  const drain = new AbortController();
  const abort = new AbortController();
  const fetched = Array.from({ length: orders.fetchedCount }, nothingFetched);
  const names = orders.destinations.map(({ name }) => name);
  const books = openBooks(names, fetched);
  const asks = askMain(port);
  const report = (problem: Problem): void => {
    // That there were no logs is judged over all workers.
    if (problem.code !== "E_NO_LOGS") port.postMessage({ kind: "problem", problem });
  };
  let opened: Opened[] = [];
  let settled: Settled[] = [];
  let telling: NodeJS.Immediate | undefined;
  const tell = (): void => {
    clearImmediate(telling);
    telling = undefined;
    port.postMessage({ kind: "progress", books, opened, settled });
    emptyBooks(books);
    opened = [];
    settled = [];
  };
  const handed = handedSource({
    orders,
    places: openPlaces(orders.env),
    fetched,
    onHungry: () => port.postMessage({ kind: "hungry" }),
    onOpened(number, problem) {
      opened.push({ number, problem });
      // Of a dry run nothing is settled, and whether to go on is judged by this.
      if (problem !== undefined) telling ??= setImmediate(tell);
    },
    onSettled(number, notDone) {
      settled.push({ number, notDone });
      telling ??= setImmediate(tell);
    },
  });
  // A large file is long at work before it is settled, and those of a dry run are told nothing.
  const ticking = setInterval(tell, TELL_MS);
  const listen = (message: ToWorker): void => {
    if (message.kind === "files") handed.take(message.files, message.isLast);
    else if (message.kind === "drain") drain.abort();
    else if (message.kind === "abort") abort.abort();
    else asks.onAnswer(message);
  };
  port.on("message", listen);
  const sinks: Sink[] = [];
  let problem: Problem | undefined;
  try {
    for (const [place, destination] of orders.destinations.entries()) {
      const context = { stdout: new PassThrough(), env: orders.env, report };
      const sink = await openSink(destination, { ...context, waits: orders.waitForMs > 0 });
      sinks.push(isMains(destination) ? writtenByMain(sink, place, asks) : sink);
    }
    const { selection, limits, keepOriginal, concurrency, maxMemoryBytes } = orders;
    await run({
      sources: [handed.source],
      destinations: sinks,
      selection,
      limits,
      keepOriginal,
      concurrency,
      maxMemoryBytes: orders.destinations.every(isMains)
        ? Math.min(maxMemoryBytes, AHEAD_BYTES)
        : maxMemoryBytes,
      waitForMs: orders.waitForMs,
      retryForMs: orders.retryForMs,
      recheck: orders.recheck,
      known: handed.known,
      deadLetterPath: undefined,
      deadLetters: orders.hasDeadLetters ? lettersToMain(asks) : undefined,
      checkpointPath: undefined,
      drain: drain.signal,
      abort: abort.signal,
      report,
      now: () => new Date(),
      books,
    });
  } catch (thrown) {
    if (!abort.signal.aborted || thrown instanceof CodedError) problem = problemOf(thrown);
  }
  for (const sink of sinks)
    await sink.close().catch((thrown: unknown) => (problem ??= problemOf(thrown)));
  await handed.source.close();
  clearInterval(ticking);
  tell();
  port.postMessage({ kind: "done", problem });
  port.off("message", listen);
  port.unref();
}

/** Files and streams have one writer, which is the main thread. */
function isMains({ kind }: Destination): boolean {
  return kind === "stdout" || kind === "file";
}
