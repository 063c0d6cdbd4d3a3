/** The contract of a Sink: what every destination has in common. */
import type { SesEvent } from "../ses/event.ts";

/** One SesEvent in one Shape for one Destination. */
export interface Item<Body = unknown> {
  /** The event's record_id. */
  readonly id: string;
  readonly body: Body;
  /** Bytes that the Item counts for in batches and in memory. */
  readonly sizeBytes: number;
  /** Where it comes from, for dead letters. Not the whole event: that would be held until the Item is settled. */
  readonly event: Pick<SesEvent, "position" | "raw">;
  /** When the call was made, ISO 8601. */
  readonly eventTime?: string | undefined;
  /**
   * It may lie in the destination already: its LogFile was begun before, its message was received before, it is a
   * replay, there is no checkpoint, a recheck was asked for, or it was sent in this run and not settled. A Sink that can look before it writes does so.
   */
  readonly maybeSent?: boolean;
}

/** What became of one Item. */
export type Outcome =
  | { readonly kind: "delivered" }
  /** Was there already: a success. */
  | { readonly kind: "duplicate" }
  /** The destination will never take it: its own words are the reason. */
  | { readonly kind: "rejected"; readonly code: string; readonly reason: string }
  /** May work later. */
  | {
      readonly kind: "retryable";
      readonly code: string;
      readonly reason: string;
      /** How long the destination asks to wait. */
      readonly retryAfterMs?: number;
      /** The connection was cut while it was sent: something on the way may find it too large. Smaller next time. */
      readonly wasCut?: true;
    };

/** How much a Sink takes at once. The pipeline makes batches within these limits. */
export interface BatchLimits {
  readonly maxBytes: number;
  readonly maxItems: number;
  /** An Item waits at most this long for company. */
  readonly maxAgeMs: number;
  /** Batches in flight at once. */
  readonly maxInFlight: number;
}

/** What `check` found out. */
export interface CheckResult {
  readonly ok: boolean;
  /** Lines for people: `[label, text]`. */
  readonly lines: readonly (readonly [label: string, text: string])[];
}

/**
 * Writes batches to one destination.
 *
 * `write` MUST answer with one Outcome for each Item, in the same order. It never retries, never batches, never drops.
 * It throws only on abort, on a fatal coded error (wrong credentials, wrong configuration: the run ends), or on a bug.
 */
export interface Sink<Body = unknown> {
  /** Name in summaries, such as `elasticsearch:localhost:9200`. Holds no secret. */
  readonly name: string;
  readonly limits: BatchLimits;
  /** The event in this destination's Shape. Pure and total. */
  shape(event: SesEvent): { readonly body: Body; readonly sizeBytes: number };
  /** Called once before the first write, by the pipeline. Throws a coded error when the run cannot begin. */
  open(signal: AbortSignal): Promise<void>;
  write(items: readonly Item<Body>[], signal: AbortSignal): Promise<readonly Outcome[]>;
  /**
   * Only of a Sink that has to see all Items before it writes the first, such as text in order of time. Its `write` takes
   * Items into its own keeping, and answers what will be true when `finish` has returned. Called once, after the last `write`, also when
   * the run failed or was stopped: what is there is to be written. Until then nothing counts as delivered, and no LogFile is acked.
   * Throws as `write` does: then everything that was taken is unsettled.
   */
  finish?(signal: AbortSignal): Promise<void>;
  /** Proves connection and rights; changes nothing. */
  check(signal: AbortSignal): Promise<CheckResult>;
  /**
   * Makes safe what was called delivered, so that it outlives a crash of the machine. Called before LogFiles are written
   * down as done. Absent where `delivered` says so already.
   */
  makeSafe?(): Promise<void>;
  /**
   * The run came to its end by itself, and everything that was meant for this destination is settled: what is to be whole
   * before it is seen is shown now, such as a file that takes its name. At most once, before `close`; not after a stop or
   * a failure.
   */
  complete?(): Promise<void>;
  /** Releases what it holds, after what was written is safe. Safe twice, and before `open`. */
  close(): Promise<void>;
}
