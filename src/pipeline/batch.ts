/**
 * Makes batches for one Destination: by bytes, then by number, then by age; a bounded number in flight.
 *
 * It does not wait for room: the ledger bounds what is open. Batches leave in the order in which their Items came.
 */
import type { BatchLimits } from "../sinks/sink.ts";

/** Anything that has a size. */
interface Sized {
  readonly sizeBytes: number;
}

/** Collects Items and hands them on in batches. Has state, hence a class. */
export class Batcher<Entry extends Sized> {
  readonly #limits: BatchLimits;
  readonly #send: (batch: Entry[]) => Promise<void>;
  #open: Entry[] = [];
  #openBytes = 0;
  #age: NodeJS.Timeout | undefined;
  readonly #ready: Entry[][] = [];
  #inFlight = 0;
  #isPressed = false;
  #idle: (() => void)[] = [];

  /** `send` settles every entry itself and MUST NOT reject. */
  constructor(limits: BatchLimits, send: (batch: Entry[]) => Promise<void>) {
    this.#limits = limits;
    this.#send = send;
  }

  /** Takes one entry. */
  add(entry: Entry): void {
    const { maxBytes, maxItems, maxAgeMs } = this.#limits;
    if (this.#open.length > 0 && this.#openBytes + entry.sizeBytes > maxBytes) this.flush();
    this.#open.push(entry);
    this.#openBytes += entry.sizeBytes;
    if (this.#openBytes >= maxBytes || this.#open.length >= maxItems) this.flush();
    else this.#age ??= setTimeout(() => this.flush(), maxAgeMs);
  }

  /**
   * Someone waits for room. What is there is sent off, full or not, as soon as nothing else is under way; until then
   * room comes from what is, and small batches would only breed smaller ones.
   */
  press(): void {
    this.#isPressed = true;
    this.#yieldToPressure();
  }

  #yieldToPressure(): void {
    if (!this.#isPressed || this.#inFlight > 0 || this.#ready.length > 0) return;
    this.#isPressed = false;
    this.flush();
  }

  /** Sends off what is there, full or not. */
  flush(): void {
    clearTimeout(this.#age);
    this.#age = undefined;
    if (this.#open.length === 0) return;
    this.#ready.push(this.#open);
    this.#open = [];
    this.#openBytes = 0;
    this.#dispatch();
  }

  /** Resolves when everything that was added is settled. */
  async drained(): Promise<void> {
    this.flush();
    while (this.#inFlight > 0 || this.#ready.length > 0) {
      await new Promise<void>((resolve) => {
        this.#idle.push(resolve);
      });
    }
  }

  #dispatch(): void {
    while (this.#inFlight < this.#limits.maxInFlight) {
      const batch = this.#ready.shift();
      if (batch === undefined) return;
      this.#inFlight += 1;
      void this.#sendOne(batch);
    }
  }

  async #sendOne(batch: Entry[]): Promise<void> {
    await this.#send(batch);
    this.#inFlight -= 1;
    this.#dispatch();
    this.#yieldToPressure();
    const idle = this.#idle;
    this.#idle = [];
    for (const wake of idle) wake();
  }
}
