/** How values are found in a record: along dotted paths, through arrays, never throwing. */
import type { JsonObject, JsonValue } from "../../records/element.ts";

/** What CloudTrail writes in place of a value that it hides. */
export const HIDDEN = "HIDDEN_DUE_TO_SECURITY_REASONS";

/** How deep a value is looked into. CloudTrail's own records end far above. */
const MAX_DEPTH = 64;

/** No values: one list for all. */
export const NONE: readonly never[] = Object.freeze([]);

/** Texts that are compared with one another; more of them go through a set. */
const FEW = 8;

/** Texts, each once. */
export function once(texts: readonly string[]): readonly string[] {
  if (texts.length < 2) return texts;
  if (texts.length > FEW) return [...new Set(texts)];
  const kept: string[] = [];
  for (const text of texts) if (!kept.includes(text)) kept.push(text);
  return kept;
}

/** True for a JSON object; arrays and null are none. */
export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The text of a scalar, or undefined where there is nothing to tell: null, empty, hidden, not a scalar. */
export function scalarText(value: JsonValue | undefined): string | undefined {
  if (typeof value === "string") return value === "" || value === HIDDEN ? undefined : value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return undefined;
}

/** The value at a path of object keys, or undefined. */
export function valueAt(root: JsonObject, path: readonly string[]): JsonValue | undefined {
  let value: JsonValue | undefined = root;
  for (const key of path) {
    if (!isObject(value) || !Object.hasOwn(value, key)) return undefined;
    value = value[key];
  }
  return value;
}

/** Adds every scalar at the path to `into`, also what is there already, passing through arrays; `*` is any key. */
export function textsAt(
  value: JsonValue | undefined,
  path: readonly string[],
  into: string[],
  step = 0,
): void {
  if (Array.isArray(value)) {
    for (const entry of value) if (!Array.isArray(entry)) textsAt(entry, path, into, step);
    return;
  }
  const key = path[step];
  if (key === undefined) {
    const text = scalarText(value);
    if (text !== undefined) into.push(text);
    return;
  }
  if (!isObject(value)) return;
  if (key === "*")
    for (const each of Object.keys(value).sort()) textsAt(value[each], path, into, step + 1);
  else if (Object.hasOwn(value, key)) textsAt(value[key], path, into, step + 1);
}

/** Calls `found` with each scalar below the value and its dotted path, arrays leaving no trace in it. */
export function eachLeaf(
  value: JsonValue | undefined,
  path: string,
  found: (path: string, text: string) => void,
  depth = 0,
): void {
  if (depth > MAX_DEPTH) return;
  if (Array.isArray(value)) {
    for (const entry of value) eachLeaf(entry, path, found, depth + 1);
  } else if (isObject(value)) {
    for (const key of Object.keys(value).sort())
      eachLeaf(value[key], `${path}.${key}`, found, depth + 1);
  } else {
    const text = scalarText(value);
    if (text !== undefined) found(path, text);
  }
}
