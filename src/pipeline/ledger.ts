/**
 * Joins Outcomes to LogFiles, and bounds memory.
 *
 * Every open Item is known here by its LogFile and its bytes. A LogFile is acked when it was read to its end and all
 * its Items are settled; where bytes in flight reach the cap, whoever wants to open one more Item waits.
 */
import type { LogFile } from "../sources/source.ts";
import { CodedError, errorOf, type Problem } from "../telemetry/problem.ts";

/** One LogFile's account. */
export interface Account {
  readonly file: LogFile;
  /** Says that no more Items of it come; `failure` is why it can't be acked, whatever becomes of them. Safe twice. */
  close(failure?: Error): void;
  /** Says that it can't be acked, with the first reason winning. */
  fail(failure: Error): void;
}

/** What becomes of LogFiles in the end. */
export interface LedgerOptions {
  readonly maxBytes: number;
  /** Called when someone has to wait: half-full batches are to be sent off. */
  readonly onPressure: () => void;
  readonly onAck: (file: LogFile) => void;
  readonly onNack: (file: LogFile, failure: Error) => void;
  /** False with `--dry-run`: no LogFile is told anything. */
  readonly settleFiles: boolean;
  /** Acks and nacks wait for `release`: a Sink writes only when it has seen all. */
  readonly holdFiles: boolean;
  /** Told when an `ack` or `nack` itself fails. */
  readonly report: (problem: Problem) => void;
}

interface Entry extends Account {
  openItems: number;
  closed: boolean;
  failure: Error | undefined;
}

/** The ledger of one run. Has state, hence a class. */
export class Ledger {
  readonly #options: LedgerOptions;
  readonly #waiting: (() => void)[] = [];
  readonly #endings = new Set<Promise<void>>();
  /** LogFiles whose Items are settled but not yet written; undefined where none has to wait. */
  #held: Entry[] | undefined;
  #bytes = 0;

  constructor(options: LedgerOptions) {
    this.#options = options;
    if (options.holdFiles) this.#held = [];
  }

  /** Bytes of Items that are open now. */
  get openBytes(): number {
    return this.#bytes;
  }

  /** Opens the account of a LogFile that is about to be read. */
  openAccount(file: LogFile): Account {
    const entry: Entry = {
      file,
      openItems: 0,
      closed: false,
      failure: undefined,
      close: (failure) => {
        if (entry.closed) return;
        entry.failure ??= failure;
        entry.closed = true;
        this.#settle(entry);
      },
      fail: (failure) => {
        entry.failure ??= failure;
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
      this.#options.onPressure();
      await released;
    }
    entry.openItems += 1;
    this.#bytes += sizeBytes;
  }

  /** An Item is settled: delivered, duplicate, or kept as a dead letter. With `failure` it is not, and never will be. */
  settle(account: Account, sizeBytes: number, failure?: Error): void {
    const entry = account as Entry;
    entry.openItems -= 1;
    this.#bytes -= sizeBytes;
    if (failure !== undefined) entry.failure ??= failure;
    this.#settle(entry);
    for (const wake of this.#waiting.splice(0)) wake();
  }

  /** Everything is written, or with `failure` is not: LogFiles that wait are acked or nacked. Safe where none waits, and twice. */
  release(failure?: Error): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const entry of held) {
      if (failure !== undefined) entry.failure ??= failure;
      this.#settle(entry);
    }
  }

  /** Resolves when every ack and nack that was begun is done. */
  async finished(): Promise<void> {
    while (this.#endings.size > 0) await Promise.all(this.#endings);
  }

  #settle(entry: Entry): void {
    if (!entry.closed || entry.openItems > 0 || !this.#options.settleFiles) return;
    if (this.#held !== undefined) {
      this.#held.push(entry);
      return;
    }
    const { file, failure } = entry;
    if (failure === undefined) this.#options.onAck(file);
    else this.#options.onNack(file, failure);
    try {
      const ending = failure === undefined ? file.ack() : file.nack(failure);
      if (ending === undefined) return;
      const watched = ending
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
