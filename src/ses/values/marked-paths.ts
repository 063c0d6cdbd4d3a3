/** What AWS left out of a record: values that it hid, parts that it cut. */
import type { JsonObject, JsonValue } from "../../records/element.ts";
import { HIDDEN, NONE } from "./parameters.ts";

/** A list of paths longer than this is cut, and says so in its last entry. */
const LISTED_COUNT = 100;

/** Nesting beyond this is refused: every later step may recurse. The reader's own limit is far lower. */
const MAX_DEPTH = 1_000;

/** Paths of a record such as `requestParameters.destination.toAddresses`: without indexes, sorted, each once. */
export interface MarkedPaths {
  readonly hidden: ReadonlySet<string>;
  /** Where CloudTrail's omission marker stands in the place of a part that was too large. */
  readonly omitted: ReadonlySet<string>;
}

/** Most records are not marked at all. */
const UNMARKED: MarkedPaths = { hidden: new Set(), omitted: new Set() };

/** Walks a whole record. `undefined` when it is nested too deep to be handled. */
export function markedPaths(record: JsonObject): MarkedPaths | undefined {
  const seen = look(record, 1);
  if (seen === TOO_DEEP) return undefined;
  return seen === UNSEEN ? UNMARKED : listMarks(record);
}

const UNSEEN = 0;
const SEEN = 1;
const TOO_DEEP = 2;

/** Looks whether there can be a mark, without noting paths, which cost more than all the rest. */
function look(value: JsonValue | undefined, depth: number): number {
  if (typeof value === "string") return value === HIDDEN ? SEEN : UNSEEN;
  if (typeof value !== "object" || value === null) return UNSEEN;
  if (depth > MAX_DEPTH) return TOO_DEEP;
  let seen = UNSEEN;
  if (Array.isArray(value)) {
    for (const entry of value) seen = Math.max(seen, look(entry, depth + 1));
    return seen;
  }
  // `for in` is several times as fast as Object.keys, and the same for what was JSON.
  for (const key in value) {
    if (key === OMITTED) seen = Math.max(seen, SEEN);
    seen = Math.max(seen, look(value[key], depth + 1));
  }
  return seen;
}

/** The paths of all marks of a record that is not nested too deep. */
function listMarks(record: JsonObject): MarkedPaths {
  const hidden = new Set<string>();
  const omitted = new Set<string>();
  const path: string[] = [];

  const walk = (value: JsonValue): void => {
    if (value === HIDDEN) hidden.add(path.join("."));
    if (typeof value !== "object" || value === null) return;
    if (Array.isArray(value)) {
      for (const entry of value) walk(entry);
      return;
    }
    if (isOmission(value)) omitted.add(path.join("."));
    for (const key in value) {
      path.push(key);
      walk(value[key] ?? null);
      path.pop();
    }
  };
  walk(record);
  return { hidden, omitted };
}

const OMITTED = "omitted";

/**
 * True for what CloudTrail writes in place of a part that was too large:
 * `{"omitted": true, "originalSize": 120000, "reason": "requestParameters too large"}`.
 * Source: CloudTrail User Guide, record contents (100 KB limit); the marker as third-party code has it, so that its
 * mark may be text, and stand alone.
 */
export function isOmission(value: JsonObject): boolean {
  if (!Object.hasOwn(value, OMITTED)) return false;
  const mark = value[OMITTED];
  const isMarked = mark === true || (typeof mark === "string" && mark !== "" && mark !== "false");
  if (!isMarked) return false;
  const isTold = Object.hasOwn(value, "originalSize") || Object.hasOwn(value, "reason");
  return isTold || Object.keys(value).length === 1;
}

/** Paths as a field holds them: sorted, at most 100, the rest as a count. `undefined` when there are none. */
export function listPaths(
  paths: ReadonlySet<string>,
  more: readonly string[] = NONE,
): readonly string[] | undefined {
  if (paths.size === 0 && more.length === 0) return undefined;
  const sorted = [...new Set([...paths, ...more])].sort();
  if (sorted.length <= LISTED_COUNT) return sorted;
  const listed = sorted.slice(0, LISTED_COUNT);
  return [...listed, `… and ${sorted.length - LISTED_COUNT} more`];
}
