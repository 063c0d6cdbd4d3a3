/** What planted records must show, read straight from raw records: an oracle that shares no code with the demo or with the mapping. */

/** A decoded record. */
export type Raw = Readonly<Record<string, unknown>>;

/** A member of an object along a path, or undefined. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  let current = value;
  for (const name of path) {
    if (typeof current !== "object" || current === null) return undefined;
    current = (current as Raw)[name];
  }
  return current;
}

/** A member that must be a text. */
export function textAt(record: Raw, ...path: readonly string[]): string {
  const value = at(record, ...path);
  if (typeof value !== "string") throw new TypeError(`no text at ${path.join(".")}`);
  return value;
}

const action = (record: Raw, ...names: readonly string[]): boolean =>
  names.includes(String(record["eventName"]));
const parameter = (record: Raw, ...path: readonly string[]): unknown =>
  at(record, "requestParameters", ...path);
const account = (record: Raw): string => textAt(record, "recipientAccountId");
const accountOfArn = (arn: unknown): string | undefined =>
  typeof arn === "string" ? arn.split(":")[4] : undefined;
const refused = (record: Raw): boolean => record["errorCode"] === "AccessDenied";
const added = (record: Raw): boolean =>
  action(
    record,
    "VerifyEmailIdentity",
    "VerifyEmailAddress",
    "VerifyDomainIdentity",
    "VerifyDomainDkim",
    "CreateEmailIdentity",
    "SendCustomVerificationEmail",
  );
const policyWrite = (record: Raw): boolean =>
  action(record, "PutIdentityPolicy", "CreateEmailIdentityPolicy", "UpdateEmailIdentityPolicy");
const topicSet = (record: Raw): boolean => action(record, "SetIdentityNotificationTopic");
const ruleWrite = (record: Raw): boolean =>
  action(record, "CreateReceiptRule", "UpdateReceiptRule");
const read = (record: Raw): boolean =>
  /^(?:Get|List|Describe|BatchGet|Send|Test)/.test(String(record["eventName"]));

function entityStatus(record: Raw): string {
  return action(record, "UpdateReputationEntityCustomerManagedStatus")
    ? String(parameter(record, "sendingStatus"))
    : "";
}

function principals(record: Raw): unknown[] {
  const policy = parameter(record, "policy");
  if (typeof policy !== "string") return [];
  const statements = (JSON.parse(policy) as { Statement: { Effect: string; Principal: unknown }[] })
    .Statement;
  return statements
    .filter((statement) => statement.Effect === "Allow")
    .map(({ Principal }) => at(Principal, "AWS") ?? Principal);
}

function deliveries(record: Raw): { kind: string; arn: unknown }[] {
  const actions = parameter(record, "rule", "actions");
  if (!Array.isArray(actions)) return [];
  return actions.flatMap((entry: Raw) =>
    Object.entries(entry)
      .filter(([kind]) =>
        ["s3Action", "sNSAction", "lambdaAction", "workmailAction"].includes(kind),
      )
      .map(([kind, value]) => ({ kind, arn: at(value, "functionArn") ?? at(value, "topicArn") })),
  );
}

/** What the rules of Mail Manager in a record do, and the role or thing of AWS that each names. */
function mailManager(record: Raw): { kind: string; arn: unknown }[] {
  const rules = action(record, "CreateRuleSet", "UpdateRuleSet") ? parameter(record, "rules") : [];
  return (rules as Raw[])
    .flatMap((rule) => rule["actions"] as Raw[])
    .flatMap((entry) =>
      Object.entries(entry).map(([kind, value]) => ({ kind, arn: at(value, "roleArn") })),
    );
}

/** For each signal, whether a raw SES record shows it. */
export const FACTS = {
  production_access_requested: (record) => action(record, "PutAccountDetails"),
  sending_enabled: (record) =>
    (action(record, "UpdateAccountSendingEnabled") && parameter(record, "enabled") === true) ||
    (action(record, "PutAccountSendingAttributes", "PutConfigurationSetSendingOptions") &&
      parameter(record, "sendingEnabled") === true),
  sending_disabled: (record) =>
    action(record, "PutAccountSendingAttributes", "PutConfigurationSetSendingOptions") &&
    parameter(record, "sendingEnabled") === false,
  tenant_started: (record) => ["ENABLED", "REINSTATED"].includes(entityStatus(record)),
  tenant_stopped: (record) => entityStatus(record) === "DISABLED",
  identity_added: added,
  identity_free_mail: (record) =>
    added(record) &&
    /@(?:gmail|outlook)\.com$/.test(
      String(parameter(record, "emailAddress") ?? parameter(record, "emailIdentity")),
    ),
  identity_deleted: (record) =>
    action(record, "DeleteIdentity", "DeleteEmailIdentity", "DeleteVerifiedEmailAddress"),
  policy_granted: policyWrite,
  policy_public: (record) => policyWrite(record) && principals(record).includes("*"),
  policy_foreign_account: (record) =>
    policyWrite(record) &&
    principals(record).some((arn) => arn !== "*" && accountOfArn(arn) !== account(record)),
  feedback_forwarding_off: (record) =>
    (action(record, "SetIdentityFeedbackForwardingEnabled") &&
      parameter(record, "forwardingEnabled") === false) ||
    (action(record, "PutEmailIdentityFeedbackAttributes") &&
      parameter(record, "emailForwardingEnabled") !== true),
  bounce_topic_removed: (record) => topicSet(record) && parameter(record, "snsTopic") === undefined,
  topic_foreign_account: (record) =>
    topicSet(record) &&
    parameter(record, "snsTopic") !== undefined &&
    accountOfArn(parameter(record, "snsTopic")) !== account(record),
  event_publishing_cut: (record) =>
    action(record, "DeleteConfigurationSet", "DeleteConfigurationSetEventDestination") ||
    (action(record, "PutEmailIdentityConfigurationSetAttributes") &&
      parameter(record, "configurationSetName") === undefined) ||
    (action(record, "UpdateConfigurationSetEventDestination") &&
      !/bounce|complaint/i.test(
        String(parameter(record, "eventDestination", "matchingEventTypes")),
      )) ||
    (action(record, "UpdateConfigurationSetEventDestination") &&
      parameter(record, "eventDestination", "enabled") === false) ||
    (action(record, "UpdateConfigurationSetReputationMetricsEnabled") &&
      parameter(record, "enabled") === false),
  dkim_weakened: (record) =>
    (action(record, "CreateEmailIdentity") &&
      parameter(record, "dkimSigningAttributes", "domainSigningSelector") !== undefined) ||
    (action(record, "SetIdentityDkimEnabled") && parameter(record, "dkimEnabled") === false) ||
    (action(record, "PutEmailIdentityDkimAttributes") &&
      parameter(record, "signingEnabled") === false) ||
    (action(record, "PutEmailIdentityDkimSigningAttributes") &&
      parameter(record, "signingAttributesOrigin") === "EXTERNAL"),
  mail_from_changed: (record) =>
    action(record, "SetIdentityMailFromDomain", "PutEmailIdentityMailFromAttributes"),
  mail_diverted: (record) =>
    (ruleWrite(record) && deliveries(record).length > 0) ||
    mailManager(record).some(({ kind }) => kind !== "archive") ||
    (action(record, "UpdateRelay") && parameter(record, "serverName") !== undefined),
  mail_to_foreign_account: (record) =>
    (ruleWrite(record) ? deliveries(record) : mailManager(record)).some(
      ({ arn }) => arn !== undefined && accountOfArn(arn) !== account(record),
    ),
  receipt_rule_first: (record) =>
    action(record, "ReorderReceiptRuleSet") ||
    (action(record, "CreateReceiptRule", "SetReceiptRulePosition") &&
      parameter(record, "after") === undefined),
  receiving_swapped: (record) =>
    (action(record, "SetActiveReceiptRuleSet") && parameter(record, "ruleSetName") !== undefined) ||
    (action(record, "UpdateIngressPoint") && parameter(record, "ruleSetId") !== undefined),
  receiving_off: (record) =>
    (action(record, "SetActiveReceiptRuleSet") && parameter(record, "ruleSetName") === undefined) ||
    (action(record, "UpdateIngressPoint") && parameter(record, "statusToUpdate") === "CLOSED"),
  receiving_cut: (record) =>
    action(record, "DeleteReceiptRule") ||
    (action(record, "UpdateReceiptRule") &&
      (parameter(record, "rule", "enabled") === false || deliveries(record).length === 0)),
  mail_blocked: (record) =>
    action(record, "CreateReceiptFilter") &&
    parameter(record, "filter", "ipFilter", "policy") === "Block" &&
    parameter(record, "filter", "ipFilter", "cidr") === "0.0.0.0/0",
  suppression_loosened: (record) => {
    const reasons = parameter(record, "suppressedReasons");
    const emptied =
      action(record, "PutAccountSuppressionAttributes", "PutTenantSuppressionAttributes") &&
      Array.isArray(reasons) &&
      reasons.length === 0;
    return emptied || action(record, "DeleteSuppressedDestination");
  },
  archiving_off: (record) =>
    action(record, "DeleteArchive") ||
    (action(record, "PutConfigurationSetArchivingOptions") &&
      parameter(record, "archiveArn") === undefined),
  data_taken: (record) =>
    action(
      record,
      "GetArchiveSearchResults",
      "CreateExportJob",
      "StartArchiveExport",
      "GetArchiveMessageContent",
    ),
  verification_redirect: (record) =>
    action(
      record,
      "CreateCustomVerificationEmailTemplate",
      "UpdateCustomVerificationEmailTemplate",
    ) && typeof parameter(record, "successRedirectionURL") === "string",
  root_write: (record) => at(record, "userIdentity", "type") === "Root" && !read(record),
  foreign_caller: (record) => {
    const caller = at(record, "userIdentity", "accountId");
    return typeof caller === "string" && caller !== account(record);
  },
  key_quarantined: (record) =>
    refused(record) && String(record["errorMessage"]).includes("AWSCompromisedKeyQuarantine"),
  access_denied: refused,
  smtp_user_made: (record) =>
    action(record, "CreateUser", "CreateAccessKey") &&
    String(parameter(record, "userName")).startsWith("ses-smtp-user"),
  ses_rights_given: (record) =>
    (action(record, "AttachUserPolicy") &&
      String(parameter(record, "policyArn")).includes("AmazonSES")) ||
    (action(record, "PutUserPolicy") &&
      String(parameter(record, "policyDocument")).includes('"ses:')),
  quota_asked: (record) => action(record, "RequestServiceQuotaIncrease", "CreateCase"),
  logging_cut: (record) => action(record, "StopLogging", "PutEventSelectors", "DeleteDelivery"),
  mail_service_made: (record) => action(record, "CreateOrganization"),
  parameters_omitted: (record) => parameter(record, "omitted") === true,
} as const satisfies Readonly<Record<string, (record: Raw) => boolean>>;

/** Name of a signal that this oracle knows. */
export type Fact = keyof typeof FACTS;

/** Signals that a raw SES record shows, sorted. */
export function factsOf(record: Raw): string[] {
  return Object.entries(FACTS)
    .filter(([, shows]) => shows(record))
    .map(([name]) => name)
    .sort();
}
