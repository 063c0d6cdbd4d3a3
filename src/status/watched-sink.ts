/** A Sink that tells how its destination does: whether it answers, how fast, and how old events are when it has them. */
import type { Item, Outcome, Sink } from "../sinks/sink.ts";

/** What is watched for. */
export interface SinkWatch {
  /** A clock that never goes back, in ms. */
  readonly nowMs: () => number;
  readonly now: () => Date;
  /** Told of each event that was delivered: the time from its call to now. */
  readonly onDelivered: (lagSeconds: number) => void;
  /** Told of each answer for a batch. */
  readonly onAnswer: (tookSeconds: number) => void;
}

/** The Sink, and how its destination does. */
export interface WatchedSink {
  readonly sink: Sink;
  /** How long it has taken nothing, or left a batch without an answer, in ms; 0: it is well. */
  readonly failingForMs: () => number;
}

/** An answer may take so long before it counts as missing. */
const PATIENCE_MS = 10_000;

/** The same Sink, watched. */
export function watchedSink(sink: Sink, watch: SinkWatch): WatchedSink {
  const { nowMs } = watch;
  const underWay = new Set<{ readonly sinceMs: number }>();
  let failingSinceMs: number | undefined;

  const settle = (items: readonly Item[], outcomes: readonly Outcome[]): void => {
    if (outcomes.some(({ kind }) => kind !== "retryable")) failingSinceMs = undefined;
    else failingSinceMs ??= nowMs();
    const atMs = watch.now().getTime();
    outcomes.forEach(({ kind }, place) => {
      if (kind !== "delivered") return;
      const calledMs = Date.parse(items[place]?.eventTime ?? "");
      if (!Number.isNaN(calledMs)) watch.onDelivered(Math.max(0, atMs - calledMs) / 1000);
    });
  };

  return {
    sink: {
      name: sink.name,
      limits: sink.limits,
      shape: (event) => sink.shape(event),
      open: (signal) => sink.open(signal),
      async write(items, signal) {
        if (items.length === 0) return sink.write(items, signal);
        const begun = { sinceMs: nowMs() };
        underWay.add(begun);
        try {
          const outcomes = await sink.write(items, signal);
          watch.onAnswer((nowMs() - begun.sinceMs) / 1000);
          settle(items, outcomes);
          return outcomes;
        } catch (thrown) {
          failingSinceMs ??= begun.sinceMs;
          throw thrown;
        } finally {
          underWay.delete(begun);
        }
      },
      check: (signal) => sink.check(signal),
      ...(sink.makeSafe === undefined ? {} : { makeSafe: async () => sink.makeSafe?.() }),
      ...(sink.complete === undefined ? {} : { complete: async () => sink.complete?.() }),
      close: () => sink.close(),
    },
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
