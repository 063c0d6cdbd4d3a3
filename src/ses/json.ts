/** Readings of undecided JSON: members by type, one canonical text, and the tidy copy that a document may hold. */
import type { JsonObject, JsonValue } from "../records/element.ts";
import { isObject } from "./parameters.ts";

/** The value if it is an object, else an empty one: nothing of a record may be assumed. */
export function objectOf(value: JsonValue | undefined): JsonObject {
  return isObject(value) ? value : NOTHING;
}

const NOTHING: JsonObject = Object.freeze({});

/** Own member of an object; `undefined` where it has none, whatever its prototype has. */
export function member(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** A scalar as text: a string as it is, a number or boolean as JSON writes it. Empty or no scalar: `undefined`. */
export function textOf(value: JsonValue | undefined): string | undefined {
  if (typeof value === "string") return value === "" ? undefined : value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

/** True for null, `""`, `{}` and `[]`: what says nothing. */
export function isEmpty(value: JsonValue | undefined): boolean {
  if (value === undefined || value === null || value === "") return true;
  if (typeof value !== "object") return false;
  return Array.isArray(value) ? value.length === 0 : Object.keys(value).length === 0;
}

/**
 * One text for one value: keys sorted by UTF-16 code unit, no white space, nulls kept.
 * A number beyond the double range, which JSON.parse makes Infinity, is written `1e999`: valid JSON that reads back
 * as it was.
 */
export function canonicalJson(value: JsonValue): string {
  if (typeof value === "number" && !Number.isFinite(value)) return value > 0 ? "1e999" : "-1e999";
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  let text = "";
  for (const key of Object.keys(value).sort()) {
    const at = value[key];
    if (at === undefined) continue;
    text += `${text === "" ? "" : ","}${JSON.stringify(key)}:${canonicalJson(at)}`;
  }
  return `{${text}}`;
}

/**
 * A copy for a document: keys sorted, without nulls, empty strings, empty objects and empty arrays.
 * Numbers that JSON cannot write become text. `undefined` when nothing is left.
 */
export function tidyCopy(value: JsonValue): JsonValue | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (value === null || value === "") return undefined;
  if (typeof value !== "object") return value;
  if (Array.isArray(value)) {
    const kept = value.map(tidyCopy).filter((entry) => entry !== undefined);
    return kept.length === 0 ? undefined : kept;
  }
  const entries: [string, JsonValue][] = [];
  for (const key of Object.keys(value).sort()) {
    const kept = tidyCopy(value[key] ?? null);
    if (kept !== undefined) entries.push([key, kept]);
  }
  // fromEntries defines members: a key such as __proto__ stays a key.
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
