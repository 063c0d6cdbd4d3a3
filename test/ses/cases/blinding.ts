/** Cases of being made blind: events narrowed or sent abroad, archiving off, rules that no longer deliver. */
import type { JsonObject } from "../../../src/records/element.ts";
import { OTHER, OWN } from "../sample.ts";
import type { Case } from "./case.ts";
import { call, refused, type Sort } from "./case.ts";

const topic = (account: string): string => `arn:aws:sns:eu-west-1:${account}:events`;
const stream = (account: string): string =>
  `arn:aws:firehose:eu-west-1:${account}:deliverystream/events`;

function shown(of: string, sort: Sort, action: string, params: JsonObject, effect = ""): Case {
  return { of, sort, action, record: call(action, params), effect };
}

function denied(of: string, action: string): Case {
  return { of, sort: "denied", action, record: refused(action) };
}

/** An event destination as v2 writes it, or as v1 does. */
function destination(
  api: "v1" | "v2",
  types: readonly string[],
  place: JsonObject = {},
): JsonObject {
  const matchingEventTypes = types.map((type) => (api === "v1" ? type.toLowerCase() : type));
  const eventDestination = { enabled: true, matchingEventTypes, ...place };
  return api === "v1"
    ? { configurationSetName: "alerts", eventDestination: { name: "hook", ...eventDestination } }
    : { configurationSetName: "alerts", eventDestinationName: "hook", eventDestination };
}

const TENANT = "UpdateReputationEntityCustomerManagedStatus";
const ACTION = "UpdateConfigurationSetEventDestination";
const HOOK = "Event destination hook of configuration set alerts set to publish";
const ruleWith = (action: JsonObject, enabled = true): JsonObject => ({
  ruleSetName: "prod",
  rule: { name: "desk", enabled, actions: [action] },
});
const tenant = (sendingStatus: string): JsonObject => ({
  reputationEntityType: "RESOURCE",
  reputationEntityReference: `arn:aws:ses:eu-west-1:${OWN}:tenant/acme/tn-1`,
  sendingStatus,
});

export const BLINDING_EFFECT_CASES: readonly Case[] = [
  ...(["v1", "v2"] as const).flatMap((api) => [
    shown("event_destination", "yes", ACTION, destination(api, ["SEND"]), `${HOOK} SEND`),
    shown(
      "event_destination",
      "yes",
      ACTION,
      destination(api, ["SEND", "BOUNCE"], { snsDestination: { topicArn: topic(OWN) } }),
      `${HOOK} SEND and BOUNCE to topic ${topic(OWN)}`,
    ),
  ]),
  shown(
    "event_destination",
    "yes",
    ACTION,
    destination("v1", ["SEND"], {
      kinesisFirehoseDestination: {
        iAMRoleARN: `arn:aws:iam::${OTHER}:role/fh`,
        deliveryStreamARN: stream(OTHER),
      },
    }),
    `${HOOK} SEND to stream ${stream(OTHER)}`,
  ),
  shown(
    "event_destination",
    "yes",
    ACTION,
    destination("v2", [], { cloudWatchDestination: { dimensionConfigurations: [] } }),
    `${HOOK} events to CloudWatch`,
  ),
  shown(
    "receipt_rule",
    "yes",
    "UpdateReceiptRule",
    ruleWith({ bounceAction: { smtpReplyCode: "550", sender: "p@shop.example" } }),
    "Receipt rule desk now bounces mail",
  ),
  shown(
    "receipt_rule",
    "yes",
    "UpdateReceiptRule",
    ruleWith({ stopAction: { scope: "RuleSet" } }),
    "Receipt rule desk now stops mail without delivering it",
  ),
];

export const BLINDING_SIGNAL_CASES: readonly Case[] = [
  ...(["v1", "v2"] as const).flatMap((api) => [
    ...[["SEND"], ["SEND", "DELIVERY", "OPEN"], []].map((types) =>
      shown("event_publishing_cut", "yes", ACTION, destination(api, types)),
    ),
    ...[["BOUNCE"], ["SEND", "COMPLAINT"]].map((types) =>
      shown("event_publishing_cut", "near", ACTION, destination(api, types)),
    ),
  ]),
  shown("event_publishing_cut", "near", "CreateConfigurationSetEventDestination", {
    ...destination("v2", ["SEND"]),
  }),
  shown("event_publishing_cut", "yes", "PutEmailIdentityConfigurationSetAttributes", {
    emailIdentity: "shop.example",
  }),
  shown("event_publishing_cut", "near", "PutEmailIdentityConfigurationSetAttributes", {
    emailIdentity: "shop.example",
    configurationSetName: "alerts",
  }),

  ...[
    { kinesisFirehoseDestination: { deliveryStreamARN: stream(OTHER) } },
    { kinesisFirehoseDestination: { iAMRoleARN: `arn:aws:iam::${OTHER}:role/fh` } },
    { eventBridgeDestination: { eventBusArn: `arn:aws:events:eu-west-1:${OTHER}:event-bus/b` } },
  ].map((place) =>
    shown("topic_foreign_account", "yes", ACTION, destination("v2", ["BOUNCE"], place)),
  ),
  shown(
    "topic_foreign_account",
    "near",
    ACTION,
    destination("v2", ["BOUNCE"], {
      kinesisFirehoseDestination: { deliveryStreamArn: stream(OWN) },
    }),
  ),

  shown("archiving_off", "yes", "PutConfigurationSetArchivingOptions", {
    configurationSetName: "alerts",
  }),
  shown("archiving_off", "near", "PutConfigurationSetArchivingOptions", {
    configurationSetName: "alerts",
    archiveArn: "arn:aws:ses:eu-west-1:111122223333:mailmanager-archive/a-1",
  }),
  denied("archiving_off", "PutConfigurationSetArchivingOptions"),

  shown("receiving_cut", "yes", "DeleteReceiptRule", { ruleSetName: "prod", ruleName: "desk" }),
  shown(
    "receiving_cut",
    "yes",
    "UpdateReceiptRule",
    ruleWith({ s3Action: { bucketName: "b" } }, false),
  ),
  shown("receiving_cut", "yes", "UpdateReceiptRule", ruleWith({ bounceAction: {} })),
  shown("receiving_cut", "yes", "UpdateReceiptRule", ruleWith({ stopAction: {} })),
  shown("receiving_cut", "near", "UpdateReceiptRule", ruleWith({ s3Action: { bucketName: "b" } })),
  shown("receiving_cut", "near", "UpdateReceiptRule", ruleWith({ addHeaderAction: {} })),
  shown("receiving_cut", "near", "CreateReceiptRule", ruleWith({ bounceAction: {} })),
  shown("receiving_cut", "near", "DeleteReceiptRuleSet", { ruleSetName: "old" }),
  denied("receiving_cut", "UpdateReceiptRule"),
  denied("receiving_cut", "DeleteReceiptRule"),

  ...["ENABLED", "REINSTATED"].flatMap((status) => [
    shown("tenant_started", "yes", TENANT, tenant(status)),
    shown("tenant_stopped", "near", TENANT, tenant(status)),
    shown("sending_enabled", "near", TENANT, tenant(status)),
  ]),
  shown("tenant_stopped", "yes", TENANT, tenant("DISABLED")),
  ...["tenant_started", "tenant_stopped"].flatMap((of) => [
    shown(of, "near", TENANT, tenant("UNHEARD_OF")),
    denied(of, TENANT),
  ]),
];
