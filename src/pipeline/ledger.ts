/**
 * Joins Outcomes to LogFiles, and bounds memory.
 *
 * Every open Item is known here by its LogFile and its bytes. A LogFile is acked when it was read to its end and all
 * its Items are settled; where bytes in flight reach the cap, whoever wants to open one more Item waits.
 */
import type { LogFile, NotDone } from "../sources/source.ts";
import { CodedError, errorOf, type Problem } from "../telemetry/problem.ts";
import { keepAlive } from "./heartbeat.ts";
import { graver } from "./not-done.ts";

/** One LogFile's account. */
export interface Account {
  readonly file: LogFile;
  /** Its Items may be in their destinations already. */
  readonly maybeSent: boolean;
  /** Says that the first Item of it is about to be admitted. Safe many times; throws what `onBegin` throws. */
  begin(): void;
  /** Says that no more Items of it come; `notDone` is why it can't be acked, whatever becomes of them. Safe twice. */
  close(notDone?: NotDone): void;
  /** Says that it can't be acked. Of several reasons the first holds, or the first that no further run can help. */
  fail(notDone: NotDone): void;
}

/** What becomes of LogFiles in the end. */
export interface LedgerOptions {
  readonly maxBytes: number;
  /** Called when someone has to wait: half-full batches are to be sent off. */
  readonly onPressure: () => void;
  /** Called when there is room again: half of the cap is free. */
  readonly onRelief: () => void;
  /** Called once for each LogFile that Items come of, before the first. */
  readonly onBegin?: ((file: LogFile) => void) | undefined;
  readonly onAck: (file: LogFile) => void;
  /** Called when `ack` is done and did not fail. */
  readonly onAcked?: ((file: LogFile) => void) | undefined;
  readonly onNack: (file: LogFile, notDone: NotDone) => void;
  /** False with `--dry-run`: no LogFile is told anything. */
  readonly settleFiles: boolean;
  /** Acks and nacks wait for `release`: a Sink writes only when it has seen all. */
  readonly holdFiles: boolean;
  /** Told when an `ack`, a `nack` or a heartbeat itself fails. */
  readonly report: (problem: Problem) => void;
}

interface Entry extends Account {
  openItems: number;
  begun: boolean;
  closed: boolean;
  notDone: NotDone | undefined;
  readonly letGo: () => void;
}

/** The ledger of one run. Has state, hence a class. */
export class Ledger {
  readonly #options: LedgerOptions;
  readonly #waiting: (() => void)[] = [];
  readonly #endings = new Set<Promise<void>>();
  /** LogFiles whose Items are settled but not yet written; undefined where none has to wait. */
  #held: Entry[] | undefined;
  #bytes = 0;
  #isPressed = false;

  constructor(options: LedgerOptions) {
    this.#options = options;
    if (options.holdFiles) this.#held = [];
  }

  /** Bytes of Items that are open now. */
  get openBytes(): number {
    return this.#bytes;
  }

  /** Opens the account of a LogFile that is about to be read. */
  openAccount(file: LogFile, maybeSent = true): Account {
    const entry: Entry = {
      file,
      maybeSent,
      openItems: 0,
      begun: false,
      closed: false,
      notDone: undefined,
      letGo: keepAlive(file, this.#options.report),
      begin: () => {
        if (entry.begun) return;
        entry.begun = true;
        this.#options.onBegin?.(file);
      },
      close: (notDone) => {
        if (entry.closed) return;
        if (notDone !== undefined) entry.fail(notDone);
        entry.closed = true;
        this.#settle(entry);
      },
      fail: (notDone) => {
        entry.notDone = graver(entry.notDone, notDone);
      },
    };
    return entry;
  }

  /**
   * Books one Item. Answers undefined where there is room, which is nearly always, or a promise to wait for. One Item
   * larger than the cap goes through alone.
   */
  admit(account: Account, sizeBytes: number): Promise<void> | undefined {
    const entry = account as Entry;
    if (this.#bytes === 0 || this.#bytes + sizeBytes <= this.#options.maxBytes) {
      entry.openItems += 1;
      this.#bytes += sizeBytes;
      return undefined;
    }
    return this.#admitLater(entry, sizeBytes);
  }

  async #admitLater(entry: Entry, sizeBytes: number): Promise<void> {
    while (this.#bytes > 0 && this.#bytes + sizeBytes > this.#options.maxBytes) {
      const released = new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
      this.#isPressed = true;
      this.#options.onPressure();
      await released;
    }
    entry.openItems += 1;
    this.#bytes += sizeBytes;
  }

  /** An Item is settled: delivered, duplicate, or kept as a dead letter. With `notDone` it is not, and never will be. */
  settle(account: Account, sizeBytes: number, notDone?: NotDone): void {
    const entry = account as Entry;
    entry.openItems -= 1;
    this.#bytes -= sizeBytes;
    if (notDone !== undefined) entry.fail(notDone);
    this.#settle(entry);
    for (const wake of this.#waiting.splice(0)) wake();
    if (!this.#isPressed || this.#bytes > this.#options.maxBytes / 2) return;
    this.#isPressed = false;
    this.#options.onRelief();
  }

  /** A LogFile that an earlier run has done. */
  pass(file: LogFile): void {
    if (this.#options.settleFiles) this.#tell(file, () => file.ack());
  }

  /** The account stays open until this is over. Where it fails, the LogFile is not done. */
  hold(account: Account, work: Promise<void>, notDone: (thrown: unknown) => NotDone): void {
    (account as Entry).openItems += 1;
    const settle = (failure: NotDone | undefined): void => {
      this.settle(account, 0, failure);
      this.#endings.delete(watched);
    };
    const watched = work.then(
      () => settle(undefined),
      (thrown: unknown) => settle(notDone(thrown)),
    );
    this.#endings.add(watched);
  }

  /** A LogFile that was given, and is not to be opened. */
  leave(file: LogFile, notDone: NotDone): void {
    if (this.#options.settleFiles) this.#tell(file, () => file.nack(notDone));
  }

  /** Everything is written, or is not, for the reason given: LogFiles that wait are acked or nacked. Safe where none waits, and twice. */
  release(notDoneOf?: (file: LogFile) => NotDone): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const entry of held) {
      if (notDoneOf !== undefined) entry.fail(notDoneOf(entry.file));
      this.#settle(entry);
    }
  }

  /** Resolves when every ack and nack that was begun is done. */
  async finished(): Promise<void> {
    while (this.#endings.size > 0) await Promise.all(this.#endings);
  }

  #settle(entry: Entry): void {
    if (!entry.closed || entry.openItems > 0) return;
    if (!this.#options.settleFiles) {
      entry.letGo();
      return;
    }
    if (this.#held !== undefined) {
      this.#held.push(entry);
      return;
    }
    entry.letGo();
    const { file, notDone } = entry;
    if (notDone === undefined) {
      this.#options.onAck(file);
      this.#tell(
        file,
        () => file.ack(),
        () => this.#options.onAcked?.(file),
      );
    } else {
      this.#options.onNack(file, notDone);
      this.#tell(file, () => file.nack(notDone));
    }
  }

  #tell(file: LogFile, act: () => Promise<void> | void, then: () => void = () => {}): void {
    try {
      const ending = act();
      if (ending === undefined) {
        then();
        return;
      }
      const watched = ending
        .then(then)
        .catch((thrown: unknown) => this.#reportEnding(file, thrown))
        .finally(() => this.#endings.delete(watched));
      this.#endings.add(watched);
    } catch (thrown) {
      this.#reportEnding(file, thrown);
    }
  }

  #reportEnding(file: LogFile, thrown: unknown): void {
    this.#options.report(
      thrown instanceof CodedError
        ? thrown.problem
        : {
            code: "E_INTERNAL",
            what: `${file.name} could not be marked`,
            why: errorOf(thrown).message,
          },
    );
  }
}
