/** SES events of any CloudTrail bytes: an async iterator, and so a stage of Node's `pipeline`. */
import type { SesEvent } from "../ses/event.ts";
import { refuseNoBytes, type Bytes } from "./bytes.ts";
import { readElements } from "./elements.ts";
import { eventsOf, wantedOf, type OnProblem } from "./events-of.ts";
import type { EventOptionName, OptionsOf } from "./options.ts";

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
  readonly onProblem?: OnProblem | undefined;
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
  const { name = "stream", signal = new AbortController().signal } = options;
  const wanted = wantedOf(options, ["name", "signal", "onProblem"]);
  refuseNoBytes(bytes, "sesEvents");
  return eventsOf(readElements(bytes, { name, signal, reading: wanted.reading }), name, wanted);
}
