/** Receipt rules: what their actions do with mail, and whose resources they name. */
import type { JsonObject } from "../../records/element.ts";
import { foreignAccountIn } from "../call/arn.ts";
import type { Call } from "../call/call.ts";
import { param } from "../call/call.ts";
import { isObject, scalarText } from "../values/parameters.ts";

/** A place that a receipt rule delivers mail to. */
export interface Delivery {
  /** `S3 bucket`, `function`, … */
  readonly to: string;
  /** Bucket name or ARN; undefined when the action does not say. */
  readonly name: string | undefined;
  /** Another account that the action names: the owner of a topic, function, key or role. */
  readonly foreignAccount: string | undefined;
}

/**
 * Actions that hand mail to someone, under the names that CloudTrail may write them with, and the parameter that says
 * to whom. Bounce, stop and header actions do not deliver.
 * Source: SES API v1, ReceiptAction; `sNSAction` as SES's validation messages spell it.
 */
const DELIVERING: ReadonlyMap<string, { readonly to: string; readonly names: readonly string[] }> =
  new Map([
    ["s3Action", { to: "S3 bucket", names: ["bucketName"] }],
    ["snsAction", { to: "topic", names: ["topicArn", "topicARN"] }],
    ["sNSAction", { to: "topic", names: ["topicArn", "topicARN"] }],
    ["lambdaAction", { to: "function", names: ["functionArn", "functionARN"] }],
    ["workmailAction", { to: "WorkMail organization", names: ["organizationArn"] }],
    ["connectAction", { to: "Amazon Connect instance", names: ["instanceARN", "instanceArn"] }],
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
  return ruleActions(call).some((action) =>
    Object.keys(action).some((kind) => {
      const settings = action[kind];
      if (DELIVERING.has(kind) || !isObject(settings)) return false;
      return foreignAccount(settings, call.account) !== undefined;
    }),
  );
}

/** Where the rule in a call delivers mail to, in the order of its actions. */
export function deliveries(call: Call): readonly Delivery[] {
  const found: Delivery[] = [];
  for (const action of ruleActions(call)) {
    for (const [kind, { to, names }] of DELIVERING) {
      const settings = Object.hasOwn(action, kind) ? action[kind] : undefined;
      if (isObject(settings)) found.push(delivery(to, names, settings, call.account));
    }
  }
  return found;
}

/** The actions of the rule in a call: a list, or one alone. */
function ruleActions(call: Call): readonly JsonObject[] {
  const actions = param(call, "rule.actions");
  return (Array.isArray(actions) ? actions : [actions]).filter(isObject);
}

function delivery(
  to: string,
  names: readonly string[],
  settings: JsonObject,
  account: string | undefined,
): Delivery {
  const name = names.map((each) => scalarText(settings[each])).find((text) => text !== undefined);
  return { to, name, foreignAccount: foreignAccount(settings, account) };
}

function foreignAccount(settings: JsonObject, own: string | undefined): string | undefined {
  for (const key of Object.keys(settings).sort()) {
    const value = settings[key];
    const account = typeof value === "string" ? foreignAccountIn(value, own) : undefined;
    if (account !== undefined) return account;
  }
  return undefined;
}
