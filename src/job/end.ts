/** What ends a job, and what is told on the way there. */
import { CodedError, type Problem } from "../telemetry/problem.ts";
import { problemOf, type ProblemLog } from "./problem-log.ts";

/** The part of a Host that hears of problems, and asks for an end. */
interface Listener {
  readonly drain: AbortSignal;
  readonly abort: AbortSignal;
  readonly onProblem?: ((problem: Problem) => void) | undefined;
}

/** What ends a job: the first thing that was thrown, and the news of it. */
export class End {
  /** The first thing that was thrown. */
  thrown: { readonly error: unknown } | undefined;
  /** The same as a Problem, where it is news: what was thrown because the host aborted is none. */
  problem: Problem | undefined;
  readonly #host: Listener;
  readonly #log: ProblemLog;

  constructor(host: Listener, log: ProblemLog) {
    this.#host = host;
    this.#log = log;
  }

  get isAsked(): boolean {
    return this.#host.drain.aborted || this.#host.abort.aborted;
  }

  /** What is told while the job goes on. */
  report(problem: Problem): void {
    this.#log.add(problem);
    this.#host.onProblem?.(problem);
  }

  /** Told at the end, to no one but the result. */
  add(problem: Problem): void {
    this.#log.add(problem);
  }

  has(code: Problem["code"]): boolean {
    return this.#log.groups().some((group) => group.code === code);
  }

  /** Does what may end the job. */
  async watch(act: () => Promise<unknown>): Promise<void> {
    await this.give(act);
  }

  /** The same, and gives what came of it; undefined where it failed. */
  async give<Value>(act: () => Promise<Value>): Promise<Value | undefined> {
    try {
      return await act();
    } catch (error) {
      this.fail(error);
      return undefined;
    }
  }

  fail(error: unknown): void {
    this.thrown ??= { error };
    if (this.#host.abort.aborted && !(error instanceof CodedError)) return;
    const problem = problemOf(error);
    this.problem ??= problem;
    this.#log.add(problem);
  }
}
