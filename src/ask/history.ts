/** Gathers what changed over time, puts it in order, and tells what held at a time. */
import type { Change, Thing } from "../ses/changes.ts";
import type { SesEvent } from "../ses/event.ts";
import { ATTRIBUTES, GONE, THERE } from "../tables/attributes.ts";

/** What is needed of an event. */
export interface HistoryPart {
  readonly time: string;
  readonly id: string;
  readonly action: string;
  readonly caller: string;
  readonly key: string;
  /** It changed nothing. */
  readonly isFailed: boolean;
  readonly changes: readonly Change[];
}

/** Takes what is needed of an event and of what it changes. */
export function historyPart({ fields }: SesEvent, changes: readonly Change[]): HistoryPart {
  return {
    time: fields["@timestamp"] ?? "",
    id: fields["aws.ses.record_id"] ?? "",
    action: fields["event.action"] ?? "",
    caller: fields["aws.ses.caller.name"] ?? "",
    key: fields["aws.cloudtrail.user_identity.access_key_id"] ?? "",
    isFailed: fields["event.outcome"] === "failure",
    changes,
  };
}

/** One change, in its place. */
export interface HistoryChange extends Omit<HistoryPart, "changes" | "isFailed">, Change {
  /** Undefined: no earlier call is known to have set it, or its record does not show it. */
  readonly before: string | undefined;
  /** Another call set the same to something else in the same second: which was first is not known. */
  readonly isUnordered: boolean;
}

/** What is known of one attribute at a time. */
export interface Known extends Pick<HistoryChange, "value" | "time" | "action" | "caller"> {
  readonly attribute: string;
}

/** One thing: its changes, and what held of it. */
export interface ThingHistory {
  readonly thing: Thing;
  readonly changes: readonly HistoryChange[];
  readonly known: readonly Known[];
  /** Attributes that no call has set. */
  readonly unknown: readonly string[];
  /** Calls of its sort in its account and Region that do not show what they were about. */
  readonly unplaced: readonly HistoryChange[];
}

/** All of it. */
export interface History {
  readonly things: readonly ThingHistory[];
  /** Calls that failed, and would have changed something of these. */
  readonly failedCount: number;
  /** Times of the first and the last event that was looked at; empty where there was none. */
  readonly first: string;
  readonly last: string;
  /** Changes for which there was no room. */
  readonly droppedCount: number;
}

/** What is asked. */
export interface Asked {
  /** Whether a thing is asked for; by what it is and what it is called. */
  readonly wants: (thing: Pick<Thing, "kind" | "name">) => boolean;
  /** Later changes are left out, ISO 8601; undefined: none are. */
  readonly at: string | undefined;
}

/** Gathers. */
export interface Historian {
  readonly take: (part: HistoryPart) => void;
  readonly history: () => History;
}

/** Changes that are kept: some 300 bytes each. */
const MOST_CHANGES = 300_000;

/** Begins to gather. */
export function historian({ wants, at }: Asked, mostChanges: number = MOST_CHANGES): Historian {
  const taken: (Omit<HistoryPart, "changes"> & Change)[] = [];
  /** Things that were changed only after the time that is asked for. */
  const later = new Map<string, Thing>();
  let failedCount = 0;
  let droppedCount = 0;
  let first = "";
  let last = "";
  return {
    take({ changes, ...part }) {
      if (part.time === "") return;
      if (first === "" || part.time < first) first = part.time;
      if (part.time > last) last = part.time;
      const mine = changes.filter((change) => mayMatter(change, wants));
      if (mine.length === 0) return;
      if (at !== undefined && part.time > at) {
        // It is there, and nothing is known of it by then.
        for (const { thing } of mine)
          if (!part.isFailed && thing.name !== "" && wants(thing) && later.size < mostChanges)
            later.set(keyOf(thing), thing);
        return;
      }
      if (part.isFailed) {
        if (mine.some(({ thing }) => wants(thing))) failedCount += 1;
        return;
      }
      for (const change of mine)
        if (taken.length >= mostChanges) droppedCount += 1;
        else taken.push({ ...part, ...change });
    },
    history() {
      const things = thingsOf(taken, wants);
      const known = new Set(things.map(({ thing }) => keyOf(thing)));
      const unknown = [...later].filter(([key]) => !known.has(key));
      return {
        things: [...things, ...unknown.map(([, thing]) => unknownThing(thing))],
        failedCount,
        first,
        last,
        droppedCount,
      };
    },
  };
}

function unknownThing(thing: Thing): ThingHistory {
  return { thing, changes: [], known: [], unknown: unsetOf(thing, []), unplaced: [] };
}

/** Attributes of which the values are names of other things, such as which rule set is active. */
const REFERRING = new Map(
  ATTRIBUTES.flatMap(({ label, names }) => (names === undefined ? [] : [[label, names] as const])),
);

function mayMatter({ thing, attribute }: Change, wants: Asked["wants"]): boolean {
  return thing.name === "" || wants(thing) || REFERRING.has(attribute);
}

function thingsOf(
  taken: readonly (Omit<HistoryPart, "changes"> & Change)[],
  wants: Asked["wants"],
): readonly ThingHistory[] {
  const byThing = new Map<string, HistoryChange[]>();
  const inOrder = taken.toSorted(
    (one, other) => compare(one.time, other.time) || compare(one.id, other.id),
  );
  const states = new Map<string, Map<string, HistoryChange>>();
  for (const { isFailed: _isFailed, ...change } of inOrder) {
    const key = keyOf(change.thing);
    const state = states.get(key) ?? new Map<string, HistoryChange>();
    states.set(key, state);
    const before = state.get(change.attribute);
    const placed = {
      ...change,
      before: before?.value,
      isUnordered:
        before !== undefined && before.time === change.time && before.value !== change.value,
    };
    // What is deleted has nothing any more.
    if (change.attribute === THERE && change.value === GONE) state.clear();
    state.set(change.attribute, placed);
    const placedBefore = byThing.get(key);
    if (placedBefore === undefined) byThing.set(key, [placed]);
    else placedBefore.push(placed);
  }
  const unplaced = [...byThing.values()].flat().filter(({ thing }) => thing.name === "");
  return [...byThing].flatMap(([key, changes]) => {
    const [{ thing } = { thing: undefined }] = changes;
    if (thing === undefined || thing.name === "") return [];
    const isWanted = wants(thing);
    const shown = isWanted ? changes : changes.filter((change) => refers(change, wants));
    if (shown.length === 0) return [];
    const names = new Set(shown.map(({ attribute }) => attribute));
    const known = [...(states.get(key) ?? [])].filter(([name]) => isWanted || names.has(name));
    return {
      thing,
      changes: shown,
      known: known.map(([attribute, { value, time, action, caller }]) => ({
        attribute,
        value,
        time,
        action,
        caller,
      })),
      unknown: isWanted
        ? unsetOf(
            thing,
            known.map(([attribute]) => attribute),
          )
        : [],
      unplaced: isWanted ? unplaced.filter(({ thing: other }) => isOfSort(other, thing)) : [],
    };
  });
}

function refers({ attribute, value, before }: HistoryChange, wants: Asked["wants"]): boolean {
  const kind = REFERRING.get(attribute);
  return (
    kind !== undefined &&
    [value, before].some((name) => name !== undefined && wants({ kind, name }))
  );
}

/** Attributes of the table of which nothing is known; those of which there may be several are not named. */
function unsetOf({ kind }: Thing, known: readonly string[]): readonly string[] {
  return ATTRIBUTES.filter(
    ({ of, label, key }) => of === kind && key === undefined && !known.includes(label),
  ).map(({ label }) => label);
}

function isOfSort(one: Thing, other: Thing): boolean {
  return one.kind === other.kind && one.account === other.account && one.region === other.region;
}

function keyOf({ account, region, kind, name }: Thing): string {
  // Domains and addresses are the same in any letter case.
  const same = kind === "identity" ? name.toLowerCase() : name;
  return JSON.stringify([account, region, kind, same]);
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
