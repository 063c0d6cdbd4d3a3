/** Rules on what was not seen before. */
import { CALLER, CHANGES, LONG_LIVED_KEY, SUCCEEDED } from "../queries.ts";
import { PERMISO, WIZ, v1 } from "../references.ts";
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
  {
    key: "new-key-address",
    name: "Long-lived key used for SES from a new address",
    severity: "medium",
    description:
      "A long-lived access key called Amazon SES from an address from which it had not called for 30 days. Programs with such keys stay where they are; thieves do not.",
    look: "Whose network is it, and does the client differ as well?",
    falsePositives: [
      "Programs that move to another machine.",
      "Machines and people whose address changes; add an exception for their callers.",
    ],
    references: [WIZ, PERMISO],
    techniques: ["T1078.004"],
    detection: {
      type: "new_terms",
      query: LONG_LIVED_KEY,
      fields: ["aws.cloudtrail.user_identity.access_key_id", "source.ip"],
      historyDays: 30,
    },
  },
  {
    key: "new-key-client",
    name: "Long-lived key used for SES with a new client",
    severity: "medium",
    description:
      "A long-lived access key called Amazon SES with a program with which it had not called for 30 days: the key of an application in the AWS CLI, for one.",
    look: "Is it a person who tries something with the key of a program? That alone should not be.",
    falsePositives: [
      "Programs that change their SDK.",
      "Developers who debug with a program's key.",
    ],
    references: [PERMISO],
    techniques: ["T1078.004"],
    detection: {
      type: "new_terms",
      query: LONG_LIVED_KEY,
      fields: ["aws.cloudtrail.user_identity.access_key_id", "user_agent.name"],
      historyDays: 30,
    },
  },
  {
    key: "new-key",
    name: "New long-lived key of an SES caller",
    severity: "low",
    description:
      "A caller used a long-lived access key that had not been seen for 30 days. A second key of a known user is how an intruder stays; callers that are new themselves have a rule of their own, which fires as well.",
    look: "Who made the key (`CreateAccessKey` in IAM), and is the old one still in use?",
    falsePositives: ["Keys that are replaced regularly."],
    references: [
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html",
    ],
    techniques: ["T1098.001"],
    detection: {
      type: "new_terms",
      query: LONG_LIVED_KEY,
      fields: [...CALLER, "aws.cloudtrail.user_identity.access_key_id"],
      historyDays: 30,
    },
  },
  {
    key: "first-change",
    name: "First change of SES by a caller with a long-lived key",
    severity: "medium",
    description:
      "A caller with a long-lived access key changed something in Amazon SES that had changed nothing for 30 days: a program that only ever sent or read begins to write.",
    look: "What did it change, and was its key used elsewhere before?",
    falsePositives: ["Programs that are given a new task.", "Set-up by hand with a user's key."],
    references: [PERMISO],
    techniques: ["T1098", "T1078.004"],
    detection: {
      type: "new_terms",
      query: `${CHANGES} and ${LONG_LIVED_KEY} and ${SUCCEEDED}`,
      fields: CALLER,
      historyDays: 30,
    },
  },
];
