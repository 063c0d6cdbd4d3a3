/** The signal table: the fixed vocabulary, over actions that exist. */
import { expect, test } from "vitest";
import { ACTIONS } from "../../src/tables/actions.ts";
import { SIGNAL_NAMES, SIGNALS } from "../../src/tables/signals.ts";

test("the vocabulary is fixed", () => {
  expect(SIGNAL_NAMES).toEqual([
    "production_access_requested",
    "sending_enabled",
    "sending_disabled",
    "tenant_started",
    "tenant_stopped",
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
    "receiving_cut",
    "mail_blocked",
    "suppression_loosened",
    "archiving_off",
    "data_taken",
    "verification_redirect",
    "root_write",
    "foreign_caller",
    "key_quarantined",
    "access_denied",
    "parameters_omitted",
    "smtp_user_made",
    "ses_rights_given",
    "quota_asked",
    "logging_cut",
    "mail_service_made",
  ]);
});

test("every row speaks of known actions and of ATT&CK techniques", () => {
  const known = new Set(ACTIONS.map((row) => row.action));
  for (const row of SIGNALS) {
    expect(row.actions.filter((action) => !known.has(action))).toEqual([]);
    for (const technique of row.mitre) expect(technique).toMatch(/^T\d{4}(\.\d{3})?$/);
    expect(`${row.title} ${row.when} ${row.doc}`).not.toMatch(/undefined|TODO/);
  }
});
