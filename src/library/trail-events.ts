/** SES events of a whole trail: folders, globs, files, one event after another. */
import { Readable } from "node:stream";
import { openSource } from "../sources/registry.ts";
import type { SesEvent } from "../ses/event.ts";
import { CodedError, type Problem } from "../telemetry/problem.ts";
import { fileElements, type Elements } from "./elements.ts";
import { eventsOf, wantedOf, type OnProblem, type Wanted } from "./events-of.ts";
import type { EventOptionName, OptionsOf } from "./options.ts";

/** Which events of a trail are wanted, and what to do with what becomes none. */
export interface TrailEventsOptions extends OptionsOf<EventOptionName> {
  /** Ends reading. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Told of each Element that can't be read (with its bytes), each Record that no event can be made of, each file that
   * can't be read to its end or holds no CloudTrail records, and of places without logs; reading then goes on.
   * **Without it the first of these is thrown**: nothing goes missing in silence.
   */
  readonly onProblem?: OnProblem | undefined;
}

/**
 * The SES events of every file that a path, folder or glob names, as `sestrail ship` takes them: file by file in the
 * order of their names, no faster than events are taken. Whoever leaves early has everything closed. Marks no file as
 * done: that is for `ship`.
 *
 * Throws a CodedError: at once where an option is wrong; where a path does not exist; and without `onProblem` the first
 * problem. The signal's reason is thrown as it is.
 */
export function trailEvents(
  from: string | readonly string[],
  options: TrailEventsOptions = {},
): AsyncGenerator<SesEvent, void, undefined> {
  const wanted = wantedOf(options, ["signal", "onProblem"]);
  const names = typeof from === "string" ? [from] : from;
  if (names.length === 0 || names.some((name) => name === "-" || typeof name !== "string"))
    throw new CodedError({
      code: "E_USAGE",
      what: "trailEvents takes paths, folders or globs",
      todo: "For bytes and streams, such as process.stdin, there is sesEvents.",
    });
  return eachOf(names, wanted, options.signal ?? new AbortController().signal);
}

async function* eachOf(
  names: readonly string[],
  wanted: Wanted,
  signal: AbortSignal,
): AsyncGenerator<SesEvent, void, undefined> {
  for (const name of names) {
    // A Source tells of problems while it looks for files: they are told on in turn, so that they can be thrown.
    const told: Problem[] = [];
    const tell = (): void => {
      for (const problem of told.splice(0)) wanted.onProblem(problem);
    };
    const source = await openSource(name, {
      stdin: () => Readable.from([]),
      report: (problem) => void told.push(problem),
    });
    const leaving = new AbortController();
    const ended = AbortSignal.any([signal, leaving.signal]);
    try {
      for await (const file of source.files(ended)) {
        tell();
        const chunks = faultTold(fileElements(file, wanted.reading, ended), wanted);
        yield* eventsOf(chunks, file.name, wanted);
      }
      tell();
    } finally {
      leaving.abort();
      await source.close();
    }
    signal.throwIfAborted();
  }
}

/** The Elements of a file; what kept it from its end is told, not thrown. */
async function* faultTold(
  chunks: AsyncIterable<Elements>,
  { onProblem }: Wanted,
): AsyncGenerator<Elements> {
  try {
    yield* chunks;
  } catch (thrown) {
    if (!(thrown instanceof CodedError)) throw thrown;
    onProblem(thrown.problem);
  }
}
