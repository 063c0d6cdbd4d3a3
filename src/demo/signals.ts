/** The signals that the demo plants. The demo names them itself, so that it can be held against the table that raises them. */

/** Facts about one record; every one is planted in some story. */
export const SIGNALS = [
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
] as const;

/** Name of a signal. */
export type SignalName = (typeof SIGNALS)[number];
