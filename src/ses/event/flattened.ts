/** The copy of a part as an object, for Elasticsearch's `flattened`, where it can hold it. */
import type { JsonObject, JsonValue } from "../../records/element.ts";
import { byteCount } from "../values/bytes.ts";
import { tidyCopy } from "../values/json.ts";
import { isObject } from "../values/parameters.ts";

/** Elasticsearch allows 20; two are left for what stands around the field. */
const MAX_DEPTH = 18;
/**
 * Path and value share one term of at most 32,766 bytes. `ignore_above` keeps values of up to 8,191 UTF-16 units,
 * which are 24,573 bytes at worst, so that a path of this length always fits beside them.
 */
const MAX_PATH_BYTES = 1_024;

/** A copy, or nothing to copy, or the fact that it was left out. */
export type Flattened =
  | { readonly kind: "copy"; readonly value: JsonValue }
  | { readonly kind: "nothing" }
  | { readonly kind: "left-out" };

const NOTHING: Flattened = { kind: "nothing" };
const LEFT_OUT: Flattened = { kind: "left-out" };

/**
 * Copies an object, or an array of objects, without nulls and empties and with sorted keys. Left out is what is
 * neither, is nested deeper than 18, or holds a key with U+0000 or a path over 1,024 bytes: such a copy would make
 * Elasticsearch refuse the document.
 */
export function flatten(value: JsonValue | undefined): Flattened {
  if (value === undefined || value === null) return NOTHING;
  if (typeof value !== "object") return LEFT_OUT;
  const copy = tidyCopy(value);
  if (copy === undefined) return NOTHING;
  const isMapping = Array.isArray(copy) ? copy.every(isObject) : isObject(copy);
  if (!isMapping) return LEFT_OUT;
  return fits(copy, 1, 0, mostBytes) || fits(copy, 1, 0, byteCount)
    ? { kind: "copy", value: copy }
    : LEFT_OUT;
}

/** Bytes that a key may have at most. Nearly all copies fit even so, and nothing needs to be counted. */
function mostBytes(key: string): number {
  return 3 * key.length;
}

function fits(
  value: JsonValue,
  depth: number,
  pathBytes: number,
  bytesOf: (key: string) => number,
): boolean {
  if (typeof value !== "object" || value === null) return true;
  if (depth > MAX_DEPTH) return false;
  if (Array.isArray(value)) {
    for (const entry of value) if (!fits(entry, depth + 1, pathBytes, bytesOf)) return false;
    return true;
  }
  for (const key in value) {
    const bytes = pathBytes + (pathBytes === 0 ? 0 : 1) + bytesOf(key);
    if (bytes > MAX_PATH_BYTES || key.includes("\u0000")) return false;
    if (!fits(value[key] ?? null, depth + 1, bytes, bytesOf)) return false;
  }
  return true;
}

/** The members of an object but those named, or `undefined` when none is left. */
export function without(object: JsonObject, names: readonly string[]): JsonObject | undefined {
  const entries = Object.entries(object).filter(([key]) => !names.includes(key));
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
