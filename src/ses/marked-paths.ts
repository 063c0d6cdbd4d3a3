/** What AWS left out of a record: values that it hid, parts that it cut. */
import type { JsonObject, JsonValue } from "../records/element.ts";
import { HIDDEN } from "./parameters.ts";

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

/** Walks a whole record. `undefined` when it is nested too deep to be handled. */
export function markedPaths(record: JsonObject): MarkedPaths | undefined {
  const hidden = new Set<string>();
  const omitted = new Set<string>();
  const path: string[] = [];

  const walk = (value: JsonValue, depth: number): boolean => {
    if (value === HIDDEN) {
      hidden.add(path.join("."));
      return true;
    }
    if (typeof value !== "object" || value === null) return true;
    if (depth > MAX_DEPTH) return false;
    if (Array.isArray(value)) return value.every((entry) => walk(entry, depth + 1));
    if (isOmissionMarker(value)) omitted.add(path.join("."));
    for (const key of Object.keys(value)) {
      path.push(key);
      if (!walk(value[key] ?? null, depth + 1)) return false;
      path.pop();
    }
    return true;
  };
  return walk(record, 1) ? { hidden, omitted } : undefined;
}

/** Seen in other people's code as `{"omitted": …, "originalSize": …, "reason": "requestParameters too large"}`. */
function isOmissionMarker(value: JsonObject): boolean {
  return (
    Object.hasOwn(value, "omitted") &&
    (Object.hasOwn(value, "originalSize") || Object.hasOwn(value, "reason"))
  );
}

/** Paths as a field holds them: sorted, at most 100, the rest as a count. `undefined` when there are none. */
export function listPaths(paths: Iterable<string>): readonly string[] | undefined {
  const sorted = [...new Set(paths)].sort();
  if (sorted.length === 0) return undefined;
  if (sorted.length <= LISTED_COUNT) return sorted;
  const listed = sorted.slice(0, LISTED_COUNT);
  return [...listed, `… and ${sorted.length - LISTED_COUNT} more`];
}
