/** The contract of a Source: what every way of finding CloudTrail files has in common. */
import type { CodedError, Problem } from "../telemetry/problem.ts";
import type { AwsRole } from "./aws/role.ts";

/** Bytes of a LogFile: all at once where they are few, else one piece after another. */
export type LogBytes = Uint8Array | AsyncIterable<Uint8Array>;

/** Why a LogFile is not done. A checkpoint, a queue and the summary of a run read the same. */
export interface NotDone {
  /**
   * `failed`: something of it could not be read, or not settled. `stopped`: the run ended before its end. `not-begun`: it
   * was never opened.
   */
  readonly kind: "failed" | "stopped" | "not-begun";
  readonly problem: Problem;
  /** The same run, begun again with nothing mended, may end better. */
  readonly transient: boolean;
}

/** Where a LogFile lies: plain data without secrets, by which another thread opens the same bytes. */
export type FilePlace = DiskPlace | ObjectPlace;

/** On a disk. */
export interface DiskPlace {
  readonly kind: "disk";
  readonly path: string;
  readonly isGuess: boolean;
}

/** In a bucket, with what a client is made with beside the environment. */
export interface ObjectPlace {
  readonly kind: "object";
  readonly bucket: string;
  readonly key: string;
  /** What the key may be instead. */
  readonly otherKey?: string | undefined;
  readonly etag?: string | undefined;
  readonly sizeBytes?: number | undefined;
  readonly isGuess: boolean;
  readonly requesterPays: boolean;
  readonly role: AwsRole | undefined;
  readonly stallMs: number;
}

/** How a Source over a network hears of a LogFile that another thread opens by its place. */
export interface Elsewhere {
  /** What is fetched for it is counted here. */
  readonly fetched: Fetched;
  /** Told when it was opened, or why it could not be. */
  onOpened(failure: CodedError | undefined): void;
}

/** What keeps a LogFile ours while it is at work, such as the visibility of a queue's message. */
export interface Heartbeat {
  /** How often it is needed. */
  readonly everyMs: number;
  /** Prolongs it. A failure is reported, and the work goes on: `ack` tells whether it still counts. */
  beat(): Promise<void>;
}

/** One CloudTrail file, object or stream: the unit of acknowledgement. */
export interface LogFile {
  /** Which file it is, the same over runs: the whole path; or bucket and key. */
  readonly id: string;
  /** Another one when its content has changed: size and time of change; or version and etag. Absent: it can't change. */
  readonly version?: string | undefined;
  /** The name that people know it by. Untrusted text. */
  readonly name: string;
  /** Size as stored, where it is known; asked after `open`. */
  readonly sizeBytes?: number | undefined;
  /** What the store tells of it beside its content, where it tells anything; asked after `open`. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** True where `open` gives the same bytes again: not for stdin. */
  readonly reopenable: boolean;
  /**
   * True where nobody named the file, and its name does not say that it is JSON: it may be anything that lies beside
   * logs, and is passed over where its first bytes are no JSON's.
   */
  readonly isGuess?: boolean;
  /** Absent where only the thread that found it can open it. */
  readonly place?: FilePlace | undefined;
  /** With a `place` over a network only. */
  readonly elsewhere?: Elsewhere | undefined;
  /** Needed from when the pipeline takes the file until it calls `ack` or `nack`; before that the Source sees to it. */
  readonly heartbeat?: Heartbeat | undefined;
  /** Begins to read. MAY be called again. MUST stop when the signal aborts. Throws a coded error when it cannot. */
  open(signal: AbortSignal): Promise<LogBytes> | LogBytes;
  /**
   * Every Item of the file is settled. The pipeline calls exactly one of `ack` and `nack`, exactly once, for each LogFile
   * that it was given.
   */
  ack(): Promise<void> | void;
  /** The file is not done: it MUST be offered again by a later run. */
  nack(notDone: NotDone): Promise<void> | void;
}

/** What a run wants, for a Source that can find that without looking at everything. What it gives is judged in any case. */
export interface Wanted {
  /** Times of events: from the first on, before the second. */
  readonly sinceMs?: number | undefined;
  readonly untilMs?: number | undefined;
  /** Account ids; empty: all. */
  readonly accounts: readonly string[];
  /** Globs; empty: all. */
  readonly regions: readonly string[];
  /** Judges one Region by these globs. */
  readonly matchesRegion: (region: string) => boolean;
  /** Digests instead of log files. */
  readonly digests?: boolean | undefined;
}

/** What a Source over a network has asked for and got so far. */
export interface Fetched {
  /** Requests that were sent, those that were repeated among them. */
  lists: number;
  gets: number;
  /** Bytes of objects. */
  bytes: number;
  /** Downloads that broke off and were taken up where they had ended. */
  resumed: number;
  /** Downloads that were begun anew. */
  restarted: number;
  /** Answers that it was asked too much. */
  slowed: number;
  /** Objects that were not opened, and why. */
  readonly skipped: Map<string, number>;
  /** Absent where no queue is read. */
  readonly queue?: QueueCounts | undefined;
}

/** What became of the messages of a queue. */
export interface QueueCounts {
  /** Requests of all kinds. */
  requests: number;
  received: number;
  /** All that they tell of is done. */
  deleted: number;
  /** Not done: the queue has them still, or again. */
  returned: number;
}

/** Nothing fetched yet. */
export function nothingFetched(): Fetched {
  return { lists: 0, gets: 0, bytes: 0, resumed: 0, restarted: 0, slowed: 0, skipped: new Map() };
}

/** Counts an object that is not opened. */
export function skip({ skipped }: Fetched, why: string): void {
  skipped.set(why, (skipped.get(why) ?? 0) + 1);
}

/** Nothing in particular. */
export const WANTS_ALL: Wanted = { accounts: [], regions: [], matchesRegion: () => true };

/** Gives LogFiles, on demand. */
export interface Source {
  /** As the user named it. */
  readonly name: string;
  /**
   * Where its LogFiles have their `place`: on a disk, where bytes are there at once; or behind a network, which is waited
   * for. Absent: only the thread that found them can open them.
   */
  readonly places?: "disk" | "network" | undefined;
  /** True where it waits for more, and ends only when it is told to: a queue, a followed folder. */
  readonly endless?: boolean | undefined;
  /** Kept up to date while it works. Absent where nothing is fetched. */
  readonly fetched?: Fetched | undefined;
  /** LogFiles that it may hold before they are asked for; 0 where absent. */
  readonly maxAhead?: number | undefined;
  /**
   * Pull only: MUST NOT read ahead further than `maxAhead`. Ends normally when exhausted or aborted; throws only when it
   * cannot go on. What it holds ahead when it is aborted it gives back itself. `isDone` says of which LogFiles all is done
   * already, by the checkpoint: they MAY be left out.
   */
  files(signal: AbortSignal, isDone?: (file: LogFile) => boolean): AsyncIterable<LogFile>;
  /** Told `true` when memory is full and `false` when there is room: while it is full, nothing is fetched ahead. */
  slowDown?(isFull: boolean): void;
  /**
   * The LogFiles that `files` has not given, to be counted and not to be opened. Asked at most once, after a run was
   * stopped. Absent where nobody knows, as in a queue.
   */
  rest?(signal: AbortSignal): AsyncIterable<LogFile>;
  /** Safe twice, and before `files`. */
  close(): Promise<void>;
}
