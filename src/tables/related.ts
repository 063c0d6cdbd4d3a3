/**
 * Calls of other services that tell of mail, for `--related`: keys made for SMTP, rights for SES, quotas and cases, trails
 * and logs switched off, WorkMail organisations. What each of them asks of a record is data, so that the reader's
 * prefilter, the selection and the wording read the same row.
 *
 * Source: IAM, CloudTrail, CloudWatch Logs, Service Quotas, Support and WorkMail API references; SES Developer Guide,
 * "Obtaining Amazon SES SMTP credentials" (the console names its users `ses-smtp-user.…`).
 */
import type { SignalName } from "./signals.ts";

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
  /** Path below requestParameters that names what the call was about. */
  readonly name?: string;
  /** What was done: verb, what, and the rest, where `{name}` is the name. */
  readonly effect: readonly [verb: string, what: string, rest?: string];
  readonly signals: readonly SignalName[];
}

const ATTACH = ["AttachUserPolicy", "AttachRolePolicy", "AttachGroupPolicy"];
/** Letter case counts for nothing in the names of rights: these are told by their action alone before they are decoded. */
const INLINE = ["PutUserPolicy", "PutRolePolicy", "PutGroupPolicy", "CreatePolicy", "CreatePolicyVersion"];
const SMTP_USER = /^ses-smtp-user/;

/** All rows. The first that matches a record is taken. */
export const RELATED: readonly RelatedRow[] = [
  { source: "iam.amazonaws.com", actions: ["CreateUser"], asks: { path: "userName", matches: SMTP_USER }, needles: ["ses-smtp-user"], name: "userName", effect: ["make", "user {name}", "for sending by SMTP"], signals: ["smtp_user_made"] },
  { source: "iam.amazonaws.com", actions: ["CreateAccessKey"], asks: { path: "userName", matches: SMTP_USER }, needles: ["ses-smtp-user"], name: "userName", effect: ["make", "access key of user {name}", "for sending by SMTP"], signals: ["smtp_user_made"] },
  { source: "iam.amazonaws.com", actions: ATTACH, asks: { path: "policyArn", matches: /:policy\/AWSCompromisedKeyQuarantine(V\d+)?$/ }, needles: ["AWSCompromisedKeyQuarantine"], name: "userName", effect: ["put", "leaked key of {name}", "into quarantine"], signals: ["key_quarantined"] },
  { source: "iam.amazonaws.com", actions: ATTACH, asks: { path: "policyArn", matches: /\/AmazonS(?:ES|es)/ }, needles: ["AmazonSES", "AmazonSes"], name: "policyArn", effect: ["attach", "policy {name}"], signals: ["ses_rights_given"] },
  { source: "iam.amazonaws.com", actions: INLINE, asks: { path: "policyDocument", matches: /"ses:|%22ses%3A/i }, needles: INLINE, name: "policyName", effect: ["write", "policy {name}", "with rights on SES"], signals: ["ses_rights_given"] },
  { source: "servicequotas.amazonaws.com", actions: ["RequestServiceQuotaIncrease"], asks: { path: "serviceCode", matches: /^ses$/ }, needles: ["RequestServiceQuotaIncrease"], name: "quotaCode", effect: ["ask for", "higher SES quota {name}"], signals: ["quota_asked"] },
  { source: "support.amazonaws.com", actions: ["CreateCase"], asks: { path: "serviceCode", matches: /(?:^|-)ses(?:$|-)|simple-email/ }, needles: ["CreateCase"], name: "serviceCode", effect: ["open", "support case on SES ({name})"], signals: ["quota_asked"] },
  { source: "cloudtrail.amazonaws.com", actions: ["StopLogging", "DeleteTrail"], needles: ["StopLogging", "DeleteTrail"], name: "name", effect: ["turn off", "trail {name}"], signals: ["logging_cut"] },
  { source: "cloudtrail.amazonaws.com", actions: ["PutEventSelectors"], needles: ["PutEventSelectors"], name: "trailName", effect: ["change", "event selectors of trail {name}"], signals: ["logging_cut"] },
  { source: "logs.amazonaws.com", actions: ["DeleteDelivery", "DeleteDeliverySource"], needles: ["DeleteDelivery"], name: "id", effect: ["delete", "log delivery {name}", ", perhaps Mail Manager's"], signals: ["logging_cut"] },
  { source: "workmail.amazonaws.com", actions: ["CreateOrganization"], needles: ["CreateOrganization"], name: "alias", effect: ["make", "WorkMail organization {name}"], signals: ["mail_service_made"] },
];
