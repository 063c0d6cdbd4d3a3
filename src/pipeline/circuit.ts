/**
 * Keeps all batches of one Destination from hammering it while it is down: one of them tries at a time, after a growing
 * wait, and the others wait for what becomes of that.
 */
import type { Outcome } from "../sinks/sink.ts";
import { abortable } from "../telemetry/abortable.ts";

/** An Outcome that may be another later. */
export type Retryable = Extract<Outcome, { readonly kind: "retryable" }>;

/** What the circuit works with. */
export interface CircuitOptions {
  /** How long an outage is waited for. 0: not at all. Infinity: for ever. */
  readonly retryForMs: number;
  /** How long to wait after so many failures, in ms. */
  readonly backoff: (failureCount: number) => number;
  /** A clock that never goes back, in ms. */
  readonly now: () => number;
  /** Rejects when the signal aborts. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

/** One batch before its Destination, by identity. */
export interface Visitor {
  /** When it failed first, by the clock; undefined: it never did. */
  failedAtMs: number | undefined;
  /** Not before then does it try again, though the Destination takes what others bring. */
  notBeforeMs: number;
}

/** From the first batch of which nothing was taken to the first of which something was. */
interface Outage {
  readonly sinceMs: number;
  failureCount: number;
  /** When the next may try: by the growing wait, and by what the Destination asked for. */
  nextAtMs: number;
  askedUntilMs: number;
  last: Retryable;
}

/** The circuit of one Destination: closed while it answers, open while it is down. Has state, hence a class. */
export class Circuit {
  readonly #options: CircuitOptions;
  #outage: Outage | undefined;
  /** In the order of their coming; the first is the one that tries. */
  readonly #queue: Visitor[] = [];
  #waiting: (() => void)[] = [];

  constructor(options: CircuitOptions) {
    this.#options = options;
  }

  /**
   * Waits until the visitor may try, which MUST then `report` or `leave`. Where its time is up it is not to try any more:
   * answers what the last one that tried was told. Throws the signal's reason when it aborts.
   */
  async enter(visitor: Visitor, signal: AbortSignal): Promise<Retryable | undefined> {
    const { now, sleep, retryForMs } = this.#options;
    if (this.#outage !== undefined) {
      const refusal = await this.#inTurn(visitor, signal);
      if (refusal !== undefined || this.#outage !== undefined) return refusal;
    }
    const untilMs = (visitor.failedAtMs ?? Infinity) + retryForMs;
    const delayMs = Math.min(visitor.notBeforeMs, untilMs) - now();
    if (delayMs <= 0) return undefined;
    await sleep(delayMs, signal);
    signal.throwIfAborted();
    // Meanwhile an outage may have begun.
    return this.enter(visitor, signal);
  }

  async #inTurn(visitor: Visitor, signal: AbortSignal): Promise<Retryable | undefined> {
    this.#queue.push(visitor);
    try {
      const refusal = await this.#turn(visitor, signal);
      if (refusal !== undefined || this.#outage === undefined) this.leave(visitor);
      return refusal;
    } catch (thrown) {
      this.leave(visitor);
      throw thrown;
    }
  }

  async #turn(visitor: Visitor, signal: AbortSignal): Promise<Retryable | undefined> {
    const { now, sleep, retryForMs } = this.#options;
    for (let outage = this.#outage; outage !== undefined; outage = this.#outage) {
      const isNext = this.#queue[0] === visitor;
      const nowMs = now();
      const untilMs = Math.min(visitor.failedAtMs ?? outage.sinceMs, outage.sinceMs) + retryForMs;
      const delayMs = outage.nextAtMs - nowMs;
      if (untilMs <= nowMs || outage.askedUntilMs > untilMs) {
        // Nobody waits for it any more; but whoever comes when it is time to look again looks.
        const isLook = isNext && visitor.failedAtMs === undefined && delayMs <= 0;
        return isLook ? undefined : outage.last;
      }
      if (isNext) {
        await sleep(Math.max(0, Math.min(delayMs, untilMs - nowMs)), signal);
        signal.throwIfAborted();
        return undefined;
      }
      await abortable(this.#change(), signal);
    }
    return undefined;
  }

  /** Tells what became of an attempt: why nothing of it was taken, or that something was. */
  report(visitor: Visitor, failure: Retryable | undefined): void {
    const { now, backoff, retryForMs } = this.#options;
    const nowMs = now();
    const wasNext = this.#queue[0] === visitor;
    if (failure === undefined) this.#outage = undefined;
    else if (retryForMs > 0) {
      const outage = this.#outage;
      // Those that were under way when it began fail, too, and say nothing new.
      const isNews = outage === undefined || wasNext;
      const failureCount = (outage?.failureCount ?? 0) + (isNews ? 1 : 0);
      const askedUntilMs = Math.max(
        nowMs + (failure.retryAfterMs ?? 0),
        isNews ? 0 : outage.askedUntilMs,
      );
      const nextAtMs = isNews ? nowMs + backoff(failureCount) : outage.nextAtMs;
      this.#outage = {
        sinceMs: outage?.sinceMs ?? nowMs,
        failureCount,
        askedUntilMs,
        nextAtMs: Math.max(nextAtMs, askedUntilMs),
        last: failure,
      };
    }
    this.leave(visitor);
  }

  /** The visitor does not try any more, and tells nothing. Safe at any time. */
  leave(visitor: Visitor): void {
    const place = this.#queue.indexOf(visitor);
    if (place >= 0) this.#queue.splice(place, 1);
    for (const wake of this.#waiting.splice(0)) wake();
  }

  #change(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }
}
