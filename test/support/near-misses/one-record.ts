/** Near misses of the rules on one record: the same call without what makes it matter. */
import { ACCOUNTS, root, type Caller } from "../../../src/demo/callers.ts";
import type { Call } from "../../../src/demo/call.ts";
import { deniedSesCall } from "../../../src/demo/ses-call.ts";
import type { JsonObject } from "../../../src/records/element.ts";
import {
  ERROR,
  add,
  at,
  beside,
  knownUser,
  nearMiss,
  type Later,
  type NearMiss,
} from "./near-miss.ts";

const { marketing, foreign } = ACCOUNTS;

const policy = (principal: string | JsonObject, condition?: JsonObject): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: principal,
        Action: "ses:SendEmail",
        Resource: "*",
        ...(condition && { Condition: condition }),
      },
    ],
  });
const putPolicy = (caller: Caller, text: string, rest: Partial<Call> = {}): Later =>
  at(
    caller,
    "ses",
    "PutIdentityPolicy",
    { identity: "example.com", policyName: "open", policy: text },
    rest,
  );
const receiptRule = (caller: Caller, action: JsonObject, rest: Partial<Call> = {}): Later =>
  at(
    caller,
    "ses",
    "CreateReceiptRule",
    {
      ruleSetName: "inbound",
      after: "first",
      rule: { name: "copy", enabled: true, recipients: ["box@example.com"], actions: [action] },
    },
    rest,
  );
const ingress = (caller: Caller, request: JsonObject, rest: Partial<Call> = {}): Later =>
  at(caller, "mailmanager", "UpdateIngressPoint", { ingressPointId: "inp-1", ...request }, rest);
const topic = (caller: Caller, account: string, rest: Partial<Call> = {}): Later =>
  at(
    caller,
    "ses",
    "SetIdentityNotificationTopic",
    {
      identity: "example.com",
      notificationType: "Bounce",
      snsTopic: `arn:aws:sns:us-east-1:${account}:sink`,
    },
    rest,
  );

/** One call, of the near miss's own caller. */
const miss = (rule: string, why: string, call: (caller: Caller) => Later): NearMiss =>
  nearMiss(rule, why, (caller) => [call(caller)]);

const SENDING: readonly NearMiss[] = [
  miss("production-access", "account details without production access", (caller) =>
    at(caller, "sesv2", "PutAccountDetails", {
      mailType: "MARKETING",
      productionAccessEnabled: false,
    }),
  ),
  miss("sending-enabled", "a look at the switch", (caller) =>
    at(caller, "ses", "GetAccountSendingEnabled", null),
  ),
  miss("sending-disabled", "sending switched on", (caller) =>
    at(caller, "ses", "UpdateAccountSendingEnabled", { enabled: true }),
  ),
  miss("tenant-stopped", "the settings of a tenant's suppression", (caller) =>
    at(caller, "sesv2", "PutTenantSuppressionAttributes", {
      tenantName: "brand",
      suppressedReasons: ["BOUNCE"],
    }),
  ),
  miss("suppression-loosened", "suppression that is made stricter", (caller) =>
    at(caller, "sesv2", "PutAccountSuppressionAttributes", {
      suppressedReasons: ["BOUNCE", "COMPLAINT"],
    }),
  ),
];

const SENDERS: readonly NearMiss[] = [
  miss("identity-added", "an identity that was only looked at", (caller) =>
    at(caller, "sesv2", "GetEmailIdentity", { emailIdentity: "example.com" }),
  ),
  miss("identity-free-mail", "a domain that only looks like a free-mail one", (caller) =>
    add(caller, "gmail.com.example.org"),
  ),
  miss("identity-own-key", "keys that SES makes", (caller) =>
    at(caller, "sesv2", "CreateEmailIdentity", {
      emailIdentity: "keys.example.org",
      dkimSigningAttributes: { nextSigningKeyLength: "RSA_2048_BIT" },
    }),
  ),
  miss("identity-deleted", "a policy of an identity that was deleted", (caller) =>
    at(caller, "ses", "DeleteIdentityPolicy", { identity: "example.com", policyName: "p" }),
  ),
  miss("policy-granted", "policies that were only read", (caller) =>
    at(caller, "ses", "GetIdentityPolicies", { identity: "example.com", policyNames: ["p"] }),
  ),
  miss("policy-open", "an open policy that SES did not take", (caller) =>
    putPolicy(caller, policy("*"), ERROR),
  ),
  miss("policy-open", "a policy for the own account", (caller) =>
    putPolicy(caller, policy({ AWS: `arn:aws:iam::${caller.account}:root` })),
  ),
  miss("policy-open", "a policy for everyone within an organization", (caller) =>
    putPolicy(caller, policy("*", { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } })),
  ),
  miss("policy-deleted", "a policy that could not be deleted", (caller) =>
    at(caller, "ses", "DeleteIdentityPolicy", { identity: "a.example", policyName: "p" }, ERROR),
  ),
  miss("dkim-weakened", "DKIM turned on", (caller) =>
    at(caller, "ses", "SetIdentityDkimEnabled", { identity: "example.com", dkimEnabled: true }),
  ),
  miss("mail-from-changed", "MAIL FROM domains that were only read", (caller) =>
    at(caller, "ses", "GetIdentityMailFromDomainAttributes", { identities: ["example.com"] }),
  ),
  miss("verification-redirect", "a template that leads nowhere", (caller) =>
    at(caller, "sesv2", "UpdateCustomVerificationEmailTemplate", {
      templateName: "confirm",
      templateSubject: "Please confirm",
    }),
  ),
];

const SEEING: readonly NearMiss[] = [
  miss("feedback-off", "the topic of deliveries removed", (caller) =>
    at(caller, "ses", "SetIdentityNotificationTopic", {
      identity: "example.com",
      notificationType: "Delivery",
    }),
  ),
  miss("topic-foreign-account", "a topic that SES did not take", (caller) =>
    topic(caller, foreign, ERROR),
  ),
  miss("topic-foreign-account", "a topic of the own account", (caller) =>
    topic(caller, caller.account),
  ),
  miss("event-publishing-cut", "a destination that tells bounces alone", (caller) =>
    at(caller, "sesv2", "UpdateConfigurationSetEventDestination", {
      configurationSetName: "alerts",
      eventDestinationName: "to-sns",
      eventDestination: { enabled: true, matchingEventTypes: ["BOUNCE"] },
    }),
  ),
  miss("archiving-off", "archiving turned on", (caller) =>
    at(caller, "sesv2", "PutConfigurationSetArchivingOptions", {
      configurationSetName: "alerts",
      archiveArn: `arn:aws:ses:us-east-1:${caller.account}:mailmanager-archive/a-1`,
    }),
  ),
  miss("data-taken", "exports that were only listed", (caller) =>
    at(caller, "sesv2", "ListExportJobs", {}),
  ),
];

const RECEIVING: readonly NearMiss[] = [
  miss("mail-diverted", "a rule that only adds a header", (caller) =>
    receiptRule(caller, { addHeaderAction: { headerName: "X-Desk", headerValue: "a" } }),
  ),
  miss("mail-manager-diverted", "rules that only keep mail in the archive", (caller) =>
    at(caller, "mailmanager", "UpdateRuleSet", {
      ruleSetId: "rs-1",
      rules: [{ actions: [{ archive: { targetArchive: "a-1" } }] }],
    }),
  ),
  miss("mail-manager-relayed", "a relay that gets another port", (caller) =>
    at(caller, "mailmanager", "UpdateRelay", { relayId: "r-1", serverPort: 587 }),
  ),
  miss("mail-to-foreign-account", "a receipt rule that SES did not take", (caller) =>
    receiptRule(
      caller,
      { sNSAction: { topicArn: `arn:aws:sns:us-east-1:${foreign}:collect` } },
      ERROR,
    ),
  ),
  miss("receiving-swapped", "a rule set that could not be made the active one", (caller) =>
    at(caller, "ses", "SetActiveReceiptRuleSet", { ruleSetName: "gone" }, ERROR),
  ),
  miss("receiving-swapped", "a filter that blocks one network", (caller) =>
    at(caller, "ses", "CreateReceiptFilter", {
      filter: { name: "one", ipFilter: { policy: "Block", cidr: "192.0.2.0/24" } },
    }),
  ),
  miss("mail-manager-closed", "an endpoint that could not be closed", (caller) =>
    ingress(caller, { statusToUpdate: "CLOSED" }, ERROR),
  ),
  miss("mail-manager-closed", "an endpoint that was opened", (caller) =>
    ingress(caller, { statusToUpdate: "ACTIVE" }),
  ),
  miss("receiving-cut", "a rule that still delivers", (caller) =>
    at(caller, "ses", "UpdateReceiptRule", {
      ruleSetName: "inbound",
      rule: {
        name: "desk",
        enabled: true,
        actions: [{ s3Action: { bucketName: "desk" } }, { stopAction: { scope: "RuleSet" } }],
      },
    }),
  ),
  miss("filter-deleted", "a filter that could not be deleted", (caller) =>
    at(caller, "ses", "DeleteReceiptFilter", { filterName: "one" }, ERROR),
  ),
];

const CALLERS: readonly NearMiss[] = [
  miss("root-write", "a change by root that failed", () =>
    at(root(marketing, "203.0.113.9"), "sesv2", "DeleteTenant", { tenantName: "brand" }, ERROR),
  ),
  miss(
    "key-quarantined",
    "a right that a key never had",
    () => (time) =>
      deniedSesCall({ at: time, caller: knownUser(), region: "us-east-1" }, "ses", "GetSendQuota"),
  ),
  miss("parameters-omitted", "a large policy that is shown", (caller) =>
    putPolicy(caller, `${policy({ AWS: caller.account })}${" ".repeat(2000)}`),
  ),
  miss("key-quota-read", "the quota read with a temporary key", (caller) =>
    at(caller, "ses", "GetSendQuota", null),
  ),
  miss("key-quota-read", "another read with a long-lived key", () =>
    at(knownUser(), "ses", "GetTemplate", { templateName: "welcome" }),
  ),
];

const BESIDE: readonly NearMiss[] = [
  miss("smtp-user-made", "a user whose name tells nothing of SES", (caller) =>
    beside(caller, "iam", "CreateUser", { userName: "printer-smtp" }),
  ),
  miss("ses-rights-given", "rights on another service", (caller) =>
    beside(caller, "iam", "AttachRolePolicy", {
      roleName: "app",
      policyArn: "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",
    }),
  ),
  miss("quota-asked", "a higher quota of another service", (caller) =>
    beside(caller, "servicequotas", "RequestServiceQuotaIncrease", {
      serviceCode: "ec2",
      quotaCode: "L-1",
    }),
  ),
  miss("logging-cut", "a trail that was started", (caller) =>
    beside(caller, "cloudtrail", "StartLogging", { name: "organization" }),
  ),
  miss("mail-service-made", "a mailbox in an organization that is there", (caller) =>
    beside(caller, "workmail", "CreateUser", { name: "ann" }),
  ),
];

/** All of them. */
export const ONE_RECORD_MISSES: readonly NearMiss[] = [
  ...SENDING,
  ...SENDERS,
  ...SEEING,
  ...RECEIVING,
  ...CALLERS,
  ...BESIDE,
];
