/** Retries around a Sink: sends again what may work later, and only that, for a bounded time. */
import type { Item, Outcome, Sink } from "../sinks/sink.ts";
import { CodedError } from "../telemetry/problem.ts";
import { Circuit, type Retryable, type Visitor } from "./circuit.ts";

/** Told before each attempt but the first. */
export interface Retry {
  /** 1 for the first time a batch is sent again. */
  readonly attempt: number;
  /** Items that will be sent again. */
  readonly itemCount: number;
  /** How long it waited. */
  readonly delayMs: number;
  /** Why, by the first of them. */
  readonly code: string;
  readonly reason: string;
}

/** How to retry. Clock, chance and sleep come from outside. */
export interface RetryOptions {
  /**
   * Counted from the first failure of a batch, or from the beginning of the outage that it comes into. No attempt begins
   * later. Infinity: for ever.
   */
  readonly retryForMs: number;
  /** A clock that never goes back, in ms. */
  readonly now: () => number;
  /** From 0 up to, but not including, 1. */
  readonly random: () => number;
  /** Rejects when the signal aborts. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<unknown>;
  readonly onRetry?: (retry: Retry) => void;
  /** Told once of an Item whose connection was cut so many times, though it was sent alone and others were taken meanwhile. */
  readonly onCutAlone?: (item: Item, times: number) => void;
}

/** So often an Item that is sent alone is cut before somebody is told. */
const CUT_ALONE_COUNT = 5;

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 30_000;
/** Longer, a timer of Node's would not wait at all. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * `sink.write` with retries: one Outcome per Item, same order. What is retryable still when the time is up stays
 * retryable. Waits grow twofold from 250 ms to 30 s, each shortened by chance ("full jitter", so that many senders do
 * not come back at once); never shorter than a destination asks for. One that asks for more than the time left gets no
 * further attempt. Where nothing of a batch was taken, all batches wait, and one tries at a time: see `Circuit`. A batch
 * whose connection was cut is sent in halves, and these in halves: something on the way may find it too large; what was
 * cut alone comes last, so that it keeps back nothing else of its batch. What is sent again is `maybeSent`.
 * Throws what `write` throws, and the signal's reason when it aborts.
 */
export function retrying<Body>(
  sink: Pick<Sink<Body>, "name" | "write">,
  options: RetryOptions,
): (items: readonly Item<Body>[], signal: AbortSignal) => Promise<readonly Outcome[]> {
  const { retryForMs, now, random, sleep, onRetry, onCutAlone } = options;
  const backoff = (failureCount: number): number => random() * growing(failureCount);
  const circuit = new Circuit({ retryForMs, backoff, now, sleep });

  /** Attempts of any batch of which something was taken. */
  let takenCount = 0;

  async function write(
    items: readonly Item<Body>[],
    visitor: Visitor,
    signal: AbortSignal,
  ): Promise<readonly Outcome[]> {
    try {
      const outcomes = await sink.write(items, signal);
      if (outcomes.length === items.length) return outcomes;
      throw new CodedError({
        code: "E_INTERNAL",
        what: `${sink.name} gave ${outcomes.length} outcomes for ${items.length} items`,
      });
    } catch (thrown) {
      circuit.leave(visitor);
      throw thrown;
    }
  }

  return async (items, signal) => {
    const outcomes: Outcome[] = [];
    const visitor: Visitor = { failedAtMs: undefined, notBeforeMs: 0 };
    let open: readonly number[] = [...items.keys()];
    let atOnceCount = items.length;
    let why: Retryable | undefined;
    const takenBefore = takenCount;
    /** How often those that were sent alone were cut while others were taken, by place. */
    const cuts = new Map<number, number>();
    const noteCut = (index: number): void => {
      // Where nothing at all is taken, the destination is away, and its cuts say nothing of the Item.
      if (takenCount === takenBefore) return;
      const times = (cuts.get(index) ?? 0) + 1;
      cuts.set(index, times);
      const item = items[index];
      if (times === CUT_ALONE_COUNT && item !== undefined) onCutAlone?.(item, times);
    };
    const giveUp = (last: Retryable): readonly Outcome[] => {
      for (const index of open) outcomes[index] ??= last;
      return outcomes;
    };
    for (let attempt = 0; ;) {
      const enteredMs = now();
      const refusal = await circuit.enter(visitor, signal);
      if (refusal !== undefined) return giveUp(refusal);
      if (why !== undefined) {
        const { code, reason } = why;
        onRetry?.({ attempt, itemCount: open.length, delayMs: now() - enteredMs, code, reason });
      }
      const sent = open.slice(0, atOnceCount);
      const sending = sent.flatMap((index) => {
        const item = items[index];
        if (item === undefined) return [];
        // The last answer may have been lost on its way back.
        return outcomes[index] === undefined ? item : { ...item, maybeSent: true };
      });
      const answers = await write(sending, visitor, signal);
      const again: number[] = [];
      why = undefined;
      for (const [place, outcome] of answers.entries()) {
        const index = sent[place];
        if (index === undefined) continue;
        outcomes[index] = outcome;
        if (outcome.kind !== "retryable") continue;
        again.push(index);
        why = longer(why ?? outcome, outcome);
      }
      const isNothingTaken = again.length === sent.length;
      if (!isNothingTaken) takenCount += 1;
      circuit.report(visitor, isNothingTaken ? why : undefined);
      const rest = open.slice(atOnceCount);
      const wasCutAlone = sent.length === 1 && why?.wasCut === true;
      open = wasCutAlone ? [...rest, ...again] : [...again, ...rest];
      if (open.length === 0) return outcomes;
      if (why === undefined) continue;

      if (wasCutAlone) again.forEach(noteCut);
      attempt += 1;
      const nowMs = now();
      visitor.failedAtMs ??= nowMs;
      const leftMs = visitor.failedAtMs + retryForMs - nowMs;
      const askedMs = why.retryAfterMs ?? 0;
      if (leftMs <= 0 || askedMs > leftMs) return giveUp(why);
      if (why.wasCut === true) atOnceCount = Math.max(1, Math.ceil(sent.length / 2));
      // Where others try for all, there is no need for chance of its own.
      const waitMs = isNothingTaken ? growing(attempt) : random() * growing(attempt);
      visitor.notBeforeMs = nowMs + Math.max(waitMs, askedMs);
    }
  };
}

function growing(failureCount: number): number {
  return Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (failureCount - 1));
}

/** Of two the first, with the longer wait that a destination asked for; bounded by what a timer can. */
function longer(first: Retryable, second: Retryable): Retryable {
  const askedMs = Math.max(first.retryAfterMs ?? 0, second.retryAfterMs ?? 0);
  return askedMs === 0 ? first : { ...first, retryAfterMs: Math.min(askedMs, LONGEST_TIMER_MS) };
}
