/**
 * The door of this room: a record whose members are typed otherwise than AWS types them, as tables and other tools hold
 * them, brought back to AWS's types where it is certain what was meant. Everything behind reads one form only.
 */
import type { JsonObject, JsonValue } from "../../records/element.ts";
import { isObject } from "./parameters.ts";
import { epochTime } from "./time.ts";

/** Members that hold an object or a list, and those within them that do. */
interface Holders {
  readonly [key: string]: Holders;
}

/** Source: CloudTrail User Guide, record contents and userIdentity element. */
const HOLDERS: Holders = {
  userIdentity: {
    sessionContext: {
      sessionIssuer: {},
      webIdFederationData: { attributes: {} },
      attributes: {},
    },
    onBehalfOf: {},
    inScopeOf: {},
    invokedByDelegate: {},
  },
  requestParameters: {},
  responseElements: {},
  additionalEventData: {},
  serviceEventDetails: {},
  resources: {},
  tlsDetails: {},
  addendum: {},
  eventContext: {},
  edgeDeviceDetails: {},
  insightDetails: {},
};

/**
 * Brings a record to AWS's types: text that parses to an object, a list or `null` where AWS writes one of these, and
 * epoch seconds or milliseconds as eventTime. What could mean something else stays as it is. The same object when
 * there is nothing to do, as in every record that AWS wrote.
 */
export function asAwsTypes(record: JsonObject): JsonObject {
  const time = record["eventTime"];
  const iso = time === undefined ? undefined : epochTime(time);
  const typed = parsedWithin(record, HOLDERS);
  return iso === undefined ? typed : { ...typed, eventTime: iso };
}

function parsedWithin(object: JsonObject, holders: Holders): JsonObject {
  let copy: JsonObject | undefined;
  for (const key in holders) {
    const value = object[key];
    // Nearly all are objects without text in an object's place.
    if (value === undefined || value === null) continue;
    const parsed = typeof value === "string" ? parsedText(value) : value;
    const inner = holders[key] ?? {};
    const typed = isObject(parsed) ? parsedWithin(parsed, inner) : parsed;
    if (typed === value) continue;
    copy ??= { ...object };
    copy[key] = typed;
  }
  return copy ?? object;
}

/** What a text holds, if that is an object, a list or null; else the text. */
function parsedText(text: string): JsonValue {
  // Most texts here are an object's; a look at the first character spares a thrown error for the others.
  if (!/^\s*[[{n]/.test(text)) return text;
  try {
    const value = JSON.parse(text) as JsonValue;
    return typeof value === "object" ? value : text;
  } catch {
    // Plain text that begins as JSON does: it stays what it is.
    return text;
  }
}
