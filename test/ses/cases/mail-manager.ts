/** Cases of Mail Manager: mail sent elsewhere, dropped, closed, relayed; effects and signals of the same calls. */
import type { JsonObject } from "../../../src/records/element.ts";
import { OTHER, OWN } from "../sample.ts";
import type { Case } from "./case.ts";
import { call, refused, type Sort } from "./case.ts";

const role = (account: string): string => `arn:aws:iam::${account}:role/mail`;
const topic = (account: string): string => `arn:aws:sns:eu-west-1:${account}:mail`;
const handler = `arn:aws:lambda:eu-west-1:${OWN}:function:read`;
const mailbox = `arn:aws:workmail:eu-west-1:${OWN}:organization/m-1`;

/** One rule with these actions, for all mail or for some. */
function rules(actions: readonly JsonObject[], conditions: JsonObject[] = []): JsonObject {
  return {
    ruleSetId: "rs-1",
    rules: [{ name: "all", conditions, unless: [], actions: [...actions] }],
  };
}
const SOME: JsonObject[] = [{ booleanExpression: { evaluate: { attribute: "TLS" } } }];

/** What rules do with mail, as `now …` says it, and the signals of it. */
const RULES: readonly (readonly [JsonObject, does: string, ...signals: string[]])[] = [
  [
    rules([{ writeToS3: { s3Bucket: "store", roleArn: role(OWN) } }]),
    "delivers mail to S3 bucket store",
    "mail_diverted",
  ],
  [
    rules([{ writeToS3: { s3Bucket: "store", roleArn: role(OTHER) } }]),
    `delivers mail to S3 bucket store (account ${OTHER})`,
    "mail_diverted",
    "mail_to_foreign_account",
  ],
  [
    rules([
      { publishToSns: { topicArn: topic(OTHER), roleArn: role(OWN), payloadType: "CONTENT" } },
    ]),
    `delivers mail to topic ${topic(OTHER)} (account ${OTHER})`,
    "mail_diverted",
    "mail_to_foreign_account",
  ],
  [
    rules([
      { invokeLambda: { functionArn: handler, invocationType: "EVENT", roleArn: role(OWN) } },
    ]),
    `delivers mail to function ${handler}`,
    "mail_diverted",
  ],
  [
    rules([{ deliverToMailbox: { mailboxArn: mailbox, roleArn: role(OWN) } }]),
    `delivers mail to mailbox ${mailbox}`,
    "mail_diverted",
  ],
  [
    rules([{ deliverToQBusiness: { applicationId: "q-1", indexId: "i-1", roleArn: role(OWN) } }]),
    "delivers mail to Amazon Q application q-1",
    "mail_diverted",
  ],
  [rules([{ relay: { relay: "r-1" } }]), "delivers mail to SMTP relay r-1", "mail_diverted"],
  [rules([{ archive: { targetArchive: "a-1" } }]), "delivers mail to archive a-1"],
  [
    rules([{ replaceRecipient: { replaceWith: ["x@a.example", "y@a.example"] } }, { send: {} }]),
    "delivers mail to address x@a.example and address y@a.example",
    "mail_diverted",
  ],
  [rules([{ drop: {} }]), "drops all mail", "receiving_cut", "mail_blocked"],
  [rules([{ drop: {} }], SOME), "drops some mail", "receiving_cut"],
  [
    rules([{ bounce: { sender: "a@b.example" } }]),
    "bounces all mail",
    "receiving_cut",
    "mail_blocked",
  ],
  [
    {
      ruleSetId: "rs-1",
      rules: [
        { name: "keep", conditions: SOME, actions: [{ writeToS3: { s3Bucket: "store" } }] },
        { name: "rest", actions: [{ drop: {} }] },
      ],
    },
    "delivers mail to S3 bucket store",
    "mail_diverted",
  ],
  [
    {
      ruleSetId: "rs-1",
      rules: [
        { name: "rest", actions: [{ drop: {} }] },
        { name: "never", actions: [{ writeToS3: { s3Bucket: "store" } }] },
      ],
    },
    "delivers mail to S3 bucket store",
    "mail_diverted",
    "mail_blocked",
  ],
];

/** All that a call of Mail Manager can raise about incoming mail. */
const SIGNALS_OF_RULES = [
  "mail_diverted",
  "mail_to_foreign_account",
  "receiving_cut",
  "mail_blocked",
];

/** Rules that say nothing new of where mail goes. */
const HARMLESS: readonly JsonObject[] = [
  rules([{ addHeader: { headerName: "X-A", headerValue: "b" } }]),
  rules([{ send: { roleArn: role(OWN) } }]),
  rules([]),
  { ruleSetId: "rs-1", rules: [] },
  { ruleSetId: "rs-1", rules: "all" },
  { ruleSetId: "rs-1", ruleSetName: "in" },
];

function shown(of: string, sort: Sort, action: string, params: JsonObject, effect = ""): Case {
  return { of, sort, action, record: call(action, params), effect };
}

function denied(of: string, action: string, effect = ""): Case {
  return { of, sort: "denied", action, record: refused(action), effect };
}

const created = ({ ruleSetId: _id, ...params }: JsonObject): JsonObject => ({
  ...params,
  ruleSetName: "in",
});

const closed = { ingressPointId: "inp-1", statusToUpdate: "CLOSED" };
const policy = (defaultAction: string, actions?: readonly string[]): JsonObject => ({
  trafficPolicyId: "tp-1",
  defaultAction,
  ...(actions !== undefined && { policyStatements: actions.map((action) => ({ action })) }),
});

export const MAIL_MANAGER_EFFECT_CASES: readonly Case[] = [
  ...RULES.flatMap(([params, does]) => [
    shown("mail_rules", "yes", "UpdateRuleSet", params, `Mail Manager rule set rs-1 now ${does}`),
    shown(
      "mail_rules",
      "yes",
      "CreateRuleSet",
      created(params),
      `Mail Manager rule set in created, ${does}`,
    ),
  ]),
  ...HARMLESS.flatMap((params) => [
    shown("mail_rules", "near", "UpdateRuleSet", params, "Mail Manager rule set rs-1 changed"),
    shown(
      "mail_rules",
      "near",
      "CreateRuleSet",
      created(params),
      "Mail Manager rule set in created",
    ),
  ]),
  denied("mail_rules", "UpdateRuleSet", "tried to change a Mail Manager rule set: access denied"),
  denied("mail_rules", "CreateRuleSet", "tried to create a Mail Manager rule set: access denied"),

  shown(
    "relay",
    "yes",
    "UpdateRelay",
    {
      relayId: "r-1",
      serverName: "mx.a.example",
      serverPort: 25,
      authentication: { noAuthentication: {} },
    },
    "SMTP relay r-1 now hands mail to mx.a.example:25, without a login",
  ),
  shown(
    "relay",
    "yes",
    "UpdateRelay",
    { relayId: "r-1", serverName: "mx.a.example", authentication: { secretArn: "arn:x" } },
    "SMTP relay r-1 now hands mail to mx.a.example",
  ),
  shown(
    "relay",
    "near",
    "UpdateRelay",
    { relayId: "r-1", serverPort: 25 },
    "SMTP relay r-1 changed",
  ),
  denied("relay", "UpdateRelay", "tried to change an SMTP relay: access denied"),
  shown(
    "relay",
    "yes",
    "CreateRelay",
    { relayName: "out", serverName: "mx.a.example", serverPort: 587 },
    "SMTP relay out created, hands mail to mx.a.example:587",
  ),
  shown("relay", "near", "CreateRelay", { relayName: "out" }, "SMTP relay out created"),
  denied("relay", "CreateRelay", "tried to create an SMTP relay: access denied"),

  shown(
    "archive_export",
    "yes",
    "StartArchiveExport",
    {
      archiveId: "a-1",
      exportDestinationConfiguration: { s3: { s3Location: "s3://elsewhere/mail" } },
    },
    "Export of archive a-1 started to s3://elsewhere/mail",
  ),
  shown(
    "archive_export",
    "near",
    "StartArchiveExport",
    { archiveId: "a-1", exportDestinationConfiguration: {} },
    "Export of archive a-1 started",
  ),
  denied(
    "archive_export",
    "StartArchiveExport",
    "tried to start export of an archive: access denied",
  ),
  shown(
    "archive_retention",
    "yes",
    "UpdateArchive",
    { archiveId: "a-1", retention: { retentionPeriod: "THREE_MONTHS" } },
    "Archive a-1 set to keep mail for three months",
  ),
  shown("archive_retention", "near", "UpdateArchive", { archiveId: "a-1" }, "Archive a-1 changed"),
  denied("archive_retention", "UpdateArchive", "tried to change an archive: access denied"),

  shown(
    "ingress_status",
    "yes",
    "UpdateIngressPoint",
    { ingressPointId: "inp-1", ruleSetId: "rs-1", trafficPolicyId: "tp-1" },
    "Ingress endpoint inp-1 now uses rule set rs-1 and traffic policy tp-1",
  ),
  shown(
    "traffic_default",
    "yes",
    "UpdateTrafficPolicy",
    policy("DENY", []),
    "Traffic policy tp-1 changed, lets in no mail",
  ),
  shown(
    "traffic_default",
    "near",
    "UpdateTrafficPolicy",
    policy("DENY", ["ALLOW"]),
    "Traffic policy tp-1 changed, denies mail by default",
  ),
];

export const MAIL_MANAGER_SIGNAL_CASES: readonly Case[] = [
  ...RULES.flatMap(([params, , ...signals]) =>
    SIGNALS_OF_RULES.map((of) =>
      shown(of, signals.includes(of) ? "yes" : "near", "UpdateRuleSet", params),
    ),
  ),
  ...RULES.flatMap(([params, , ...signals]) =>
    // A new rule set cuts nothing that was there.
    SIGNALS_OF_RULES.map((of) =>
      shown(
        of,
        signals.includes(of) && of !== "receiving_cut" ? "yes" : "near",
        "CreateRuleSet",
        created(params),
      ),
    ),
  ),
  ...HARMLESS.flatMap((params) =>
    SIGNALS_OF_RULES.map((of) => shown(of, "near", "UpdateRuleSet", params)),
  ),
  ...SIGNALS_OF_RULES.map((of) => denied(of, "UpdateRuleSet")),

  shown("mail_diverted", "yes", "UpdateRelay", { relayId: "r-1", serverName: "mx.a.example" }),
  shown("mail_diverted", "near", "UpdateRelay", { relayId: "r-1", serverPort: 25 }),
  shown("mail_diverted", "near", "CreateRelay", { relayName: "out", serverName: "mx.a.example" }),
  shown("receiving_off", "yes", "UpdateIngressPoint", closed),
  shown("receiving_off", "yes", "DeleteIngressPoint", { ingressPointId: "inp-1" }),
  shown("receiving_off", "near", "UpdateIngressPoint", { ...closed, statusToUpdate: "ACTIVE" }),
  shown("receiving_off", "near", "UpdateIngressPoint", { ingressPointId: "inp-1" }),
  denied("receiving_off", "UpdateIngressPoint"),
  denied("receiving_off", "DeleteIngressPoint"),
  shown("receiving_swapped", "yes", "UpdateIngressPoint", {
    ingressPointId: "i",
    ruleSetId: "rs-1",
  }),
  shown("receiving_swapped", "near", "UpdateIngressPoint", closed),
  denied("receiving_swapped", "UpdateIngressPoint"),
  shown("mail_blocked", "yes", "UpdateTrafficPolicy", policy("DENY", [])),
  shown("mail_blocked", "yes", "CreateTrafficPolicy", policy("DENY", ["DENY"])),
  shown("mail_blocked", "near", "UpdateTrafficPolicy", policy("DENY", ["DENY", "ALLOW"])),
  shown("mail_blocked", "near", "UpdateTrafficPolicy", policy("DENY")),
  shown("mail_blocked", "near", "UpdateTrafficPolicy", policy("ALLOW", [])),
  shown("archiving_off", "yes", "DeleteArchive", { archiveId: "a-1" }),
  shown("archiving_off", "near", "UpdateArchive", { archiveId: "a-1" }),
  denied("archiving_off", "DeleteArchive"),
  shown("data_taken", "yes", "GetArchiveSearchResults", { searchId: "s-1" }),
  shown("data_taken", "near", "GetArchiveSearch", { searchId: "s-1" }),
];
