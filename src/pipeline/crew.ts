/** Others that read LogFiles beside this thread: what they are given, and what they give back. */
import type { Sink } from "../sinks/sink.ts";
import type { Elsewhere, FilePlace, NotDone } from "../sources/source.ts";
import type { Problem } from "../telemetry/problem.ts";
import type { Books } from "./books.ts";
import type { DeadLetters } from "./dead-letter.ts";

/** Reads LogFiles beside this thread, each all the way to its destinations. */
export interface Crew {
  /** Called once, when all that is written to is open. Resolves when everything taken is settled. Never rejects. */
  work(desk: Desk): Promise<void>;
}

/** One LogFile in the hands of a worker. */
export interface Task {
  readonly name: string;
  readonly place: FilePlace;
  readonly elsewhere: Elsewhere | undefined;
  readonly sizeBytes: number;
  /** See `Item.maybeSent`. */
  readonly maybeSent: boolean;
  /** Called exactly once: everything of it is settled, or is not, for the reason given. */
  settle(notDone?: NotDone): void;
}

/** What stays in this thread: it alone gives out LogFiles, writes to files and stdout, and keeps the books. */
export interface Desk {
  /** The next LogFile that can be opened elsewhere; undefined: there are no more. */
  next(): Promise<Task | undefined>;
  /** True when LogFiles are left after so long; where there is always more, when this thread was busy for so long. */
  isBusyFor(ms: number): Promise<boolean>;
  /** Aborts when this thread has found that there are no more. */
  readonly exhausted: AbortSignal;
  readonly destinations: readonly Sink[];
  readonly deadLetters: DeadLetters | undefined;
  readonly books: Books;
  readonly report: (problem: Problem) => void;
  readonly onFatal: (error: Error) => void;
  readonly stop: AbortSignal;
  readonly abort: AbortSignal;
}
