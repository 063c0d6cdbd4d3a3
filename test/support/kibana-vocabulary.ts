/** Values that fields with few values can have, for the linter of the boards. */
const SIGNALS = [
  "production_access_requested",
  "sending_enabled",
  "sending_disabled",
  "identity_added",
  "identity_free_mail",
  "identity_deleted",
  "policy_granted",
  "policy_public",
  "policy_foreign_account",
  "feedback_forwarding_off",
  "bounce_topic_removed",
  "topic_foreign_account",
  "event_publishing_cut",
  "dkim_weakened",
  "mail_from_changed",
  "mail_diverted",
  "mail_to_foreign_account",
  "receipt_rule_first",
  "receiving_swapped",
  "receiving_off",
  "mail_blocked",
  "suppression_loosened",
  "data_taken",
  "verification_redirect",
  "root_write",
  "access_denied",
  "parameters_omitted",
];

const set = (words: string): ReadonlySet<string> => new Set(words.split(" "));

export const VOCABULARY: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["aws.ses.signals", new Set(SIGNALS)],
  ["aws.ses.verb", set("create read update delete send start stop unknown")],
  ["aws.ses.caller.kind", set("root user role sso service federated account unknown")],
  ["aws.ses.api", set("v1 v2 mailmanager unknown")],
  ["event.outcome", set("success failure")],
]);
