/** What a job ends with. Pure. */
import { imbalances, type Books } from "../pipeline/books.ts";
import { ERRORS, type ErrorCode } from "../tables/errors.ts";
import type { StopSignal } from "./stopped.ts";

/** How a run ended. */
export interface RunEnd {
  readonly books: Books;
  /** Codes of all problems that were reported. */
  readonly reported: readonly ErrorCode[];
  /** Code of what ended the run early. */
  readonly thrown: ErrorCode | undefined;
  readonly signal: StopSignal | undefined;
  /** The reader of stdout went away. */
  readonly outputClosed: boolean;
}

/**
 * 0 all delivered, or the reader of stdout has had enough · 1 failed, unsettled, not balanced, or nothing could be read ·
 * 2 usage · 3 finished, but something was unreadable or rejected · 130 and 143 stopped by a signal.
 */
export function exitCodeOf(end: RunEnd): number {
  const { books } = end;
  if (end.signal !== undefined) return signalExitCode(end.signal);
  // Other destinations still wanted the rest; only where there are none, nobody misses anything.
  if (end.outputClosed) return books.destinations.length > 1 ? 1 : 0;
  // A warning that ends a run is a failure.
  if (end.thrown !== undefined) return ERRORS[end.thrown].exit || 1;
  const reported = new Set<number>(end.reported.map((code) => ERRORS[code].exit));
  const unsettled = books.destinations.some((to) => to.unsettled > 0);
  const nothingRead = books.files.unreadable > 0 && books.records === 0 && books.files.acked === 0;
  if (reported.has(1) || unsettled || nothingRead || imbalances(books).length > 0) return 1;
  if (reported.has(2)) return 2;
  const incomplete =
    books.files.unreadable + books.files.nacked + books.unreadable + books.unshapeable > 0 ||
    books.destinations.some((to) => to.rejected > 0);
  return reported.has(3) || incomplete ? 3 : 0;
}

/** How a verification ended. */
export interface VerifyEnd {
  /** Something was changed or is missing. */
  readonly isHarmed: boolean;
  /** Something is not proven that no later digest will prove. */
  readonly isIncomplete: boolean;
  readonly reported: readonly ErrorCode[];
  readonly signal: StopSignal | undefined;
}

/**
 * 0 nothing is wrong, and all is proven that can be by now · 1 failed · 3 something could not be proven · 5 something was
 * changed or is missing, whatever else there is · 130 and 143 stopped by a signal.
 */
export function verifyExitCode({ isHarmed, isIncomplete, reported, signal }: VerifyEnd): number {
  if (isHarmed) return 5;
  if (signal !== undefined) return signalExitCode(signal);
  const exits = new Set<number>(reported.map((code) => ERRORS[code].exit));
  if (exits.has(1)) return 1;
  if (exits.has(2)) return 2;
  return exits.has(3) || isIncomplete ? 3 : 0;
}

function signalExitCode(signal: StopSignal): number {
  return signal === "SIGINT" ? 130 : 143;
}
