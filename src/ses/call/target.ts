/** What a call is about: kind, names and ARNs of its target, the identities and the other things it names. */
import type { JsonObject } from "../../records/element.ts";
import type { ActionPart, TargetKind } from "../../tables/actions.ts";
import { TARGETS } from "../../tables/actions.ts";
import type { Action, Path } from "./action.ts";
import type { SesResource } from "./arn.ts";
import { parseSesArn } from "./arn.ts";
import type { Identity } from "./identity.ts";
import { bareAddress, lowerDomain, parseIdentity } from "./identity.ts";
import { isObject, NONE, once, scalarText, textsAt } from "../values/parameters.ts";

/** Parts by their field. */
type Parts = Readonly<Partial<Record<ActionPart, readonly string[]>>>;

/** What a call is about. */
export interface Subject {
  readonly kind: TargetKind | undefined;
  readonly names: readonly string[];
  readonly arns: readonly string[];
  readonly identities: readonly Identity[];
  readonly parts: Parts;
}

/** Collects while the sources of names are gone through, best first; what comes twice is left out at the end. */
interface Found {
  kind: TargetKind | undefined;
  names: string[];
  arns: string[];
  identities: Identity[];
  parts: Partial<Record<ActionPart, string[]>>;
}

const NO_PARTS: Parts = Object.freeze({});

/** Kinds whose names are addresses that may come with a display name. */
const ADDRESS_KINDS: ReadonlySet<string> = new Set([
  "contact",
  "recipient",
  "suppressed_destination",
]);

/** Reads what a call is about: parameters first, then `resources[]`, then the ARN in a refusal's message. */
export function readSubject(
  record: JsonObject,
  action: Action,
  refusal: string | undefined,
): Subject {
  const found: Found = { kind: action.target, names: [], arns: [], identities: [], parts: {} };
  nameFromParameters(record, action, found);
  for (const path of action.identities)
    for (const text of texts(record, path)) addIdentity(text, found);
  for (const { part, paths } of action.parts) {
    for (const path of paths)
      for (const text of texts(record, path)) addPart(part, partName(part, text), found);
  }
  for (const path of action.resources) for (const arn of texts(record, path)) addFields(arn, found);
  addResources(record, action, found);
  if (refusal !== undefined) nameFromRefusal(refusal, found);
  if (action.verb === "send") keepSender(found);
  return {
    kind: found.kind,
    names: orNone(once(found.names)),
    arns: orNone(once(found.arns)),
    identities: orNone(onceByName(found.identities)),
    parts: partsOnce(found.parts),
  };
}

/**
 * The ARN in a message like `… is not authorized to perform: … on resource: arn:aws:ses:…:identity/NAME because …`, or
 * in SES's own words: "User `…' is not authorized to perform `ses:SendEmail' on resource `arn:aws:ses:…'".
 * Source: published records of refused v2 calls; what SES answers to a sender without the right.
 */
export function arnInMessage(message: string | undefined): string | undefined {
  const arn = ON_RESOURCE.exec(message ?? "")?.[1];
  return arn === undefined || parseSesArn(arn) === undefined ? undefined : arn;
}

const ON_RESOURCE = / on resource(?:: | [`'"])(arn:[^\s`'"]+)/;

function nameFromParameters(record: JsonObject, action: Action, found: Found): void {
  for (const path of action.names) {
    const values = texts(record, path);
    const named = found.names.length > 0;
    for (const value of values) {
      const resource = parseSesArn(value);
      if (resource !== undefined) found.arns.push(value);
      const name = resource === undefined ? plainName(value, found.kind) : nameIn(resource, found);
      if (!named && name !== undefined && name !== "") found.names.push(name);
    }
  }
  for (const path of action.resources) for (const arn of texts(record, path)) found.arns.push(arn);
}

/** The name in an ARN, written as names of this kind are. */
function nameIn(resource: SesResource, found: Found): string | undefined {
  return resource.name === undefined
    ? undefined
    : plainName(resource.name, found.kind === "resource" ? resource.kind : found.kind);
}

function plainName(text: string, kind: TargetKind | undefined): string {
  if (kind === undefined) return text;
  if (kind === "identity") return lowerDomain(bareAddress(text));
  return ADDRESS_KINDS.has(kind) ? bareAddress(text) : text;
}

/**
 * A message has one sender: the address that it is sent as, else the identity whose right was used. The identity that
 * stands for the address (its domain, or the same as ARN) is no second one.
 */
function keepSender(found: Found): void {
  const [sender] = found.identities;
  if (sender === undefined) return;
  found.identities = [sender];
  if (found.names.length === 0 && found.kind === "identity") found.names.push(sender.name);
}

/** Parameters whose ARN is that of the identity that bounces go to. Its owner sends nothing. */
const FEEDBACK_ARNS: readonly Path[] = [
  ["requestParameters", "feedbackForwardingEmailAddressIdentityArn"],
  ["requestParameters", "returnPathArn"],
];

/** `resources[]` names ARNs; in data events also what was sent as, through and from. */
function addResources(record: JsonObject, action: Action, found: Found): void {
  const resources = record["resources"];
  if (!Array.isArray(resources)) return;
  const data = action.dataEvent || record["eventCategory"] === "Data";
  const feedback: string[] = [];
  if (data) for (const path of FEEDBACK_ARNS) textsAt(record, path, feedback);
  for (const each of resources) {
    const arn = isObject(each) ? (scalarText(each["ARN"]) ?? scalarText(each["arn"])) : undefined;
    if (arn === undefined) continue;
    found.arns.push(arn);
    if (data && !feedback.includes(arn)) addFields(arn, found);
  }
}

/** A refused call shows no parameters: what it was about is in the message, as far as that ARN tells. */
function nameFromRefusal(arn: string, found: Found): void {
  const resource = parseSesArn(arn);
  if (resource === undefined) return;
  addFields(arn, found);
  // The ARN of a policy's refusal is that of its identity.
  if (found.kind === "identity_policy" || found.names.length > 0) return;
  found.arns.push(arn);
  if (resource.kind === undefined || resource.name === undefined) return;
  found.names.push(plainName(resource.name, resource.kind));
  // Tags are on a resource: the table's word is the better one.
  if (found.kind !== "resource") found.kind = resource.kind;
}

/** Fills the fields that the ARN of a resource tells: identity, configuration set, template, … */
function addFields(arn: string, found: Found): void {
  const resource = parseSesArn(arn);
  if (resource?.kind === undefined || resource.name === undefined) return;
  if (resource.kind === "identity") addIdentity(resource.name, found);
  const row = TARGETS[resource.kind];
  if ("part" in row) addPart(row.part, resource.name, found);
}

function addIdentity(text: string, found: Found): void {
  const identity = parseIdentity(text);
  if (identity !== undefined) found.identities.push(identity);
}

function partName(part: ActionPart, text: string): string {
  return part === "topic_arn" ? text : (parseSesArn(text)?.name ?? text);
}

function addPart(part: ActionPart, name: string, found: Found): void {
  const list = found.parts[part];
  if (list === undefined) found.parts[part] = [name];
  else list.push(name);
}

function texts(record: JsonObject, path: Path): readonly string[] {
  const into: string[] = [];
  textsAt(record, path, into);
  return once(into);
}

function onceByName(identities: readonly Identity[]): readonly Identity[] {
  if (identities.length < 2) return identities;
  const known = new Set<string>();
  return identities.filter(({ name }) => !known.has(name) && known.add(name));
}

function partsOnce(parts: Found["parts"]): Parts {
  let kept: Partial<Record<ActionPart, readonly string[]>> | undefined;
  for (const part in parts) {
    const names = parts[part as ActionPart];
    if (names !== undefined) (kept ??= {})[part as ActionPart] = once(names);
  }
  return kept ?? NO_PARTS;
}

function orNone<Entry>(list: readonly Entry[]): readonly Entry[] {
  return list.length === 0 ? NONE : list;
}
