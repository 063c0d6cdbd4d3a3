/** The message of a sending call, as ECS has it: who wrote to whom, where AWS does not hide it. */
import type { JsonObject, JsonValue } from "../records/element.ts";
import { bareAddress } from "./identity.ts";
import { member, objectOf, textOf } from "./json.ts";
import { HIDDEN, isObject } from "./parameters.ts";

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
  const at = (key: string): JsonValue | undefined => member(parameters, key);
  const destinations = destinationsOf(parameters);
  const recipients = (key: string): readonly string[] =>
    addresses(destinations.map((destination) => member(destination, key)));
  const message = member(objectOf(at("message")), "subject");
  const simple = member(objectOf(member(objectOf(at("content")), "simple")), "subject");
  const subject =
    textOf(member(objectOf(message), "data")) ?? textOf(member(objectOf(simple), "data"));
  return {
    from: addresses([at("source"), at("fromEmailAddress")]),
    // SendRawEmail: `destinations` is a list of addresses.
    to: addresses([...destinations.map((to) => member(to, "toAddresses")), at("destinations")]),
    cc: recipients("ccAddresses"),
    bcc: recipients("bccAddresses"),
    replyTo: addresses([at("replyToAddresses")]),
    subject: subject === HIDDEN ? undefined : subject,
  };
}

/** `destination`, and those of bulk calls: `destinations[].destination`, `bulkEmailEntries[].destination`. */
function destinationsOf(parameters: JsonObject): readonly JsonObject[] {
  const bulk = [member(parameters, "destinations"), member(parameters, "bulkEmailEntries")]
    .flatMap((entries) => (Array.isArray(entries) ? entries : []))
    .map((entry) => (isObject(entry) ? member(entry, "destination") : undefined));
  return [member(parameters, "destination"), ...bulk].filter(isObject);
}

function addresses(values: readonly (JsonValue | undefined)[]): readonly string[] {
  const found = new Set<string>();
  for (const value of values.flat()) {
    if (typeof value !== "string" || value === HIDDEN) continue;
    const address = bareAddress(value);
    if (address !== "") found.add(address);
  }
  return [...found];
}
