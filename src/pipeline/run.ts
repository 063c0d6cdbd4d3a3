/**
 * One run: Source → LogFile → records → events → Items → batches → Sink, and back to the LogFile.
 *
 *     Source ──LogFile──▶ readLogFile ──Record──▶ select, normalise ──SesEvent──▶ Delivery (shape, batch, retry, write)
 *        ▲                                                                              │ one Outcome per Item
 *        └────── ack() or nack(error), exactly once ◀────────── Ledger ◀────────────────┘──▶ Dead letter
 */
import { setTimeout as sleep } from "node:timers/promises";
import { setImmediate as breathe } from "node:timers/promises";
import { prefilterOf } from "../records/prefilter.ts";
import type { RecordElement, UnreadableElement } from "../records/element.ts";
import { readLogFile } from "../records/read.ts";
import type { FileEnd, RecordBatch } from "../records/reading.ts";
import type { Normalised } from "../ses/event.ts";
import { eventFilter } from "../ses/filter.ts";
import { normalise } from "../ses/normalise.ts";
import { needlesOf, selector } from "../ses/select.ts";
import type { LogFile, Source } from "../sources/source.ts";
import { errorOf, type Problem } from "../telemetry/problem.ts";
import type { Checkpoint } from "../checkpoint/checkpoint.ts";
import { passedOverCount, passOver } from "./books.ts";
import { deadLetterOf, isLost, openDeadLetters, type DeadLetters } from "./dead-letter.ts";
import { openDelivery } from "./delivery.ts";
import { intake } from "./intake.ts";
import { leftOutNotes } from "./left-out.ts";
import { Ledger, type Account } from "./ledger.ts";
import { failedBy, notBegun, stoppedAt, thrownAt } from "./not-done.ts";
import { openSinks } from "./opening.ts";
import type { RunRequest } from "./request.ts";

/** Small files are read in one go; after so long, timers, signals and sockets get their turn. */
const BREATH_MS = 10;

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
      ? undefined
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
    checkpoint = await openCheckpoint(request, onFatal, abort);
    const { waitForMs = 0 } = request;
    await openSinks(destinations, { waitForMs, report, nowMs, sleep: pause }, stop);
    const files = intake(request.sources, {
      stop,
      leave(file) {
        books.files.notBegun += 1;
        ledger.leave(file, notBegun(file.name));
      },
      isDone: (file) => checkpoint?.stateOf(file) === "done",
    });
    const reader = openReader({
      request,
      report,
      onFatal,
      ledger,
      deliveries,
      deadLetters,
      checkpoint,
      stop,
      abort,
    });
    const readAll = async (): Promise<void> => {
      try {
        // What a reader throws is made known first: leaving the loop waits for the Source.
        for await (const file of files) await reader(file).catch(onFatal);
      } catch (thrown) {
        onFatal(errorOf(thrown));
      }
    };
    await Promise.all(Array.from({ length: request.concurrency }, readAll));
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

const nowMs = (): number => performance.now();
const pause = (ms: number, signal: AbortSignal): Promise<unknown> =>
  sleep(ms, undefined, { signal });

/** Whether it was thrown only because the first stage of stopping has begun. */
function isOfStop(thrown: unknown, stop: AbortSignal, abort: AbortSignal): boolean {
  return stop.aborted && !abort.aborted && thrown === stop.reason;
}

/** Counting what was not begun is a courtesy: nobody who stops a run waits longer for it. */
const REST_MS = 1000;

/** How many LogFiles the Sources had still to give, as far as they can tell. */
async function restOf(
  sources: readonly Source[],
  checkpoint: KnownFiles | undefined,
): Promise<number> {
  const signal = AbortSignal.timeout(REST_MS);
  let count = 0;
  for (const source of sources)
    for await (const file of source.rest?.(signal) ?? [])
      if (checkpoint?.stateOf(file) !== "done") count += 1;
  return count;
}

/** What is known of LogFiles; a dry run only asks. */
type KnownFiles = Pick<Checkpoint, "stateOf"> & Partial<Checkpoint>;

async function openCheckpoint(
  { checkpointPath, destinations }: RunRequest,
  onFailure: (error: Error) => void,
  signal: AbortSignal,
): Promise<KnownFiles | undefined> {
  if (checkpointPath === undefined) return undefined;
  const { openFileCheckpoint, readFileCheckpoint } =
    await import("../checkpoint/file-checkpoint.ts");
  if (destinations.length === 0) return readFileCheckpoint(checkpointPath);
  const makeSafe = async (): Promise<void> => {
    await Promise.all(destinations.map(async (sink) => sink.makeSafe?.()));
  };
  return openFileCheckpoint(checkpointPath, { makeSafe, onFailure }, signal);
}

interface ReaderOptions {
  readonly request: RunRequest;
  readonly report: RunRequest["report"];
  readonly onFatal: (error: Error) => void;
  readonly ledger: Ledger;
  readonly deliveries: readonly ReturnType<typeof openDelivery>[];
  readonly deadLetters: DeadLetters | undefined;
  readonly checkpoint: KnownFiles | undefined;
  /** Ends waiting for bytes; what was read is delivered. */
  readonly stop: AbortSignal;
  readonly abort: AbortSignal;
}

/** What is no event, and why. */
type SetAside = Pick<UnreadableElement, "position" | "raw" | "code" | "reason">;

/** Makes what reads one LogFile after another. */
function openReader(options: ReaderOptions): (file: LogFile) => Promise<void> {
  const { request, report, onFatal, ledger, deliveries, deadLetters, checkpoint, stop, abort } =
    options;
  const { books, now, read = readLogFile } = request;
  const judge = selector(request.selection);
  const { filters } = request.selection;
  const filter = filters === undefined ? undefined : eventFilter(filters);
  const note = leftOutNotes(request.selection, books.leftOutBy);
  const reading = { ...request.limits, prefilter: prefilterOf(needlesOf(request.selection)) };
  let breathedMs = performance.now();

  return async (file) => {
    const state = checkpoint === undefined || !file.reopenable ? "begun" : checkpoint.stateOf(file);
    if (state === "done") {
      books.files.done += 1;
      ledger.pass(file);
      return;
    }
    const account = ledger.openAccount(file, request.recheck || state === "begun");
    books.files.read += 1;
    try {
      const batches = read(file, reading, stop);
      // A small file's batches are there at once: waiting for each would show over thousands of files.
      if (Symbol.iterator in batches) {
        for (const batch of batches) if (!(await takeBatch(account, batch))) return;
      } else {
        for await (const batch of batches) if (!(await takeBatch(account, batch))) return;
      }
      account.close();
    } catch (thrown) {
      if (isOfStop(thrown, stop, abort)) {
        account.close(stoppedAt(file.name));
        return;
      }
      account.close(thrownAt(file.name, thrown, abort.aborted));
      throw errorOf(thrown);
    }
  };

  /** False: the run is to end here, and the LogFile's account is closed. */
  async function takeBatch(account: Account, batch: RecordBatch): Promise<boolean> {
    count(batch);
    const kept = setAside(account, batch.unreadable);
    if (kept !== undefined) await kept;
    for (const record of batch.records) {
      const room = takeRecord(account, record);
      if (room !== undefined) await room;
      abort.throwIfAborted();
    }
    if (batch.end !== undefined) onEnd(account, batch.end);
    else if (request.drain.aborted) {
      account.close(stoppedAt(account.file.name));
      return false;
    }
    if (performance.now() - breathedMs > BREATH_MS) {
      await breathe();
      breathedMs = performance.now();
    }
    return true;
  }

  function count(batch: RecordBatch): void {
    books.bytesRead += batch.plainBytes;
    books.unreadable += batch.unreadable.length;
    books.records += batch.passedOver;
    books.otherServices += batch.passedOver;
    books.unrecognised += batch.unrecognised;
    books.elements += batch.unreadable.length + batch.unrecognised + batch.passedOver;
  }

  /** Gives a Record to every Destination. Answers a promise where one has to be waited for. */
  function takeRecord(account: Account, record: RecordElement): Promise<unknown> | undefined {
    const verdict = judge(record.value);
    const normalised =
      verdict === "selected"
        ? normalise(record, { readAt: now().toISOString(), keepOriginal: request.keepOriginal })
        : undefined;
    const event = normalised !== undefined && "event" in normalised ? normalised.event : undefined;
    const leftOutBy = event === undefined ? undefined : filter?.(event);
    const isSelected = verdict === "selected" && leftOutBy === undefined;
    // May fail: nothing is booked before.
    if (isSelected) account.begin();
    // Booked one by one, so that the books balance even where a batch is not taken to its end.
    books.elements += 1;
    books.records += 1;
    if (verdict === "other-service") books.otherServices += 1;
    else if (isSelected && normalised !== undefined) {
      note(record.value, undefined, event);
      return takeSelected(account, record, normalised);
    } else {
      books.leftOut += 1;
      note(record.value, verdict === "selected" ? leftOutBy : verdict, event);
    }
    return undefined;
  }

  function takeSelected(
    account: Account,
    record: RecordElement,
    normalised: Normalised,
  ): Promise<unknown> | undefined {
    books.selected += 1;
    if ("unshapeable" in normalised) {
      books.unshapeable += 1;
      return setAside(account, [{ ...record, ...normalised.unshapeable }]);
    }
    const { event } = normalised;
    books.shaped += 1;
    const time = event.fields["@timestamp"];
    if (time !== undefined && time > (books.newestEventTime ?? "")) books.newestEventTime = time;
    let rooms: Promise<void>[] | undefined;
    for (const delivery of deliveries) {
      const room = delivery.take(event, account);
      if (room !== undefined) (rooms ??= []).push(room);
    }
    return rooms === undefined ? undefined : Promise.all(rooms);
  }

  /**
   * What is no event goes to the dead letters, else its LogFile is not acked. Answers a promise where too much waits for
   * the disk: wait for it before reading on.
   */
  function setAside(account: Account, elements: readonly SetAside[]): Promise<unknown> | undefined {
    const [first] = elements;
    if (first === undefined) return undefined;
    for (const element of elements)
      // Where a file is cut, its end tells of that.
      if (element.code !== "E_JSON_TRUNCATED") report(problemOf(element));
    if (deadLetters === undefined) {
      account.fail(failedBy(problemOf(first)));
      return undefined;
    }
    const lost = elements.find(({ code, raw }) => isLost(code, raw));
    if (lost !== undefined) account.fail(failedBy(problemOf(lost)));
    const time = now().toISOString();
    const kept = deadLetters.write(
      elements.map(({ code, reason, position, raw }) =>
        deadLetterOf({ code, reason, time }, position, raw),
      ),
    );
    ledger.hold(account, kept, (thrown) => {
      onFatal(errorOf(thrown));
      return thrownAt(account.file.name, thrown, false);
    });
    // What became of it the ledger hears.
    return deadLetters.isFull ? kept.catch(() => {}) : undefined;
  }

  function problemOf({ code, reason, position }: SetAside): Problem {
    return {
      code: code as Problem["code"],
      what: `record ${position.index} of ${position.file} can't be read`,
      why: reason,
    };
  }

  function onEnd(account: Account, end: FileEnd): void {
    const { files } = books;
    books.bytesStored += account.file.sizeBytes ?? 0;
    if (end.sort === "digest") files.digests += 1;
    else if (end.sort === "insight") files.insights += 1;
    else if (end.sort === "notification") files.notifications += 1;
    else if (end.sort === "passed-over") passOver(books, end.kind ?? "binary", account.file.name);
    else if (end.sort === "empty" && end.fault === undefined) files.empty += 1;
    else if (end.sort === "foreign" && end.fault === undefined && end.warnings.length === 0)
      report({ code: "E_NOT_CLOUDTRAIL", what: `${account.file.name} holds no CloudTrail record` });
    end.warnings.forEach(report);
    if (end.fault === undefined) return;
    if (end.fault.code === "E_FILE_KIND") files.foreign += 1;
    else files.unreadable += 1;
    report(end.fault);
    account.fail(failedBy(end.fault));
  }
}
