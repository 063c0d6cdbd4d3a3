/**
 * The action table: every Amazon SES action that is known, once for each API that has it.
 *
 * It is data: what an action does, what it is about and which parameters carry its meaning. `ses/` applies it to
 * records; `sestrail actions` prints it. An action that is not here still passes, see `ses/call/action.ts`.
 *
 * Source: the API models of SES v1 (email 2010-12-01), v2 (sesv2 2019-09-27) and Mail Manager (2023-10-17); which
 * calls are data events: "Logging Amazon SES API calls with AWS CloudTrail" in the SES Developer Guide.
 */

/** The API that an action belongs to. */
export type ActionApi = "v1" | "v2" | "mailmanager";

/** What an action does to its target. Sends are neither reads nor writes, whatever `readOnly` says. */
export type ActionVerb = "create" | "read" | "update" | "delete" | "send" | "start" | "stop";

/** A verb, what it is done to, and the rest, with slots; `ses/effect/sentence.ts` fills them. */
export type EffectText = readonly [verb: string, what: string, rest?: string];

/** One row of the table of target kinds. */
export interface TargetRow {
  /** What people call one of them. */
  readonly one: string;
  /** What people call several. */
  readonly many: string;
  /** First word of the resource in their ARNs. */
  readonly arn?: string;
  /** Field below `aws.ses.` that holds their names. */
  readonly part?: string;
}

/**
 * What a call can be about: the values of `aws.ses.target.kind`.
 * Source: Service Authorization Reference, "Amazon SES" and "Mail Manager", resource types (ARNs).
 */
export const TARGETS = {
  identity: { one: "sender identity", many: "sender identities", arn: "identity" },
  identity_policy: { one: "sending policy", many: "sending policies" },
  receipt_rule_set: { one: "receipt rule set", many: "receipt rule sets", arn: "receipt-rule-set", part: "receipt_rule_set" },
  receipt_rule: { one: "receipt rule", many: "receipt rules" },
  receipt_filter: { one: "receipt filter", many: "receipt filters" },
  configuration_set: { one: "configuration set", many: "configuration sets", arn: "configuration-set", part: "configuration_set" },
  event_destination: { one: "event destination", many: "event destinations" },
  template: { one: "template", many: "templates", arn: "template", part: "template" },
  custom_verification_template: { one: "custom verification template", many: "custom verification templates", arn: "custom-verification-email-template", part: "template" },
  contact_list: { one: "contact list", many: "contact lists", arn: "contact-list", part: "contact_list" },
  contact: { one: "contact", many: "contacts" },
  recipient: { one: "address", many: "addresses" },
  dedicated_ip_pool: { one: "dedicated IP pool", many: "dedicated IP pools", arn: "dedicated-ip-pool", part: "dedicated_ip_pool" },
  dedicated_ip: { one: "dedicated IP address", many: "dedicated IP addresses" },
  suppressed_destination: { one: "address", many: "suppressed addresses" },
  account: { one: "account", many: "accounts" },
  import_job: { one: "import job", many: "import jobs", arn: "import-job" },
  export_job: { one: "export job", many: "export jobs", arn: "export-job" },
  tenant: { one: "tenant", many: "tenants", arn: "tenant", part: "tenant" },
  reputation_entity: { one: "reputation entity", many: "reputation entities" },
  multi_region_endpoint: { one: "multi-Region endpoint", many: "multi-Region endpoints", arn: "multi-region-endpoint" },
  deliverability_report: { one: "deliverability report", many: "deliverability reports", arn: "deliverability-test-report" },
  message: { one: "message", many: "messages" },
  metric: { one: "metric", many: "metrics" },
  recommendation: { one: "recommendation", many: "recommendations" },
  resource: { one: "resource", many: "resources" },
  archive: { one: "archive", many: "archives", arn: "mailmanager-archive" },
  archive_search: { one: "archive search", many: "archive searches" },
  archive_export: { one: "archive export", many: "archive exports" },
  archived_message: { one: "archived message", many: "archived messages" },
  address_list: { one: "address list", many: "address lists", arn: "mailmanager-address-list" },
  address_list_import_job: { one: "address list import", many: "address list imports" },
  ingress_point: { one: "ingress endpoint", many: "ingress endpoints", arn: "mailmanager-ingress-point" },
  relay: { one: "SMTP relay", many: "SMTP relays", arn: "mailmanager-smtp-relay" },
  mailmanager_rule_set: { one: "Mail Manager rule set", many: "Mail Manager rule sets", arn: "mailmanager-rule-set" },
  traffic_policy: { one: "traffic policy", many: "traffic policies", arn: "mailmanager-traffic-policy" },
  addon_instance: { one: "add-on instance", many: "add-on instances", arn: "addon-instance" },
  addon_subscription: { one: "add-on subscription", many: "add-on subscriptions", arn: "addon-subscription" },
} as const satisfies Readonly<Record<string, TargetRow>>;

/** Kind of target. */
export type TargetKind = keyof typeof TARGETS;

/** Fields below `aws.ses.` for things that a call names. */
export type ActionPart =
  | "configuration_set"
  | "template"
  | "receipt_rule_set"
  | "receipt_rule"
  | "receipt_filter"
  | "event_destination"
  | "contact_list"
  | "dedicated_ip_pool"
  | "tenant"
  | "policy.name"
  | "topic_arn"
  | "mail_from_domain"
  | "message_id";

/**
 * One row of the action table.
 *
 * Paths are dotted and stand below `requestParameters`, or below the record where they begin with `responseElements`
 * or `additionalEventData`. They pass through arrays; `*` is any key.
 */
export interface ActionRow {
  /** eventName. */
  readonly action: string;
  readonly api: ActionApi;
  readonly verb: ActionVerb;
  /** What the call is about. */
  readonly target: TargetKind;
  /** Paths that name the target: the first that is there does. ARNs among them become `target.arn`. */
  readonly names?: readonly string[];
  /** Paths that hold ARNs of resources of any kind: they name a `resource` target, and fill the fields of their kind. */
  readonly resources?: readonly string[];
  /** Paths that hold sender identities: addresses, domains, or their ARNs. */
  readonly identities?: readonly string[];
  /** Paths that name other things, by the field they fill. */
  readonly parts?: Readonly<Partial<Record<ActionPart, readonly string[]>>>;
  /** Paths that a write sets. `?` at the end: leaving it out has a meaning of its own. */
  readonly settings?: readonly string[];
  /** Paths that tell this action from its namesake in another API. */
  readonly signs?: readonly string[];
  /** Recorded only as an opt-in data event. */
  readonly dataEvent?: true;
  /** What was done, in words: verb, what, and the rest; see `ses/effect/sentence.ts`. By default made from verb and target. */
  readonly effect?: EffectText;
}

/** All actions, v1, v2, then Mail Manager, each in the order of the alphabet. */
export const ACTIONS: readonly ActionRow[] = [
  // SES API v1 (2010-12-01)
  { action: "CloneReceiptRuleSet", api: "v1", verb: "create", target: "receipt_rule_set", names: ["ruleSetName"], parts: { receipt_rule_set: ["ruleSetName", "originalRuleSetName"] }, effect: ["copy", "receipt rule set[ {originalRuleSetName}]", "to {name|a new one}"] },
  { action: "CreateConfigurationSet", api: "v1", verb: "create", target: "configuration_set", names: ["configurationSet.name"], parts: { configuration_set: ["configurationSet.name"] }, signs: ["configurationSet"] },
  { action: "CreateConfigurationSetEventDestination", api: "v1", verb: "create", target: "event_destination", names: ["eventDestination.name"], parts: { configuration_set: ["configurationSetName"], event_destination: ["eventDestination.name"], topic_arn: ["eventDestination.sNSDestination.*", "eventDestination.snsDestination.*"] }, settings: ["eventDestination.enabled", "eventDestination.matchingEventTypes"], signs: ["eventDestination.name"], effect: ["add", "{it}", "[to configuration set {configuration_set}]"] },
  { action: "CreateConfigurationSetTrackingOptions", api: "v1", verb: "create", target: "configuration_set", names: ["configurationSetName"], parts: { configuration_set: ["configurationSetName"] }, settings: ["trackingOptions.customRedirectDomain"] },
  { action: "CreateCustomVerificationEmailTemplate", api: "v1", verb: "create", target: "custom_verification_template", names: ["templateName"], parts: { template: ["templateName"] }, settings: ["fromEmailAddress", "successRedirectionURL", "failureRedirectionURL"] },
  { action: "CreateReceiptFilter", api: "v1", verb: "create", target: "receipt_filter", names: ["filter.name"], parts: { receipt_filter: ["filter.name"] }, settings: ["filter.ipFilter.policy", "filter.ipFilter.cidr"] },
  { action: "CreateReceiptRule", api: "v1", verb: "create", target: "receipt_rule", names: ["rule.name"], parts: { receipt_rule_set: ["ruleSetName"], receipt_rule: ["rule.name"], topic_arn: ["rule.actions.*.topicArn"] }, settings: ["rule.enabled?", "rule.tlsPolicy", "rule.recipients", "rule.actions", "rule.scanEnabled", "after?"], effect: ["create", "{it}", "[in set {receipt_rule_set}]"] },
  { action: "CreateReceiptRuleSet", api: "v1", verb: "create", target: "receipt_rule_set", names: ["ruleSetName"], parts: { receipt_rule_set: ["ruleSetName"] } },
  { action: "CreateTemplate", api: "v1", verb: "create", target: "template", names: ["template.templateName"], parts: { template: ["template.templateName"] } },
  { action: "DeleteConfigurationSet", api: "v1", verb: "delete", target: "configuration_set", names: ["configurationSetName"], parts: { configuration_set: ["configurationSetName"] } },
  { action: "DeleteConfigurationSetEventDestination", api: "v1", verb: "delete", target: "event_destination", names: ["eventDestinationName"], parts: { configuration_set: ["configurationSetName"], event_destination: ["eventDestinationName"] }, effect: ["delete", "{it}", "[from configuration set {configuration_set}]"] },
  { action: "DeleteConfigurationSetTrackingOptions", api: "v1", verb: "delete", target: "configuration_set", names: ["configurationSetName"], parts: { configuration_set: ["configurationSetName"] }, effect: ["remove", "custom tracking domain", "from {it}"] },
  { action: "DeleteCustomVerificationEmailTemplate", api: "v1", verb: "delete", target: "custom_verification_template", names: ["templateName"], parts: { template: ["templateName"] } },
  { action: "DeleteIdentity", api: "v1", verb: "delete", target: "identity", names: ["identity"], identities: ["identity"] },
  { action: "DeleteIdentityPolicy", api: "v1", verb: "delete", target: "identity_policy", names: ["policyName"], identities: ["identity"], parts: { "policy.name": ["policyName"] }, effect: ["delete", "{it}[ of {identity}]"] },
  { action: "DeleteReceiptFilter", api: "v1", verb: "delete", target: "receipt_filter", names: ["filterName"], parts: { receipt_filter: ["filterName"] } },
  { action: "DeleteReceiptRule", api: "v1", verb: "delete", target: "receipt_rule", names: ["ruleName"], parts: { receipt_rule_set: ["ruleSetName"], receipt_rule: ["ruleName"] }, effect: ["delete", "{it}", "[from set {receipt_rule_set}]"] },
  { action: "DeleteReceiptRuleSet", api: "v1", verb: "delete", target: "receipt_rule_set", names: ["ruleSetName"], parts: { receipt_rule_set: ["ruleSetName"] } },
  { action: "DeleteTemplate", api: "v1", verb: "delete", target: "template", names: ["templateName"], parts: { template: ["templateName"] } },
  { action: "DeleteVerifiedEmailAddress", api: "v1", verb: "delete", target: "identity", names: ["emailAddress"], identities: ["emailAddress"] },
  { action: "DescribeActiveReceiptRuleSet", api: "v1", verb: "read", target: "receipt_rule_set", effect: ["look up", "active receipt rule set"] },
  { action: "DescribeConfigurationSet", api: "v1", verb: "read", target: "configuration_set", names: ["configurationSetName"], parts: { configuration_set: ["configurationSetName"] } },
  { action: "DescribeReceiptRule", api: "v1", verb: "read", target: "receipt_rule", names: ["ruleName"], parts: { receipt_rule_set: ["ruleSetName"], receipt_rule: ["ruleName"] }, effect: ["look up", "{it}[ in set {receipt_rule_set}]"] },
  { action: "DescribeReceiptRuleSet", api: "v1", verb: "read", target: "receipt_rule_set", names: ["ruleSetName"], parts: { receipt_rule_set: ["ruleSetName"] } },
  { action: "GetAccountSendingEnabled", api: "v1", verb: "read", target: "account", effect: ["look up", "sending status of the account"] },
  { action: "GetCustomVerificationEmailTemplate", api: "v1", verb: "read", target: "custom_verification_template", names: ["templateName"], parts: { template: ["templateName"] } },
  { action: "GetIdentityDkimAttributes", api: "v1", verb: "read", target: "identity", names: ["identities"], identities: ["identities"], effect: ["look up", "DKIM settings of {name|identities}"] },
  { action: "GetIdentityMailFromDomainAttributes", api: "v1", verb: "read", target: "identity", names: ["identities"], identities: ["identities"], effect: ["look up", "MAIL FROM settings of {name|identities}"] },
  { action: "GetIdentityNotificationAttributes", api: "v1", verb: "read", target: "identity", names: ["identities"], identities: ["identities"], effect: ["look up", "notification settings of {name|identities}"] },
  { action: "GetIdentityPolicies", api: "v1", verb: "read", target: "identity_policy", names: ["policyNames"], identities: ["identity"], parts: { "policy.name": ["policyNames"] }, effect: ["read", "{it}[ of {identity}]"] },
  { action: "GetIdentityVerificationAttributes", api: "v1", verb: "read", target: "identity", names: ["identities"], identities: ["identities"], effect: ["look up", "verification status of {name|identities}"] },
  { action: "GetSendQuota", api: "v1", verb: "read", target: "account", effect: ["look up", "sending quota"] },
  { action: "GetSendStatistics", api: "v1", verb: "read", target: "account", effect: ["look up", "sending statistics"] },
  { action: "GetTemplate", api: "v1", verb: "read", target: "template", names: ["templateName"], parts: { template: ["templateName"] } },
  { action: "ListConfigurationSets", api: "v1", verb: "read", target: "configuration_set", signs: ["maxItems"] },
  { action: "ListCustomVerificationEmailTemplates", api: "v1", verb: "read", target: "custom_verification_template", signs: ["maxResults"] },
  { action: "ListIdentities", api: "v1", verb: "read", target: "identity", effect: ["list", "identities"] },
  { action: "ListIdentityPolicies", api: "v1", verb: "read", target: "identity_policy", names: ["identity"], identities: ["identity"], effect: ["list", "sending policies of {identity|an identity}"] },
  { action: "ListReceiptFilters", api: "v1", verb: "read", target: "receipt_filter" },
  { action: "ListReceiptRuleSets", api: "v1", verb: "read", target: "receipt_rule_set" },
  { action: "ListTemplates", api: "v1", verb: "read", target: "template" },
  { action: "ListVerifiedEmailAddresses", api: "v1", verb: "read", target: "identity", effect: ["list", "verified addresses"] },
  { action: "PutConfigurationSetDeliveryOptions", api: "v1", verb: "update", target: "configuration_set", names: ["configurationSetName"], parts: { configuration_set: ["configurationSetName"] }, settings: ["deliveryOptions.tlsPolicy"], signs: ["deliveryOptions"] },
  { action: "PutIdentityPolicy", api: "v1", verb: "update", target: "identity_policy", names: ["policyName"], identities: ["identity"], parts: { "policy.name": ["policyName"] }, settings: ["policy"], effect: ["set", "{it}[ of {identity}]"] },
  { action: "ReorderReceiptRuleSet", api: "v1", verb: "update", target: "receipt_rule_set", names: ["ruleSetName"], parts: { receipt_rule_set: ["ruleSetName"] }, settings: ["ruleNames"] },
  { action: "SendBounce", api: "v1", verb: "send", target: "message", names: ["originalMessageId"], identities: ["bounceSender", "bounceSenderArn"], parts: { message_id: ["originalMessageId", "responseElements.messageId"] }, effect: ["send", "bounce mail", "[for message {name}]"] },
  { action: "SendBulkTemplatedEmail", api: "v1", verb: "send", target: "identity", names: ["source", "sourceArn"], identities: ["source", "sourceArn"], parts: { configuration_set: ["configurationSetName"], template: ["template", "templateArn"], message_id: ["additionalEventData.sesMessageId", "responseElements.messageId", "responseElements.status.messageId"] }, dataEvent: true, effect: ["send", "bulk mail", "[as {name}][ with template {template}]"] },
  { action: "SendCustomVerificationEmail", api: "v1", verb: "create", target: "identity", names: ["emailAddress"], identities: ["emailAddress"], parts: { template: ["templateName"], configuration_set: ["configurationSetName"], message_id: ["responseElements.messageId"] }, effect: ["add", "{it}", ", by verification mail[ with template {template}]"] },
  { action: "SendEmail", api: "v1", verb: "send", target: "identity", names: ["source", "sourceArn"], identities: ["source", "sourceArn"], parts: { configuration_set: ["configurationSetName"], message_id: ["additionalEventData.sesMessageId", "responseElements.messageId"] }, signs: ["source", "message", "sourceArn"], dataEvent: true, effect: ["send", "mail", "[as {name}][ with template {template}]"] },
  { action: "SendRawEmail", api: "v1", verb: "send", target: "identity", names: ["source", "sourceArn", "fromArn"], identities: ["source", "sourceArn", "fromArn"], parts: { configuration_set: ["configurationSetName"], message_id: ["additionalEventData.sesMessageId", "responseElements.messageId"] }, dataEvent: true, effect: ["send", "raw mail", "[as {name}]"] },
  { action: "SendTemplatedEmail", api: "v1", verb: "send", target: "identity", names: ["source", "sourceArn"], identities: ["source", "sourceArn"], parts: { configuration_set: ["configurationSetName"], template: ["template", "templateArn"], message_id: ["additionalEventData.sesMessageId", "responseElements.messageId"] }, dataEvent: true, effect: ["send", "mail", "[as {name}][ with template {template}]"] },
  { action: "SetActiveReceiptRuleSet", api: "v1", verb: "update", target: "receipt_rule_set", names: ["ruleSetName"], parts: { receipt_rule_set: ["ruleSetName"] }, settings: ["ruleSetName?"] },
  { action: "SetIdentityDkimEnabled", api: "v1", verb: "update", target: "identity", names: ["identity"], identities: ["identity"], settings: ["dkimEnabled"] },
  { action: "SetIdentityFeedbackForwardingEnabled", api: "v1", verb: "update", target: "identity", names: ["identity"], identities: ["identity"], settings: ["forwardingEnabled"] },
  { action: "SetIdentityHeadersInNotificationsEnabled", api: "v1", verb: "update", target: "identity", names: ["identity"], identities: ["identity"], settings: ["enabled", "notificationType"] },
  { action: "SetIdentityMailFromDomain", api: "v1", verb: "update", target: "identity", names: ["identity"], identities: ["identity"], parts: { mail_from_domain: ["mailFromDomain"] }, settings: ["mailFromDomain?", "behaviorOnMXFailure"] },
  { action: "SetIdentityNotificationTopic", api: "v1", verb: "update", target: "identity", names: ["identity"], identities: ["identity"], parts: { topic_arn: ["snsTopic"] }, settings: ["notificationType", "snsTopic?"] },
  { action: "SetReceiptRulePosition", api: "v1", verb: "update", target: "receipt_rule", names: ["ruleName"], parts: { receipt_rule_set: ["ruleSetName"], receipt_rule: ["ruleName"] }, settings: ["after?"] },
  { action: "TestRenderTemplate", api: "v1", verb: "read", target: "template", names: ["templateName"], parts: { template: ["templateName"] }, effect: ["render", "{it}", "as a test"] },
  { action: "UpdateAccountSendingEnabled", api: "v1", verb: "update", target: "account", settings: ["enabled?"] },
  { action: "UpdateConfigurationSetEventDestination", api: "v1", verb: "update", target: "event_destination", names: ["eventDestination.name"], parts: { configuration_set: ["configurationSetName"], event_destination: ["eventDestination.name"], topic_arn: ["eventDestination.sNSDestination.*", "eventDestination.snsDestination.*"] }, settings: ["eventDestination.enabled?", "eventDestination.matchingEventTypes"], signs: ["eventDestination.name"], effect: ["change", "{it}[ of configuration set {configuration_set}]"] },
  { action: "UpdateConfigurationSetReputationMetricsEnabled", api: "v1", verb: "update", target: "configuration_set", names: ["configurationSetName"], parts: { configuration_set: ["configurationSetName"] }, settings: ["enabled"] },
  { action: "UpdateConfigurationSetSendingEnabled", api: "v1", verb: "update", target: "configuration_set", names: ["configurationSetName"], parts: { configuration_set: ["configurationSetName"] }, settings: ["enabled"] },
  { action: "UpdateConfigurationSetTrackingOptions", api: "v1", verb: "update", target: "configuration_set", names: ["configurationSetName"], parts: { configuration_set: ["configurationSetName"] }, settings: ["trackingOptions.customRedirectDomain"] },
  { action: "UpdateCustomVerificationEmailTemplate", api: "v1", verb: "update", target: "custom_verification_template", names: ["templateName"], parts: { template: ["templateName"] }, settings: ["fromEmailAddress", "successRedirectionURL", "failureRedirectionURL"] },
  { action: "UpdateReceiptRule", api: "v1", verb: "update", target: "receipt_rule", names: ["rule.name"], parts: { receipt_rule_set: ["ruleSetName"], receipt_rule: ["rule.name"], topic_arn: ["rule.actions.*.topicArn"] }, settings: ["rule.enabled?", "rule.tlsPolicy", "rule.recipients", "rule.actions", "rule.scanEnabled"], effect: ["change", "{it}[ in set {receipt_rule_set}]"] },
  { action: "UpdateTemplate", api: "v1", verb: "update", target: "template", names: ["template.templateName"], parts: { template: ["template.templateName"] } },
  { action: "VerifyDomainDkim", api: "v1", verb: "create", target: "identity", names: ["domain"], identities: ["domain"], effect: ["request", "DKIM records for {name|a domain}"] },
  { action: "VerifyDomainIdentity", api: "v1", verb: "create", target: "identity", names: ["domain"], identities: ["domain"], effect: ["add", "{it}"] },
  { action: "VerifyEmailAddress", api: "v1", verb: "create", target: "identity", names: ["emailAddress"], identities: ["emailAddress"], effect: ["add", "{it}"] },
  { action: "VerifyEmailIdentity", api: "v1", verb: "create", target: "identity", names: ["emailAddress"], identities: ["emailAddress"], effect: ["add", "{it}"] },
  // SES API v2 (2019-09-27)
  { action: "AssociateEmailIdentityCertificate", api: "v2", verb: "update", target: "identity", names: ["emailIdentity"], identities: ["emailIdentity"], settings: ["certificateArn", "fromAddress"], effect: ["add", "a signing certificate", "to {it}"] },
  { action: "BatchGetMetricData", api: "v2", verb: "read", target: "metric", effect: ["read", "sending metrics"] },
  { action: "CancelExportJob", api: "v2", verb: "stop", target: "export_job", names: ["jobId"], effect: ["cancel", "{it}"] },
  { action: "CreateConfigurationSet", api: "v2", verb: "create", target: "configuration_set", names: ["configurationSetName"], parts: { configuration_set: ["configurationSetName"], dedicated_ip_pool: ["deliveryOptions.sendingPoolName"] }, settings: ["sendingOptions.sendingEnabled", "deliveryOptions", "trackingOptions"], signs: ["configurationSetName"] },
  { action: "CreateConfigurationSetEventDestination", api: "v2", verb: "create", target: "event_destination", names: ["eventDestinationName"], parts: { configuration_set: ["configurationSetName"], event_destination: ["eventDestinationName"], topic_arn: ["eventDestination.snsDestination.*"] }, settings: ["eventDestination.enabled", "eventDestination.matchingEventTypes"], signs: ["eventDestinationName"], effect: ["add", "{it}", "[to configuration set {configuration_set}]"] },
  { action: "CreateContact", api: "v2", verb: "create", target: "contact", names: ["emailAddress"], parts: { contact_list: ["contactListName"] }, effect: ["add", "{it}", "[to list {contact_list}]"] },
  { action: "CreateContactList", api: "v2", verb: "create", target: "contact_list", names: ["contactListName"], parts: { contact_list: ["contactListName"] } },
  { action: "CreateCustomVerificationEmailTemplate", api: "v2", verb: "create", target: "custom_verification_template", names: ["templateName"], parts: { template: ["templateName"] }, settings: ["fromEmailAddress", "successRedirectionURL", "failureRedirectionURL"] },
  { action: "CreateDedicatedIpPool", api: "v2", verb: "create", target: "dedicated_ip_pool", names: ["poolName"], parts: { dedicated_ip_pool: ["poolName"] }, settings: ["scalingMode"] },
  { action: "CreateDeliverabilityTestReport", api: "v2", verb: "create", target: "deliverability_report", names: ["responseElements.reportId", "reportName"], identities: ["fromEmailAddress"], parts: { template: ["content.template.templateName", "content.template.templateArn"] }, effect: ["start", "deliverability test[ {name}][ of mail from {identity}]"] },
  { action: "CreateEmailIdentity", api: "v2", verb: "create", target: "identity", names: ["emailIdentity"], identities: ["emailIdentity"], parts: { configuration_set: ["configurationSetName"] }, settings: ["configurationSetName", "dkimSigningAttributes.domainSigningAttributesOrigin", "dkimSigningAttributes.domainSigningSelector", "dkimSigningAttributes.nextSigningKeyLength"], effect: ["add", "{it}"] },
  { action: "CreateEmailIdentityPolicy", api: "v2", verb: "create", target: "identity_policy", names: ["policyName"], identities: ["emailIdentity"], parts: { "policy.name": ["policyName"] }, settings: ["policy"], effect: ["create", "{it}[ of {identity}]"] },
  { action: "CreateEmailTemplate", api: "v2", verb: "create", target: "template", names: ["templateName"], parts: { template: ["templateName"] } },
  { action: "CreateExportJob", api: "v2", verb: "create", target: "export_job", names: ["responseElements.jobId"], settings: ["exportDataSource", "exportDestination"], effect: ["start", "export of mail data"] },
  { action: "CreateImportJob", api: "v2", verb: "create", target: "import_job", names: ["responseElements.jobId"], parts: { contact_list: ["importDestination.contactListDestination.contactListName"] }, settings: ["importDestination.suppressionListDestination", "importDestination.contactListDestination.contactListName", "importDataSource.s3Url"], effect: ["start", "import of addresses"] },
  { action: "CreateMultiRegionEndpoint", api: "v2", verb: "create", target: "multi_region_endpoint", names: ["endpointName"] },
  { action: "CreateTenant", api: "v2", verb: "create", target: "tenant", names: ["tenantName", "responseElements.tenantArn"], parts: { tenant: ["tenantName"] } },
  { action: "CreateTenantResourceAssociation", api: "v2", verb: "create", target: "tenant", names: ["tenantName"], resources: ["resourceArn"], parts: { tenant: ["tenantName"] }, effect: ["give", "{resource|a resource}", "to {it}"] },
  { action: "DeleteConfigurationSet", api: "v2", verb: "delete", target: "configuration_set", names: ["configurationSetName"], parts: { configuration_set: ["configurationSetName"] } },
  { action: "DeleteConfigurationSetEventDestination", api: "v2", verb: "delete", target: "event_destination", names: ["eventDestinationName"], parts: { configuration_set: ["configurationSetName"], event_destination: ["eventDestinationName"] }, effect: ["delete", "{it}", "[from configuration set {configuration_set}]"] },
  { action: "DeleteContact", api: "v2", verb: "delete", target: "contact", names: ["emailAddress"], parts: { contact_list: ["contactListName"] }, effect: ["delete", "{it}", "[from list {contact_list}]"] },
  { action: "DeleteContactList", api: "v2", verb: "delete", target: "contact_list", names: ["contactListName"], parts: { contact_list: ["contactListName"] } },
  { action: "DeleteCustomVerificationEmailTemplate", api: "v2", verb: "delete", target: "custom_verification_template", names: ["templateName"], parts: { template: ["templateName"] } },
  { action: "DeleteDedicatedIpPool", api: "v2", verb: "delete", target: "dedicated_ip_pool", names: ["poolName"], parts: { dedicated_ip_pool: ["poolName"] } },
  { action: "DeleteEmailIdentity", api: "v2", verb: "delete", target: "identity", names: ["emailIdentity"], identities: ["emailIdentity"] },
  { action: "DeleteEmailIdentityPolicy", api: "v2", verb: "delete", target: "identity_policy", names: ["policyName"], identities: ["emailIdentity"], parts: { "policy.name": ["policyName"] }, effect: ["delete", "{it}[ of {identity}]"] },
  { action: "DeleteEmailTemplate", api: "v2", verb: "delete", target: "template", names: ["templateName"], parts: { template: ["templateName"] } },
  { action: "DeleteMultiRegionEndpoint", api: "v2", verb: "delete", target: "multi_region_endpoint", names: ["endpointName"] },
  { action: "DeleteSuppressedDestination", api: "v2", verb: "delete", target: "suppressed_destination", names: ["emailAddress"], parts: { tenant: ["tenantName"] }, effect: ["remove", "{it}", "from the suppression list[ of tenant {tenant}]"] },
  { action: "DeleteTenant", api: "v2", verb: "delete", target: "tenant", names: ["tenantName"], parts: { tenant: ["tenantName"] } },
  { action: "DeleteTenantResourceAssociation", api: "v2", verb: "delete", target: "tenant", names: ["tenantName"], resources: ["resourceArn"], parts: { tenant: ["tenantName"] }, effect: ["take", "{resource|a resource}", "from {it}"] },
  { action: "DisassociateEmailIdentityCertificate", api: "v2", verb: "update", target: "identity", names: ["emailIdentity"], identities: ["emailIdentity"], settings: ["fromAddress"], effect: ["remove", "a signing certificate", "from {it}"] },
  { action: "GetAccount", api: "v2", verb: "read", target: "account", effect: ["look up", "account details and sending quota"] },
  { action: "GetBlacklistReports", api: "v2", verb: "read", target: "dedicated_ip", names: ["blacklistItemNames"], effect: ["look up", "blocklist entries of {name|dedicated IP addresses}"] },
  { action: "GetConfigurationSet", api: "v2", verb: "read", target: "configuration_set", names: ["configurationSetName"], parts: { configuration_set: ["configurationSetName"] } },
  { action: "GetConfigurationSetEventDestinations", api: "v2", verb: "read", target: "event_destination", names: ["configurationSetName"], parts: { configuration_set: ["configurationSetName"] }, effect: ["list", "event destinations[ of configuration set {configuration_set}]"] },
  { action: "GetContact", api: "v2", verb: "read", target: "contact", names: ["emailAddress"], parts: { contact_list: ["contactListName"] }, effect: ["look up", "{it}[ in list {contact_list}]"] },
  { action: "GetContactList", api: "v2", verb: "read", target: "contact_list", names: ["contactListName"], parts: { contact_list: ["contactListName"] } },
  { action: "GetCustomVerificationEmailTemplate", api: "v2", verb: "read", target: "custom_verification_template", names: ["templateName"], parts: { template: ["templateName"] } },
  { action: "GetDedicatedIp", api: "v2", verb: "read", target: "dedicated_ip", names: ["ip"] },
  { action: "GetDedicatedIpPool", api: "v2", verb: "read", target: "dedicated_ip_pool", names: ["poolName"], parts: { dedicated_ip_pool: ["poolName"] } },
  { action: "GetDedicatedIps", api: "v2", verb: "read", target: "dedicated_ip", names: ["poolName"], parts: { dedicated_ip_pool: ["poolName"] }, effect: ["list", "dedicated IP addresses[ of pool {dedicated_ip_pool}]"] },
  { action: "GetDeliverabilityDashboardOptions", api: "v2", verb: "read", target: "account", effect: ["look up", "deliverability dashboard settings"] },
  { action: "GetDeliverabilityTestReport", api: "v2", verb: "read", target: "deliverability_report", names: ["reportId"] },
  { action: "GetDomainDeliverabilityCampaign", api: "v2", verb: "read", target: "deliverability_report", names: ["campaignId"], effect: ["look up", "deliverability campaign[ {name}]"] },
  { action: "GetDomainStatisticsReport", api: "v2", verb: "read", target: "identity", names: ["domain"], identities: ["domain"], effect: ["look up", "deliverability statistics of {name|a domain}"] },
  { action: "GetEmailAddressInsights", api: "v2", verb: "read", target: "recipient", names: ["emailAddress"], effect: ["look up", "insights on {name|an address}"] },
  { action: "GetEmailIdentity", api: "v2", verb: "read", target: "identity", names: ["emailIdentity"], identities: ["emailIdentity"] },
  { action: "GetEmailIdentityPolicies", api: "v2", verb: "read", target: "identity_policy", names: ["emailIdentity"], identities: ["emailIdentity"], effect: ["read", "sending policies of {identity|an identity}"] },
  { action: "GetEmailTemplate", api: "v2", verb: "read", target: "template", names: ["templateName"], parts: { template: ["templateName"] } },
  { action: "GetExportJob", api: "v2", verb: "read", target: "export_job", names: ["jobId"] },
  { action: "GetImportJob", api: "v2", verb: "read", target: "import_job", names: ["jobId"] },
  { action: "GetMessageInsights", api: "v2", verb: "read", target: "message", names: ["messageId"], parts: { message_id: ["messageId"] }, effect: ["look up", "delivery of {it}"] },
  { action: "GetMultiRegionEndpoint", api: "v2", verb: "read", target: "multi_region_endpoint", names: ["endpointName"] },
  { action: "GetReputationEntity", api: "v2", verb: "read", target: "reputation_entity", names: ["reputationEntityReference"], resources: ["reputationEntityReference"] },
  { action: "GetSuppressedDestination", api: "v2", verb: "read", target: "suppressed_destination", names: ["emailAddress"], parts: { tenant: ["tenantName"] }, effect: ["look up", "suppression of {it}"] },
  { action: "GetTenant", api: "v2", verb: "read", target: "tenant", names: ["tenantName"], parts: { tenant: ["tenantName"] } },
  { action: "ListConfigurationSets", api: "v2", verb: "read", target: "configuration_set", signs: ["pageSize"] },
  { action: "ListContactLists", api: "v2", verb: "read", target: "contact_list" },
  { action: "ListContacts", api: "v2", verb: "read", target: "contact", names: ["contactListName"], parts: { contact_list: ["contactListName"] }, effect: ["list", "contacts[ of list {contact_list}]"] },
  { action: "ListCustomVerificationEmailTemplates", api: "v2", verb: "read", target: "custom_verification_template", signs: ["pageSize"] },
  { action: "ListDedicatedIpPools", api: "v2", verb: "read", target: "dedicated_ip_pool" },
  { action: "ListDeliverabilityTestReports", api: "v2", verb: "read", target: "deliverability_report" },
  { action: "ListDomainDeliverabilityCampaigns", api: "v2", verb: "read", target: "identity", names: ["subscribedDomain"], identities: ["subscribedDomain"], effect: ["list", "deliverability campaigns of {name|a domain}"] },
  { action: "ListEmailIdentities", api: "v2", verb: "read", target: "identity", effect: ["list", "identities"] },
  { action: "ListEmailIdentityCertificates", api: "v2", verb: "read", target: "identity", names: ["emailIdentity"], identities: ["emailIdentity"], effect: ["list", "signing certificates of {name|an identity}"] },
  { action: "ListEmailTemplates", api: "v2", verb: "read", target: "template" },
  { action: "ListExportJobs", api: "v2", verb: "read", target: "export_job" },
  { action: "ListImportJobs", api: "v2", verb: "read", target: "import_job" },
  { action: "ListMultiRegionEndpoints", api: "v2", verb: "read", target: "multi_region_endpoint" },
  { action: "ListRecommendations", api: "v2", verb: "read", target: "recommendation", effect: ["list", "recommendations"] },
  { action: "ListReputationEntities", api: "v2", verb: "read", target: "reputation_entity" },
  { action: "ListResourceTenants", api: "v2", verb: "read", target: "resource", names: ["resourceArn"], resources: ["resourceArn"], effect: ["list", "tenants that use {resource|a resource}"] },
  { action: "ListSuppressedDestinations", api: "v2", verb: "read", target: "suppressed_destination", names: ["tenantName"], parts: { tenant: ["tenantName"] }, effect: ["list", "suppressed addresses[ of tenant {tenant}]"] },
  { action: "ListTagsForResource", api: "v2", verb: "read", target: "resource", names: ["resourceArn"], resources: ["resourceArn"], effect: ["list", "tags of {resource|a resource}"] },
  { action: "ListTenantResources", api: "v2", verb: "read", target: "tenant", names: ["tenantName"], parts: { tenant: ["tenantName"] }, effect: ["list", "resources of {it}"] },
  { action: "ListTenants", api: "v2", verb: "read", target: "tenant" },
  { action: "PutAccountDedicatedIpWarmupAttributes", api: "v2", verb: "update", target: "account", settings: ["autoWarmupEnabled?"] },
  { action: "PutAccountDeliveryAttributes", api: "v2", verb: "update", target: "account", settings: ["sharedPoolDeliveryMode"] },
  { action: "PutAccountDetails", api: "v2", verb: "update", target: "account", settings: ["mailType", "productionAccessEnabled", "contactLanguage"] },
  { action: "PutAccountPricingAttributes", api: "v2", verb: "update", target: "account", settings: ["plan"] },
  { action: "PutAccountSendingAttributes", api: "v2", verb: "update", target: "account", settings: ["sendingEnabled?"] },
  { action: "PutAccountSuppressionAttributes", api: "v2", verb: "update", target: "account", settings: ["suppressedReasons?"] },
  { action: "PutAccountVdmAttributes", api: "v2", verb: "update", target: "account", settings: ["vdmAttributes"] },
  { action: "PutConfigurationSetArchivingOptions", api: "v2", verb: "update", target: "configuration_set", names: ["configurationSetName"], parts: { configuration_set: ["configurationSetName"] }, settings: ["archiveArn?"] },
  { action: "PutConfigurationSetDeliveryOptions", api: "v2", verb: "update", target: "configuration_set", names: ["configurationSetName"], parts: { configuration_set: ["configurationSetName"], dedicated_ip_pool: ["sendingPoolName"] }, settings: ["tlsPolicy", "sendingPoolName", "maxDeliverySeconds", "sharedPoolDeliveryMode"], signs: ["tlsPolicy", "sendingPoolName", "maxDeliverySeconds", "sharedPoolDeliveryMode"] },
  { action: "PutConfigurationSetReputationOptions", api: "v2", verb: "update", target: "configuration_set", names: ["configurationSetName"], parts: { configuration_set: ["configurationSetName"] }, settings: ["reputationMetricsEnabled?"] },
  { action: "PutConfigurationSetSendingOptions", api: "v2", verb: "update", target: "configuration_set", names: ["configurationSetName"], parts: { configuration_set: ["configurationSetName"] }, settings: ["sendingEnabled?"] },
  { action: "PutConfigurationSetSuppressionOptions", api: "v2", verb: "update", target: "configuration_set", names: ["configurationSetName"], parts: { configuration_set: ["configurationSetName"] }, settings: ["suppressedReasons?", "suppressionScope"] },
  { action: "PutConfigurationSetTrackingOptions", api: "v2", verb: "update", target: "configuration_set", names: ["configurationSetName"], parts: { configuration_set: ["configurationSetName"] }, settings: ["customRedirectDomain?", "httpsPolicy"] },
  { action: "PutConfigurationSetVdmOptions", api: "v2", verb: "update", target: "configuration_set", names: ["configurationSetName"], parts: { configuration_set: ["configurationSetName"] }, settings: ["vdmOptions"] },
  { action: "PutDedicatedIpInPool", api: "v2", verb: "update", target: "dedicated_ip", names: ["ip"], parts: { dedicated_ip_pool: ["destinationPoolName"] }, effect: ["move", "{it}", "[to pool {dedicated_ip_pool}]"] },
  { action: "PutDedicatedIpPoolScalingAttributes", api: "v2", verb: "update", target: "dedicated_ip_pool", names: ["poolName"], parts: { dedicated_ip_pool: ["poolName"] }, settings: ["scalingMode"] },
  { action: "PutDedicatedIpWarmupAttributes", api: "v2", verb: "update", target: "dedicated_ip", names: ["ip"], settings: ["warmupPercentage"] },
  { action: "PutDeliverabilityDashboardOption", api: "v2", verb: "update", target: "account", settings: ["dashboardEnabled", "subscribedDomains"] },
  { action: "PutEmailIdentityConfigurationSetAttributes", api: "v2", verb: "update", target: "identity", names: ["emailIdentity"], identities: ["emailIdentity"], parts: { configuration_set: ["configurationSetName"] }, settings: ["configurationSetName?"] },
  { action: "PutEmailIdentityDkimAttributes", api: "v2", verb: "update", target: "identity", names: ["emailIdentity"], identities: ["emailIdentity"], settings: ["signingEnabled?"] },
  { action: "PutEmailIdentityDkimSigningAttributes", api: "v2", verb: "update", target: "identity", names: ["emailIdentity"], identities: ["emailIdentity"], settings: ["signingAttributesOrigin", "signingAttributes.domainSigningSelector", "signingAttributes.nextSigningKeyLength"] },
  { action: "PutEmailIdentityFeedbackAttributes", api: "v2", verb: "update", target: "identity", names: ["emailIdentity"], identities: ["emailIdentity"], settings: ["emailForwardingEnabled?"] },
  { action: "PutEmailIdentityMailFromAttributes", api: "v2", verb: "update", target: "identity", names: ["emailIdentity"], identities: ["emailIdentity"], parts: { mail_from_domain: ["mailFromDomain"] }, settings: ["mailFromDomain?", "behaviorOnMxFailure"] },
  { action: "PutSuppressedDestination", api: "v2", verb: "update", target: "suppressed_destination", names: ["emailAddress"], parts: { tenant: ["tenantName"] }, settings: ["reason"], effect: ["put", "{it}", "on the suppression list[ of tenant {tenant}]"] },
  { action: "PutTenantSuppressionAttributes", api: "v2", verb: "update", target: "tenant", names: ["tenantName"], parts: { tenant: ["tenantName"] }, settings: ["suppressedReasons", "suppressionScope"] },
  { action: "SendBulkEmail", api: "v2", verb: "send", target: "identity", names: ["fromEmailAddress", "fromEmailAddressIdentityArn"], identities: ["fromEmailAddress", "fromEmailAddressIdentityArn"], parts: { template: ["defaultContent.template.templateName", "defaultContent.template.templateArn"], configuration_set: ["configurationSetName"], tenant: ["tenantName"], message_id: ["additionalEventData.sesMessageId", "responseElements.messageId", "responseElements.bulkEmailEntryResults.messageId"] }, dataEvent: true, effect: ["send", "bulk mail", "[as {name}][ with template {template}]"] },
  { action: "SendCustomVerificationEmail", api: "v2", verb: "create", target: "identity", names: ["emailAddress"], identities: ["emailAddress"], parts: { template: ["templateName"], configuration_set: ["configurationSetName"], message_id: ["responseElements.messageId"] }, effect: ["add", "{it}", ", by verification mail[ with template {template}]"] },
  { action: "SendEmail", api: "v2", verb: "send", target: "identity", names: ["fromEmailAddress", "fromEmailAddressIdentityArn"], identities: ["fromEmailAddress", "fromEmailAddressIdentityArn"], parts: { template: ["content.template.templateName", "content.template.templateArn"], configuration_set: ["configurationSetName"], tenant: ["tenantName"], contact_list: ["listManagementOptions.contactListName"], message_id: ["additionalEventData.sesMessageId", "responseElements.messageId"] }, signs: ["fromEmailAddress", "content", "fromEmailAddressIdentityArn"], dataEvent: true, effect: ["send", "mail", "[as {name}][ with template {template}]"] },
  { action: "TagResource", api: "v2", verb: "update", target: "resource", names: ["resourceArn"], resources: ["resourceArn"], settings: ["tags"], effect: ["add", "tags", "to {resource|a resource}"] },
  { action: "TestRenderEmailTemplate", api: "v2", verb: "read", target: "template", names: ["templateName"], parts: { template: ["templateName"] }, effect: ["render", "{it}", "as a test"] },
  { action: "UntagResource", api: "v2", verb: "update", target: "resource", names: ["resourceArn"], resources: ["resourceArn"], settings: ["tagKeys"], effect: ["remove", "tags", "from {resource|a resource}"] },
  { action: "UpdateConfigurationSet", api: "v2", verb: "update", target: "configuration_set", names: ["configurationSetName"], parts: { configuration_set: ["configurationSetName"] }, settings: ["messageSecurityOptions"], effect: ["change", "message security of {it}"] },
  { action: "UpdateConfigurationSetEventDestination", api: "v2", verb: "update", target: "event_destination", names: ["eventDestinationName"], parts: { configuration_set: ["configurationSetName"], event_destination: ["eventDestinationName"], topic_arn: ["eventDestination.snsDestination.*"] }, settings: ["eventDestination.enabled?", "eventDestination.matchingEventTypes"], signs: ["eventDestinationName"], effect: ["change", "{it}[ of configuration set {configuration_set}]"] },
  { action: "UpdateContact", api: "v2", verb: "update", target: "contact", names: ["emailAddress"], parts: { contact_list: ["contactListName"] }, effect: ["change", "{it}[ in list {contact_list}]"] },
  { action: "UpdateContactList", api: "v2", verb: "update", target: "contact_list", names: ["contactListName"], parts: { contact_list: ["contactListName"] } },
  { action: "UpdateCustomVerificationEmailTemplate", api: "v2", verb: "update", target: "custom_verification_template", names: ["templateName"], parts: { template: ["templateName"] }, settings: ["fromEmailAddress", "successRedirectionURL", "failureRedirectionURL"] },
  { action: "UpdateEmailIdentityPolicy", api: "v2", verb: "update", target: "identity_policy", names: ["policyName"], identities: ["emailIdentity"], parts: { "policy.name": ["policyName"] }, settings: ["policy"], effect: ["change", "{it}[ of {identity}]"] },
  { action: "UpdateEmailTemplate", api: "v2", verb: "update", target: "template", names: ["templateName"], parts: { template: ["templateName"] } },
  { action: "UpdateReputationEntityCustomerManagedStatus", api: "v2", verb: "update", target: "reputation_entity", names: ["reputationEntityReference"], resources: ["reputationEntityReference"], settings: ["reputationEntityType", "sendingStatus"] },
  { action: "UpdateReputationEntityPolicy", api: "v2", verb: "update", target: "reputation_entity", names: ["reputationEntityReference"], resources: ["reputationEntityReference"], settings: ["reputationEntityType", "reputationEntityPolicy"] },
  // Mail Manager (2023-10-17)
  { action: "CreateAddonInstance", api: "mailmanager", verb: "create", target: "addon_instance", names: ["responseElements.addonInstanceId"] },
  { action: "CreateAddonSubscription", api: "mailmanager", verb: "create", target: "addon_subscription", names: ["addonName", "responseElements.addonSubscriptionId"] },
  { action: "CreateAddressList", api: "mailmanager", verb: "create", target: "address_list", names: ["addressListName", "responseElements.addressListId"] },
  { action: "CreateAddressListImportJob", api: "mailmanager", verb: "create", target: "address_list_import_job", names: ["responseElements.jobId", "name"] },
  { action: "CreateArchive", api: "mailmanager", verb: "create", target: "archive", names: ["archiveName", "responseElements.archiveId"], settings: ["retention", "kmsKeyArn"] },
  { action: "CreateIngressPoint", api: "mailmanager", verb: "create", target: "ingress_point", names: ["ingressPointName", "responseElements.ingressPointId"], settings: ["type", "ruleSetId", "trafficPolicyId"] },
  { action: "CreateRelay", api: "mailmanager", verb: "create", target: "relay", names: ["relayName", "responseElements.relayId"], settings: ["serverName", "serverPort"] },
  { action: "CreateRuleSet", api: "mailmanager", verb: "create", target: "mailmanager_rule_set", names: ["ruleSetName", "responseElements.ruleSetId"], settings: ["rules"] },
  { action: "CreateTrafficPolicy", api: "mailmanager", verb: "create", target: "traffic_policy", names: ["trafficPolicyName", "responseElements.trafficPolicyId"], settings: ["defaultAction", "policyStatements"] },
  { action: "DeleteAddonInstance", api: "mailmanager", verb: "delete", target: "addon_instance", names: ["addonInstanceId"] },
  { action: "DeleteAddonSubscription", api: "mailmanager", verb: "delete", target: "addon_subscription", names: ["addonSubscriptionId"] },
  { action: "DeleteAddressList", api: "mailmanager", verb: "delete", target: "address_list", names: ["addressListId"] },
  { action: "DeleteArchive", api: "mailmanager", verb: "delete", target: "archive", names: ["archiveId"] },
  { action: "DeleteIngressPoint", api: "mailmanager", verb: "delete", target: "ingress_point", names: ["ingressPointId"] },
  { action: "DeleteRelay", api: "mailmanager", verb: "delete", target: "relay", names: ["relayId"] },
  { action: "DeleteRuleSet", api: "mailmanager", verb: "delete", target: "mailmanager_rule_set", names: ["ruleSetId"] },
  { action: "DeleteTrafficPolicy", api: "mailmanager", verb: "delete", target: "traffic_policy", names: ["trafficPolicyId"] },
  { action: "DeregisterMemberFromAddressList", api: "mailmanager", verb: "update", target: "address_list", names: ["addressListId"], effect: ["remove", "an address", "from {it}"] },
  { action: "GetAddonInstance", api: "mailmanager", verb: "read", target: "addon_instance", names: ["addonInstanceId"] },
  { action: "GetAddonSubscription", api: "mailmanager", verb: "read", target: "addon_subscription", names: ["addonSubscriptionId"] },
  { action: "GetAddressList", api: "mailmanager", verb: "read", target: "address_list", names: ["addressListId"] },
  { action: "GetAddressListImportJob", api: "mailmanager", verb: "read", target: "address_list_import_job", names: ["jobId"] },
  { action: "GetArchive", api: "mailmanager", verb: "read", target: "archive", names: ["archiveId"] },
  { action: "GetArchiveExport", api: "mailmanager", verb: "read", target: "archive_export", names: ["exportId"] },
  { action: "GetArchiveMessage", api: "mailmanager", verb: "read", target: "archived_message", names: ["archivedMessageId"], effect: ["read", "{it}"] },
  { action: "GetArchiveMessageContent", api: "mailmanager", verb: "read", target: "archived_message", names: ["archivedMessageId"], effect: ["read", "contents of {it}"] },
  { action: "GetArchiveSearch", api: "mailmanager", verb: "read", target: "archive_search", names: ["searchId"] },
  { action: "GetArchiveSearchResults", api: "mailmanager", verb: "read", target: "archive_search", names: ["searchId"], effect: ["read", "results of {it}"] },
  { action: "GetIngressPoint", api: "mailmanager", verb: "read", target: "ingress_point", names: ["ingressPointId"] },
  { action: "GetMemberOfAddressList", api: "mailmanager", verb: "read", target: "address_list", names: ["addressListId"], effect: ["look up", "an address in {it}"] },
  { action: "GetRelay", api: "mailmanager", verb: "read", target: "relay", names: ["relayId"] },
  { action: "GetRuleSet", api: "mailmanager", verb: "read", target: "mailmanager_rule_set", names: ["ruleSetId"] },
  { action: "GetTrafficPolicy", api: "mailmanager", verb: "read", target: "traffic_policy", names: ["trafficPolicyId"] },
  { action: "ListAddonInstances", api: "mailmanager", verb: "read", target: "addon_instance" },
  { action: "ListAddonSubscriptions", api: "mailmanager", verb: "read", target: "addon_subscription" },
  { action: "ListAddressListImportJobs", api: "mailmanager", verb: "read", target: "address_list_import_job", names: ["addressListId"], effect: ["list", "import jobs[ of address list {name}]"] },
  { action: "ListAddressLists", api: "mailmanager", verb: "read", target: "address_list" },
  { action: "ListArchiveExports", api: "mailmanager", verb: "read", target: "archive", names: ["archiveId"], effect: ["list", "exports of {it}"] },
  { action: "ListArchiveSearches", api: "mailmanager", verb: "read", target: "archive", names: ["archiveId"], effect: ["list", "searches of {it}"] },
  { action: "ListArchives", api: "mailmanager", verb: "read", target: "archive" },
  { action: "ListIngressPoints", api: "mailmanager", verb: "read", target: "ingress_point" },
  { action: "ListMembersOfAddressList", api: "mailmanager", verb: "read", target: "address_list", names: ["addressListId"], effect: ["list", "addresses in {it}"] },
  { action: "ListRelays", api: "mailmanager", verb: "read", target: "relay" },
  { action: "ListRuleSets", api: "mailmanager", verb: "read", target: "mailmanager_rule_set" },
  { action: "ListTagsForResource", api: "mailmanager", verb: "read", target: "resource", names: ["resourceArn"], resources: ["resourceArn"], effect: ["list", "tags of {resource|a resource}"] },
  { action: "ListTrafficPolicies", api: "mailmanager", verb: "read", target: "traffic_policy" },
  { action: "RegisterMemberToAddressList", api: "mailmanager", verb: "update", target: "address_list", names: ["addressListId"], effect: ["add", "an address", "to {it}"] },
  { action: "StartAddressListImportJob", api: "mailmanager", verb: "start", target: "address_list_import_job", names: ["jobId"] },
  { action: "StartArchiveExport", api: "mailmanager", verb: "start", target: "archive", names: ["archiveId"], settings: ["exportDestinationConfiguration"], effect: ["start", "export of {it}"] },
  { action: "StartArchiveSearch", api: "mailmanager", verb: "start", target: "archive", names: ["archiveId"], effect: ["start", "search in {it}"] },
  { action: "StopAddressListImportJob", api: "mailmanager", verb: "stop", target: "address_list_import_job", names: ["jobId"] },
  { action: "StopArchiveExport", api: "mailmanager", verb: "stop", target: "archive_export", names: ["exportId"] },
  { action: "StopArchiveSearch", api: "mailmanager", verb: "stop", target: "archive_search", names: ["searchId"] },
  { action: "TagResource", api: "mailmanager", verb: "update", target: "resource", names: ["resourceArn"], resources: ["resourceArn"], settings: ["tags"], effect: ["add", "tags", "to {resource|a resource}"] },
  { action: "UntagResource", api: "mailmanager", verb: "update", target: "resource", names: ["resourceArn"], resources: ["resourceArn"], settings: ["tagKeys"], effect: ["remove", "tags", "from {resource|a resource}"] },
  { action: "UpdateArchive", api: "mailmanager", verb: "update", target: "archive", names: ["archiveId", "archiveName"], settings: ["retention"] },
  { action: "UpdateIngressPoint", api: "mailmanager", verb: "update", target: "ingress_point", names: ["ingressPointId", "ingressPointName"], settings: ["statusToUpdate", "ruleSetId", "trafficPolicyId"] },
  { action: "UpdateRelay", api: "mailmanager", verb: "update", target: "relay", names: ["relayId", "relayName"], settings: ["serverName", "serverPort"] },
  { action: "UpdateRuleSet", api: "mailmanager", verb: "update", target: "mailmanager_rule_set", names: ["ruleSetId", "ruleSetName"], settings: ["rules"] },
  { action: "UpdateTrafficPolicy", api: "mailmanager", verb: "update", target: "traffic_policy", names: ["trafficPolicyId", "trafficPolicyName"], settings: ["defaultAction", "policyStatements"] },
];
