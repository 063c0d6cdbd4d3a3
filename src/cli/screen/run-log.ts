/**
 * The log of a run, where nobody looks at a terminal: one line for each thing of note as it happens, as JSON or, once a
 * run is long, as text. The same thing is told at once, and then once a minute with a count.
 */
import type { Note } from "../../job/note.ts";
import { printable } from "../../shape/printable.ts";
import { ERRORS, type ErrorCode, type ErrorRow } from "../../tables/errors.ts";
import { todoOf, type Problem } from "../../telemetry/problem.ts";
import { formatCount } from "./format.ts";

/** How it tells. */
export interface LogOptions {
  readonly form: "text" | "json";
  readonly write: (line: string) => void;
  readonly now: () => Date;
  /** Begins to tell after so long: a run that is over by then tells all at its end. */
  readonly afterMs: number;
}

/** Tells while it is open. */
export interface RunLog {
  /** Tells a problem, or counts it. */
  tell(problem: Problem): void;
  /** Tells a note, or counts it. */
  note(note: Note): void;
  /** Tells what was only counted, and then no more. */
  close(): void;
}

/** `info` as it should be · `warn` unexpected, and nothing lost · `error` something is missing, or somebody has to act. */
export type LogLevel = "info" | "warn" | "error";

/** One line, before it is written. */
interface Entry {
  readonly level: LogLevel;
  readonly code: string;
  readonly what: string;
  readonly why?: string | undefined;
  readonly todo?: string | undefined;
}

/** How grave a problem is. Whatever a later run reads again by itself is not lost. */
export function levelOf(code: ErrorCode): LogLevel {
  const { exit, transient }: ErrorRow = ERRORS[code];
  return exit === 0 || (exit === 3 && transient === true) ? "warn" : "error";
}

const AGAIN_MS = 60_000;

/** More of them are in the summary. */
const MOST_EARLY = 100;

/** What was told of one thing. */
interface Told {
  /** Not told since: how many, and the newest. */
  held: number;
  newest: Entry | undefined;
  timer: NodeJS.Timeout | undefined;
}

/** Begins to listen. Keeps no process alive. */
export function runLog({ form, write, now, afterMs }: LogOptions): RunLog {
  const lineOf = form === "json" ? jsonLine : textLine;
  const byKey = new Map<string, Told>();
  const rest = (key: string, told: Told): void => {
    told.timer = setTimeout(() => {
      if (told.newest === undefined) byKey.delete(key);
      else {
        release(told);
        rest(key, told);
      }
    }, AGAIN_MS).unref();
  };
  const release = (told: Told): void => {
    if (told.newest !== undefined) write(lineOf(told.newest, now(), told.held));
    told.held = 0;
    told.newest = undefined;
  };
  const enter = (key: string, entry: Entry, at: Date): void => {
    const told = byKey.get(key);
    if (told !== undefined) {
      told.held += 1;
      told.newest = entry;
      return;
    }
    const first: Told = { held: 0, newest: undefined, timer: undefined };
    byKey.set(key, first);
    write(lineOf(entry, at, 1));
    rest(key, first);
  };

  const early: (readonly [key: string, entry: Entry, at: Date])[] = [];
  let isEarly = afterMs > 0;
  const beginning = setTimeout(() => {
    isEarly = false;
    for (const [key, entry, at] of early.splice(0)) enter(key, entry, at);
  }, afterMs).unref();
  const take = (key: string, entry: Entry): void => {
    if (!isEarly) enter(key, entry, now());
    else if (early.length < MOST_EARLY) early.push([key, entry, now()]);
  };
  return {
    tell(problem) {
      const { code, what, why } = problem;
      take(code, { level: levelOf(code), code, what, why, todo: todoOf(problem) });
    },
    note({ level, code, what, why, about = code }) {
      take(about, { level, code, what, why });
    },
    close() {
      clearTimeout(beginning);
      for (const told of byKey.values()) {
        clearTimeout(told.timer);
        release(told);
      }
      byKey.clear();
    },
  };
}

function jsonLine({ level, code, what, why, todo }: Entry, at: Date, count: number): string {
  return JSON.stringify({ time: at.toISOString(), level, code, what, why, todo, count });
}

function textLine({ level, code, what, why }: Entry, at: Date, count: number): string {
  const mark = level === "info" ? "" : `${level === "warn" ? "warning" : level}: `;
  const reason = why === undefined ? "" : `: ${why}`;
  const more = count === 1 ? "" : ` (${formatCount(count)} times)`;
  const time = at.toISOString().slice(0, 19).replace("T", " ");
  return `${time} ${mark}${printable(`${what}${reason}`)}${more} [${code}]`;
}
