/** Rules on what was not seen before. */
import { CALLER, LONG_LIVED_KEY } from "../queries.ts";
import { PERMISO, v1 } from "../references.ts";
import type { Rule } from "../rule.ts";

/** In the order of their file. */
export const NEW: readonly Rule[] = [
  {
    key: "new-key-user",
    name: "First SES call of a caller with a long-lived key",
    severity: "medium",
    description:
      "A caller with a long-lived access key used Amazon SES that had not used it for 30 days. Leaked keys are nearly always long-lived.",
    look: "Where was the key used, and does its user need SES?",
    falsePositives: ["New programs that still use access keys."],
    references: [PERMISO],
    techniques: ["T1078.004"],
    detection: { type: "new_terms", query: LONG_LIVED_KEY, fields: CALLER, historyDays: 30 },
  },
  {
    key: "new-receipt-setting",
    name: "New setting of an SES receipt rule",
    severity: "medium",
    description:
      "A receipt rule was given a setting that was not seen for 30 days: a bucket, topic, function or recipient that is new.",
    look: "Which destination is new, and whose is it?",
    falsePositives: ["Planned changes of mail handling."],
    references: [v1("CreateReceiptRule"), v1("UpdateReceiptRule")],
    techniques: ["T1114.003"],
    detection: {
      type: "new_terms",
      // Only writes have settings.
      query: "aws.ses.target.kind: receipt_rule",
      fields: ["aws.ses.setting.pair"],
      historyDays: 30,
    },
  },
  {
    key: "new-sender",
    name: "SES caller sends as a domain for the first time",
    severity: "low",
    description:
      "A caller sent from a domain from which it had not sent for 30 days. Needs CloudTrail data events for SES.",
    look: "Is that caller meant to send for this domain?",
    falsePositives: ["New products and domains."],
    references: ["https://docs.aws.amazon.com/ses/latest/dg/logging-using-cloudtrail.html"],
    techniques: ["T1496.004"],
    detection: {
      type: "new_terms",
      query: "aws.ses.verb: send",
      fields: ["aws.ses.caller.name", "aws.ses.identity.domain"],
      historyDays: 30,
    },
  },
  {
    key: "new-root-address",
    name: "Root user calls SES from a new address",
    severity: "high",
    description:
      "The root user called Amazon SES from an address that had not been seen for 30 days.",
    look: "Whose address is it, and was there MFA?",
    falsePositives: ["The owner at home or on the road."],
    references: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html"],
    techniques: ["T1078.004"],
    detection: {
      type: "new_terms",
      query: "aws.ses.caller.kind: root",
      fields: ["aws.ses.caller.account", "source.ip"],
      historyDays: 30,
    },
  },
];
