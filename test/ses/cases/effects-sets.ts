/** Effect cases: configuration sets, IP pools, tenants, templates, jobs. */
import type { JsonObject } from "../../../src/records/element.ts";
import { OWN } from "../sample.ts";
import type { Case } from "./case.ts";
import { AGENT, call, refused } from "./case.ts";

function yes(of: string, action: string, params: JsonObject, effect: string, userAgent = ""): Case {
  return { of, sort: "yes", action, record: call(action, params, { userAgent }), effect };
}

function near(of: string, action: string, params: JsonObject, effect: string): Case {
  return { of, sort: "near", action, record: call(action, params), effect };
}

function denied(of: string, action: string, effect: string): Case {
  return { of, sort: "denied", action, record: refused(action), effect };
}

const archive = `arn:aws:ses:eu-west-1:${OWN}:mailmanager-archive/a-1`;
const tenantArn = `arn:aws:ses:eu-west-1:${OWN}:tenant/acme/tn-1`;

export const SET_EFFECT_CASES: readonly Case[] = [
  yes(
    "configuration_set_sending",
    "UpdateConfigurationSetSendingEnabled",
    { configurationSetName: "newsletter", enabled: false },
    "Sending through configuration set newsletter turned off",
  ),
  near(
    "configuration_set_sending",
    "UpdateConfigurationSetSendingEnabled",
    { configurationSetName: "newsletter", enabled: true },
    "Sending through configuration set newsletter turned on",
  ),
  denied(
    "configuration_set_sending",
    "UpdateConfigurationSetSendingEnabled",
    "tried to change sending through a configuration set: access denied",
  ),
  yes(
    "configuration_set_sending",
    "PutConfigurationSetSendingOptions",
    { configurationSetName: "newsletter" },
    "Sending through configuration set newsletter turned off",
  ),
  near(
    "configuration_set_sending",
    "PutConfigurationSetSendingOptions",
    { configurationSetName: "newsletter", sendingEnabled: true },
    "Sending through configuration set newsletter turned on",
  ),
  denied(
    "configuration_set_sending",
    "PutConfigurationSetSendingOptions",
    "tried to change sending through a configuration set: access denied",
  ),

  yes(
    "reputation_metrics",
    "UpdateConfigurationSetReputationMetricsEnabled",
    { configurationSetName: "newsletter", enabled: false },
    "Reputation metrics of configuration set newsletter turned off",
  ),
  near(
    "reputation_metrics",
    "UpdateConfigurationSetReputationMetricsEnabled",
    { configurationSetName: "newsletter", enabled: true },
    "Reputation metrics of configuration set newsletter turned on",
  ),
  denied(
    "reputation_metrics",
    "UpdateConfigurationSetReputationMetricsEnabled",
    "tried to change reputation metrics of a configuration set: access denied",
  ),
  yes(
    "reputation_metrics",
    "PutConfigurationSetReputationOptions",
    { configurationSetName: "newsletter", reputationMetricsEnabled: false },
    "Reputation metrics of configuration set newsletter turned off",
  ),
  near(
    "reputation_metrics",
    "PutConfigurationSetReputationOptions",
    { configurationSetName: "newsletter", reputationMetricsEnabled: true },
    "Reputation metrics of configuration set newsletter turned on",
  ),
  denied(
    "reputation_metrics",
    "PutConfigurationSetReputationOptions",
    "tried to change reputation metrics of a configuration set: access denied",
  ),

  yes(
    "event_destination",
    "UpdateConfigurationSetEventDestination",
    { configurationSetName: "newsletter", eventDestination: { name: "hose", enabled: false } },
    "Event destination hose of configuration set newsletter turned off",
  ),
  yes(
    "event_destination",
    "UpdateConfigurationSetEventDestination",
    {
      configurationSetName: "newsletter",
      eventDestinationName: "hose",
      eventDestination: { enabled: false },
    },
    "Event destination hose of configuration set newsletter turned off",
  ),
  near(
    "event_destination",
    "UpdateConfigurationSetEventDestination",
    {
      configurationSetName: "newsletter",
      eventDestinationName: "hose",
      eventDestination: { enabled: true },
    },
    "Event destination hose of configuration set newsletter changed",
  ),
  near(
    "event_destination",
    "UpdateConfigurationSetEventDestination",
    {
      configurationSetName: "newsletter",
      eventDestinationName: "hose",
      eventDestination: { matchingEventTypes: ["SEND"] },
    },
    "Event destination hose of configuration set newsletter turned off",
  ),
  near(
    "event_destination",
    "UpdateConfigurationSetEventDestination",
    { configurationSetName: "newsletter", eventDestinationName: "hose" },
    "Event destination hose of configuration set newsletter changed",
  ),
  denied(
    "event_destination",
    "UpdateConfigurationSetEventDestination",
    "tried to change an event destination: access denied",
  ),

  yes(
    "delivery",
    "PutConfigurationSetDeliveryOptions",
    { configurationSetName: "newsletter", deliveryOptions: { tlsPolicy: "Require" } },
    "TLS made required for configuration set newsletter",
  ),
  yes(
    "delivery",
    "PutConfigurationSetDeliveryOptions",
    { configurationSetName: "newsletter", tlsPolicy: "OPTIONAL", sendingPoolName: "bulk" },
    "TLS made optional for configuration set newsletter, with IP pool bulk",
  ),
  near(
    "delivery",
    "PutConfigurationSetDeliveryOptions",
    { configurationSetName: "newsletter", sendingPoolName: "bulk" },
    "Delivery of configuration set newsletter changed, with IP pool bulk",
  ),
  denied(
    "delivery",
    "PutConfigurationSetDeliveryOptions",
    "tried to change delivery of a configuration set: access denied",
  ),

  yes(
    "suppression",
    "PutConfigurationSetSuppressionOptions",
    { configurationSetName: "newsletter", suppressedReasons: [] },
    "Suppression of bounced and complaining addresses turned off for configuration set newsletter",
  ),
  near(
    "suppression",
    "PutConfigurationSetSuppressionOptions",
    { configurationSetName: "newsletter", suppressedReasons: ["COMPLAINT"] },
    "Suppression list of configuration set newsletter set to take complaints",
  ),
  near(
    "suppression",
    "PutConfigurationSetSuppressionOptions",
    { configurationSetName: "newsletter" },
    "Suppression list of configuration set newsletter set back to that of the account",
  ),
  denied(
    "suppression",
    "PutConfigurationSetSuppressionOptions",
    "tried to change suppression list of a configuration set: access denied",
  ),
  yes(
    "suppression",
    "PutTenantSuppressionAttributes",
    { tenantName: "acme", suppressedReasons: ["BOUNCE"], suppressionScope: "TENANT" },
    "Suppression list of tenant acme set to take bounces, with a list of the tenant's own",
  ),
  near(
    "suppression",
    "PutTenantSuppressionAttributes",
    { tenantName: "acme", suppressionScope: "ACCOUNT" },
    "Suppression list of tenant acme changed",
  ),
  denied(
    "suppression",
    "PutTenantSuppressionAttributes",
    "tried to change suppression list of a tenant: access denied",
  ),

  yes(
    "tracking",
    "CreateConfigurationSetTrackingOptions",
    {
      configurationSetName: "newsletter",
      trackingOptions: { customRedirectDomain: "t.shop.example" },
    },
    "Tracking domain of configuration set newsletter set to t.shop.example",
  ),
  near(
    "tracking",
    "CreateConfigurationSetTrackingOptions",
    { configurationSetName: "newsletter", trackingOptions: {} },
    "Tracking domain of configuration set newsletter changed",
  ),
  denied(
    "tracking",
    "CreateConfigurationSetTrackingOptions",
    "tried to change tracking domain of a configuration set: access denied",
  ),
  yes(
    "tracking",
    "UpdateConfigurationSetTrackingOptions",
    {
      configurationSetName: "newsletter",
      trackingOptions: { customRedirectDomain: "t.shop.example" },
    },
    "Tracking domain of configuration set newsletter set to t.shop.example",
  ),
  near(
    "tracking",
    "UpdateConfigurationSetTrackingOptions",
    { configurationSetName: "newsletter", trackingOptions: {} },
    "Tracking domain of configuration set newsletter changed",
  ),
  denied(
    "tracking",
    "UpdateConfigurationSetTrackingOptions",
    "tried to change tracking domain of a configuration set: access denied",
  ),
  yes(
    "tracking",
    "PutConfigurationSetTrackingOptions",
    { configurationSetName: "newsletter", customRedirectDomain: "t.shop.example" },
    "Tracking domain of configuration set newsletter set to t.shop.example",
  ),
  near(
    "tracking",
    "PutConfigurationSetTrackingOptions",
    { configurationSetName: "newsletter" },
    "Custom tracking domain removed from configuration set newsletter",
  ),
  denied(
    "tracking",
    "PutConfigurationSetTrackingOptions",
    "tried to change tracking domain of a configuration set: access denied",
  ),

  yes(
    "archiving",
    "PutConfigurationSetArchivingOptions",
    { configurationSetName: "newsletter", archiveArn: archive },
    `Archiving of mail sent through configuration set newsletter set to go to ${archive}`,
  ),
  near(
    "archiving",
    "PutConfigurationSetArchivingOptions",
    { configurationSetName: "newsletter" },
    "Archiving of mail sent through configuration set newsletter turned off",
  ),
  denied(
    "archiving",
    "PutConfigurationSetArchivingOptions",
    "tried to change archiving of mail sent through a configuration set: access denied",
  ),

  yes(
    "configuration_set_insights",
    "PutConfigurationSetVdmOptions",
    {
      configurationSetName: "newsletter",
      vdmOptions: { dashboardOptions: { engagementMetrics: "DISABLED" } },
    },
    "Engagement metrics of configuration set newsletter turned off",
  ),
  near(
    "configuration_set_insights",
    "PutConfigurationSetVdmOptions",
    {
      configurationSetName: "newsletter",
      vdmOptions: { dashboardOptions: { engagementMetrics: "ENABLED" } },
    },
    "Engagement metrics of configuration set newsletter turned on",
  ),
  denied(
    "configuration_set_insights",
    "PutConfigurationSetVdmOptions",
    "tried to change engagement metrics of a configuration set: access denied",
  ),

  yes(
    "pool_scaling",
    "PutDedicatedIpPoolScalingAttributes",
    { poolName: "bulk", scalingMode: "MANAGED" },
    "Scaling of dedicated IP pool bulk changed to MANAGED",
  ),
  near(
    "pool_scaling",
    "PutDedicatedIpPoolScalingAttributes",
    { poolName: "bulk" },
    "Scaling of dedicated IP pool bulk changed",
  ),
  denied(
    "pool_scaling",
    "PutDedicatedIpPoolScalingAttributes",
    "tried to change scaling of a dedicated IP pool: access denied",
  ),

  yes(
    "ip_warmup",
    "PutDedicatedIpWarmupAttributes",
    { ip: "198.51.100.7", warmupPercentage: 40 },
    "Warm-up of dedicated IP address 198.51.100.7 set to 40 %",
  ),
  near(
    "ip_warmup",
    "PutDedicatedIpWarmupAttributes",
    { ip: "198.51.100.7" },
    "Warm-up of dedicated IP address 198.51.100.7 changed",
  ),
  denied(
    "ip_warmup",
    "PutDedicatedIpWarmupAttributes",
    "tried to change warm-up of a dedicated IP address: access denied",
  ),

  yes(
    "suppressed_destination",
    "PutSuppressedDestination",
    { emailAddress: "bo@mail.example", reason: "COMPLAINT" },
    "Address bo@mail.example put on the suppression list, as a complaint",
  ),
  near(
    "suppressed_destination",
    "PutSuppressedDestination",
    { emailAddress: "bo@mail.example", tenantName: "acme" },
    "Address bo@mail.example put on the suppression list of tenant acme",
  ),
  denied(
    "suppressed_destination",
    "PutSuppressedDestination",
    "tried to put an address on the suppression list: access denied",
  ),

  yes(
    "entity_status",
    "UpdateReputationEntityCustomerManagedStatus",
    {
      reputationEntityType: "RESOURCE",
      reputationEntityReference: tenantArn,
      sendingStatus: "DISABLED",
    },
    "Sending of tenant acme turned off",
  ),
  near(
    "entity_status",
    "UpdateReputationEntityCustomerManagedStatus",
    {
      reputationEntityType: "RESOURCE",
      reputationEntityReference: tenantArn,
      sendingStatus: "ENABLED",
    },
    "Sending of tenant acme turned on",
  ),
  near(
    "entity_status",
    "UpdateReputationEntityCustomerManagedStatus",
    {
      reputationEntityType: "RESOURCE",
      reputationEntityReference: tenantArn,
      sendingStatus: "REINSTATED",
    },
    "Sending of tenant acme turned on again",
  ),
  denied(
    "entity_status",
    "UpdateReputationEntityCustomerManagedStatus",
    "tried to change sending status of a reputation entity: access denied",
  ),

  yes(
    "entity_policy",
    "UpdateReputationEntityPolicy",
    {
      reputationEntityReference: tenantArn,
      reputationEntityPolicy: "arn:aws:ses:eu-west-1:aws:reputation-policy/strict",
    },
    "Reputation policy of tenant acme changed to arn:aws:ses:eu-west-1:aws:reputation-policy/strict",
  ),
  near(
    "entity_policy",
    "UpdateReputationEntityPolicy",
    { reputationEntityReference: tenantArn },
    "Reputation policy of tenant acme changed",
  ),
  denied(
    "entity_policy",
    "UpdateReputationEntityPolicy",
    "tried to change reputation policy of a reputation entity: access denied",
  ),

  yes(
    "redirecting_template",
    "CreateCustomVerificationEmailTemplate",
    { templateName: "hello", successRedirectionURL: "https://shop.example/ok" },
    "Custom verification template hello created, leads readers to https://shop.example/ok",
    AGENT.v1,
  ),
  yes(
    "redirecting_template",
    "CreateCustomVerificationEmailTemplate",
    { templateName: "hello", failureRedirectionURL: "https://shop.example/no" },
    "Custom verification template hello created, leads readers to https://shop.example/no",
    AGENT.v2,
  ),
  yes(
    "redirecting_template",
    "CreateCustomVerificationEmailTemplate",
    {
      templateName: "hello",
      successRedirectionURL: "https://shop.example/ok",
      failureRedirectionURL: "https://trap.example",
    },
    "Custom verification template hello created, leads readers to https://shop.example/ok or https://trap.example",
    AGENT.v2,
  ),
  near(
    "redirecting_template",
    "CreateCustomVerificationEmailTemplate",
    { templateName: "hello" },
    "Custom verification template hello created",
  ),
  denied(
    "redirecting_template",
    "CreateCustomVerificationEmailTemplate",
    "tried to create a custom verification template: access denied",
  ),
  yes(
    "redirecting_template",
    "UpdateCustomVerificationEmailTemplate",
    { templateName: "hello", successRedirectionURL: "https://shop.example/ok" },
    "Custom verification template hello changed, leads readers to https://shop.example/ok",
    AGENT.v1,
  ),
  yes(
    "redirecting_template",
    "UpdateCustomVerificationEmailTemplate",
    { templateName: "hello", successRedirectionURL: "https://shop.example/ok" },
    "Custom verification template hello changed, leads readers to https://shop.example/ok",
    AGENT.v2,
  ),
  near(
    "redirecting_template",
    "UpdateCustomVerificationEmailTemplate",
    { templateName: "hello", successRedirectionURL: "" },
    "Custom verification template hello changed",
  ),
  denied(
    "redirecting_template",
    "UpdateCustomVerificationEmailTemplate",
    "tried to change a custom verification template: access denied",
  ),

  yes(
    "export_job",
    "CreateExportJob",
    { exportDataSource: { messageInsightsDataSource: { maxResults: 100 } } },
    "Export of message records started",
  ),
  near(
    "export_job",
    "CreateExportJob",
    { exportDataSource: { metricsDataSource: { namespace: "VDM" } } },
    "Export of sending metrics started",
  ),
  denied("export_job", "CreateExportJob", "tried to start export of mail data: access denied"),

  yes(
    "import_job",
    "CreateImportJob",
    {
      importDestination: { suppressionListDestination: { suppressionListImportAction: "DELETE" } },
    },
    "Removal of many addresses started from the suppression list",
  ),
  near(
    "import_job",
    "CreateImportJob",
    { importDestination: { suppressionListDestination: { suppressionListImportAction: "PUT" } } },
    "Import of addresses started into the suppression list",
  ),
  near(
    "import_job",
    "CreateImportJob",
    { importDestination: { contactListDestination: { contactListName: "customers" } } },
    "Import of contacts started into list customers",
  ),
  denied("import_job", "CreateImportJob", "tried to start import of addresses: access denied"),
];
