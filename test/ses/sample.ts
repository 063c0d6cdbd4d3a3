/** A record for every row of the action table, with a name in each place that it reads, and records for cases. */
import type { CallFacts } from "../../src/ses/meaning/meaning.ts";
import type { JsonObject, JsonValue } from "../../src/records/element.ts";
import type { ActionRow } from "../../src/tables/actions.ts";

/** Account whose SES it is, in all cases. */
export const OWN = "111122223333";

/** Another account. */
export const OTHER = "999988887777";

const VALUES: Readonly<Record<string, JsonValue>> = {
  identity: "example.com",
  identities: ["example.com", "news.example.com"],
  emailIdentity: "example.com",
  domain: "example.com",
  subscribedDomain: "example.com",
  emailAddress: "ann@example.com",
  source: "noreply@example.com",
  fromEmailAddress: "noreply@example.com",
  bounceSender: "bounces@example.com",
  template: "welcome",
  templateName: "welcome",
  configurationSetName: "marketing",
  policyName: "partner",
  policyNames: ["partner", "legacy"],
  ruleSetName: "inbound",
  originalRuleSetName: "inbound-old",
  ruleName: "forward-all",
  filterName: "office-only",
  eventDestinationName: "to-firehose",
  contactListName: "customers",
  poolName: "shared-pool",
  destinationPoolName: "bulk-pool",
  tenantName: "acme",
  ip: "192.0.2.10",
  blacklistItemNames: ["192.0.2.10"],
  originalMessageId: "msg-0001",
  messageId: "msg-0001",
  resourceArn: `arn:aws:ses:eu-west-1:${OWN}:configuration-set/marketing`,
  reputationEntityReference: `arn:aws:ses:eu-west-1:${OWN}:tenant/acme/tn-1`,
};

const NAMED: Readonly<Record<string, string>> = {
  "configurationSet.name": "marketing",
  "rule.name": "forward-all",
  "filter.name": "office-only",
  "eventDestination.name": "to-firehose",
};

/** A record of the row's action that succeeded, with a value for everything the row reads. */
export function sampleRecord(row: ActionRow): JsonObject {
  const record: JsonObject = {};
  const names = [...(row.names ?? []), ...(row.resources ?? []), ...(row.identities ?? [])];
  const parts = Object.entries(row.parts ?? {})
    .filter(([part]) => part !== "topic_arn" && part !== "message_id")
    .flatMap(([, paths]) => paths);
  for (const path of [
    ...names,
    ...parts,
    ...EXTRA.filter((extra) => extra[0] === row.action).map((extra) => extra[1]),
  ]) {
    if (path.endsWith("Arn") && path !== "resourceArn") continue;
    put(record, path.startsWith("responseElements.") ? path : `requestParameters.${path}`, path);
  }
  return { eventName: row.action, requestParameters: {}, ...record };
}

/** Parameters that only a row's wording reads. */
const EXTRA: readonly (readonly [action: string, path: string])[] = [
  ["CloneReceiptRuleSet", "originalRuleSetName"],
];

/** What the caller of `readMeaning` knows of a record. */
export function factsOf(record: JsonObject, more: Partial<CallFacts> = {}): CallFacts {
  return {
    action: textOf(record["eventName"]) ?? "",
    userAgent: textOf(record["userAgent"]),
    callerKind: "user",
    callerAccount: OWN,
    account: OWN,
    errorCode: textOf(record["errorCode"]),
    errorMessage: textOf(record["errorMessage"]),
    ...more,
  };
}

function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function put(record: JsonObject, full: string, path: string): void {
  const keys = full.split(".");
  const last = keys.pop() ?? "";
  let at = record;
  for (const key of keys) {
    const next = at[key];
    const inner: JsonObject =
      typeof next === "object" && next !== null && !Array.isArray(next) ? next : {};
    at[key] = inner;
    at = inner;
  }
  at[last] ??= NAMED[path] ?? VALUES[last] ?? `${last.replace(/(Id|Name)$/, "").toLowerCase()}-1`;
}
