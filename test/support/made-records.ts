/** Made-up CloudTrail records for the tests of the mapping: all names and addresses are reserved for documentation. */
import { normalise } from "../../src/ses/normalise.ts";
import type { SesEvent } from "../../src/ses/event.ts";
import type { JsonObject, JsonValue, RecordElement } from "../../src/records/element.ts";

/** When the made-up reader reads. */
export const READ_AT = "2026-03-02T08:00:00.000Z";

/** Where most tests send to. */
export const STREAM = { dataset: "ses.cloudtrail", namespace: "default" } as const;

/** The least that can be shaped. */
export const LEAST = {
  eventSource: "ses.amazonaws.com",
  eventName: "GetSendQuota",
  eventTime: "2026-03-01T10:20:30Z",
} as const;

/** A record as a reader hands it on. */
export function elementOf(value: JsonObject, index = 0): RecordElement {
  return {
    position: { file: "AWSLogs/111122223333/a.json.gz", index },
    value,
    raw: { text: JSON.stringify(value) },
  };
}

/** The least record with more members, made into an event; fails the test when it is unshapeable. */
export function eventOf(members: JsonObject = {}, keepOriginal = false): SesEvent {
  const made = normalise(elementOf({ ...LEAST, ...members }), { readAt: READ_AT, keepOriginal });
  if (!("event" in made)) throw new Error(made.unshapeable.reason);
  return made.event;
}

/** Why a record is unshapeable; `undefined` when it is not. */
export function reasonOf(value: JsonObject): string | undefined {
  const element = { position: { file: "a.json.gz", index: 0 }, value, raw: { text: "" } };
  const made = normalise(element, { readAt: READ_AT, keepOriginal: false });
  return "unshapeable" in made ? made.unshapeable.reason : undefined;
}

/** The same value with the keys of all its objects in the opposite order of their names. */
export function reordered<Value extends JsonValue>(value: Value): Value;
export function reordered(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map((entry) => reordered(entry));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([left], [right]) => (left < right ? 1 : -1))
      .map(([key, at]) => [key, reordered(at)]),
  );
}
