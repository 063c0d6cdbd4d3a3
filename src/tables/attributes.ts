/**
 * What can be said of a thing in SES over time: which call sets which attribute of it, from which setting, v1 and v2
 * alike. `history` is made from it. Settings are those of the action table; what is not here is told by its own name.
 */
import type { TargetKind } from "./actions.ts";

/** One attribute of a sort of thing. */
export interface AttributeRow {
  readonly of: TargetKind;
  /** What people call it; `{key}` stands for what tells several of them apart. */
  readonly label: string;
  /** `switch` on or off · `text` as it stands. */
  readonly form: "switch" | "text";
  /** What a setting means that is left out or emptied. */
  readonly none?: string;
  /** Words in place of values. */
  readonly words?: Readonly<Record<string, string>>;
  /** The setting that tells several of them apart, or `name`: what the call is about. */
  readonly key?: string;
  /** Its values are names of things of this sort. */
  readonly names?: TargetKind;
  /** Settings by action; several where API versions differ; a word behind `=` where the call alone says it. */
  readonly by: Readonly<Record<string, string | readonly string[]>>;
}

/** All attributes, by what they belong to. */
export const ATTRIBUTES: readonly AttributeRow[] = [
  { of: "identity", label: "DKIM signing", form: "switch", by: { SetIdentityDkimEnabled: "dkimEnabled", PutEmailIdentityDkimAttributes: "signingEnabled" } },
  { of: "identity", label: "DKIM key", form: "text", words: { AWS_SES: "of Amazon SES", EXTERNAL: "of your own" }, by: { VerifyDomainDkim: "=AWS_SES", PutEmailIdentityDkimSigningAttributes: "signingAttributesOrigin", CreateEmailIdentity: "dkimSigningAttributes.domainSigningAttributesOrigin" } },
  { of: "identity", label: "DKIM selector", form: "text", by: { PutEmailIdentityDkimSigningAttributes: "signingAttributes.domainSigningSelector", CreateEmailIdentity: "dkimSigningAttributes.domainSigningSelector" } },
  { of: "identity", label: "DKIM key length", form: "text", by: { PutEmailIdentityDkimSigningAttributes: "signingAttributes.nextSigningKeyLength", CreateEmailIdentity: "dkimSigningAttributes.nextSigningKeyLength" } },
  { of: "identity", label: "MAIL FROM domain", form: "text", none: "one of Amazon's", by: { SetIdentityMailFromDomain: "mailFromDomain", PutEmailIdentityMailFromAttributes: "mailFromDomain" } },
  { of: "identity", label: "without MX record", form: "text", by: { SetIdentityMailFromDomain: "behaviorOnMXFailure", PutEmailIdentityMailFromAttributes: "behaviorOnMxFailure" } },
  { of: "identity", label: "feedback by mail", form: "switch", by: { SetIdentityFeedbackForwardingEnabled: "forwardingEnabled", PutEmailIdentityFeedbackAttributes: "emailForwardingEnabled" } },
  { of: "identity", label: "topic for {key}", form: "text", none: "none", key: "notificationType", by: { SetIdentityNotificationTopic: "snsTopic" } },
  { of: "identity", label: "headers in {key} notices", form: "switch", key: "notificationType", by: { SetIdentityHeadersInNotificationsEnabled: "enabled" } },
  { of: "identity", label: "configuration set", form: "text", none: "none", by: { PutEmailIdentityConfigurationSetAttributes: "configurationSetName", CreateEmailIdentity: "configurationSetName" } },

  { of: "configuration_set", label: "sending", form: "switch", by: { UpdateConfigurationSetSendingEnabled: "enabled", PutConfigurationSetSendingOptions: "sendingEnabled", CreateConfigurationSet: "sendingOptions.sendingEnabled" } },
  { of: "configuration_set", label: "reputation metrics", form: "switch", by: { UpdateConfigurationSetReputationMetricsEnabled: "enabled", PutConfigurationSetReputationOptions: "reputationMetricsEnabled" } },
  { of: "configuration_set", label: "TLS", form: "text", by: { PutConfigurationSetDeliveryOptions: ["tlsPolicy", "deliveryOptions.tlsPolicy"], CreateConfigurationSet: "deliveryOptions.tlsPolicy" } },
  { of: "configuration_set", label: "IP pool", form: "text", by: { PutConfigurationSetDeliveryOptions: "sendingPoolName", CreateConfigurationSet: "deliveryOptions.sendingPoolName" } },
  { of: "configuration_set", label: "tracking domain", form: "text", none: "none", by: { CreateConfigurationSetTrackingOptions: "trackingOptions.customRedirectDomain", UpdateConfigurationSetTrackingOptions: "trackingOptions.customRedirectDomain", PutConfigurationSetTrackingOptions: "customRedirectDomain", CreateConfigurationSet: "trackingOptions.customRedirectDomain", DeleteConfigurationSetTrackingOptions: "=none" } },
  { of: "configuration_set", label: "suppression", form: "text", none: "off", by: { PutConfigurationSetSuppressionOptions: "suppressedReasons" } },
  { of: "configuration_set", label: "archive", form: "text", none: "none", by: { PutConfigurationSetArchivingOptions: "archiveArn" } },

  { of: "receipt_rule_set", label: "order of rules", form: "text", by: { ReorderReceiptRuleSet: "ruleNames" } },
  { of: "receipt_rule_set", label: "place of receipt rule {key}", form: "text", none: "first", key: "name", by: { SetReceiptRulePosition: "after", CreateReceiptRule: "after" } },

  { of: "account", label: "sending", form: "switch", by: { UpdateAccountSendingEnabled: "enabled", PutAccountSendingAttributes: "sendingEnabled" } },
  { of: "account", label: "active receipt rule set", form: "text", none: "none, all incoming mail is refused", names: "receipt_rule_set", by: { SetActiveReceiptRuleSet: "ruleSetName" } },
  { of: "account", label: "production access", form: "text", words: { true: "asked for", false: "not asked for" }, by: { PutAccountDetails: "productionAccessEnabled" } },
  { of: "account", label: "sort of mail", form: "text", by: { PutAccountDetails: "mailType" } },
  { of: "account", label: "suppression", form: "text", none: "off", by: { PutAccountSuppressionAttributes: "suppressedReasons" } },
  { of: "account", label: "IP warm-up", form: "switch", by: { PutAccountDedicatedIpWarmupAttributes: "autoWarmupEnabled" } },
  { of: "account", label: "deliverability dashboard", form: "switch", by: { PutDeliverabilityDashboardOption: "dashboardEnabled" } },
  { of: "account", label: "Virtual Deliverability Manager", form: "switch", by: { PutAccountVdmAttributes: "vdmAttributes.vdmEnabled" } },

  { of: "tenant", label: "sending", form: "switch", by: { UpdateReputationEntityCustomerManagedStatus: "sendingStatus" } },
  { of: "tenant", label: "suppression", form: "text", none: "off", by: { PutTenantSuppressionAttributes: "suppressedReasons" } },
];

/** Things that belong to another thing: what is done to them is a change of that. */
export const BELONGS_TO: Readonly<Partial<Record<TargetKind, TargetKind>>> = {
  identity_policy: "identity",
  event_destination: "configuration_set",
  receipt_rule: "receipt_rule_set",
  receipt_filter: "account",
  dedicated_ip: "dedicated_ip_pool",
};

/** Words of settings that mean on and off. */
export const SWITCH_WORDS: Readonly<Record<string, "on" | "off">> = { true: "on", enabled: "on", reinstated: "on", false: "off", disabled: "off", "(none)": "off" };

/** The attribute that every thing has: whether it is there. */
export const THERE = "there";
/** Its value once the thing is deleted; then nothing of it is left. */
export const GONE = "no";
