/** Collects the problems of a job by their code: a few of each, however many there are. */
import type { ErrorCode } from "../tables/errors.ts";
import { CodedError, messageOf, type Problem } from "../telemetry/problem.ts";

/** The same problem on many objects: how many, and the first few. */
export interface ProblemGroup {
  readonly code: ErrorCode;
  readonly count: number;
  readonly first: readonly Problem[];
}

/** Problems so far. */
export interface ProblemLog {
  add(problem: Problem): void;
  /** In the order in which each code first came. */
  groups(): readonly ProblemGroup[];
}

/** Problems of one code that are named. */
const NAMED = 4;

/** An empty log. */
export function problemLog(): ProblemLog {
  const byCode = new Map<ErrorCode, ProblemGroup>();
  return {
    add(problem) {
      const { count, first } = byCode.get(problem.code) ?? { count: 0, first: [] };
      byCode.set(problem.code, {
        code: problem.code,
        count: count + 1,
        first: first.length < NAMED ? [...first, problem] : first,
      });
    },
    groups: () => [...byCode.values()],
  };
}

/** Anything that was thrown, as a Problem: what is not coded is a fault of ours. */
export function problemOf(thrown: unknown): Problem {
  return thrown instanceof CodedError
    ? thrown.problem
    : { code: "E_INTERNAL", what: "sestrail itself failed", why: messageOf(thrown) };
}
