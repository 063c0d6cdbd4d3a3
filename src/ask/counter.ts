/** Counts events by values, in bounded memory. Pure but for what it remembers. */

/** Events that have the same values. */
export interface Group {
  readonly values: readonly string[];
  count: number;
  /** Times of the oldest and newest of them, ISO 8601; empty where none has a time. */
  first: string;
  last: string;
}

/** What was counted. */
export interface Counted {
  /** The largest first; of equal ones, by their values. */
  readonly groups: readonly Group[];
  /** Events. */
  readonly events: number;
  /** Events that have none of the values. */
  readonly without: number;
  /** Countings that found no place any more: there were too many different values. */
  readonly unplaced: number;
}

/** A count that goes on. */
export interface Counter {
  /** Counts one event, once for each group that it belongs to. */
  add(groups: readonly (readonly string[])[], time: string): void;
  counted(): Counted;
}

/** Different groups that are kept: records are untrusted, and may hold any number of values. */
const MOST_GROUPS = 50_000;
/** Of a value, so much tells it apart. */
const MOST_CHARACTERS = 300;

/** Begins a count. */
export function counter(mostGroups: number = MOST_GROUPS): Counter {
  const groups = new Map<string, Group>();
  let events = 0;
  let without = 0;
  let unplaced = 0;
  return {
    add(all, time) {
      events += 1;
      if (all.length === 0) without += 1;
      for (const written of all) {
        const values = written.map(clipped);
        const key = JSON.stringify(values);
        const known = groups.get(key);
        if (known === undefined) {
          if (groups.size >= mostGroups) unplaced += 1;
          else groups.set(key, { values, count: 1, first: time, last: time });
          continue;
        }
        known.count += 1;
        if (time === "") continue;
        if (known.first === "" || time < known.first) known.first = time;
        if (time > known.last) known.last = time;
      }
    },
    counted: () => ({
      groups: [...groups.values()].toSorted(largestFirst),
      events,
      without,
      unplaced,
    }),
  };
}

/** Every way to take one value of each field: an event with two identities counts for both. Fields without a value count as `-`; none where no field has one. */
export function groupsOf(fields: readonly (readonly string[])[]): readonly (readonly string[])[] {
  if (fields.every((values) => values.length === 0)) return [];
  return fields.reduce<readonly (readonly string[])[]>(
    (groups, values) =>
      groups
        .flatMap((group) =>
          (values.length === 0 ? [NOTHING] : [...new Set(values)]).map((value) => [
            ...group,
            value,
          ]),
        )
        // Lists times lists are without end.
        .slice(0, MOST_OF_ONE_EVENT),
    [[]],
  );
}

const NOTHING = "-";
const MOST_OF_ONE_EVENT = 1000;

function clipped(text: string): string {
  // A part of a longer text would keep the whole of it.
  return text.length > MOST_CHARACTERS
    ? `${Buffer.from(text.slice(0, MOST_CHARACTERS)).toString()}…`
    : text;
}

function largestFirst(one: Group, other: Group): number {
  if (one.count !== other.count) return other.count - one.count;
  const [mine, theirs] = [JSON.stringify(one.values), JSON.stringify(other.values)];
  if (mine === theirs) return 0;
  return mine < theirs ? -1 : 1;
}
