/** The KQL that several rules, panels and searches share: one home for each idea. */
import type { FieldName } from "../tables/fields.ts";
import type { SignalName } from "../tables/signals.ts";

/** Calls that change something. */
export const CHANGES = "aws.ses.verb: (create or update or delete or start or stop)";

/** Changes by a person, rather than by a role or a service. */
export const BY_PEOPLE = "aws.ses.caller.kind: (sso or user or root)";

/** Access was refused. */
export const DENIED = "aws.ses.signals: access_denied";

/** A sender identity was asked for. */
export const IDENTITY_ADDED = signal("identity_added");

/**
 * Reads that tell how much mail an account may send, and as whom. Services are left out: Trusted Advisor asks for the
 * quota of every account.
 */
export const RECON =
  "event.action: (GetAccount or GetSendQuota or GetSendStatistics or ListIdentities or ListEmailIdentities or GetAccountSendingEnabled or GetIdentityVerificationAttributes) and not aws.ses.caller.kind: service";

/** The call failed, for whatever reason. */
export const FAILED = "event.outcome: failure";

/** The call succeeded. */
export const SUCCEEDED = "event.outcome: success";

/** A long-lived access key was used. Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
export const LONG_LIVED_KEY = "aws.cloudtrail.user_identity.access_key_id: AKIA*";

/** A call of Amazon SES, not one beside it that tells of mail. */
export const OF_SES = "event.provider: ses.amazonaws.com";

/** A call of Mail Manager. */
export const MAIL_MANAGER = "aws.ses.api: mailmanager";

/**
 * The reads that public rules list, one being enough for them: quotas, switches and identities, and how mail comes in.
 * Source: Elastic "AWS SES Enumeration via Long-Term Access Key", Datadog "Amazon SES enumeration attempt by previously
 * unseen user", Panther "AWS CloudTrail SES Check Send Quota". Datadog's ListServiceQuotas is no call of SES.
 */
export const PUBLIC_READS =
  "event.action: (GetAccount or GetSendQuota or ListIdentities or ListEmailIdentities or GetEmailIdentity or GetAccountSendingEnabled or GetIdentityVerificationAttributes or DescribeActiveReceiptRuleSet or ListReceiptRuleSets)";

/** A caller is a name in an account: a role of the same name can stand in several. */
export const CALLER: readonly FieldName[] = ["aws.ses.caller.name", "aws.ses.caller.account"];

/** The six reads that attackers begin with; GetSendStatistics, which dashboards poll, is left out here. */
export const PROBES =
  "event.action: (GetAccount or GetSendQuota or ListIdentities or ListEmailIdentities or GetAccountSendingEnabled or GetIdentityVerificationAttributes)";

/** Services of AWS look at many accounts on their owners' behalf. */
export const NOT_A_SERVICE = "not aws.ses.caller.kind: service";

/** One of these signals was raised. */
export function signal(...names: readonly SignalName[]): string {
  return names.length === 1
    ? `aws.ses.signals: ${names.join("")}`
    : `aws.ses.signals: (${names.join(" or ")})`;
}

/** A setting was written with one of these values. */
export function setting(name: string, ...values: readonly string[]): string {
  const pairs = values.map((value) => `"${name}=${value}"`);
  return `aws.ses.setting.pair: ${pairs.length === 1 ? pairs.join("") : `(${pairs.join(" or ")})`}`;
}

/** Both conditions hold. */
export function both(left: string, right: string): string {
  return `(${left}) and (${right})`;
}
