/** Which Source reads what is named on the command line. Each is loaded when it is asked for. */
import { CodedError, type Problem } from "../telemetry/problem.ts";
import type { Source } from "./source.ts";

/** What Sources are given. */
export interface SourceContext {
  readonly stdin: () => AsyncIterable<Uint8Array>;
  readonly report: (problem: Problem) => void;
}

/** How much there is to read. */
export interface Extent {
  readonly files: number;
  /** As stored. */
  readonly bytes: number;
}

/** How much a named Source will give; undefined where only reading tells, as with stdin. */
export async function measureSource(named: string): Promise<Extent | undefined> {
  if (named === "-") return undefined;
  const { measure } = await import("./files.ts");
  return measure(named);
}

/**
 * Opens the Source that a word names: `-` is stdin, anything else a file, a folder or a glob. Throws E_SOURCE_MISSING
 * where a path does not exist.
 */
export async function openSource(named: string, context: SourceContext): Promise<Source> {
  if (named === "-") {
    const { stdinSource } = await import("./stdin.ts");
    return stdinSource(context.stdin());
  }
  const { filesSource, isThere } = await import("./files.ts");
  if (isThere(named)) return filesSource(named, { report: context.report });
  throw new CodedError({ code: "E_SOURCE_MISSING", what: `${named} does not exist` });
}
