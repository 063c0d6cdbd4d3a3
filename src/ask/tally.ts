/** Counts events as a whole and by several things at once, in bounded memory. Pure but for what it remembers. */
import { counter, type Counter, type Group } from "./counter.ts";

/** What is needed of an event. */
export interface TallyPart<Name extends string> {
  /** ISO 8601; empty where it has none. */
  readonly time: string;
  readonly failed: boolean;
  readonly denied: boolean;
  /** What it counts for, by name. */
  readonly groups: Readonly<Record<Name, readonly (readonly string[])[]>>;
}

/** What was counted. */
export interface Tallied<Name extends string> {
  readonly count: number;
  readonly failed: number;
  readonly denied: number;
  /** Times of the first and last call, ISO 8601; empty where none has a time. */
  readonly first: string;
  readonly last: string;
  readonly groups: Readonly<Record<Name, readonly Group[]>>;
}

/** Different values that are kept of each name. */
const MOST_GROUPS = 20_000;

/** Begins to count by these names. */
export function tally<Name extends string>(
  names: readonly Name[],
): { readonly add: (part: TallyPart<Name>) => void; readonly tallied: () => Tallied<Name> } {
  const byName = <Value>(make: (name: Name) => Value): Record<Name, Value> =>
    Object.fromEntries(names.map((name) => [name, make(name)])) as Record<Name, Value>;
  const counters: Record<Name, Counter> = byName(() => counter(MOST_GROUPS));
  const all = counter(1);
  let failedCount = 0;
  let deniedCount = 0;
  return {
    add({ time, failed, denied, groups }) {
      all.add([[]], time);
      if (failed) failedCount += 1;
      if (denied) deniedCount += 1;
      for (const name of names) counters[name].add(groups[name], time);
    },
    tallied() {
      const { events, groups } = all.counted();
      return {
        count: events,
        failed: failedCount,
        denied: deniedCount,
        first: groups[0]?.first ?? "",
        last: groups[0]?.last ?? "",
        groups: byName((name) => counters[name].counted().groups),
      };
    },
  };
}
