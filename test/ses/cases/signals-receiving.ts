/** Signal cases: receiving, suppression, data, verification mail, and those of any action. */
import type { JsonObject } from "../../../src/records/element.ts";
import type { CallFacts } from "../../../src/ses/meaning/meaning.ts";
import { OTHER, OWN } from "../sample.ts";
import type { Case } from "./case.ts";
import { AGENT, call, refused } from "./case.ts";

function yes(of: string, action: string, params: JsonObject | null, more: JsonObject = {}): Case {
  return { of, sort: "yes", action, record: call(action, params, more) };
}

function near(of: string, action: string, params: JsonObject | null, more: JsonObject = {}): Case {
  return { of, sort: "near", action, record: call(action, params, more) };
}

function denied(of: string, action: string, facts: Partial<CallFacts> = {}): Case {
  return { of, sort: "denied", action, record: refused(action), facts };
}

function rule(...actions: JsonObject[]): JsonObject {
  return { ruleSetName: "inbound", after: "first", rule: { name: "r", actions } };
}

function filter(policy: string, cidr: string): JsonObject {
  return { filter: { name: "gate", ipFilter: { policy, cidr } } };
}

const root = { callerKind: "root" };
const foreign = { callerAccount: OTHER };
const QUARANTINED =
  "User: ci is not authorized to perform: ses:X on resource: * with an explicit deny in an identity-based policy: arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantine";
const lambdaOf = (account: string): JsonObject => ({
  lambdaAction: {
    functionArn: `arn:aws:lambda:eu-west-1:${account}:function:f`,
    invocationType: "Event",
  },
});
const topicOf = (account: string): string => `arn:aws:sns:eu-west-1:${account}:mail`;

function imported(suppressionListImportAction: string): JsonObject {
  return {
    importDestination: { suppressionListDestination: { suppressionListImportAction } },
  };
}

export const RECEIVING_SIGNAL_CASES: readonly Case[] = [
  yes("mail_diverted", "CreateReceiptRule", rule({ s3Action: { bucketName: "store" } })),
  yes("mail_diverted", "UpdateReceiptRule", rule({ sNSAction: { topicArn: topicOf(OWN) } })),
  yes("mail_diverted", "UpdateReceiptRule", rule({ snsAction: { topicArn: topicOf(OWN) } })),
  yes(
    "mail_diverted",
    "CreateReceiptRule",
    rule(
      { stopAction: {} },
      { connectAction: { instanceARN: "arn:aws:connect:eu-west-1:111122223333:instance/i" } },
    ),
  ),
  near(
    "mail_diverted",
    "CreateReceiptRule",
    rule({ bounceAction: { topicArn: topicOf(OWN) } }, { stopAction: {} }),
  ),
  near("mail_diverted", "UpdateReceiptRule", {
    ruleSetName: "inbound",
    rule: { name: "r", actions: [] },
  }),
  denied("mail_diverted", "CreateReceiptRule"),

  yes("mail_to_foreign_account", "CreateReceiptRule", rule(lambdaOf(OTHER))),
  yes(
    "mail_to_foreign_account",
    "UpdateReceiptRule",
    rule({ s3Action: { bucketName: "store", kmsKeyArn: `arn:aws:kms:eu-west-1:${OTHER}:key/k` } }),
  ),
  yes(
    "mail_to_foreign_account",
    "UpdateReceiptRule",
    rule({ sNSAction: { topicArn: topicOf(OTHER) } }),
  ),
  yes(
    "mail_to_foreign_account",
    "UpdateReceiptRule",
    rule({ snsAction: { topicArn: topicOf(OTHER) } }),
  ),
  near("mail_to_foreign_account", "CreateReceiptRule", rule(lambdaOf(OWN))),
  near(
    "mail_to_foreign_account",
    "CreateReceiptRule",
    rule({ s3Action: { bucketName: `store-${OTHER}` } }),
  ),
  near(
    "mail_to_foreign_account",
    "CreateReceiptRule",
    rule({ bounceAction: { topicArn: topicOf(OTHER) } }),
  ),
  denied("mail_to_foreign_account", "UpdateReceiptRule"),

  yes(
    "topic_foreign_account",
    "CreateReceiptRule",
    rule({ bounceAction: { topicArn: topicOf(OTHER) } }),
  ),
  yes(
    "topic_foreign_account",
    "UpdateReceiptRule",
    rule({ stopAction: { scope: "RuleSet", topicArn: topicOf(OTHER) } }),
  ),
  near(
    "topic_foreign_account",
    "CreateReceiptRule",
    rule({ stopAction: { scope: "RuleSet", topicArn: topicOf(OWN) } }),
  ),
  near(
    "topic_foreign_account",
    "CreateReceiptRule",
    rule({ snsAction: { topicArn: topicOf(OTHER) } }),
  ),

  yes("receipt_rule_first", "CreateReceiptRule", { ruleSetName: "inbound", rule: { name: "r" } }),
  yes("receipt_rule_first", "SetReceiptRulePosition", {
    ruleSetName: "inbound",
    ruleName: "r",
    after: null,
  }),
  yes("receipt_rule_first", "ReorderReceiptRuleSet", {
    ruleSetName: "inbound",
    ruleNames: ["r", "s"],
  }),
  near("receipt_rule_first", "CreateReceiptRule", {
    ruleSetName: "inbound",
    after: "s",
    rule: { name: "r" },
  }),
  near("receipt_rule_first", "SetReceiptRulePosition", {
    ruleSetName: "inbound",
    ruleName: "r",
    after: "s",
  }),
  near("receipt_rule_first", "ReorderReceiptRuleSet", { ruleSetName: "inbound", ruleNames: [] }),
  near("receipt_rule_first", "UpdateReceiptRule", { ruleSetName: "inbound", rule: { name: "r" } }),
  denied("receipt_rule_first", "SetReceiptRulePosition"),
  denied("receipt_rule_first", "CreateReceiptRule"),

  yes("receiving_swapped", "SetActiveReceiptRuleSet", { ruleSetName: "other" }),
  yes("receiving_swapped", "SetActiveReceiptRuleSet", { ruleSetName: ["other"] }),
  near("receiving_swapped", "SetActiveReceiptRuleSet", {}),
  denied("receiving_swapped", "SetActiveReceiptRuleSet"),

  yes("receiving_off", "SetActiveReceiptRuleSet", {}),
  yes("receiving_off", "SetActiveReceiptRuleSet", null),
  yes("receiving_off", "SetActiveReceiptRuleSet", {}, { errorCode: "Throttling" }),
  near("receiving_off", "SetActiveReceiptRuleSet", { ruleSetName: "other" }),
  near("receiving_off", "SetActiveReceiptRuleSet", null, { errorCode: "Throttling" }),
  denied("receiving_off", "SetActiveReceiptRuleSet"),

  yes("mail_blocked", "CreateReceiptFilter", filter("Block", "0.0.0.0/0")),
  yes("mail_blocked", "CreateReceiptFilter", filter("Block", "::/0")),
  yes("mail_blocked", "CreateReceiptFilter", filter("Block", "0.0.0.0/00 ")),
  near("mail_blocked", "CreateReceiptFilter", filter("Block", "10.0.0.0/10")),
  near("mail_blocked", "CreateReceiptFilter", filter("Allow", "0.0.0.0/0")),
  near("mail_blocked", "CreateReceiptFilter", filter("Block", "10.0.0.0/8")),
  denied("mail_blocked", "CreateReceiptFilter"),

  yes("suppression_loosened", "DeleteSuppressedDestination", { emailAddress: "bo@mail.example" }),
  yes("suppression_loosened", "PutAccountSuppressionAttributes", { suppressedReasons: [] }),
  yes("suppression_loosened", "PutAccountSuppressionAttributes", {}),
  yes("suppression_loosened", "PutConfigurationSetSuppressionOptions", {
    configurationSetName: "s",
    suppressedReasons: [],
  }),
  yes("suppression_loosened", "PutTenantSuppressionAttributes", {
    tenantName: "t",
    suppressedReasons: [],
  }),
  yes("suppression_loosened", "PutTenantSuppressionAttributes", {
    tenantName: "t",
    suppressedReasons: ["BOUNCE"],
    suppressionScope: "TENANT",
  }),
  yes("suppression_loosened", "CreateImportJob", imported("DELETE")),
  near("suppression_loosened", "CreateImportJob", imported("PUT")),
  near("suppression_loosened", "CreateImportJob", {
    importDestination: { contactListDestination: { contactListImportAction: "DELETE" } },
  }),
  near("suppression_loosened", "PutAccountSuppressionAttributes", {
    suppressedReasons: ["BOUNCE", "COMPLAINT"],
  }),
  near("suppression_loosened", "PutAccountSuppressionAttributes", { validationAttributes: {} }),
  near("suppression_loosened", "PutConfigurationSetSuppressionOptions", {
    configurationSetName: "s",
  }),
  near("suppression_loosened", "PutTenantSuppressionAttributes", {
    tenantName: "t",
    suppressedReasons: ["BOUNCE"],
    suppressionScope: "ACCOUNT",
  }),
  near("suppression_loosened", "PutSuppressedDestination", { emailAddress: "bo@mail.example" }),
  denied("suppression_loosened", "PutAccountSuppressionAttributes"),
  denied("suppression_loosened", "DeleteSuppressedDestination"),

  yes("data_taken", "CreateExportJob", { exportDataSource: { messageInsightsDataSource: {} } }),
  yes("data_taken", "StartArchiveExport", { archiveId: "a-1" }),
  yes("data_taken", "GetArchiveMessageContent", { archivedMessageId: "m-1" }),
  near("data_taken", "StartArchiveSearch", { archiveId: "a-1" }),
  near("data_taken", "GetExportJob", { jobId: "j-1" }),
  denied("data_taken", "CreateExportJob"),

  yes(
    "verification_redirect",
    "CreateCustomVerificationEmailTemplate",
    { templateName: "t", successRedirectionURL: "https://shop.example" },
    { userAgent: AGENT.v1 },
  ),
  yes(
    "verification_redirect",
    "UpdateCustomVerificationEmailTemplate",
    { templateName: "t", failureRedirectionURL: "https://shop.example" },
    { userAgent: AGENT.v2 },
  ),
  near("verification_redirect", "CreateCustomVerificationEmailTemplate", {
    templateName: "t",
    successRedirectionURL: "",
  }),
  near("verification_redirect", "SendCustomVerificationEmail", {
    templateName: "t",
    emailAddress: "bo@mail.example",
  }),
  denied("verification_redirect", "CreateCustomVerificationEmailTemplate"),

  { ...yes("root_write", "DeleteTemplate", { templateName: "t" }), facts: root },
  { ...yes("root_write", "StartArchiveSearch", { archiveId: "a-1" }), facts: root },
  { ...yes("root_write", "DeleteUnheardOfThing", {}), facts: root },
  { ...near("root_write", "GetTemplate", { templateName: "t" }), facts: root },
  { ...near("root_write", "SendEmail", { source: "a@shop.example" }), facts: root },
  { ...near("root_write", "HibernateMailboxFleet", {}), facts: root },
  near("root_write", "DeleteTemplate", { templateName: "t" }),
  denied("root_write", "DeleteTemplate", root),

  { ...yes("foreign_caller", "SendEmail", { source: "a@shop.example" }), facts: foreign },
  { ...yes("foreign_caller", "PutIdentityPolicy", { identity: "shop.example" }), facts: foreign },
  { ...yes("foreign_caller", "HibernateMailboxFleet", {}), facts: foreign },
  near("foreign_caller", "SendEmail", { source: "a@shop.example" }),
  ...[undefined, "", "anonymous", "AWS Internal"].map((callerAccount) => ({
    ...near("foreign_caller", "SendEmail", { source: "a@shop.example" }),
    facts: { callerAccount },
  })),
  {
    ...near("foreign_caller", "SendEmail", { source: "a@shop.example" }),
    facts: { ...foreign, account: undefined },
  },
  denied("foreign_caller", "SendEmail", foreign),

  yes("key_quarantined", "GetSendQuota", null, {
    errorCode: "AccessDenied",
    errorMessage: `${QUARANTINED}V3`,
  }),
  yes("key_quarantined", "CreateEmailIdentity", null, {
    errorCode: "AccessDeniedException",
    errorMessage: QUARANTINED,
  }),
  near("key_quarantined", "GetSendQuota", null, {
    errorCode: "AccessDenied",
    errorMessage: QUARANTINED.slice(0, QUARANTINED.indexOf(": arn")),
  }),
  near("key_quarantined", "GetSendQuota", null, {
    errorCode: "Throttling",
    errorMessage: QUARANTINED,
  }),
  denied("key_quarantined", "GetSendQuota"),

  yes("access_denied", "ListIdentities", null, { errorCode: "AccessDenied" }),
  yes("access_denied", "GetAccount", null, { errorCode: "AccessDeniedException" }),
  yes("access_denied", "HibernateMailboxFleet", null, {
    errorCode: "Client.UnauthorizedOperation",
  }),
  near("access_denied", "GetAccount", null, { errorCode: "ThrottlingException" }),
  near("access_denied", "GetAccount", null, { errorMessage: "AccessDenied" }),
  denied("access_denied", "DeleteIdentity"),

  yes("parameters_omitted", "CreateReceiptRule", {
    omitted: true,
    originalSize: 120_000,
    reason: "requestParameters too large",
  }),
  yes("parameters_omitted", "UpdateEmailTemplate", { omitted: "true", originalSize: "120000" }),
  near("parameters_omitted", "UpdateEmailTemplate", { omitted: false }),
  near("parameters_omitted", "UpdateEmailTemplate", { omitted: "false" }),
  near("parameters_omitted", "UpdateEmailTemplate", null),
  denied("parameters_omitted", "UpdateEmailTemplate"),
];
