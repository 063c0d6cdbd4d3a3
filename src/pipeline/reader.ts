/** From one LogFile to Items in their Deliveries: its Records are judged, made into events, booked, and handed on. */
import { setImmediate as nextTurn } from "node:timers/promises";
import type { RecordElement, UnreadableElement } from "../records/element.ts";
import { prefilterOf } from "../records/prefilter.ts";
import { readLogFile } from "../records/read.ts";
import type { FileEnd, RecordBatch } from "../records/reading.ts";
import type { SesEvent, Unshapeable } from "../ses/event.ts";
import { eventFilter } from "../ses/filter.ts";
import { normalise, readCertain } from "../ses/normalise.ts";
import { needlesBeside, needlesOf, selector } from "../ses/select.ts";
import type { LogFile } from "../sources/source.ts";
import { errorOf, type Problem } from "../telemetry/problem.ts";
import type { KnownAccounts } from "./account-of.ts";
import { passOver } from "./books.ts";
import { deadLetterOf, isLost, type DeadLetters } from "./dead-letter.ts";
import type { Delivery } from "./delivery.ts";
import { leftOutNotes } from "./left-out.ts";
import type { Account, Ledger } from "./ledger.ts";
import { failedBy, isOfStop, stoppedAt, thrownAt } from "./not-done.ts";
import type { RunRequest } from "./request.ts";

/** After so long others get their turn. */
const BREATH_MS = 10;

/** What a reader works with. */
export interface ReaderOptions {
  readonly request: RunRequest;
  readonly report: RunRequest["report"];
  readonly onFatal: (error: Error) => void;
  readonly ledger: Ledger;
  readonly accounts: KnownAccounts;
  readonly deliveries: readonly Delivery[];
  readonly deadLetters: DeadLetters | undefined;
  /** Ends waiting for bytes; what was read is delivered. */
  readonly stop: AbortSignal;
  readonly abort: AbortSignal;
}

/** What became of a selected Record: when its call was made, and its event where somebody is to see it. */
type Made =
  | { readonly time: string | undefined; readonly event?: SesEvent | undefined }
  | Unshapeable;

/** What is no event, and why. */
type SetAside = Pick<UnreadableElement, "position" | "raw" | "code" | "reason">;

/** Reads one LogFile; `plain` is what it holds, where that was unzipped already. */
export type ReadFile = (file: LogFile, plain?: Uint8Array) => Promise<void>;

/**
 * Makes what reads one LogFile after another, which several may do side by side. Throws what ends the run; the account of
 * its LogFile is closed then.
 */
export function openReader(options: ReaderOptions): ReadFile {
  const { request, report, onFatal, ledger, accounts, deliveries, deadLetters, stop, abort } =
    options;
  const { books, now, read = readLogFile } = request;
  const judge = selector(request.selection);
  const { filters } = request.selection;
  const filter = filters === undefined ? undefined : eventFilter(filters);
  const note = leftOutNotes(request.selection, books.leftOutBy);
  const reading = {
    ...request.limits,
    prefilter: prefilterOf(needlesOf(request.selection), needlesBeside(request.selection)),
  };
  /** With `--dry-run` nobody looks at events, unless a filter does. */
  const isUnseen = deliveries.length === 0 && filter === undefined;
  let breathedMs = performance.now();
  let readMs = Number.NaN;
  let readText = "";

  return async (file, plain) => {
    const account = accounts.open(file);
    if (account === undefined) return breathe();
    try {
      const batches = read(file, reading, stop, plain);
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
    await breathe();
    return true;
  }

  /** Small files are read in one go; now and then timers, signals and sockets get their turn. */
  async function breathe(): Promise<void> {
    if (performance.now() - breathedMs <= BREATH_MS) return;
    await nextTurn();
    breathedMs = performance.now();
  }

  function count(batch: RecordBatch): void {
    books.bytesRead += batch.plainBytes;
    books.unreadable += batch.unreadable.length;
    books.records += batch.passedOver;
    books.otherServices += batch.passedOver;
    books.unrecognised += batch.unrecognised;
    books.elements += batch.unreadable.length + batch.unrecognised + batch.passedOver;
  }

  /** The time, made into text once for all Records of a millisecond. */
  function readAt(): string {
    const at = now();
    if (at.getTime() !== readMs) {
      readMs = at.getTime();
      readText = at.toISOString();
    }
    return readText;
  }

  /** Gives a Record to every Destination. Answers a promise where one has to be waited for. */
  function takeRecord(account: Account, record: RecordElement): Promise<unknown> | undefined {
    const verdict = judge(record.value);
    const made = verdict === "selected" ? make(record) : undefined;
    const event = made !== undefined && "event" in made ? made.event : undefined;
    const leftOutBy = event === undefined ? undefined : filter?.(event);
    const isSelected = verdict === "selected" && leftOutBy === undefined;
    // May fail: nothing is booked before.
    if (isSelected) account.begin();
    // Booked one by one, so that the books balance even where a batch is not taken to its end.
    books.elements += 1;
    books.records += 1;
    if (verdict === "other-service") books.otherServices += 1;
    else if (isSelected && made !== undefined) {
      note(record.value, undefined, event);
      return takeSelected(account, record, made);
    } else {
      books.leftOut += 1;
      note(record.value, verdict === "selected" ? leftOutBy : verdict, event);
    }
    return undefined;
  }

  function make(record: RecordElement): Made {
    if (isUnseen) return readCertain(record);
    const normalised = normalise(record, { readAt: readAt(), keepOriginal: request.keepOriginal });
    if ("unshapeable" in normalised) return normalised;
    const { event } = normalised;
    return { event, time: event.fields["@timestamp"] };
  }

  function takeSelected(
    account: Account,
    record: RecordElement,
    made: Made,
  ): Promise<unknown> | undefined {
    books.selected += 1;
    if ("unshapeable" in made) {
      books.unshapeable += 1;
      return setAside(account, [{ ...record, ...made.unshapeable }]);
    }
    const { time, event } = made;
    books.shaped += 1;
    if (time !== undefined && time > (books.newestEventTime ?? "")) books.newestEventTime = time;
    if (event === undefined) return undefined;
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
