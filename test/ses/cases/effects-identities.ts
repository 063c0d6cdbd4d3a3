/** Effect cases: the account and its sender identities. */
import type { JsonObject } from "../../../src/records/element.ts";
import { HIDDEN } from "../../../src/ses/values/parameters.ts";
import { OTHER, OWN } from "../sample.ts";
import type { Case } from "./case.ts";
import { call, refused } from "./case.ts";

function yes(of: string, action: string, params: JsonObject, effect: string): Case {
  return { of, sort: "yes", action, record: call(action, params), effect };
}

function near(of: string, action: string, params: JsonObject, effect: string): Case {
  return { of, sort: "near", action, record: call(action, params), effect };
}

function denied(of: string, action: string, effect: string): Case {
  return { of, sort: "denied", action, record: refused(action), effect };
}

const topic = `arn:aws:sns:eu-west-1:${OWN}:bounces`;

function policyOf(...statements: JsonObject[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

const everyone = policyOf({ Effect: "Allow", Principal: "*", Action: "ses:SendEmail" });
const narrowed = policyOf({
  Effect: "Allow",
  Principal: "*",
  Action: "ses:SendEmail",
  Condition: { IpAddress: { "aws:SourceIp": "192.0.2.0/24" } },
});
const within = policyOf(
  {
    Effect: "Allow",
    Principal: "*",
    Action: "ses:SendEmail",
    Condition: {
      StringEquals: { "aws:PrincipalOrgID": ["o-exampleorg1", "${aws:ResourceOrgID}"] },
    },
  },
  { Effect: "Allow", Principal: { AWS: OTHER }, Action: "ses:SendEmail" },
);
const partner = policyOf({
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${OTHER}:root` },
  Action: "ses:SendRawEmail",
});
const own = policyOf({ Effect: "Allow", Principal: { AWS: OWN }, Action: "ses:SendEmail" });

export const IDENTITY_EFFECT_CASES: readonly Case[] = [
  yes(
    "account_sending",
    "UpdateAccountSendingEnabled",
    { enabled: true },
    "Sending turned on for the whole account",
  ),
  near(
    "account_sending",
    "UpdateAccountSendingEnabled",
    { enabled: false },
    "Sending turned off for the whole account",
  ),
  denied(
    "account_sending",
    "UpdateAccountSendingEnabled",
    "tried to change sending for the whole account: access denied",
  ),
  yes(
    "account_sending",
    "PutAccountSendingAttributes",
    { sendingEnabled: false },
    "Sending turned off for the whole account",
  ),
  yes(
    "account_sending",
    "PutAccountSendingAttributes",
    {},
    "Sending turned off for the whole account",
  ),
  near(
    "account_sending",
    "PutAccountSendingAttributes",
    { sendingEnabled: true },
    "Sending turned on for the whole account",
  ),
  denied(
    "account_sending",
    "PutAccountSendingAttributes",
    "tried to change sending for the whole account: access denied",
  ),

  yes(
    "account_details",
    "PutAccountDetails",
    { mailType: "MARKETING", contactLanguage: "EN" },
    "Production access asked for, marketing mail",
  ),
  near(
    "account_details",
    "PutAccountDetails",
    { mailType: "TRANSACTIONAL", productionAccessEnabled: false },
    "Account details changed, transactional mail, without production access",
  ),
  denied(
    "account_details",
    "PutAccountDetails",
    "tried to ask for production access: access denied",
  ),

  yes(
    "account_suppression",
    "PutAccountSuppressionAttributes",
    { suppressedReasons: [] },
    "Suppression of bounced and complaining addresses turned off for the account",
  ),
  near(
    "account_suppression",
    "PutAccountSuppressionAttributes",
    { suppressedReasons: ["BOUNCE", "COMPLAINT"] },
    "Suppression list of the account set to take bounces and complaints",
  ),
  near(
    "account_suppression",
    "PutAccountSuppressionAttributes",
    { validationAttributes: { conditionThreshold: {} } },
    "Address validation of the account changed",
  ),
  denied(
    "account_suppression",
    "PutAccountSuppressionAttributes",
    "tried to change suppression list of the account: access denied",
  ),

  yes(
    "account_warmup",
    "PutAccountDedicatedIpWarmupAttributes",
    { autoWarmupEnabled: true },
    "Automatic warm-up of dedicated IP addresses turned on",
  ),
  near(
    "account_warmup",
    "PutAccountDedicatedIpWarmupAttributes",
    { autoWarmupEnabled: false },
    "Automatic warm-up of dedicated IP addresses turned off",
  ),
  denied(
    "account_warmup",
    "PutAccountDedicatedIpWarmupAttributes",
    "tried to change automatic warm-up of dedicated IP addresses: access denied",
  ),

  yes(
    "account_plan",
    "PutAccountPricingAttributes",
    { plan: "PRO" },
    "Pricing plan of the account changed to PRO",
  ),
  near("account_plan", "PutAccountPricingAttributes", {}, "Pricing plan of the account changed"),
  denied(
    "account_plan",
    "PutAccountPricingAttributes",
    "tried to change pricing plan of the account: access denied",
  ),

  yes(
    "account_delivery",
    "PutAccountDeliveryAttributes",
    { sharedPoolDeliveryMode: "GLOBAL" },
    "Delivery from shared IP addresses of other Regions turned on for the account",
  ),
  yes(
    "account_delivery",
    "PutAccountDeliveryAttributes",
    { sharedPoolDeliveryMode: "REGIONAL" },
    "Delivery from shared IP addresses of other Regions turned off for the account",
  ),
  near(
    "account_delivery",
    "PutAccountDeliveryAttributes",
    { sharedPoolDeliveryMode: "NEARBY" },
    "Delivery from shared IP addresses changed to NEARBY",
  ),
  near(
    "account_delivery",
    "PutAccountDeliveryAttributes",
    {},
    "Delivery from shared IP addresses changed",
  ),
  denied(
    "account_delivery",
    "PutAccountDeliveryAttributes",
    "tried to change delivery from shared IP addresses: access denied",
  ),

  yes(
    "account_insights",
    "PutAccountVdmAttributes",
    { vdmAttributes: { vdmEnabled: "ENABLED" } },
    "Virtual Deliverability Manager turned on for the account",
  ),
  near(
    "account_insights",
    "PutAccountVdmAttributes",
    { vdmAttributes: { vdmEnabled: "DISABLED" } },
    "Virtual Deliverability Manager turned off for the account",
  ),
  denied(
    "account_insights",
    "PutAccountVdmAttributes",
    "tried to change Virtual Deliverability Manager for the account: access denied",
  ),

  yes(
    "deliverability_dashboard",
    "PutDeliverabilityDashboardOption",
    { dashboardEnabled: true },
    "Deliverability dashboard turned on",
  ),
  near(
    "deliverability_dashboard",
    "PutDeliverabilityDashboardOption",
    { dashboardEnabled: false },
    "Deliverability dashboard turned off",
  ),
  denied(
    "deliverability_dashboard",
    "PutDeliverabilityDashboardOption",
    "tried to change deliverability dashboard: access denied",
  ),

  yes(
    "dkim_signing",
    "SetIdentityDkimEnabled",
    { identity: "shop.example", dkimEnabled: false },
    "DKIM signing turned off for shop.example",
  ),
  near(
    "dkim_signing",
    "SetIdentityDkimEnabled",
    { identity: "shop.example", dkimEnabled: true },
    "DKIM signing turned on for shop.example",
  ),
  denied(
    "dkim_signing",
    "SetIdentityDkimEnabled",
    "tried to change DKIM signing for an identity: access denied",
  ),
  yes(
    "dkim_signing",
    "PutEmailIdentityDkimAttributes",
    { emailIdentity: "shop.example" },
    "DKIM signing turned off for shop.example",
  ),
  near(
    "dkim_signing",
    "PutEmailIdentityDkimAttributes",
    { emailIdentity: "shop.example", signingEnabled: true },
    "DKIM signing turned on for shop.example",
  ),
  denied(
    "dkim_signing",
    "PutEmailIdentityDkimAttributes",
    "tried to change DKIM signing for an identity: access denied",
  ),

  yes(
    "dkim_origin",
    "PutEmailIdentityDkimSigningAttributes",
    {
      emailIdentity: "shop.example",
      signingAttributesOrigin: "EXTERNAL",
      signingAttributes: { domainSigningSelector: "s1" },
    },
    "DKIM signing of shop.example changed to keys of one's own (selector s1)",
  ),
  yes(
    "dkim_origin",
    "PutEmailIdentityDkimSigningAttributes",
    { emailIdentity: "shop.example", signingAttributesOrigin: "AWS_SES_EU_WEST_1" },
    "DKIM signing of shop.example changed to keys of another Region (AWS_SES_EU_WEST_1)",
  ),
  near(
    "dkim_origin",
    "PutEmailIdentityDkimSigningAttributes",
    { emailIdentity: "shop.example", signingAttributesOrigin: "AWS_SES" },
    "DKIM signing of shop.example changed to keys that SES manages",
  ),
  denied(
    "dkim_origin",
    "PutEmailIdentityDkimSigningAttributes",
    "tried to change DKIM signing of an identity: access denied",
  ),

  near(
    "dkim_origin",
    "PutEmailIdentityDkimSigningAttributes",
    {
      emailIdentity: "shop.example",
      signingAttributesOrigin: "AWS_SES",
      signingAttributes: { nextSigningKeyLength: "RSA_1024_BIT" },
    },
    "DKIM signing of shop.example changed to keys that SES manages, of 1,024 bits",
  ),

  yes(
    "identity_with_keys",
    "CreateEmailIdentity",
    {
      emailIdentity: "shop.example",
      dkimSigningAttributes: { domainSigningSelector: "s1", domainSigningPrivateKey: HIDDEN },
    },
    "Sender identity shop.example added, with DKIM keys of one's own (selector s1)",
  ),
  yes(
    "identity_with_keys",
    "CreateEmailIdentity",
    { emailIdentity: "shop.example", dkimSigningAttributes: { domainSigningPrivateKey: HIDDEN } },
    "Sender identity shop.example added, with DKIM keys of one's own",
  ),
  yes(
    "identity_with_keys",
    "CreateEmailIdentity",
    {
      emailIdentity: "shop.example",
      dkimSigningAttributes: { nextSigningKeyLength: "RSA_1024_BIT" },
    },
    "Sender identity shop.example added, with DKIM keys that SES manages, of 1,024 bits",
  ),
  yes(
    "identity_with_keys",
    "CreateEmailIdentity",
    {
      emailIdentity: "shop.example",
      dkimSigningAttributes: { domainSigningAttributesOrigin: "AWS_SES_AP_SOUTHEAST_2" },
    },
    "Sender identity shop.example added, with DKIM keys of another Region (AWS_SES_AP_SOUTHEAST_2)",
  ),
  near(
    "identity_with_keys",
    "CreateEmailIdentity",
    {
      emailIdentity: "shop.example",
      dkimSigningAttributes: { nextSigningKeyLength: "RSA_2048_BIT" },
    },
    "Sender identity shop.example added",
  ),
  near(
    "identity_with_keys",
    "CreateEmailIdentity",
    { emailIdentity: "shop.example", dkimSigningAttributes: HIDDEN },
    "Sender identity shop.example added",
  ),
  near(
    "identity_with_keys",
    "CreateEmailIdentity",
    { emailIdentity: "shop.example", dkimSigningAttributes: { domainSigningPrivateKey: null } },
    "Sender identity shop.example added",
  ),
  denied(
    "identity_with_keys",
    "CreateEmailIdentity",
    "tried to add a sender identity: access denied",
  ),

  yes(
    "feedback_forwarding",
    "SetIdentityFeedbackForwardingEnabled",
    { identity: "shop.example", forwardingEnabled: false },
    "Forwarding of bounces and complaints by mail turned off for shop.example",
  ),
  near(
    "feedback_forwarding",
    "SetIdentityFeedbackForwardingEnabled",
    { identity: "shop.example", forwardingEnabled: true },
    "Forwarding of bounces and complaints by mail turned on for shop.example",
  ),
  denied(
    "feedback_forwarding",
    "SetIdentityFeedbackForwardingEnabled",
    "tried to change forwarding of bounces and complaints by mail for an identity: access denied",
  ),
  yes(
    "feedback_forwarding",
    "PutEmailIdentityFeedbackAttributes",
    { emailIdentity: "shop.example" },
    "Forwarding of bounces and complaints by mail turned off for shop.example",
  ),
  near(
    "feedback_forwarding",
    "PutEmailIdentityFeedbackAttributes",
    { emailIdentity: "shop.example", emailForwardingEnabled: true },
    "Forwarding of bounces and complaints by mail turned on for shop.example",
  ),
  denied(
    "feedback_forwarding",
    "PutEmailIdentityFeedbackAttributes",
    "tried to change forwarding of bounces and complaints by mail for an identity: access denied",
  ),

  yes(
    "notification_topic",
    "SetIdentityNotificationTopic",
    { identity: "shop.example", notificationType: "Bounce" },
    "Bounce notifications for shop.example no longer sent to a topic",
  ),
  yes(
    "notification_topic",
    "SetIdentityNotificationTopic",
    { identity: "shop.example", notificationType: "Complaint", snsTopic: null },
    "Complaint notifications for shop.example no longer sent to a topic",
  ),
  near(
    "notification_topic",
    "SetIdentityNotificationTopic",
    { identity: "shop.example", notificationType: "Bounce", snsTopic: topic },
    `Bounce notifications for shop.example now sent to topic ${topic}`,
  ),
  denied(
    "notification_topic",
    "SetIdentityNotificationTopic",
    "tried to change topic of notifications for an identity: access denied",
  ),

  yes(
    "notification_headers",
    "SetIdentityHeadersInNotificationsEnabled",
    { identity: "shop.example", notificationType: "Delivery", enabled: true },
    "Original headers in delivery notifications for shop.example turned on",
  ),
  near(
    "notification_headers",
    "SetIdentityHeadersInNotificationsEnabled",
    { identity: "shop.example", notificationType: "Delivery", enabled: false },
    "Original headers in delivery notifications for shop.example turned off",
  ),
  denied(
    "notification_headers",
    "SetIdentityHeadersInNotificationsEnabled",
    "tried to change original headers in notifications for an identity: access denied",
  ),

  yes(
    "mail_from",
    "SetIdentityMailFromDomain",
    { identity: "shop.example", mailFromDomain: "bounce.shop.example" },
    "MAIL FROM domain of shop.example set to bounce.shop.example",
  ),
  near(
    "mail_from",
    "SetIdentityMailFromDomain",
    { identity: "shop.example" },
    "Custom MAIL FROM domain removed from shop.example",
  ),
  denied(
    "mail_from",
    "SetIdentityMailFromDomain",
    "tried to change MAIL FROM domain of an identity: access denied",
  ),
  yes(
    "mail_from",
    "PutEmailIdentityMailFromAttributes",
    {
      emailIdentity: "shop.example",
      mailFromDomain: "bounce.shop.example",
      behaviorOnMxFailure: "REJECT_MESSAGE",
    },
    "MAIL FROM domain of shop.example set to bounce.shop.example",
  ),
  near(
    "mail_from",
    "PutEmailIdentityMailFromAttributes",
    { emailIdentity: "shop.example", mailFromDomain: "" },
    "Custom MAIL FROM domain removed from shop.example",
  ),
  denied(
    "mail_from",
    "PutEmailIdentityMailFromAttributes",
    "tried to change MAIL FROM domain of an identity: access denied",
  ),

  yes(
    "identity_configuration_set",
    "PutEmailIdentityConfigurationSetAttributes",
    { emailIdentity: "shop.example", configurationSetName: "newsletter" },
    "Default configuration set of shop.example set to newsletter",
  ),
  near(
    "identity_configuration_set",
    "PutEmailIdentityConfigurationSetAttributes",
    { emailIdentity: "shop.example" },
    "Default configuration set removed from shop.example",
  ),
  denied(
    "identity_configuration_set",
    "PutEmailIdentityConfigurationSetAttributes",
    "tried to change default configuration set of an identity: access denied",
  ),

  yes(
    "identity_policy",
    "PutIdentityPolicy",
    { identity: "shop.example", policyName: "open", policy: everyone },
    "Anyone may send as shop.example (policy open)",
  ),
  yes(
    "identity_policy",
    "PutIdentityPolicy",
    { identity: "shop.example", policyName: "org", policy: narrowed },
    "Anyone may send as shop.example, on conditions (policy org)",
  ),
  yes(
    "identity_policy",
    "PutIdentityPolicy",
    { identity: "shop.example", policyName: "ours", policy: within },
    `Account ${OTHER} and everyone in organization o-exampleorg1 and its own organization may send as shop.example (policy ours)`,
  ),
  near(
    "identity_policy",
    "PutIdentityPolicy",
    { identity: "shop.example", policyName: "self", policy: own },
    "Sending policy self of shop.example set",
  ),
  denied("identity_policy", "PutIdentityPolicy", "tried to set a sending policy: access denied"),
  yes(
    "identity_policy",
    "CreateEmailIdentityPolicy",
    { emailIdentity: "shop.example", policyName: "partner", policy: partner },
    `Account ${OTHER} may send as shop.example (policy partner)`,
  ),
  near(
    "identity_policy",
    "CreateEmailIdentityPolicy",
    { emailIdentity: "shop.example", policyName: "broken", policy: "{" },
    "Sending policy broken of shop.example created",
  ),
  denied(
    "identity_policy",
    "CreateEmailIdentityPolicy",
    "tried to create a sending policy: access denied",
  ),
  yes(
    "identity_policy",
    "UpdateEmailIdentityPolicy",
    { emailIdentity: "shop.example", policyName: "open", policy: everyone },
    "Anyone may send as shop.example (policy open)",
  ),
  near(
    "identity_policy",
    "UpdateEmailIdentityPolicy",
    { emailIdentity: "shop.example", policyName: "self", policy: own },
    "Sending policy self of shop.example changed",
  ),
  denied(
    "identity_policy",
    "UpdateEmailIdentityPolicy",
    "tried to change a sending policy: access denied",
  ),
];
