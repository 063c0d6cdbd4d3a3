/** Rules on what was not seen before: settings, senders, places. */
import { CALLER, OF_SES, SUCCEEDED, signal } from "../queries.ts";
import { v1, v2 } from "../references.ts";
import type { Rule } from "../rule.ts";

/** In the order of their file. */
export const NEW: readonly Rule[] = [
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
    description: "A caller sent from a domain from which it had not sent for 30 days.",
    look: "Is that caller meant to send for this domain?",
    falsePositives: ["New products and domains."],
    references: ["https://docs.aws.amazon.com/ses/latest/dg/logging-using-cloudtrail.html"],
    techniques: ["T1496.004"],
    needs: "data events",
    detection: {
      type: "new_terms",
      query: "aws.ses.verb: send",
      fields: ["aws.ses.caller.name", "aws.ses.identity.domain"],
      historyDays: 30,
    },
  },
  {
    key: "foreign-sender",
    name: "Another account sends by SES as one of your identities",
    severity: "medium",
    description:
      "An account sent from a domain of yours that had not done so for 30 days: a sending policy lets it. Sends that were refused do not count.",
    look: "Whose account is it, and which policy of the identity names it (`GetIdentityPolicies`)?",
    falsePositives: [
      "Accounts of your own organization, and providers that begin to send for you.",
    ],
    references: ["https://docs.aws.amazon.com/ses/latest/dg/sending-authorization.html"],
    techniques: ["T1199", "T1566"],
    needs: "data events",
    detection: {
      type: "new_terms",
      query: `${signal("foreign_caller")} and aws.ses.verb: send and ${SUCCEEDED}`,
      fields: ["aws.ses.caller.account", "aws.ses.identity.domain"],
      historyDays: 30,
    },
  },
  {
    key: "new-verifier",
    name: "First custom verification mail of an SES caller",
    severity: "low",
    description:
      "A caller sent a custom verification mail that had sent none for 30 days. The mail adds the address as a sender identity and asks its owner, in words of the caller's choice, to click a link of AWS.",
    look: "Which template, and do these people know that they are asked?",
    falsePositives: ["Products that let customers verify senders of their own."],
    references: [
      v2("SendCustomVerificationEmail"),
      "https://docs.aws.amazon.com/ses/latest/dg/creating-identities.html",
    ],
    techniques: ["T1566", "T1585.002"],
    detection: {
      type: "new_terms",
      query: `event.action: SendCustomVerificationEmail and ${SUCCEEDED}`,
      fields: CALLER,
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
    attempts: "a call that fails shows as well that somebody elsewhere is signed in as root.",
    detection: {
      type: "new_terms",
      query: `${OF_SES} and aws.ses.caller.kind: root`,
      fields: ["aws.ses.caller.account", "source.ip"],
      historyDays: 30,
    },
  },
];
