/** From the Elements of a file to its events: what `sesEvents` and `trailEvents` have in common. */
import { limitsOf, selectionOf } from "../config/selection.ts";
import type { UnreadableElement } from "../records/element.ts";
import { prefilterOf } from "../records/prefilter.ts";
import type { ReadOptions } from "../records/reading.ts";
import type { SesEvent } from "../ses/event.ts";
import { eventFilter } from "../ses/filter.ts";
import { normalise } from "../ses/normalise.ts";
import { needlesBeside, needlesOf, selector, type Selection } from "../ses/select.ts";
import { CodedError, type Problem } from "../telemetry/problem.ts";
import type { Elements } from "./elements.ts";
import { isEventOption, type EventOptionName, type OptionsOf, valuesOf } from "./options.ts";

/** What became no event: where it stands, and its bytes. */
export type LeftElement = Pick<UnreadableElement, "position" | "raw">;

/** Told of what becomes no event. */
export type OnProblem = (problem: Problem, element?: LeftElement) => void;

/** Which events are wanted, and how they are read. */
export interface Wanted {
  readonly selection: Selection;
  readonly reading: ReadOptions;
  readonly keepOriginal: boolean;
  /** The reader's own; else one that throws. */
  readonly onProblem: OnProblem;
}

/** What these options want. Throws everything that is wrong with them. `own` are those that are not in the table. */
export function wantedOf(
  options: OptionsOf<EventOptionName> & { readonly onProblem?: OnProblem | undefined },
  own: readonly string[],
): Wanted {
  const values = valuesOf(options, isEventOption, own);
  const selection = selectionOf(values);
  return {
    selection,
    reading: {
      ...limitsOf(values),
      prefilter: prefilterOf(needlesOf(selection), needlesBeside(selection)),
    },
    keepOriginal: values["keep-original"],
    onProblem: options.onProblem ?? throwProblem,
  };
}

function throwProblem(problem: Problem): never {
  throw new CodedError(problem);
}

/** The events of one file. What ends reading is thrown on. */
export async function* eventsOf(
  chunks: AsyncIterable<Elements>,
  name: string,
  { selection, keepOriginal, onProblem }: Wanted,
): AsyncGenerator<SesEvent, void, undefined> {
  const judge = selector(selection);
  const filter = selection.filters === undefined ? undefined : eventFilter(selection.filters);
  for await (const { elements, sort } of chunks) {
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
      if ("event" in normalised) {
        if (filter?.(normalised.event) === undefined) yield normalised.event;
      } else onProblem(problemOf(record, normalised.unshapeable), record);
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
