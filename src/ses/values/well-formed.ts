/** Texts that every strict parser takes: a lone half of a surrogate pair has no UTF-8, and stands as U+FFFD. */
import type { JsonObject, JsonValue, RawElement } from "../../records/element.ts";

/** Deeper than any record that becomes an event. */
const MAX_DEPTH = 1_001;

/**
 * The record with U+FFFD for each lone surrogate, in keys and values; the same object when there is none. Bytes hold
 * none, since they are decoded as UTF-8: it came from an escape such as `\ud83d`, and the raw text tells of it at once.
 */
export function wellFormed(record: JsonObject, raw: RawElement): JsonObject {
  const { text } = raw;
  const isSure = !text.includes("\\ud") && !text.includes("\\uD") && text.isWellFormed();
  return isSure ? record : mendedObject(record, 1);
}

function mendedObject(object: JsonObject, depth: number): JsonObject {
  let changed = false;
  const entries = Object.entries(object).map(([key, value]): [string, JsonValue] => {
    const mendedKey = key.toWellFormed();
    const mendedValue = mended(value, depth);
    changed ||= mendedKey !== key || mendedValue !== value;
    return [mendedKey, mendedValue];
  });
  return changed ? Object.fromEntries(entries) : object;
}

function mended(value: JsonValue, depth: number): JsonValue {
  if (typeof value === "string") return value.toWellFormed();
  if (typeof value !== "object" || value === null || depth > MAX_DEPTH) return value;
  if (!Array.isArray(value)) return mendedObject(value, depth + 1);
  const list = value.map((entry) => mended(entry, depth + 1));
  return list.some((entry, at) => entry !== value[at]) ? list : value;
}
