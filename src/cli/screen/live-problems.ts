/**
 * Tells problems as they happen, where nobody looks at a terminal: as JSON lines, or, once a run is long, as lines of
 * text. The same thing of many objects is told a few times, then once a minute with a count.
 */
import { printable } from "../../shape/printable.ts";
import { ERRORS, type ErrorCode } from "../../tables/errors.ts";
import { todoOf, type Problem } from "../../telemetry/problem.ts";
import { formatCount } from "./format.ts";

/** How it tells. */
export interface LiveOptions {
  readonly form: "text" | "json";
  readonly write: (line: string) => void;
  readonly now: () => Date;
  /** Begins to tell after so long: a run that is over by then tells all at its end. */
  readonly afterMs: number;
}

/** Tells while it is open. */
export interface LiveProblems {
  /** Tells a problem, or counts it. */
  tell(problem: Problem): void;
  /** Tells no more. */
  close(): void;
}

/** Of one code so many are told at once. */
const FIRST_TOLD = 4;
const AGAIN_MS = 60_000;

interface Told {
  count: number;
  lastMs: number;
  /** Not told since the last one. */
  held: number;
}

/** Begins to listen. Keeps no process alive. */
export function liveProblems({ form, write, now, afterMs }: LiveOptions): LiveProblems {
  const byCode = new Map<ErrorCode, Told>();
  const lineOf = form === "json" ? jsonLine : textLine;
  const tellNow = (problem: Problem, at: Date): void => {
    const told = byCode.get(problem.code) ?? { count: 0, lastMs: 0, held: 0 };
    byCode.set(problem.code, told);
    if (told.count >= FIRST_TOLD && at.getTime() - told.lastMs < AGAIN_MS) {
      told.held += 1;
      return;
    }
    write(lineOf(problem, at, told.held));
    told.count += 1;
    told.lastMs = at.getTime();
    told.held = 0;
  };
  const early: (readonly [problem: Problem, at: Date])[] = [];
  let isEarly = afterMs > 0;
  const timer = setTimeout(() => {
    isEarly = false;
    for (const [problem, at] of early.splice(0)) tellNow(problem, at);
  }, afterMs).unref();
  return {
    tell(problem) {
      if (!isEarly) tellNow(problem, now());
      else if (early.length < MOST_EARLY) early.push([problem, now()]);
    },
    close: () => clearTimeout(timer),
  };
}

/** More of them are in the summary. */
const MOST_EARLY = 100;

function jsonLine(problem: Problem, at: Date, held: number): string {
  const { code, what, why } = problem;
  return JSON.stringify({
    time: at.toISOString(),
    level: ERRORS[code].exit === 0 ? "warning" : "error",
    code,
    what,
    why,
    todo: todoOf(problem),
    more: held === 0 ? undefined : held,
  });
}

function textLine({ code, what, why }: Problem, at: Date, held: number): string {
  const level = ERRORS[code].exit === 0 ? "warning: " : "";
  const reason = why === undefined ? "" : `: ${why}`;
  const more = held === 0 ? "" : ` (and ${formatCount(held)} more since the last)`;
  const time = at.toISOString().slice(0, 19).replace("T", " ");
  return `${time} ${level}${printable(`${what}${reason}`)}${more} [${code}]`;
}
