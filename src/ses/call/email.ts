/** The message of a sending call, as ECS has it: who wrote to whom, where AWS does not hide it. */
import type { JsonObject, JsonValue } from "../../records/element.ts";
import { bareAddress } from "./identity.ts";
import { objectOf, textOf } from "../values/json.ts";
import { HIDDEN, isObject, once } from "../values/parameters.ts";

/** Addresses without display names, each once. Empty: not in the record. */
export interface Message {
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  readonly replyTo: readonly string[];
  readonly subject: string | undefined;
}

/**
 * Reads the parameters of v1 and v2 sending calls, single, templated and bulk.
 * Source: SES API 2010-12-01 SendEmail, SendRawEmail, SendTemplatedEmail, SendBulkTemplatedEmail; 2019-09-27
 * SendEmail, SendBulkEmail.
 */
export function readMessage(parameters: JsonObject): Message {
  const destinations = destinationsOf(parameters);
  const recipients = (key: string): readonly string[] =>
    addresses(destinations.map((destination) => destination[key]));
  const message = objectOf(parameters["message"])["subject"];
  const simple = objectOf(objectOf(parameters["content"])["simple"])["subject"];
  const subject = textOf(objectOf(message)["data"]) ?? textOf(objectOf(simple)["data"]);
  return {
    from: addresses([parameters["source"], parameters["fromEmailAddress"]]),
    // SendRawEmail: `destinations` is a list of addresses.
    to: addresses([...destinations.map((to) => to["toAddresses"]), parameters["destinations"]]),
    cc: recipients("ccAddresses"),
    bcc: recipients("bccAddresses"),
    replyTo: addresses([parameters["replyToAddresses"]]),
    subject: subject === HIDDEN ? undefined : subject,
  };
}

/** `destination`, and those of bulk calls: `destinations[].destination`, `bulkEmailEntries[].destination`. */
function destinationsOf(parameters: JsonObject): readonly JsonObject[] {
  const found: JsonObject[] = [];
  const add = (holder: JsonObject): void => {
    const destination = holder["destination"];
    if (isObject(destination)) found.push(destination);
  };
  add(parameters);
  for (const key of BULK) {
    const entries = parameters[key];
    if (Array.isArray(entries)) for (const entry of entries) if (isObject(entry)) add(entry);
  }
  return found;
}

const BULK = ["destinations", "bulkEmailEntries"] as const;

function addresses(values: readonly (JsonValue | undefined)[]): readonly string[] {
  const found: string[] = [];
  const add = (value: JsonValue | undefined): void => {
    if (typeof value !== "string" || value === HIDDEN) return;
    const address = bareAddress(value);
    if (address !== "") found.push(address);
  };
  for (const value of values) {
    if (Array.isArray(value)) for (const entry of value) add(entry);
    else add(value);
  }
  return once(found);
}
