/** SES events of any CloudTrail bytes: an async iterator, and so a stage of Node's `pipeline`. */
import { limitsOf, selectionOf } from "../config/selection.ts";
import type { UnreadableElement } from "../records/element.ts";
import type { ReadOptions } from "../records/reading.ts";
import type { SesEvent } from "../ses/event.ts";
import { normalise } from "../ses/normalise.ts";
import { prefilterOf } from "../records/prefilter.ts";
import { needlesOf, selector, type Selection } from "../ses/select.ts";
import { CodedError, type Problem } from "../telemetry/problem.ts";
import type { Bytes } from "./bytes.ts";
import { readElements } from "./elements.ts";
import { isEventOption, type EventOptionName, type OptionsOf, valuesOf } from "./options.ts";

/** What became no event: where it stands, and its bytes. */
export type LeftElement = Pick<UnreadableElement, "position" | "raw">;

/** Which events are wanted, and what to do with what becomes none. */
export interface SesEventsOptions extends OptionsOf<EventOptionName> {
  /** What events and messages call the file (`log.file.path`); `stream` by default. */
  readonly name?: string | undefined;
  /** Ends reading. Node's `pipeline` gives its own. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Told of each Element that can't be read (with its bytes), each Record that no event can be made of, and of a file
   * without CloudTrail records; reading then goes on. **Without it the first of these is thrown**: nothing goes missing
   * in silence.
   */
  readonly onProblem?: ((problem: Problem, element?: LeftElement) => void) | undefined;
}

/**
 * The SES events of one CloudTrail file, gzip or not, in any envelope. Records of other services are passed over
 * without being decoded.
 *
 * Throws a CodedError: at once where an option is wrong; without `onProblem` at the first Element that becomes no
 * event; and always, after the last event, where the file could not be read to its end (cut, damaged, empty, over a
 * limit). The stream's own failure and the signal's reason are thrown as they are.
 */
export function sesEvents(
  bytes: Bytes,
  options: SesEventsOptions = {},
): AsyncGenerator<SesEvent, void, undefined> {
  const values = valuesOf(options, isEventOption, ["name", "signal", "onProblem"]);
  const selection = selectionOf(values);
  return eventsOf(bytes, {
    name: options.name ?? "stream",
    signal: options.signal ?? new AbortController().signal,
    selection,
    reading: { ...limitsOf(values), prefilter: prefilterOf(needlesOf(selection)) },
    keepOriginal: values["keep-original"],
    onProblem: options.onProblem ?? throwProblem,
  });
}

function throwProblem(problem: Problem): never {
  throw new CodedError(problem);
}

interface Wanted {
  readonly name: string;
  readonly signal: AbortSignal;
  readonly selection: Selection;
  readonly reading: ReadOptions;
  readonly keepOriginal: boolean;
  readonly onProblem: (problem: Problem, element?: LeftElement) => void;
}

async function* eventsOf(
  bytes: Bytes,
  { name, signal, selection, reading, keepOriginal, onProblem }: Wanted,
): AsyncGenerator<SesEvent, void, undefined> {
  const judge = selector(selection);
  for await (const { elements, sort } of readElements(bytes, { name, signal, reading })) {
    for (const element of elements) {
      if ("unreadable" in element) {
        const { unreadable } = element;
        // A broken tail is thrown with the file's own reason, which says more, unless someone wants its bytes.
        if (unreadable.code !== "E_JSON_TRUNCATED" || onProblem !== throwProblem)
          onProblem(problemOf(unreadable, unreadable), unreadable);
        continue;
      }
      const { record } = element;
      if (judge(record.value) !== "selected") continue;
      const normalised = normalise(record, { readAt: new Date().toISOString(), keepOriginal });
      if ("event" in normalised) yield normalised.event;
      else onProblem(problemOf(record, normalised.unshapeable), record);
    }
    if (sort === "foreign")
      onProblem({ code: "E_NOT_CLOUDTRAIL", what: `${name} holds no CloudTrail record` });
  }
}

function problemOf(
  { position }: LeftElement,
  { code, reason }: { readonly code: string; readonly reason: string },
): Problem {
  return {
    // Readers and normaliser take their codes from the table.
    code: code as Problem["code"],
    what: `record ${position.index} of ${position.file} can't be read`,
    why: reason,
  };
}
