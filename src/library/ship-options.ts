/** What `ship` takes and gives. */
import type { Writable } from "node:stream";
import type { Environment } from "../config/asked.ts";
import type { ProblemGroup } from "../job/problem-log.ts";
import type { Books } from "../pipeline/books.ts";
import type { Sink } from "../sinks/sink.ts";
import type { Source } from "../sources/source.ts";
import type { Problem } from "../telemetry/problem.ts";
import type { OptionsOf, ShipOptionName } from "./options.ts";

/** What to ship, where to, and how: the options of the command in camelCase, and what only a program can give. */
export interface ShipOptions extends OptionsOf<ShipOptionName> {
  /** What the command takes as sources: files, folders, globs, `-`. */
  readonly from?: string | readonly string[] | undefined;
  /** Sources of the program's own, read after those of `from`. They are closed at the end. */
  readonly sources?: readonly Source[] | undefined;
  /**
   * Destinations of the program's own, beside those of `to`; without `to` they are the only ones. They are closed at the
   * end.
   */
  readonly sinks?: readonly Sink[] | undefined;
  /**
   * Environment variables that count: `SESTRAIL_…`, credentials, proxies. None by default: give `process.env` to have
   * what the command has.
   */
  readonly env?: Environment | undefined;
  /** What `from: "-"` reads. */
  readonly stdin?: AsyncIterable<Uint8Array> | undefined;
  /** Where `to: "stdout"` writes. */
  readonly stdout?: Writable | undefined;
  /** Ends the run at once: files with unsettled events are not marked as done. */
  readonly signal?: AbortSignal | undefined;
  /** Told of every problem and warning as it happens. The result holds a few of each sort. */
  readonly onProblem?: ((problem: Problem) => void) | undefined;
  /** Given the books before anything is read: live counters, for progress, and for what was done where `ship` throws. */
  readonly onStart?: ((books: Books) => void) | undefined;
}

/** How a run ended. */
export interface RunResult {
  /** That of the command: 0 all delivered · 1 something unsettled, or nothing readable · 3 something rejected or unreadable. */
  readonly exitCode: number;
  readonly books: Books;
  /** What was reported, by code: how often, and the first few. */
  readonly problems: readonly ProblemGroup[];
}
