/** The one error class: what failed, on which object, why, and what to do next. */
import { ERRORS, type ErrorCode } from "../tables/errors.ts";

/** Something to tell a person. All texts may be untrusted: they are made harmless where they are printed. */
export interface Problem {
  readonly code: ErrorCode;
  /** What failed, on which object: one sentence without a full stop, such as `a.json.gz ends early`. */
  readonly what: string;
  /** Why, in the words of whoever refused. */
  readonly why?: string;
  /** What to do next, where the table's own words are too general. */
  readonly todo?: string;
}

/** A Problem that is thrown: the operation failed. */
export class CodedError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem, options?: { cause?: unknown }) {
    super(problem.why === undefined ? problem.what : `${problem.what}: ${problem.why}`, options);
    this.name = "CodedError";
    this.problem = problem;
  }

  /** The table's code. */
  get code(): ErrorCode {
    return this.problem.code;
  }
}

/** What to do next, for a Problem. */
export function todoOf(problem: Problem): string {
  return problem.todo ?? ERRORS[problem.code].todo;
}

/** The message of anything that was thrown, in one line. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** Anything that was thrown, as an Error. */
export function errorOf(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
