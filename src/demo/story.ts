/** What a story is: calls planted in the week, each with the signals that it must raise. */
import type { SignalName } from "../tables/signals.ts";
import type { Call } from "./call.ts";
import type { Clock } from "./clock.ts";
import type { Random } from "./random.ts";

/** One planted call. */
export interface Planted {
  readonly call: Call;
  /** Signals that its record must raise, in no particular order. */
  readonly signals: readonly SignalName[];
}

/** A story as data, and how to tell it. */
export interface Story {
  /** What happens, in a sentence or two. */
  readonly happens: string;
  /** `attack`, `mistake`, or `ordinary`: a look-alike that no threshold may mistake for more. */
  readonly sort: "attack" | "mistake" | "ordinary";
  /** Detections that it shows, by their numbers in docs and rules. */
  readonly detections: readonly number[];
  tell(clock: Clock, random: Random): Iterable<Planted>;
}

/** A planted call. */
export function plant(call: Call, ...signals: readonly SignalName[]): Planted {
  return { call, signals };
}
