/** Readings of undecided JSON: members by type, one canonical text, and the tidy copy that a document may hold. */
import type { JsonObject, JsonValue } from "../../records/element.ts";
import { isObject } from "./parameters.ts";

/** The value if it is an object, else an empty one: nothing of a record may be assumed. */
export function objectOf(value: JsonValue | undefined): JsonObject {
  return isObject(value) ? value : NOTHING;
}

const NOTHING: JsonObject = Object.freeze({});

/** Keys sorted by UTF-16 code unit. Many objects of records come sorted or nearly so. */
function sortedKeys(object: JsonObject): string[] {
  const keys = Object.keys(object);
  for (let index = 1; index < keys.length; index += 1) {
    if ((keys[index - 1] ?? "") > (keys[index] ?? "")) return keys.sort();
  }
  return keys;
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
  let text = "";
  if (Array.isArray(value)) {
    for (const entry of value) text += (text === "" ? "" : ",") + canonicalJson(entry);
    return `[${text}]`;
  }
  for (const key of sortedKeys(value)) {
    const at = value[key];
    if (at === undefined) continue;
    text += (text === "" ? "" : ",") + quotedKey(key);
    text += canonicalJson(at);
  }
  return `{${text}}`;
}

/** Keys that are remembered: names of parameters are few. */
const REMEMBERED_COUNT = 2_000;
const LONGEST_REMEMBERED = 64;
const quotedKeys = new Map<string, string>();

/** `"key":` */
function quotedKey(key: string): string {
  const known = quotedKeys.get(key);
  if (known !== undefined) return known;
  const text = `${JSON.stringify(key)}:`;
  if (quotedKeys.size >= REMEMBERED_COUNT) quotedKeys.clear();
  if (key.length <= LONGEST_REMEMBERED) quotedKeys.set(key, text);
  return text;
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
    const kept: JsonValue[] = [];
    for (const entry of value) {
      const tidy = tidyCopy(entry);
      if (tidy !== undefined) kept.push(tidy);
    }
    return kept.length === 0 ? undefined : kept;
  }
  let copy: JsonObject | undefined;
  for (const key of sortedKeys(value)) {
    const kept = tidyCopy(value[key] ?? null);
    if (kept === undefined) continue;
    copy ??= {};
    if (key === "__proto__") defineMember(copy, key, kept);
    else copy[key] = kept;
  }
  return copy;
}

/** Sets a member whose name would otherwise be taken for the prototype. */
function defineMember(object: JsonObject, key: string, value: JsonValue): void {
  Object.defineProperty(object, key, {
    value,
    configurable: true,
    enumerable: true,
    writable: true,
  });
}
