/** Ordinary changes of a working week: DKIM, configuration sets, templates, contacts, tenants, pools, Mail Manager. None carries a signal. */
import type { Call } from "../call.ts";
import { ACCOUNTS, type Caller, person, program } from "../callers.ts";
import { CLIENTS } from "../clients.ts";
import type { Clock } from "../clock.ts";
import type { JsonObject } from "../json.ts";
import { type SesApi, sesCall } from "../ses-call.ts";

const { production, marketing } = ACCOUNTS;

const ana = person(production, "ana.silva@example.com", "203.0.113.44");
const chen = person(marketing, "chen.li@example.com", "203.0.113.45");
const terraform = program(
  production,
  "terraform-deploy",
  "198.51.100.17",
  CLIENTS.terraform,
  "ci-4711",
);
const pulumi = program(marketing, "brand-stack", "198.51.100.18", CLIENTS.pulumi, "deploy-82");

interface Change {
  readonly by: Caller;
  readonly region: string;
  readonly api: SesApi;
  readonly action: string;
  readonly request: JsonObject;
  readonly response?: JsonObject;
  readonly error?: { readonly code: string; readonly message: string };
}

const us = "us-east-1";
const eu = "eu-west-1";

/** In the order of the week. */
const CHANGES: readonly Change[] = [
  {
    by: ana,
    region: us,
    api: "ses",
    action: "SetIdentityDkimEnabled",
    request: { identity: "example.com", dkimEnabled: true },
  },
  {
    by: terraform,
    region: us,
    api: "sesv2",
    action: "CreateConfigurationSet",
    request: {
      configurationSetName: "receipts",
      sendingOptions: { sendingEnabled: true },
      reputationOptions: { reputationMetricsEnabled: true },
      tags: [{ key: "team", value: "shop" }],
    },
    response: {},
  },
  {
    by: terraform,
    region: us,
    api: "sesv2",
    action: "CreateConfigurationSetEventDestination",
    request: {
      configurationSetName: "receipts",
      eventDestinationName: "to-firehose",
      eventDestination: {
        enabled: true,
        matchingEventTypes: ["SEND", "BOUNCE", "COMPLAINT"],
        kinesisFirehoseDestination: {
          iamRoleArn: `arn:aws:iam::${production}:role/ses-to-firehose`,
          deliveryStreamArn: `arn:aws:firehose:us-east-1:${production}:deliverystream/mail-events`,
        },
      },
    },
    response: {},
  },
  {
    by: terraform,
    region: us,
    api: "sesv2",
    action: "PutConfigurationSetTrackingOptions",
    request: {
      configurationSetName: "receipts",
      customRedirectDomain: "click.example.com",
      httpsPolicy: "REQUIRE",
    },
    response: {},
  },
  {
    by: terraform,
    region: us,
    api: "sesv2",
    action: "PutConfigurationSetDeliveryOptions",
    request: {
      configurationSetName: "receipts",
      tlsPolicy: "REQUIRE",
      sendingPoolName: "transactional-pool",
    },
    response: {},
  },
  {
    by: ana,
    region: us,
    api: "ses",
    action: "CreateConfigurationSet",
    request: { configurationSet: { name: "experiments" } },
    response: {},
  },
  {
    by: ana,
    region: us,
    api: "ses",
    action: "CreateConfigurationSet",
    request: { configurationSet: { name: "experiments" } },
    error: {
      code: "ConfigurationSetAlreadyExists",
      message: "Configuration set <experiments> already exists.",
    },
  },
  {
    by: ana,
    region: us,
    api: "ses",
    action: "CreateTemplate",
    request: {
      template: {
        templateName: "order-shipped",
        subjectPart: "On its way, {{name}}",
        htmlPart: "<p>{{name}}, your order is on its way.</p>",
      },
    },
    response: {},
  },
  {
    by: ana,
    region: us,
    api: "ses",
    action: "UpdateTemplate",
    request: {
      template: {
        templateName: "order-shipped",
        subjectPart: "On its way",
        htmlPart: "<p>{{name}}: it is on its way.</p>",
      },
    },
    response: {},
  },
  {
    by: chen,
    region: eu,
    api: "sesv2",
    action: "CreateEmailTemplate",
    request: {
      templateName: "spring-sale",
      templateContent: { subject: "Spring is here", html: "<h1>Spring</h1>", text: "Spring" },
    },
    response: {},
  },
  {
    by: chen,
    region: eu,
    api: "sesv2",
    action: "UpdateEmailTemplate",
    request: {
      templateName: "spring-sale",
      templateContent: {
        subject: "Spring is here, {{name}}",
        html: "<h1>Spring, {{name}}</h1>",
        text: "Spring",
      },
    },
    response: {},
  },
  {
    by: chen,
    region: eu,
    api: "sesv2",
    action: "DeleteEmailTemplate",
    request: { templateName: "winter-sale" },
    response: {},
  },
  {
    by: chen,
    region: eu,
    api: "sesv2",
    action: "DeleteEmailTemplate",
    request: { templateName: "winter-sale" },
    error: { code: "NotFoundException", message: "Template winter-sale does not exist." },
  },
  {
    by: chen,
    region: eu,
    api: "sesv2",
    action: "CreateContactList",
    request: {
      contactListName: "newsletter",
      description: "All readers",
      topics: [
        { topicName: "offers", displayName: "Offers", defaultSubscriptionStatus: "OPT_OUT" },
      ],
    },
    response: {},
  },
  {
    by: chen,
    region: eu,
    api: "sesv2",
    action: "UpdateContactList",
    request: {
      contactListName: "newsletter",
      topics: [
        { topicName: "offers", displayName: "Our offers", defaultSubscriptionStatus: "OPT_OUT" },
      ],
    },
    response: {},
  },
  {
    by: chen,
    region: eu,
    api: "sesv2",
    action: "CreateImportJob",
    request: {
      importDestination: {
        contactListDestination: { contactListName: "newsletter", contactListImportAction: "PUT" },
      },
      importDataSource: { s3Url: "s3://example-imports/readers.csv", dataFormat: "CSV" },
    },
    response: { jobId: "8f0c2f1e-6f0e-4a53-9a53-0123456789ab" },
  },
  {
    by: pulumi,
    region: us,
    api: "sesv2",
    action: "CreateTenant",
    request: { tenantName: "brand-north", tags: [{ key: "brand", value: "north" }] },
    response: {
      tenantName: "brand-north",
      tenantId: "tn-0123456789abcdef",
      tenantArn: `arn:aws:ses:us-east-1:${marketing}:tenant/brand-north/tn-0123456789abcdef`,
      sendingStatus: "ENABLED",
    },
  },
  {
    by: pulumi,
    region: us,
    api: "sesv2",
    action: "CreateTenantResourceAssociation",
    request: {
      tenantName: "brand-north",
      resourceArn: `arn:aws:ses:us-east-1:${marketing}:identity/example.org`,
    },
    response: {},
  },
  {
    by: pulumi,
    region: us,
    api: "sesv2",
    action: "UpdateReputationEntityCustomerManagedStatus",
    request: {
      reputationEntityType: "RESOURCE",
      reputationEntityReference: `arn:aws:ses:us-east-1:${marketing}:tenant/brand-north/tn-0123456789abcdef`,
      sendingStatus: "REINSTATED",
    },
    response: {},
  },
  {
    by: pulumi,
    region: us,
    api: "sesv2",
    action: "CreateDedicatedIpPool",
    request: { poolName: "campaign-pool", scalingMode: "STANDARD" },
    response: {},
  },
  {
    by: pulumi,
    region: us,
    api: "sesv2",
    action: "PutDedicatedIpInPool",
    request: { ip: "192.0.2.201", destinationPoolName: "campaign-pool" },
    response: {},
  },
  {
    by: pulumi,
    region: us,
    api: "sesv2",
    action: "PutDedicatedIpWarmupAttributes",
    request: { ip: "192.0.2.201", warmupPercentage: 25 },
    response: {},
  },
  {
    by: pulumi,
    region: us,
    api: "sesv2",
    action: "TagResource",
    request: {
      resourceArn: `arn:aws:ses:us-east-1:${marketing}:dedicated-ip-pool/campaign-pool`,
      tags: [{ key: "brand", value: "north" }],
    },
    response: {},
  },
  {
    by: ana,
    region: us,
    api: "ses",
    action: "CreateReceiptRuleSet",
    request: { ruleSetName: "inbound-next" },
  },
  {
    by: ana,
    region: us,
    api: "ses",
    action: "CreateReceiptRule",
    request: {
      ruleSetName: "inbound-next",
      after: "spam",
      rule: {
        name: "mark",
        enabled: true,
        tlsPolicy: "Require",
        recipients: ["support@example.com"],
        actions: [{ addHeaderAction: { headerName: "X-Desk", headerValue: "support" } }],
        scanEnabled: true,
      },
    },
  },
  {
    by: ana,
    region: us,
    api: "ses",
    action: "CreateReceiptFilter",
    request: {
      filter: { name: "known-nuisance", ipFilter: { policy: "Block", cidr: "192.0.2.128/28" } },
    },
  },
  {
    by: ana,
    region: us,
    api: "mailmanager",
    action: "CreateTrafficPolicy",
    request: {
      trafficPolicyName: "only-tls",
      defaultAction: "DENY",
      policyStatements: [
        {
          action: "ALLOW",
          conditions: [
            {
              tlsExpression: {
                evaluate: { attribute: "TLS_PROTOCOL" },
                operator: "IS",
                value: "TLS1_3",
              },
            },
          ],
        },
      ],
    },
    response: { trafficPolicyId: "tp-0123456789abcdef" },
  },
  {
    by: ana,
    region: us,
    api: "mailmanager",
    action: "CreateRuleSet",
    request: {
      ruleSetName: "archive-all",
      rules: [{ name: "keep", actions: [{ archive: { targetArchive: "a-0123456789abcdef" } }] }],
    },
    response: { ruleSetId: "rs-0123456789abcdef" },
  },
  {
    by: ana,
    region: us,
    api: "mailmanager",
    action: "CreateIngressPoint",
    request: {
      ingressPointName: "front-door",
      type: "AUTH",
      ruleSetId: "rs-0123456789abcdef",
      trafficPolicyId: "tp-0123456789abcdef",
      ingressPointConfiguration: { smtpPassword: "HIDDEN_DUE_TO_SECURITY_REASONS" },
    },
    response: { ingressPointId: "inp-0123456789abcdef" },
  },
  {
    by: ana,
    region: us,
    api: "mailmanager",
    action: "CreateArchive",
    request: { archiveName: "all-mail", retention: { retentionPeriod: "ONE_YEAR" } },
    response: { archiveId: "a-0123456789abcdef" },
  },
  {
    by: ana,
    region: us,
    api: "mailmanager",
    action: "RegisterMemberToAddressList",
    request: { addressListId: "al-0123456789abcdef", address: "HIDDEN_DUE_TO_SECURITY_REASONS" },
    response: {},
  },
  {
    by: ana,
    region: us,
    api: "mailmanager",
    action: "StartArchiveSearch",
    request: {
      archiveId: "a-0123456789abcdef",
      fromTimestamp: 1_760_000_000,
      toTimestamp: 1_760_600_000,
      maxResults: 100,
    },
    response: { searchId: "as-0123456789abcdef" },
  },
  {
    by: ana,
    region: us,
    api: "mailmanager",
    action: "StopArchiveSearch",
    request: { searchId: "as-0123456789abcdef" },
    response: {},
  },
  {
    by: ana,
    region: eu,
    api: "sesv2",
    action: "PutAccountVdmAttributes",
    request: {
      vdmAttributes: {
        vdmEnabled: "ENABLED",
        dashboardAttributes: { engagementMetrics: "ENABLED" },
      },
    },
    response: {},
  },
  {
    by: ana,
    region: eu,
    api: "sesv2",
    action: "PutEmailIdentityDkimAttributes",
    request: { emailIdentity: "example.net", signingEnabled: true },
    response: {},
  },
  {
    by: ana,
    region: eu,
    api: "sesv2",
    action: "PutSuppressedDestination",
    request: { emailAddress: "gone@example.net", reason: "BOUNCE" },
    response: {},
  },
  {
    by: terraform,
    region: eu,
    api: "sesv2",
    action: "PutEmailIdentityConfigurationSetAttributes",
    request: { emailIdentity: "example.net", configurationSetName: "transactional" },
    response: {},
  },
  {
    by: terraform,
    region: eu,
    api: "sesv2",
    action: "CreateMultiRegionEndpoint",
    request: { endpointName: "worldwide", details: { routesDetails: [{ region: "us-east-1" }] } },
    response: { status: "CREATING", endpointId: "abcdef12.g3h" },
  },
  {
    by: terraform,
    region: eu,
    api: "sesv2",
    action: "UpdateConfigurationSetEventDestination",
    request: {
      configurationSetName: "alerts",
      eventDestinationName: "to-sns",
      eventDestination: {
        enabled: true,
        matchingEventTypes: ["BOUNCE", "COMPLAINT", "REJECT"],
        snsDestination: { topicArn: `arn:aws:sns:eu-west-1:${production}:mail-bounces` },
      },
    },
    response: {},
  },
  {
    by: terraform,
    region: eu,
    api: "ses",
    action: "SetIdentityHeadersInNotificationsEnabled",
    request: { identity: "example.net", notificationType: "Bounce", enabled: true },
  },
  {
    by: terraform,
    region: eu,
    api: "ses",
    action: "SetIdentityNotificationTopic",
    request: {
      identity: "example.net",
      notificationType: "Bounce",
      snsTopic: `arn:aws:sns:eu-west-1:${production}:mail-bounces`,
    },
  },
];

/** The changes, spread over the working days, each day's from nine to five. */
export function* changes(clock: Clock): Generator<Call> {
  const perDay = Math.ceil(CHANGES.length / 4);
  for (const [index, { by, region, api, action, request, response, error }] of CHANGES.entries()) {
    const day = 4 - Math.floor(index / perDay);
    const minute = (index % perDay) * 42;
    const at = clock.workday(day, `${9 + Math.floor(minute / 60)}:${minute % 60}:17`);
    yield sesCall({ at, caller: by, region }, api, action, request, {
      ...(response && { response }),
      ...(error && { error }),
    });
  }
}
