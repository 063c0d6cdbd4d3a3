/**
 * From events to settled Items: each event goes to every Destination, in batches, with retries; each Outcome is booked,
 * and what is refused becomes a dead letter.
 */
import type { SesEvent } from "../ses/event.ts";
import type { Item, Outcome, Sink } from "../sinks/sink.ts";
import { CodedError, errorOf, type Problem } from "../telemetry/problem.ts";
import { Batcher } from "./batch.ts";
import type { DestinationBooks } from "./books.ts";
import { deadLetterOf, type DeadLetters } from "./dead-letter.ts";
import type { Account, Ledger } from "./ledger.ts";
import { failedBy, thrownAt } from "./not-done.ts";
import { retrying } from "./retry.ts";

/** One Destination at work. */
export interface Delivery {
  /** Takes one event. Answers a promise where the ledger has no room: wait for it before giving the next. */
  take(event: SesEvent, account: Account): Promise<void> | undefined;
  /** Someone waits for room: half-full batches are sent off when nothing else is under way. */
  press(): void;
  /** Resolves when everything that was taken is settled, for better or worse. */
  drained(): Promise<void>;
  /** Has what the Sink keeps written, and books it. Called once, when all is drained. Throws what ends the run. */
  finish(signal: AbortSignal): Promise<void>;
}

/** What a Delivery works with. */
export interface DeliveryOptions {
  readonly books: DestinationBooks;
  readonly ledger: Ledger;
  readonly deadLetters: DeadLetters | undefined;
  readonly retryForMs: number;
  /** Ends everything: what is not settled then never will be. */
  readonly abort: AbortSignal;
  /** Called with what ends the run: wrong credentials, wrong configuration, a full disk. */
  readonly onFatal: (error: Error) => void;
  readonly report: (problem: Problem) => void;
  /** The clock for retries and answers, in ms, never going back. */
  readonly nowMs: () => number;
  readonly now: () => Date;
  readonly random: () => number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

interface Pending {
  readonly item: Item;
  /** What it counts for in a batch. */
  readonly sizeBytes: number;
  /** What it counts for in memory. */
  readonly openBytes: number;
  readonly account: Account;
}

/** Opens the way to one Destination. */
export function openDelivery(sink: Sink, options: DeliveryOptions): Delivery {
  const { books, ledger, deadLetters, abort, nowMs } = options;
  /** A Sink with a `finish` has written nothing before that: until then what it took is in no book. */
  const kept = { delivered: 0, duplicate: 0 };
  const taken = sink.finish === undefined ? books : kept;
  const write = retrying(
    {
      name: sink.name,
      async write(items, signal) {
        const begunMs = nowMs();
        const outcomes = await sink.write(items, signal);
        const tookMs = nowMs() - begunMs;
        books.firstAnswerMs ??= tookMs;
        books.slowestAnswerMs = Math.max(books.slowestAnswerMs ?? 0, tookMs);
        return outcomes;
      },
    },
    {
      retryForMs: options.retryForMs,
      now: nowMs,
      random: options.random,
      sleep: options.sleep,
      onRetry: () => {
        books.retries += 1;
      },
      onCutAlone({ event: { position } }, times) {
        options.report({
          code: "E_CUT_ALONE",
          what: `${sink.name} has cut the connection ${times} times over record ${position.index} of ${position.file} alone, while it took others`,
        });
      },
    },
  );

  async function send(batch: Pending[]): Promise<void> {
    let outcomes: readonly Outcome[];
    try {
      abort.throwIfAborted();
      outcomes = await write(
        batch.map(({ item }) => item),
        abort,
      );
      await keepRejected(batch, outcomes);
    } catch (thrown) {
      for (const { account, openBytes } of batch) {
        books.unsettled += 1;
        ledger.settle(account, openBytes, thrownAt(account.file.name, thrown, abort.aborted));
      }
      if (!abort.aborted || thrown instanceof CodedError) options.onFatal(errorOf(thrown));
      return;
    }
    batch.forEach((pending, place) => settle(pending, outcomes[place] as Outcome));
  }

  /** Dead letters are safe on the disk before anything of the batch is settled. */
  async function keepRejected(
    batch: readonly Pending[],
    outcomes: readonly Outcome[],
  ): Promise<void> {
    if (deadLetters === undefined) return;
    const time = options.now().toISOString();
    const letters = batch.flatMap(({ item }, place) => {
      const outcome = outcomes[place];
      if (outcome?.kind !== "rejected") return [];
      const { code, reason } = outcome;
      const { position, raw } = item.event;
      return deadLetterOf(
        { code, reason, destination: sink.name, record_id: item.id, time },
        position,
        raw,
      );
    });
    if (letters.length > 0) await deadLetters.write(letters);
  }

  function settle({ item, openBytes, account }: Pending, outcome: Outcome): void {
    switch (outcome.kind) {
      case "delivered":
      case "duplicate":
        taken[outcome.kind] += 1;
        ledger.settle(account, openBytes);
        return;
      case "rejected": {
        books.rejected += 1;
        const { file, index } = item.event.position;
        const problem: Problem = {
          code: "E_REJECTED",
          what: `${sink.name} refused record ${index} of ${file}`,
          why: outcome.reason,
        };
        options.report(problem);
        const isKept = deadLetters !== undefined;
        ledger.settle(account, openBytes, isKept ? undefined : failedBy(problem));
        return;
      }
      case "retryable": {
        books.unsettled += 1;
        const problem: Problem = {
          code: "E_UNSETTLED",
          what: `${sink.name} did not take events in time`,
          why: outcome.reason,
        };
        options.report(problem);
        ledger.settle(account, openBytes, failedBy(problem));
      }
    }
  }

  const batcher = new Batcher<Pending>(sink.limits, send);

  async function addWhenThereIs(room: Promise<void>, pending: Pending): Promise<void> {
    await room;
    batcher.add(pending);
  }

  return {
    take(event, account) {
      const { body, sizeBytes: bodyBytes } = sink.shape(event);
      // The raw Element is held for dead letters as long as the Item is open.
      const openBytes = bodyBytes + event.raw.text.length;
      const item: Item = {
        id: event.fields["aws.ses.record_id"] ?? "",
        body,
        sizeBytes: bodyBytes,
        event: { position: event.position, raw: event.raw },
        eventTime: event.fields["@timestamp"],
        maybeSent: account.maybeSent,
      };
      const pending: Pending = { item, sizeBytes: bodyBytes, openBytes, account };
      const room = ledger.admit(account, openBytes);
      if (room !== undefined) return addWhenThereIs(room, pending);
      batcher.add(pending);
      return undefined;
    },
    press: () => batcher.press(),
    drained: () => batcher.drained(),
    async finish(signal) {
      try {
        await sink.finish?.(signal);
      } catch (thrown) {
        books.unsettled += kept.delivered + kept.duplicate;
        throw thrown;
      }
      books.delivered += kept.delivered;
      books.duplicate += kept.duplicate;
    },
  };
}
