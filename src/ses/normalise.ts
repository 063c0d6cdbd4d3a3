/** A Record made into the canonical event: pure and total, an event or the reason why there is none. */
import type { JsonObject, JsonValue, RecordElement } from "../records/element.ts";
import type { ErrorCode } from "../tables/errors.ts";
import type { NormaliseContext, Normalised, Unshapeable } from "./event.ts";
import { type Certain, readFields } from "./event/fields.ts";
import { asAwsTypes } from "./values/as-aws-types.ts";
import { isEmpty, textOf } from "./values/json.ts";
import { markedPaths } from "./values/marked-paths.ts";
import { isSesSource } from "./call/service.ts";
import { isoTime } from "./values/time.ts";
import { wellFormed } from "./values/well-formed.ts";

/** Times that OTLP can carry are nanoseconds since 1970 in 64 bits. */
const EARLIEST = "1970-01-01T00:00:00.000Z";
const LATEST = "2262-01-01T00:00:00.000Z";

/**
 * Makes the event of a Record. Never throws, reads no clock, changes nothing.
 * Unshapeable is a Record without eventSource, eventName or a readable eventTime, or one nested beyond all reason.
 */
export function normalise(record: RecordElement, context: NormaliseContext): Normalised {
  const certain = readCertain(record);
  if ("unshapeable" in certain) return certain;
  const fields = readFields(record, context, certain);
  return { event: { fields, ses: certain.ses, position: record.position, raw: record.raw } };
}

/** What is certain of a Record that `normalise` makes an event of, where the event itself is not wanted; or why it makes none. */
export function readCertain(record: RecordElement): Certain | Unshapeable {
  const value = wellFormed(asAwsTypes(record.value), record.raw);
  const source = stringOf(value["eventSource"]);
  const action = stringOf(value["eventName"]);
  const written = stringOf(value["eventTime"]);
  if (source === undefined) return unshapeable(whyNone(value, "eventSource"));
  if (action === undefined) return unshapeable(whyNone(value, "eventName"));
  const time = written === undefined ? undefined : isoTime(written);
  if (time === undefined) return unshapeable(whyNoTime(value));
  if (time < EARLIEST || time >= LATEST) {
    return unshapeable("its eventTime is not within the years 1970 to 2261");
  }
  const paths = markedPaths(value);
  if (paths === undefined) return unshapeable("it is nested more than 1,000 deep");
  return { value, source, action, time, ses: isSesSource(source), paths };
}

/** Why a member that must be text is none. */
function whyNone(record: JsonObject, key: string): string {
  return isEmpty(record[key]) ? `it has no ${key}` : `its ${key} is no text`;
}

function whyNoTime(record: JsonObject): string {
  const time = record["eventTime"];
  if (isEmpty(time)) return "it has no eventTime";
  if (typeof time === "string") return "its eventTime is no ISO 8601 time";
  return typeof time === "number"
    ? "its eventTime is a number, but neither seconds (10 digits) nor milliseconds (13 digits) since 1970"
    : "its eventTime is neither text nor a number";
}

function unshapeable(reason: string): Unshapeable {
  const code: ErrorCode = "E_UNSHAPEABLE";
  return { unshapeable: { code, reason } };
}

/** What must be a string, and not an empty one. */
function stringOf(value: JsonValue | undefined): string | undefined {
  return typeof value === "string" ? textOf(value) : undefined;
}
