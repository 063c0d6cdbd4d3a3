/** Rules on one record: what becomes of incoming mail. */
import { MAIL_MANAGER, SUCCEEDED, signal } from "../../queries.ts";
import { mailManager, v1 } from "../../references.ts";
import type { Rule } from "../../rule.ts";

/** In the order of their file. */
export const RECEIVING: readonly Rule[] = [
  {
    key: "mail-diverted",
    name: "SES received mail diverted",
    severity: "medium",
    description:
      "A receipt rule that delivers mail somewhere was made or changed, or a rule was put first in its set: it sees mail before all others.",
    look: "Read the rule's actions: which bucket, topic or function gets the mail?",
    falsePositives: ["Changes of mail handling by its owners."],
    references: [v1("CreateReceiptRule"), v1("UpdateReceiptRule"), v1("SetReceiptRulePosition")],
    techniques: ["T1114.003"],
    detection: {
      type: "query",
      query: `${signal("mail_diverted", "receipt_rule_first")} and not ${MAIL_MANAGER}`,
    },
  },
  {
    key: "mail-manager-diverted",
    name: "SES Mail Manager delivers mail elsewhere",
    severity: "medium",
    description:
      "A rule set of Mail Manager that delivers mail somewhere was made or changed: to a bucket, topic, function, mailbox or relay, or to other recipients than those it was written to. The archive alone does not count.",
    look: "Read the rules in `aws.cloudtrail.request_parameters`: an update replaces all of them. Which place is new?",
    falsePositives: ["Changes of mail handling by its owners."],
    references: [mailManager("CreateRuleSet"), mailManager("UpdateRuleSet")],
    techniques: ["T1114.003"],
    detection: {
      type: "query",
      query: `${signal("mail_diverted")} and event.action: (CreateRuleSet or UpdateRuleSet)`,
    },
  },
  {
    key: "mail-manager-relayed",
    name: "SES Mail Manager relays mail to another server",
    severity: "medium",
    description:
      "An SMTP relay of Mail Manager got another server: each rule that relays through it hands its mail to that server, though no rule was changed.",
    look: "Whose server is it, and which rule sets use the relay?",
    falsePositives: ["Mail servers that move."],
    references: [mailManager("UpdateRelay")],
    techniques: ["T1114.003"],
    detection: {
      type: "query",
      query: `${signal("mail_diverted")} and event.action: UpdateRelay`,
    },
  },
  {
    key: "mail-to-foreign-account",
    name: "SES received mail sent to another account",
    severity: "high",
    description:
      "A receipt rule, or a rule set of Mail Manager, names a topic, function, key or role of another account: copies of your mail go there. Buckets do not tell their account. Attempts that failed do not count.",
    look: "Whose account is it? Take the rule out if nobody knows.",
    falsePositives: ["A central mail account of your own organisation."],
    references: [v1("CreateReceiptRule"), mailManager("UpdateRuleSet")],
    techniques: ["T1114.003"],
    detection: { type: "query", query: `${signal("mail_to_foreign_account")} and ${SUCCEEDED}` },
  },
  {
    key: "receiving-swapped",
    name: "SES mail receiving swapped, stopped or blocked",
    severity: "high",
    description:
      "Another receipt rule set was made the active one, none is active any more, or a receipt filter blocks every address. Attempts that failed do not count.",
    look: "Which rule set was active before? `SetActiveReceiptRuleSet` brings it back.",
    falsePositives: ["Planned changes of mail handling."],
    references: [v1("SetActiveReceiptRuleSet"), v1("CreateReceiptFilter")],
    techniques: ["T1114.003", "T1489"],
    detection: {
      type: "query",
      query: `${signal("receiving_swapped", "receiving_off", "mail_blocked")} and ${SUCCEEDED} and not ${MAIL_MANAGER}`,
    },
  },
  {
    key: "mail-manager-closed",
    name: "SES Mail Manager closed, or given other rules",
    severity: "high",
    description:
      "An ingress endpoint of Mail Manager was closed, deleted or given another rule set, or a rule set or traffic policy lets no mail through: what came in there is refused, lost or handled by other rules. Attempts that failed do not count.",
    look: "Does the MX record of a domain still name the endpoint? `UpdateIngressPoint` opens it again and brings its rule set back.",
    falsePositives: ["Endpoints that are taken out of use.", "Planned changes of mail handling."],
    references: [mailManager("UpdateIngressPoint"), mailManager("UpdateTrafficPolicy")],
    techniques: ["T1489", "T1114.003"],
    detection: {
      type: "query",
      query: `${signal("receiving_swapped", "receiving_off", "mail_blocked")} and ${SUCCEEDED} and ${MAIL_MANAGER}`,
    },
  },
  {
    key: "receiving-cut",
    name: "SES rule for incoming mail no longer delivers",
    severity: "medium",
    description:
      "A receipt rule was deleted or switched off, or a receipt rule or rule set of Mail Manager comes to bounce, stop or drop mail and delivers none: mail to an abuse desk, for one, is no longer seen.",
    look: "Which addresses did the rule handle, and who read their mail?",
    falsePositives: ["Changes of mail handling by its owners."],
    references: [v1("DeleteReceiptRule"), v1("UpdateReceiptRule"), mailManager("UpdateRuleSet")],
    techniques: ["T1562.008", "T1489"],
    detection: { type: "query", query: signal("receiving_cut") },
  },
  {
    key: "filter-deleted",
    name: "SES receipt filter or traffic policy deleted",
    severity: "low",
    description:
      "A receipt filter or a traffic policy of Mail Manager was deleted: senders that were blocked come through, or those that were let in no longer do.",
    look: "Whom did it block or let in? The record of its making says it.",
    falsePositives: ["Filters that are no longer needed, or were a mistake."],
    references: [v1("DeleteReceiptFilter"), mailManager("DeleteTrafficPolicy")],
    techniques: ["T1562"],
    detection: {
      type: "query",
      query: `event.action: (DeleteReceiptFilter or DeleteTrafficPolicy) and ${SUCCEEDED}`,
    },
  },
];
