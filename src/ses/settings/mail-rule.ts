/** Rules for incoming mail, of SES and of Mail Manager: what their actions do with it, and whose resources they name. */
import type { JsonObject, JsonValue } from "../../records/element.ts";
import { foreignAccountIn } from "../call/arn.ts";
import type { Call } from "../call/call.ts";
import { param, paramText } from "../call/call.ts";
import { isObject, scalarText } from "../values/parameters.ts";

/** A place that a rule delivers mail to. */
export interface Delivery {
  /** `S3 bucket`, `function`, … */
  readonly to: string;
  /** Bucket name, address or ARN; undefined when the action does not say. */
  readonly name: string | undefined;
  /** Another account that the action names: the owner of a topic, function, key or role. */
  readonly foreignAccount: string | undefined;
}

/** True where a delivery takes mail out of SES: an archive of Mail Manager keeps it. */
export function isTakenOut({ to }: Delivery): boolean {
  return to !== ARCHIVE;
}

const ARCHIVE = "archive";

interface Delivering {
  readonly to: string;
  readonly names: readonly string[];
}

/**
 * Actions that hand mail to someone, under the names that CloudTrail may write them with, and the parameter that says
 * to whom. Bounce, stop, drop and header actions do not deliver, and Mail Manager's `send` goes to whom the mail is for.
 * Source: SES API v1, ReceiptAction; `sNSAction` as SES's validation messages spell it; Mail Manager API, RuleAction.
 */
const DELIVERING: ReadonlyMap<string, Delivering> = new Map([
  ["s3Action", { to: "S3 bucket", names: ["bucketName"] }],
  ["snsAction", { to: "topic", names: ["topicArn", "topicARN"] }],
  ["sNSAction", { to: "topic", names: ["topicArn", "topicARN"] }],
  ["lambdaAction", { to: "function", names: ["functionArn", "functionARN"] }],
  ["workmailAction", { to: "WorkMail organization", names: ["organizationArn"] }],
  ["connectAction", { to: "Amazon Connect instance", names: ["instanceARN", "instanceArn"] }],
  ["writeToS3", { to: "S3 bucket", names: ["s3Bucket"] }],
  ["publishToSns", { to: "topic", names: ["topicArn"] }],
  ["invokeLambda", { to: "function", names: ["functionArn"] }],
  ["deliverToMailbox", { to: "mailbox", names: ["mailboxArn"] }],
  ["deliverToQBusiness", { to: "Amazon Q application", names: ["applicationId"] }],
  ["relay", { to: "SMTP relay", names: ["relay"] }],
  ["archive", { to: ARCHIVE, names: ["targetArchive"] }],
  ["replaceRecipient", { to: "address", names: ["replaceWith"] }],
]);

/** Actions after which nobody gets the mail, and what the rule then does with it. */
const ENDING: ReadonlyMap<string, string> = new Map([
  ["bounceAction", "bounces"],
  ["stopAction", "stops"],
  ["bounce", "bounces"],
  ["drop", "drops"],
]);

/** True for a range of addresses that holds them all: `0.0.0.0/0`, `::/0`. */
export function isEveryAddress(cidr: string): boolean {
  return /\/0+$/.test(cidr.trim());
}

/**
 * True when an action that delivers no mail, such as a bounce or a stop, tells a topic of another account of it.
 * Source: SES API v1, BounceAction and StopAction, TopicArn.
 */
export function isToldAbroad(call: Call): boolean {
  return rulesOf(call)
    .flatMap(actionsOf)
    .some((action) =>
      Object.keys(action).some((kind) => {
        const settings = action[kind];
        if (DELIVERING.has(kind) || !isObject(settings)) return false;
        return foreignAccount(settings, call.account) !== undefined;
      }),
    );
}

/** Where the rules in a call deliver mail to, in the order of their actions. */
export function deliveries(call: Call): readonly Delivery[] {
  return rulesOf(call).flatMap((rule) => deliveriesOf(rule, call.account));
}

/** What the rules in a call do with mail that they deliver nowhere: `bounces`, `stops`, `drops`; undefined for none. */
export function ending(call: Call): string | undefined {
  if (deliveries(call).length > 0) return undefined;
  for (const action of rulesOf(call).flatMap(actionsOf))
    for (const [kind, word] of ENDING) if (Object.hasOwn(action, kind)) return word;
  return undefined;
}

/**
 * True when a rule of Mail Manager drops or bounces all mail: it has no conditions, and nothing before it delivers.
 * Source: Mail Manager API, Rule: rules go in order, one without conditions is for every message.
 */
export function isEverythingEnded(call: Call): boolean {
  if (call.kind !== "mailmanager_rule_set") return false;
  for (const rule of rulesOf(call)) {
    if (deliveriesOf(rule, call.account).length > 0) return false;
    const ends = actionsOf(rule).some((action) =>
      Object.keys(action).some((kind) => ENDING.has(kind)),
    );
    if (ends && isEmptyList(rule["conditions"]) && isEmptyList(rule["unless"])) return true;
  }
  return false;
}

/**
 * True when a traffic policy lets no mail in at all. An update without statements keeps those that were there.
 * Source: Mail Manager API, CreateTrafficPolicy, UpdateTrafficPolicy.
 */
export function isNothingLetIn(call: Call): boolean {
  const statements = param(call, "policyStatements");
  return (
    paramText(call, "defaultAction") === "DENY" &&
    Array.isArray(statements) &&
    !statements.some((statement) => isObject(statement) && statement["action"] !== "DENY")
  );
}

/** The rules in a call: one of a receipt rule set, or all of a rule set of Mail Manager. */
function rulesOf(call: Call): readonly JsonObject[] {
  if (call.kind !== "mailmanager_rule_set") return listOf(param(call, "rule"));
  return listOf(param(call, "rules"));
}

function actionsOf(rule: JsonObject): readonly JsonObject[] {
  return listOf(rule["actions"]);
}

/** A list of objects, or one alone. */
function listOf(value: JsonValue | undefined): readonly JsonObject[] {
  return (Array.isArray(value) ? value : [value]).filter(isObject);
}

function isEmptyList(value: JsonValue | undefined): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}

function deliveriesOf(rule: JsonObject, account: string | undefined): readonly Delivery[] {
  const found: Delivery[] = [];
  for (const action of actionsOf(rule)) {
    for (const [kind, { to, names }] of DELIVERING) {
      const settings = Object.hasOwn(action, kind) ? action[kind] : undefined;
      if (!isObject(settings)) continue;
      const [name, ...more] = names.flatMap((key) => textsOf(settings[key]));
      const foreign = foreignAccount(settings, account);
      found.push({ to, name, foreignAccount: foreign });
      // Only recipients are a list: each is a place of its own.
      for (const other of kind === "replaceRecipient" ? more : [])
        found.push({ to, name: other, foreignAccount: foreign });
    }
  }
  return found;
}

function textsOf(value: JsonValue | undefined): readonly string[] {
  return (Array.isArray(value) ? value : [value])
    .map(scalarText)
    .filter((text) => text !== undefined);
}

function foreignAccount(settings: JsonObject, own: string | undefined): string | undefined {
  for (const key of Object.keys(settings).sort()) {
    const value = settings[key];
    const account = typeof value === "string" ? foreignAccountIn(value, own) : undefined;
    if (account !== undefined) return account;
  }
  return undefined;
}
