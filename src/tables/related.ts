/**
 * Calls of other services that tell of mail, for `--related`: keys made for SMTP, rights for SES, quotas and cases, trails
 * and logs switched off, WorkMail organisations. What each of them asks of a record is data, so that the reader's
 * prefilter, the selection and the wording read the same row.
 *
 * Source: IAM, CloudTrail, CloudWatch Logs, Service Quotas, Support and WorkMail API references; SES Developer Guide,
 * "Obtaining Amazon SES SMTP credentials" (the console names its users `ses-smtp-user.…`).
 */
import type { ActionVerb } from "./actions.ts";
import type { SignalName } from "./signals.ts";

/** What these calls are about: values of `aws.ses.target.kind` beside those of SES's own calls. */
export const RELATED_TARGETS = {
  iam_user: "IAM user",
  iam_access_key: "access key",
  iam_policy: "IAM policy",
  service_quota: "service quota",
  support_case: "support case",
  trail: "trail",
  log_delivery: "log delivery",
  mail_organization: "WorkMail organization",
} as const;

/** One of them. */
export type RelatedTarget = keyof typeof RELATED_TARGETS;

/** One row: which calls, and what they tell. */
export interface RelatedRow {
  /** eventSource. */
  readonly source: string;
  /** eventNames. */
  readonly actions: readonly string[];
  /** Path below requestParameters whose text must match; without it, each call of the action counts. */
  readonly asks?: { readonly path: string; readonly matches: RegExp };
  /** Texts of which one stands in the bytes of each such record, whatever else it says. */
  readonly needles: readonly string[];
  readonly verb: ActionVerb;
  readonly target: RelatedTarget;
  /** Paths below requestParameters that name the target: the first that is there does. Of an ARN, what stands behind its last slash. */
  readonly names: readonly string[];
  /** What was done: verb, what, and the rest, with `{name}` and `{holder}`, the user, role or group; text in brackets only where its name is there. */
  readonly effect: readonly [verb: string, what: string, rest?: string];
  readonly signals: readonly SignalName[];
}

/** Who holds a policy. */
export const HOLDERS = ["userName", "roleName", "groupName"] as const;
const ATTACH = ["AttachUserPolicy", "AttachRolePolicy", "AttachGroupPolicy"];
/** Letter case counts for nothing in the names of rights: these are told by their action alone before they are decoded. */
const INLINE = ["PutUserPolicy", "PutRolePolicy", "PutGroupPolicy", "CreatePolicy", "CreatePolicyVersion"];
const SMTP_USER = /^ses-smtp-user/;
const IAM = "iam.amazonaws.com";
const CLOUDTRAIL = "cloudtrail.amazonaws.com";

/** All rows. The first that matches a record is taken. */
export const RELATED: readonly RelatedRow[] = [
  { source: IAM, actions: ["CreateUser"], asks: { path: "userName", matches: SMTP_USER }, needles: ["ses-smtp-user"], verb: "create", target: "iam_user", names: ["userName"], effect: ["make", "user[ {name}]", "for sending by SMTP"], signals: ["smtp_user_made"] },
  { source: IAM, actions: ["CreateAccessKey"], asks: { path: "userName", matches: SMTP_USER }, needles: ["ses-smtp-user"], verb: "create", target: "iam_access_key", names: ["userName"], effect: ["make", "access key[ of user {name}]", "for sending by SMTP"], signals: ["smtp_user_made"] },
  { source: IAM, actions: ATTACH, asks: { path: "policyArn", matches: /:policy\/AWSCompromisedKeyQuarantine(V\d+)?$/ }, needles: ["AWSCompromisedKeyQuarantine"], verb: "update", target: "iam_user", names: HOLDERS, effect: ["put", "leaked key[ of {name}]", "into quarantine"], signals: ["key_quarantined"] },
  { source: IAM, actions: ATTACH, asks: { path: "policyArn", matches: /\/AmazonS(?:ES|es)/ }, needles: ["AmazonSES", "AmazonSes"], verb: "update", target: "iam_policy", names: ["policyArn"], effect: ["attach", "policy[ {name}]", "[to {holder}]"], signals: ["ses_rights_given"] },
  { source: IAM, actions: INLINE, asks: { path: "policyDocument", matches: /"ses:|%22ses%3A/i }, needles: INLINE, verb: "create", target: "iam_policy", names: ["policyName", "policyArn"], effect: ["write", "policy[ {name}]", "with rights on SES[, for {holder}]"], signals: ["ses_rights_given"] },
  { source: "servicequotas.amazonaws.com", actions: ["RequestServiceQuotaIncrease"], asks: { path: "serviceCode", matches: /^ses$/ }, needles: ["RequestServiceQuotaIncrease"], verb: "create", target: "service_quota", names: ["quotaCode"], effect: ["ask for", "higher SES quota[ {name}]"], signals: ["quota_asked"] },
  { source: "support.amazonaws.com", actions: ["CreateCase"], asks: { path: "serviceCode", matches: /(?:^|-)ses(?:$|-)|simple-email/ }, needles: ["CreateCase"], verb: "create", target: "support_case", names: ["serviceCode"], effect: ["open", "support case on SES[ ({name})]"], signals: ["quota_asked"] },
  { source: CLOUDTRAIL, actions: ["StopLogging"], needles: ["StopLogging"], verb: "stop", target: "trail", names: ["name"], effect: ["turn off", "trail[ {name}]"], signals: ["logging_cut"] },
  { source: CLOUDTRAIL, actions: ["DeleteTrail"], needles: ["DeleteTrail"], verb: "delete", target: "trail", names: ["name"], effect: ["delete", "trail[ {name}]"], signals: ["logging_cut"] },
  { source: CLOUDTRAIL, actions: ["PutEventSelectors"], needles: ["PutEventSelectors"], verb: "update", target: "trail", names: ["trailName"], effect: ["change", "event selectors[ of trail {name}]"], signals: ["logging_cut"] },
  { source: "logs.amazonaws.com", actions: ["DeleteDelivery", "DeleteDeliverySource"], needles: ["DeleteDelivery"], verb: "delete", target: "log_delivery", names: ["id", "name"], effect: ["delete", "log delivery[ {name}]", ", perhaps Mail Manager's"], signals: ["logging_cut"] },
  { source: "workmail.amazonaws.com", actions: ["CreateOrganization"], needles: ["CreateOrganization"], verb: "create", target: "mail_organization", names: ["alias"], effect: ["make", "WorkMail organization[ {name}]"], signals: ["mail_service_made"] },
];

/** The services, as `aws.ses.api` names them. */
export const RELATED_APIS: readonly string[] = [...new Set(RELATED.map(apiOf))];

/** The service of a row: `iam`. */
export function apiOf({ source }: Pick<RelatedRow, "source">): string {
  return source.slice(0, source.indexOf("."));
}
