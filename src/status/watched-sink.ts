/** A Sink that tells how its destination does: whether it answers, how fast, and how old events are when it has them. */
import type { Item, Outcome, Sink } from "../sinks/sink.ts";
import { messageOf } from "../telemetry/problem.ts";

/** What is watched for. */
export interface SinkWatch {
  /** A clock that never goes back, in ms. */
  readonly nowMs: () => number;
  /** Told of each event that was delivered: when its call was made, in ms since 1970. */
  readonly onDelivered?: (calledMs: number) => void;
  /** Told of each answer for a batch. */
  readonly onAnswer?: (tookSeconds: number) => void;
  /** Told when the destination takes nothing any more, and why. */
  readonly onFailing?: (why: string) => void;
  /** Told when it takes something again. */
  readonly onWell?: (afterMs: number) => void;
}

/** The Sink, and how its destination does. */
export interface WatchedSink {
  readonly sink: Sink;
  /** How long it has taken nothing, or left a batch without an answer, in ms; 0: it is well. */
  readonly failingForMs: () => number;
}

/** Every member of a Sink, also those that few have: one that is forgotten here is refused by the compiler. */
type Whole = { readonly [Member in keyof Required<Sink>]: Sink[Member] };

/** An answer may take so long before it counts as missing. */
const PATIENCE_MS = 10_000;

/** The same Sink, watched. */
export function watchedSink(sink: Sink, watch: SinkWatch): WatchedSink {
  const { nowMs } = watch;
  const underWay = new Set<{ readonly sinceMs: number }>();
  let failingSinceMs: number | undefined;

  const fail = (sinceMs: number, why: string): void => {
    if (failingSinceMs !== undefined) return;
    failingSinceMs = sinceMs;
    watch.onFailing?.(why);
  };
  const settle = (items: readonly Item[], outcomes: readonly Outcome[]): void => {
    const [first] = outcomes;
    if (first?.kind === "retryable" && outcomes.every(({ kind }) => kind === "retryable"))
      fail(nowMs(), first.reason);
    else if (failingSinceMs !== undefined) {
      watch.onWell?.(nowMs() - failingSinceMs);
      failingSinceMs = undefined;
    }
    const { onDelivered } = watch;
    if (onDelivered === undefined) return;
    outcomes.forEach(({ kind }, place) => {
      const calledMs =
        kind === "delivered" ? Date.parse(items[place]?.eventTime ?? "") : Number.NaN;
      if (!Number.isNaN(calledMs)) onDelivered(calledMs);
    });
  };

  const write: Sink["write"] = async (items, signal) => {
    if (items.length === 0) return sink.write(items, signal);
    const begun = { sinceMs: nowMs() };
    underWay.add(begun);
    try {
      const outcomes = await sink.write(items, signal);
      watch.onAnswer?.((nowMs() - begun.sinceMs) / 1000);
      settle(items, outcomes);
      return outcomes;
    } catch (thrown) {
      if (!signal.aborted) fail(begun.sinceMs, messageOf(thrown));
      throw thrown;
    } finally {
      underWay.delete(begun);
    }
  };
  const whole: Whole = {
    name: sink.name,
    limits: sink.limits,
    shape: (event) => sink.shape(event),
    open: (signal) => sink.open(signal),
    write,
    finish: sink.finish?.bind(sink),
    check: (signal) => sink.check(signal),
    makeSafe: sink.makeSafe?.bind(sink),
    complete: sink.complete?.bind(sink),
    close: () => sink.close(),
  };
  return {
    sink: whole as Sink,
    failingForMs() {
      // A set gives what was put in first: the batch that waits longest.
      const [oldest] = underWay;
      const waitedMs = oldest === undefined ? 0 : nowMs() - oldest.sinceMs;
      return Math.max(
        failingSinceMs === undefined ? 0 : nowMs() - failingSinceMs,
        waitedMs > PATIENCE_MS ? waitedMs : 0,
      );
    },
  };
}
