/** The contract of a Checkpoint: which LogFiles were begun and which are done, over runs. */

import type { LogFile } from "../sources/source.ts";

/**
 * What is known of a LogFile: nothing; that something of it may have been sent, perhaps when it had another content;
 * that all of it is settled.
 */
export type FileState = "new" | "begun" | "done";

/** What a LogFile is known by. */
export type FileName = Pick<LogFile, "id" | "version">;

/** Remembers LogFiles. Nothing is forgotten, and nothing is inferred from their order. */
export interface Checkpoint {
  /** Where it is kept, as the user named it. */
  readonly path: string;
  /** What earlier runs and this one told of a LogFile. Called for each LogFile: costs microseconds. */
  stateOf(file: FileName): FileState;
  /**
   * Says that Items of a LogFile are about to be sent. Written when it returns, so that it outlives the process. Throws
   * E_CHECKPOINT.
   */
  begin(file: FileName): void;
  /** Says that a LogFile was acked. Written together with others, within a second, after what they hold is safe. */
  finish(file: FileName): void;
  /** Resolves when everything told is on the disk. Throws E_CHECKPOINT. */
  flush(): Promise<void>;
  /** Flushes, and lets others use it. Safe twice. */
  close(): Promise<void>;
}

/** What a Checkpoint is given. */
export interface CheckpointContext {
  /** Makes safe what destinations called delivered: called before LogFiles are written down as done. */
  readonly makeSafe: () => Promise<void>;
  /** Told when what was to be written down could not be: the run ends. */
  readonly onFailure: (error: Error) => void;
}
