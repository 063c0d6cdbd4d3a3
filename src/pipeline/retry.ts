/** Retries around a Sink: sends again what may work later, and only that, for a bounded time. */
import type { Item, Outcome, Sink } from "../sinks/sink.ts";
import { CodedError } from "../telemetry/problem.ts";

/** Told before each wait. */
export interface Retry {
  /** 1 for the first time a batch is sent again. */
  readonly attempt: number;
  /** Items that will be sent again. */
  readonly itemCount: number;
  readonly delayMs: number;
  /** Why, by the first of them. */
  readonly code: string;
  readonly reason: string;
}

/** How to retry. Clock, chance and sleep come from outside. */
export interface RetryOptions {
  /** Counted from the first failure of a batch. No attempt begins later. */
  readonly retryForMs: number;
  /** A clock that never goes back, in ms. */
  readonly now: () => number;
  /** From 0 up to, but not including, 1. */
  readonly random: () => number;
  /** Rejects when the signal aborts. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<unknown>;
  readonly onRetry?: (retry: Retry) => void;
}

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 30_000;

/**
 * `sink.write` with retries: one Outcome per Item, same order. What is retryable still when the time is up stays
 * retryable. Waits grow twofold from 250 ms to 30 s, each shortened by chance ("full jitter", so that many senders do
 * not come back at once); never shorter than a destination asks for. One that asks for more than the time left gets no
 * further attempt. Throws what `write` throws, and the signal's reason when it aborts.
 */
export function retrying<Body>(
  sink: Pick<Sink<Body>, "name" | "write">,
  options: RetryOptions,
): (items: readonly Item<Body>[], signal: AbortSignal) => Promise<readonly Outcome[]> {
  const { retryForMs, now, random, sleep, onRetry } = options;

  async function write(
    items: readonly Item<Body>[],
    signal: AbortSignal,
  ): Promise<readonly Outcome[]> {
    const outcomes = await sink.write(items, signal);
    if (outcomes.length !== items.length) {
      throw new CodedError({
        code: "E_INTERNAL",
        what: `${sink.name} gave ${outcomes.length} outcomes for ${items.length} items`,
      });
    }
    return outcomes;
  }

  return async (items, signal) => {
    const outcomes = [...(await write(items, signal))];
    const failedAtMs = now();
    for (let attempt = 1; ; attempt += 1) {
      const open = [...outcomes.entries()].flatMap(([index, outcome]) =>
        outcome.kind === "retryable" ? [{ index, outcome }] : [],
      );
      const first = open[0];
      if (first === undefined) return outcomes;

      const leftMs = failedAtMs + retryForMs - now();
      const askedMs = Math.max(0, ...open.map(({ outcome }) => outcome.retryAfterMs ?? 0));
      if (leftMs <= 0 || askedMs > leftMs) return outcomes;
      const backoffMs = random() * Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (attempt - 1));
      const delayMs = Math.min(Math.max(backoffMs, askedMs), leftMs);
      const { code, reason } = first.outcome;
      onRetry?.({ attempt, itemCount: open.length, delayMs, code, reason });
      await sleep(delayMs, signal);
      signal.throwIfAborted();

      const again = open.flatMap(({ index }) => items[index] ?? []);
      for (const [position, outcome] of (await write(again, signal)).entries()) {
        const index = open[position]?.index;
        if (index !== undefined) outcomes[index] = outcome;
      }
    }
  };
}
