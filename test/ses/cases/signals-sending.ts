/** Signal cases: account, identities, policies, feedback. */
import type { JsonObject } from "../../../src/records/element.ts";
import { HIDDEN } from "../../../src/ses/values/parameters.ts";
import { OTHER, OWN } from "../sample.ts";
import type { Case } from "./case.ts";
import { AGENT, call, refused } from "./case.ts";

function yes(of: string, action: string, params: JsonObject | null, more: JsonObject = {}): Case {
  return { of, sort: "yes", action, record: call(action, params, more) };
}

function near(of: string, action: string, params: JsonObject | null, more: JsonObject = {}): Case {
  return { of, sort: "near", action, record: call(action, params, more) };
}

function denied(of: string, action: string, more: JsonObject = {}): Case {
  return { of, sort: "denied", action, record: refused(action, more) };
}

function policy(statement: JsonObject | JsonObject[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statement });
}

function allow(principal: JsonObject | string): JsonObject {
  return { Effect: "Allow", Principal: principal, Action: ["ses:SendEmail"], Resource: "*" };
}

function v1Policy(text: string): JsonObject {
  return { identity: "shop.example", policyName: "p", policy: text };
}

function v2Policy(text: string): JsonObject {
  return { emailIdentity: "shop.example", policyName: "p", policy: text };
}

const role = `arn:aws-us-gov:iam::${OTHER}:role/mailer`;
const ownTopic = `arn:aws:sns:eu-west-1:${OWN}:bounces`;
const otherTopic = `arn:aws:sns:eu-west-1:${OTHER}:bounces`;
const message = (resource: string): string =>
  `User: arn:aws:iam::${OWN}:user/x is not authorized to perform: ses:Any on resource: arn:aws:ses:eu-west-1:${OWN}:${resource} because no identity-based policy allows it`;

export const SENDING_SIGNAL_CASES: readonly Case[] = [
  yes("production_access_requested", "PutAccountDetails", { mailType: "MARKETING" }),
  yes("production_access_requested", "PutAccountDetails", {
    mailType: "MARKETING",
    productionAccessEnabled: true,
  }),
  near("production_access_requested", "PutAccountDetails", {
    mailType: "MARKETING",
    productionAccessEnabled: false,
  }),
  denied("production_access_requested", "PutAccountDetails"),

  yes("sending_enabled", "UpdateAccountSendingEnabled", { enabled: true }),
  yes("sending_enabled", "PutConfigurationSetSendingOptions", {
    configurationSetName: "s",
    sendingEnabled: true,
  }),
  yes("sending_enabled", "UpdateConfigurationSetSendingEnabled", {
    configurationSetName: "s",
    enabled: "true",
  }),
  near("sending_enabled", "PutAccountSendingAttributes", { sendingEnabled: false }),
  near("sending_enabled", "CreateConfigurationSet", {
    configurationSetName: "s",
    sendingOptions: { sendingEnabled: true },
  }),
  denied("sending_enabled", "PutAccountSendingAttributes"),

  yes("sending_disabled", "UpdateConfigurationSetSendingEnabled", {
    configurationSetName: "s",
    enabled: false,
  }),
  yes("sending_disabled", "PutAccountSendingAttributes", {}),
  yes("sending_disabled", "PutAccountSendingAttributes", null),
  near("sending_disabled", "UpdateAccountSendingEnabled", { enabled: true }),
  near("sending_disabled", "PutAccountSendingAttributes", { omitted: true, reason: "too large" }),
  denied("sending_disabled", "UpdateAccountSendingEnabled"),
  denied("sending_disabled", "PutConfigurationSetSendingOptions"),

  yes("identity_added", "VerifyEmailIdentity", { emailAddress: "ann@shop.example" }),
  yes("identity_added", "VerifyDomainDkim", { domain: "shop.example" }),
  yes("identity_added", "CreateEmailIdentity", { emailIdentity: "shop.example" }),
  near("identity_added", "GetEmailIdentity", { emailIdentity: "shop.example" }),
  yes("identity_added", "SendCustomVerificationEmail", { emailAddress: "ann@shop.example" }),
  near("identity_added", "GetCustomVerificationEmailTemplate", { templateName: "verify" }),
  denied("identity_added", "SendCustomVerificationEmail"),
  yes("identity_free_mail", "SendCustomVerificationEmail", {
    emailAddress: "evil.sender@gmail.com",
    templateName: "verify",
  }),
  near("identity_free_mail", "SendCustomVerificationEmail", { emailAddress: "ceo@shop.example" }),
  denied("identity_added", "CreateEmailIdentity"),

  yes("identity_free_mail", "VerifyEmailAddress", { emailAddress: "Shop <shop.owner@Gmail.com>" }),
  yes("identity_free_mail", "CreateEmailIdentity", { emailIdentity: "shop.owner@outlook.com" }),
  yes("identity_free_mail", "CreateEmailIdentity", { emailIdentity: '"Bo <x>"@Gmail.com.' }),
  yes("identity_free_mail", "VerifyDomainIdentity", { domain: ["GMX.de"] }),
  near("identity_free_mail", "CreateEmailIdentity", {
    emailIdentity: '"bo@gmail.com"@shop.example',
  }),
  near("identity_free_mail", "CreateEmailIdentity", { emailIdentity: "gmail.com.shop.example" }),
  near("identity_free_mail", "DeleteIdentity", { identity: "shop.owner@gmail.com" }),
  denied("identity_free_mail", "CreateEmailIdentity", {
    errorMessage: message("identity/shop.owner@gmail.com"),
  }),

  yes("identity_deleted", "DeleteIdentity", { identity: "shop.example" }),
  yes("identity_deleted", "DeleteVerifiedEmailAddress", { emailAddress: "ann@shop.example" }),
  yes("identity_deleted", "DeleteEmailIdentity", { emailIdentity: "shop.example" }),
  near("identity_deleted", "DeleteIdentityPolicy", { identity: "shop.example", policyName: "p" }),
  denied("identity_deleted", "DeleteIdentity"),

  yes("policy_granted", "PutIdentityPolicy", v1Policy(policy(allow({ AWS: OWN })))),
  yes("policy_granted", "UpdateEmailIdentityPolicy", v2Policy("not json")),
  near("policy_granted", "DeleteEmailIdentityPolicy", {
    emailIdentity: "shop.example",
    policyName: "p",
  }),
  denied("policy_granted", "CreateEmailIdentityPolicy", {
    errorMessage: message("identity/shop.example"),
  }),

  yes("policy_public", "PutIdentityPolicy", v1Policy(policy([allow({ AWS: OWN }), allow("*")]))),
  yes(
    "policy_public",
    "PutIdentityPolicy",
    v1Policy(policy({ Effect: "Allow", NotPrincipal: { AWS: OWN }, Action: "*" })),
  ),
  yes("policy_public", "CreateEmailIdentityPolicy", v2Policy(policy(allow({ AWS: [OWN, "*"] })))),
  near(
    "policy_public",
    "PutIdentityPolicy",
    v1Policy(policy({ Effect: "Deny", Principal: "*", Action: "*" })),
  ),
  near(
    "policy_public",
    "PutIdentityPolicy",
    v1Policy('{"Statement":[{"Effect":"Allow","Principal":"*"'),
  ),
  near("policy_public", "CreateEmailIdentityPolicy", v2Policy(policy(allow({ Service: "*" })))),
  denied("policy_public", "PutIdentityPolicy"),

  yes("policy_foreign_account", "PutIdentityPolicy", v1Policy(policy(allow({ AWS: OTHER })))),
  yes(
    "policy_foreign_account",
    "UpdateEmailIdentityPolicy",
    v2Policy(policy([allow({ AWS: [OWN, role] })])),
  ),
  near(
    "policy_foreign_account",
    "PutIdentityPolicy",
    v1Policy(policy(allow({ AWS: `arn:aws:iam::${OWN}:root` }))),
  ),
  near(
    "policy_foreign_account",
    "PutIdentityPolicy",
    v1Policy(policy({ Effect: "Deny", Principal: { AWS: OTHER } })),
  ),
  near("policy_foreign_account", "PutIdentityPolicy", v1Policy(policy(allow("*")))),
  denied("policy_foreign_account", "UpdateEmailIdentityPolicy"),

  yes("feedback_forwarding_off", "SetIdentityFeedbackForwardingEnabled", {
    identity: "shop.example",
    forwardingEnabled: false,
  }),
  yes("feedback_forwarding_off", "PutEmailIdentityFeedbackAttributes", {
    emailIdentity: "shop.example",
  }),
  near("feedback_forwarding_off", "SetIdentityFeedbackForwardingEnabled", {
    identity: "shop.example",
    forwardingEnabled: true,
  }),
  near("feedback_forwarding_off", "PutEmailIdentityFeedbackAttributes", {
    emailIdentity: "shop.example",
    emailForwardingEnabled: true,
  }),
  denied("feedback_forwarding_off", "PutEmailIdentityFeedbackAttributes", {
    errorMessage: message("identity/shop.example"),
  }),

  yes("bounce_topic_removed", "SetIdentityNotificationTopic", {
    identity: "shop.example",
    notificationType: "Bounce",
  }),
  yes("bounce_topic_removed", "SetIdentityNotificationTopic", {
    identity: "shop.example",
    notificationType: "Complaint",
    snsTopic: null,
  }),
  near("bounce_topic_removed", "SetIdentityNotificationTopic", {
    identity: "shop.example",
    notificationType: "Bounce",
    snsTopic: ownTopic,
  }),
  near("bounce_topic_removed", "SetIdentityNotificationTopic", {
    identity: "shop.example",
    notificationType: "Delivery",
  }),
  denied("bounce_topic_removed", "SetIdentityNotificationTopic"),

  yes("topic_foreign_account", "SetIdentityNotificationTopic", {
    identity: "shop.example",
    notificationType: "Bounce",
    snsTopic: otherTopic,
  }),
  yes("topic_foreign_account", "CreateConfigurationSetEventDestination", {
    configurationSetName: "s",
    eventDestination: { name: "d", sNSDestination: { topicARN: otherTopic } },
  }),
  yes("topic_foreign_account", "CreateConfigurationSetEventDestination", {
    configurationSetName: "s",
    eventDestination: { name: "d", snsDestination: { topicArn: otherTopic } },
  }),
  yes("topic_foreign_account", "UpdateConfigurationSetEventDestination", {
    configurationSetName: "s",
    eventDestinationName: "d",
    eventDestination: { snsDestination: { topicArn: otherTopic } },
  }),
  near("topic_foreign_account", "SetIdentityNotificationTopic", {
    identity: "shop.example",
    notificationType: "Bounce",
    snsTopic: ownTopic,
  }),
  near("topic_foreign_account", "UpdateConfigurationSetEventDestination", {
    configurationSetName: "s",
    eventDestinationName: "d",
    eventDestination: { snsDestination: { topicArn: ownTopic } },
  }),
  denied("topic_foreign_account", "SetIdentityNotificationTopic"),

  yes(
    "event_publishing_cut",
    "DeleteConfigurationSet",
    { configurationSetName: "s" },
    { userAgent: AGENT.v1 },
  ),
  yes(
    "event_publishing_cut",
    "DeleteConfigurationSetEventDestination",
    { configurationSetName: "s", eventDestinationName: "d" },
    { userAgent: AGENT.v2 },
  ),
  yes("event_publishing_cut", "UpdateConfigurationSetEventDestination", {
    configurationSetName: "s",
    eventDestination: { name: "d", enabled: false },
  }),
  yes("event_publishing_cut", "UpdateConfigurationSetReputationMetricsEnabled", {
    configurationSetName: "s",
    enabled: false,
  }),
  yes("event_publishing_cut", "PutConfigurationSetReputationOptions", {
    configurationSetName: "s",
  }),
  yes("event_publishing_cut", "UpdateConfigurationSetEventDestination", {
    configurationSetName: "s",
    eventDestinationName: "d",
    eventDestination: { matchingEventTypes: ["BOUNCE"] },
  }),
  near("event_publishing_cut", "UpdateConfigurationSetEventDestination", {
    configurationSetName: "s",
    eventDestinationName: "d",
  }),
  near("event_publishing_cut", "UpdateConfigurationSetEventDestination", {
    configurationSetName: "s",
    eventDestinationName: "d",
    eventDestination: { enabled: true },
  }),
  near("event_publishing_cut", "PutConfigurationSetReputationOptions", {
    configurationSetName: "s",
    reputationMetricsEnabled: true,
  }),
  near("event_publishing_cut", "DeleteConfigurationSetTrackingOptions", {
    configurationSetName: "s",
  }),
  denied("event_publishing_cut", "UpdateConfigurationSetReputationMetricsEnabled"),
  denied("event_publishing_cut", "DeleteConfigurationSet", {
    errorMessage: message("configuration-set/s"),
  }),

  yes("dkim_weakened", "SetIdentityDkimEnabled", { identity: "shop.example", dkimEnabled: false }),
  yes("dkim_weakened", "PutEmailIdentityDkimAttributes", {
    emailIdentity: "shop.example",
    signingEnabled: false,
  }),
  yes("dkim_weakened", "PutEmailIdentityDkimSigningAttributes", {
    emailIdentity: "shop.example",
    signingAttributesOrigin: "EXTERNAL",
  }),
  yes("dkim_weakened", "PutEmailIdentityDkimSigningAttributes", {
    emailIdentity: "shop.example",
    signingAttributesOrigin: "AWS_SES",
    signingAttributes: { nextSigningKeyLength: "RSA_1024_BIT" },
  }),
  ...[
    { domainSigningSelector: "s1", domainSigningPrivateKey: HIDDEN },
    { domainSigningPrivateKey: HIDDEN },
    { nextSigningKeyLength: "RSA_1024_BIT" },
    { domainSigningAttributesOrigin: "AWS_SES_AP_SOUTHEAST_2" },
    { domainSigningAttributesOrigin: "EXTERNAL" },
  ].map((dkimSigningAttributes) =>
    yes("dkim_weakened", "CreateEmailIdentity", {
      emailIdentity: "shop.example",
      dkimSigningAttributes,
    }),
  ),
  ...[
    {},
    { nextSigningKeyLength: "RSA_2048_BIT" },
    { domainSigningAttributesOrigin: "AWS_SES" },
    { domainSigningSelector: "", domainSigningPrivateKey: null },
    HIDDEN,
    null,
  ].map((dkimSigningAttributes) =>
    near("dkim_weakened", "CreateEmailIdentity", {
      emailIdentity: "shop.example",
      dkimSigningAttributes,
    }),
  ),
  denied("dkim_weakened", "CreateEmailIdentity"),
  near("dkim_weakened", "SetIdentityDkimEnabled", { identity: "shop.example", dkimEnabled: true }),
  near("dkim_weakened", "PutEmailIdentityDkimSigningAttributes", {
    emailIdentity: "shop.example",
    signingAttributesOrigin: "AWS_SES",
    signingAttributes: { nextSigningKeyLength: "RSA_2048_BIT" },
  }),
  denied("dkim_weakened", "SetIdentityDkimEnabled"),
  denied("dkim_weakened", "PutEmailIdentityDkimAttributes"),

  yes("mail_from_changed", "SetIdentityMailFromDomain", {
    identity: "shop.example",
    mailFromDomain: "b.shop.example",
  }),
  yes("mail_from_changed", "PutEmailIdentityMailFromAttributes", { emailIdentity: "shop.example" }),
  near("mail_from_changed", "GetIdentityMailFromDomainAttributes", {
    identities: ["shop.example"],
  }),
  denied("mail_from_changed", "SetIdentityMailFromDomain"),
];
