/** Why a LogFile is not done, made of what happened to it. Pure. */
import type { NotDone } from "../sources/source.ts";
import { ERRORS } from "../tables/errors.ts";
import { CodedError, messageOf, type Problem } from "../telemetry/problem.ts";

/** Something of it could not be read or settled. */
export function failedBy(problem: Problem): NotDone {
  const { transient } = ERRORS[problem.code] as { readonly transient?: true };
  return { kind: "failed", problem, transient: transient === true };
}

/** What was thrown while it was at work: where the run was told to end, that is no failure of the file. */
export function thrownAt(name: string, thrown: unknown, isStopped: boolean): NotDone {
  if (thrown instanceof CodedError) return failedBy(thrown.problem);
  return isStopped
    ? stoppedAt(name)
    : failedBy({ code: "E_INTERNAL", what: `${name} is not done`, why: messageOf(thrown) });
}

/** The run ended before the end of the file. */
export function stoppedAt(name: string): NotDone {
  const problem: Problem = { code: "E_INTERRUPTED", what: `${name} was not read to its end` };
  return { kind: "stopped", problem, transient: true };
}

/** The run ended before the file was opened. */
export function notBegun(name: string): NotDone {
  const problem: Problem = { code: "E_INTERRUPTED", what: `${name} was not begun` };
  return { kind: "not-begun", problem, transient: true };
}

/** Of two reasons the one that holds: what no further run can help stays, else the first. */
export function graver(first: NotDone | undefined, second: NotDone): NotDone {
  return first === undefined || (first.transient && !second.transient) ? second : first;
}

/** Whether it was thrown only because the first stage of stopping has begun. */
export function isOfStop(thrown: unknown, stop: AbortSignal, abort: AbortSignal): boolean {
  return stop.aborted && !abort.aborted && thrown === stop.reason;
}
