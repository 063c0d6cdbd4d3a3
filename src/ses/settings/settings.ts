/** Settings: what a write set, one entry a value, names and values in step. */
import type { JsonObject } from "../../records/element.ts";
import type { SettingPath } from "../call/action.ts";
import { eachLeaf, isObject, NONE, valueAt } from "../values/parameters.ts";

/** One setting that a write set. */
export interface Setting {
  readonly name: string;
  readonly value: string;
}

/** The value of a setting whose being left out is its meaning. */
const LEFT_OUT = "(none)";

/**
 * Reads the settings of a call. `complete` says that the parameters are known, so that one which is not there was not
 * given: only then does an absent or empty one become `(none)`, and only in an object that is there.
 */
export function readSettings(
  params: JsonObject,
  settings: readonly SettingPath[],
  complete: boolean,
): readonly Setting[] {
  if (settings.length === 0) return NONE;
  const found: Setting[] = [];
  for (const { name, path, absenceMeans } of settings) {
    const before = found.length;
    const value = valueAt(params, path);
    eachLeaf(value, name, (leaf, text) => found.push({ name: leaf, value: text }));
    if (found.length > before || !absenceMeans || !complete || !isNothing(value)) continue;
    if (path.length === 1 || isObject(valueAt(params, path.slice(0, -1))))
      found.push({ name, value: LEFT_OUT });
  }
  return found.length === 0 ? NONE : found;
}

function isNothing(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    value === "" ||
    (Array.isArray(value) && value.length === 0)
  );
}
