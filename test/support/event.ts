/** Makes events for tests of what comes after `normalise`. */
import type { EventFieldName, EventFields, SesEvent } from "../../src/ses/event.ts";
import { FIELD_NAMES } from "../../src/tables/fields.ts";

/** An event that has these fields, and no others. */
export function eventOf(fields: Partial<EventFields>, ses = true): SesEvent {
  const blank = Object.fromEntries(FIELD_NAMES.map((name) => [name, undefined]));
  return {
    fields: { ...(blank as Record<EventFieldName, undefined>), ...fields },
    ses,
    position: { file: "a.json.gz", index: 0 },
    raw: { text: "{}" },
  };
}
