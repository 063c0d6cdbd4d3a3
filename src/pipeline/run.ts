/**
 * One run: Source → LogFile → records → events → Items → batches → Sink, and back to the LogFile.
 *
 *     Source ──LogFile──▶ readLogFile ──Record──▶ select, normalise ──SesEvent──▶ Delivery (shape, batch, retry, write)
 *        ▲                                                                              │ one Outcome per Item
 *        └────── ack() or nack(), exactly once ◀────────── Ledger ◀────────────────┘──▶ Dead letter
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { LogFile, Source } from "../sources/source.ts";
import { errorOf, type Problem } from "../telemetry/problem.ts";
import { knownAccounts } from "./account-of.ts";
import { takenAhead, type Taken } from "./ahead.ts";
import { passedOverCount } from "./books.ts";
import { openDeadLetters } from "./dead-letter.ts";
import { openDelivery } from "./delivery.ts";
import { openDesk } from "./desk.ts";
import { intake } from "./intake.ts";
import { openKnownFiles, restOf, type KnownFiles } from "./known-files.ts";
import { Ledger } from "./ledger.ts";
import { lulls } from "./lull.ts";
import { isOfStop, notBegun, thrownAt } from "./not-done.ts";
import { openSinks } from "./opening.ts";
import { openReader } from "./reader.ts";
import type { RunRequest } from "./request.ts";

/**
 * Runs until every LogFile is acked or nacked. Data problems are reported and booked; throws only what ended the run:
 * a coded error, or the abort signal's reason. The books balance either way.
 */
export async function run(request: RunRequest): Promise<void> {
  const { books, destinations } = request;
  const ending = new AbortController();
  const abort = AbortSignal.any([request.abort, ending.signal]);
  const stop = AbortSignal.any([request.drain, abort]);
  const dry = destinations.length === 0;
  let fatal: Error | undefined;
  const onFatal = (error: Error): void => {
    fatal ??= error;
    ending.abort(error);
  };
  // Whoever is told may throw. That must not keep an Item from being settled.
  const report = (problem: Problem): void => {
    try {
      request.report(problem);
    } catch (thrown) {
      onFatal(errorOf(thrown));
    }
  };

  let checkpoint: KnownFiles | undefined;
  const slowDown = (isFull: boolean): void =>
    request.sources.forEach((source) => source.slowDown?.(isFull));
  const deadLetters =
    request.deadLetterPath === undefined || dry
      ? request.deadLetters
      : openDeadLetters(request.deadLetterPath, request.now().toISOString().replaceAll(":", ""));
  const ledger = new Ledger({
    maxBytes: request.maxMemoryBytes,
    onPressure: () => {
      slowDown(true);
      deliveries.forEach((delivery) => delivery.press());
    },
    onRelief: () => slowDown(false),
    onBegin: (file) => {
      if (file.reopenable) checkpoint?.begin?.(file);
    },
    onAck: () => (books.files.acked += 1),
    onAcked: (file) => {
      if (file.reopenable) checkpoint?.finish?.(file);
    },
    onNack: ({ reopenable }, notDone) => {
      if (notDone.kind === "not-begun") {
        // A worker gave it back.
        books.files.read -= 1;
        books.files.notBegun += 1;
        return;
      }
      books.files.nacked += 1;
      if (!reopenable) books.files.piped += 1;
      if (notDone.kind === "stopped") books.files.stopped += 1;
      if (!notDone.transient) books.files.lasting += 1;
    },
    settleFiles: !dry,
    holdFiles: destinations.some((sink) => sink.finish !== undefined),
    report,
  });
  const deliveries = destinations.map((sink, place) =>
    openDelivery(sink, {
      books: books.destinations[place] as (typeof books.destinations)[number],
      ledger,
      deadLetters,
      retryForMs: request.retryForMs,
      abort,
      onFatal,
      report,
      nowMs,
      now: request.now,
      random: Math.random,
      sleep: pause,
    }),
  );

  try {
    checkpoint = await openKnownFiles(request, onFatal, abort);
    const { waitForMs = 0 } = request;
    await openSinks(destinations, { waitForMs, report, nowMs, sleep: pause }, stop);
    request.onOpen?.({
      openBytes: () => ledger.openBytes,
      deadLetterCount: () => deadLetters?.count ?? 0,
    });
    const taking = {
      stop,
      leave(file: LogFile) {
        books.files.notBegun += 1;
        ledger.leave(file, notBegun(file.name));
      },
      isDone: (file: LogFile) => checkpoint?.stateOf(file) === "done",
    };
    const files = intake(request.sources, taking);
    const isThere = ({ places, endless }: Source): boolean => places === "disk" && endless !== true;
    const taken = request.sources.every(isThere) ? takenAhead(files, taking) : oneByOne(files);
    const accounts = knownAccounts(request, ledger, checkpoint);
    const reader = openReader({
      request,
      report,
      onFatal,
      ledger,
      accounts,
      deliveries,
      deadLetters,
      stop,
      abort,
    });
    const exhausted = new AbortController();
    const isEndless = request.sources.some(({ endless }) => endless === true);
    const desk = {
      isEndless,
      files,
      exhausted: exhausted.signal,
      accounts,
      reader,
      destinations,
      deadLetters,
      books,
      report,
      onFatal,
    };
    const press = (): void => deliveries.forEach((delivery) => delivery.press());
    const watched = isEndless ? lulls(press) : <Result>(work: Promise<Result>) => work;
    const readAll = async (): Promise<void> => {
      try {
        // What a reader throws is made known first: leaving the loop waits for the Source.
        for await (const { file, plain } of taken)
          await watched(reader(file, plain)).catch(onFatal);
      } catch (thrown) {
        onFatal(errorOf(thrown));
      }
      exhausted.abort();
    };
    await Promise.all([
      ...Array.from({ length: request.concurrency }, readAll),
      request.crew?.work(openDesk({ ...desk, stop, abort, sleep: pause })),
    ]);
    if (books.files.read > 0 && books.files.read === passedOverCount(books))
      report({
        code: "E_NO_LOGS",
        what: `no logs among ${books.files.read.toLocaleString("en")} files`,
      });
  } catch (thrown) {
    // Who stops a run before it has begun has not made it fail.
    if (!isOfStop(thrown, stop, abort)) onFatal(errorOf(thrown));
  }
  await Promise.all(deliveries.map((delivery) => delivery.drained()));
  let unwritten: Error | undefined;
  for (const delivery of deliveries)
    // What another destination failed of is no reason to keep back what is there.
    await delivery.finish(request.abort).catch((thrown: unknown) => {
      unwritten ??= errorOf(thrown);
      onFatal(unwritten);
    });
  ledger.release(
    unwritten === undefined
      ? undefined
      : ({ name }) => thrownAt(name, unwritten, request.abort.aborted),
  );
  if (stop.aborted) books.files.notBegun += await restOf(request.sources, checkpoint);
  await ledger.finished();
  try {
    deadLetters?.close();
  } catch (thrown) {
    onFatal(errorOf(thrown));
  }
  await checkpoint?.close?.().catch(onFatal);
  if (fatal !== undefined) throw fatal;
  request.abort.throwIfAborted();
}

async function* oneByOne(files: AsyncIterable<LogFile>): AsyncGenerator<Taken> {
  for await (const file of files) yield { file };
}

const nowMs = (): number => performance.now();
const pause = (ms: number, signal: AbortSignal): Promise<unknown> =>
  sleep(ms, undefined, { signal });
