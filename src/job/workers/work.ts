/**
 * A worker: the whole pipeline over the LogFiles that the main thread hands it. It has clients and a ledger of its own;
 * what only one may write to (files, stdout, dead letters) it asks the main thread for.
 */
import { PassThrough } from "node:stream";
import { openBooks } from "../../pipeline/books.ts";
import type { DeadLetters } from "../../pipeline/dead-letter.ts";
import { run } from "../../pipeline/run.ts";
import type { Destination } from "../../sinks/destination.ts";
import { emptyBooks } from "../../pipeline/shared-books.ts";
import { openPlaces } from "../../sources/places.ts";
import { nothingFetched } from "../../sources/source.ts";
import { openSink } from "../../sinks/registry.ts";
import { joinedLines } from "../../sinks/lines.ts";
import type { Item, Outcome, Sink } from "../../sinks/sink.ts";
import { CodedError, type Problem } from "../../telemetry/problem.ts";
import { problemOf } from "../problem-log.ts";
import { handedSource } from "./handed-source.ts";
import type { Opened, Orders, SentItem, Settled, ToMain, ToWorker } from "./messages.ts";

/** How often the main thread hears how far it is, at least. */
const TELL_MS = 200;

/**
 * So much of what the main thread is to write may be open: enough to work on while it answers. More would only lie about,
 * and be copied from one generation of V8's heap to the next.
 */
const AHEAD_BYTES = 2 * 1024 * 1024;
const IN_FLIGHT = 16;

/** One end of a channel. */
export interface Port {
  postMessage(message: ToMain, transfer?: readonly ArrayBuffer[]): void;
  on(event: "message", listener: (message: ToWorker) => void): unknown;
  off(event: "message", listener: (message: ToWorker) => void): unknown;
  unref(): void;
}

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

/** Questions to the main thread, and its answers. */
interface Asks {
  ask(
    message: (ask: number) => ToMain,
    transfer?: readonly ArrayBuffer[],
  ): Promise<readonly Outcome[]>;
  onAnswer(answer: Extract<ToWorker, { readonly to: number }>): void;
}

function askMain(port: Port): Asks {
  let count = 0;
  const open = new Map<number, PromiseWithResolvers<readonly Outcome[]>>();
  return {
    ask(message, transfer) {
      const ask = (count += 1);
      const answered = promised<readonly Outcome[]>();
      open.set(ask, answered);
      port.postMessage(message(ask), transfer);
      return answered.promise;
    },
    onAnswer(answer) {
      const asked = open.get(answer.to);
      open.delete(answer.to);
      if (answer.kind === "answer") asked?.resolve(answer.outcomes);
      else
        asked?.reject(
          answer.problem === undefined ? new Error("stopped") : new CodedError(answer.problem),
        );
    },
  };
}

interface PromiseWithResolvers<Value> {
  readonly promise: Promise<Value>;
  readonly resolve: (value: Value) => void;
  readonly reject: (error: Error) => void;
}

function promised<Value>(): PromiseWithResolvers<Value> {
  let resolve: (value: Value) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<Value>((resolved, rejected) => {
    resolve = resolved;
    reject = rejected;
  });
  return { promise, resolve, reject };
}

/** A Sink that shapes here, and is written by the main thread. */
function writtenByMain(sink: Sink, destination: number, asks: Asks): Sink {
  return {
    name: sink.name,
    // The main thread answers between two things of its own.
    limits: { ...sink.limits, maxInFlight: IN_FLIGHT },
    shape: (event) => sink.shape(event),
    open: async () => {},
    async write(items) {
      if (items.length === 0) return [];
      const bytes = joinedLines(items);
      if (bytes === undefined)
        return asks.ask((ask) => ({ kind: "write", ask, destination, items: items.map(sentOf) }));
      const [outcome] = await asks.ask(
        (ask) => ({ kind: "lines", ask, destination, bytes }),
        [bytes.buffer],
      );
      return outcome === undefined ? [] : items.map(() => outcome);
    },
    check: (signal) => sink.check(signal),
    close: async () => {},
  };
}

function sentOf({ id, body, sizeBytes, eventTime, maybeSent }: Item): SentItem {
  return {
    id,
    body,
    sizeBytes,
    eventTime,
    ...(maybeSent === undefined ? {} : { maybeSent }),
  };
}

/** Dead letters that the main thread writes. They are kept when it has answered. */
function lettersToMain(asks: Asks): DeadLetters {
  let waiting = 0;
  return {
    path: "",
    count: 0,
    get isFull() {
      return waiting > MAX_WAITING;
    },
    async write(letters) {
      waiting += letters.length;
      try {
        await asks.ask((number) => ({ kind: "letters", ask: number, letters }));
      } finally {
        waiting -= letters.length;
      }
    },
    close() {},
  };
}

/** Letters that may wait for the main thread. */
const MAX_WAITING = 256;
