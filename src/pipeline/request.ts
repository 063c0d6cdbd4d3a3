/** What a run is asked to do: everything is decided, nothing is a string to parse. */
import type { Checkpoint } from "../checkpoint/checkpoint.ts";
import type { readLogFile } from "../records/read.ts";
import type { NormaliseContext } from "../ses/event.ts";
import type { Selection } from "../ses/select.ts";
import type { Sink } from "../sinks/sink.ts";
import type { Source } from "../sources/source.ts";
import type { Problem } from "../telemetry/problem.ts";
import type { Books } from "./books.ts";
import type { Crew } from "./crew.ts";
import type { DeadLetters } from "./dead-letter.ts";

/** Limits of the reader. */
export interface ReadLimits {
  /** Largest record, in bytes. */
  readonly maxRecordBytes: number;
  /** Largest decompressed size of a file, in bytes; undefined: no limit. */
  readonly maxDecompressedBytes: number | undefined;
  /** Deepest nesting of a record; the record itself is 1. */
  readonly maxNesting: number;
}

/** What only the run itself knows while it goes on. */
export interface LiveRun {
  /** Bytes of Items that are open now. */
  openBytes(): number;
  /** Dead letters written so far. */
  deadLetterCount(): number;
}

/** What a run is asked to do. */
export interface RunRequest {
  readonly sources: readonly Source[];
  /** None with `--dry-run`: everything is read and judged, nothing made that nobody sees, nothing delivered, nothing acked. */
  readonly destinations: readonly Sink[];
  readonly selection: Selection;
  readonly limits: ReadLimits;
  readonly keepOriginal: NormaliseContext["keepOriginal"];
  /** How LogFiles are read; as CloudTrail files where it is not said. */
  readonly read?: typeof readLogFile;
  /** LogFiles read side by side. */
  readonly concurrency: number;
  /** Bytes of Items that may be open at once. */
  readonly maxMemoryBytes: number;
  /** How long a destination that does not answer yet is waited for before anything is read; 0 where absent. */
  readonly waitForMs?: number;
  /** How long an Item is retried. */
  readonly retryForMs: number;
  /** Where dead letters go; undefined: their LogFile is nacked. */
  readonly deadLetterPath: string | undefined;
  /** Where it is remembered which LogFiles are done; undefined: nowhere. */
  readonly checkpointPath: string | undefined;
  /** What is known of LogFiles, where somebody else keeps the checkpoint. */
  readonly known?: Pick<Checkpoint, "stateOf"> | undefined;
  /** Where dead letters go, where somebody else writes them. */
  readonly deadLetters?: DeadLetters | undefined;
  /** Others that read beside this thread. */
  readonly crew?: Crew | undefined;
  /** Every Item may be in its destination already, whatever the checkpoint says. */
  readonly recheck: boolean;
  /** Two stages: the first aborts taking files, the second aborts everything. */
  readonly drain: AbortSignal;
  readonly abort: AbortSignal;
  /** Told of every problem as it happens. Counting and printing are its affair. */
  readonly report: (problem: Problem) => void;
  /** Told when every destination is open, before anything is read. */
  readonly onOpen?: ((live: LiveRun) => void) | undefined;
  /** The clock. */
  readonly now: () => Date;
  /** The run's books, open to be looked at for progress. */
  readonly books: Books;
}
