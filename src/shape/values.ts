/** The values of an event as a list: a line is written in table order, and nearly half of its fields are absent. */
import type { EventFieldName, EventFields } from "../ses/event.ts";
import { FIELD_NAMES, type FieldName } from "../tables/fields.ts";

const SLOTS: ReadonlyMap<string, number> = new Map(FIELD_NAMES.map((name, slot) => [name, slot]));

/** A value for each slot, of an event that has none. */
const NO_VALUES: readonly unknown[] = FIELD_NAMES.map(() => undefined);

/** Where the value of a field stands in the list: its row's number in the table. */
export function slotOf(name: FieldName): number {
  return SLOTS.get(name) ?? -1;
}

/** The values by their slots, in a list of its own. Going through what is there beats asking for each field by name. */
export function valuesOf(fields: EventFields): unknown[] {
  const values = NO_VALUES.slice();
  for (const name in fields) {
    const value = fields[name as EventFieldName];
    if (value === undefined) continue;
    const slot = SLOTS.get(name);
    if (slot !== undefined) values[slot] = value;
  }
  return values;
}
