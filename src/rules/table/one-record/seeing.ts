/** Rules on one record: what is no longer seen of mail, and who takes a look at it. */
import { SUCCEEDED, signal } from "../../queries.ts";
import { v1, v2 } from "../../references.ts";
import type { Rule } from "../../rule.ts";

/** In the order of their file. */
export const SEEING: readonly Rule[] = [
  {
    key: "feedback-off",
    name: "SES bounce and complaint feedback cut",
    severity: "medium",
    description:
      "Feedback forwarding was switched off, or a bounce or complaint topic was removed. The owner no longer sees what comes back.",
    look: "How does the owner of the identity learn of complaints now?",
    falsePositives: ["A move from e-mail feedback to event publishing."],
    references: [
      v1("SetIdentityFeedbackForwardingEnabled"),
      v1("SetIdentityNotificationTopic"),
      v2("PutEmailIdentityFeedbackAttributes"),
    ],
    techniques: ["T1562.008"],
    detection: {
      type: "query",
      query: signal("feedback_forwarding_off", "bounce_topic_removed"),
    },
  },
  {
    key: "topic-foreign-account",
    name: "SES notifications sent to another account",
    severity: "high",
    description:
      "Bounces, complaints, deliveries or sending events go to a topic or stream of another account, or a receipt rule that bounces or stops mail tells such a topic: a stranger learns to whom you write, and what comes back. Attempts that failed do not count.",
    look: "Whose account is it? Point the notifications back at your own if nobody knows.",
    falsePositives: ["A central logging account of your own organization."],
    references: [v1("SetIdentityNotificationTopic"), v2("CreateConfigurationSetEventDestination")],
    techniques: ["T1562.008", "T1114.003"],
    detection: { type: "query", query: `${signal("topic_foreign_account")} and ${SUCCEEDED}` },
  },
  {
    key: "event-publishing-cut",
    name: "SES event publishing cut",
    severity: "medium",
    description:
      "An event destination or configuration set was deleted or disabled, an event destination was narrowed until it tells neither bounces nor complaints, an identity lost its default configuration set, or reputation metrics were switched off: nobody sees what becomes of mail.",
    look: "Which records end here, and what was sent afterwards?",
    falsePositives: ["Configuration sets that are replaced by others."],
    references: [
      v2("DeleteConfigurationSetEventDestination"),
      v2("UpdateConfigurationSetEventDestination"),
      v2("PutEmailIdentityConfigurationSetAttributes"),
    ],
    techniques: ["T1562.008"],
    detection: { type: "query", query: signal("event_publishing_cut") },
  },
  {
    key: "archiving-off",
    name: "SES archiving of mail switched off",
    severity: "medium",
    description:
      "Archiving of mail sent through a configuration set was switched off, or an archive was deleted: what was sent leaves no copy, or the copies go.",
    look: "What was sent afterwards, and does a law or a contract ask for the archive? The mail of a deleted one is gone for good 30 days later.",
    falsePositives: ["Archives that are replaced by others.", "A retention that has run out."],
    references: [
      v2("PutConfigurationSetArchivingOptions"),
      "https://docs.aws.amazon.com/sesmailmanager/latest/APIReference/API_DeleteArchive.html",
    ],
    techniques: ["T1562.008", "T1485"],
    detection: { type: "query", query: signal("archiving_off") },
  },
  {
    key: "data-taken",
    name: "SES data exported",
    severity: "medium",
    description:
      "An export of message data or of a mail archive was started, or a stored message was read.",
    look: "Where does the export go, and what does it hold?",
    falsePositives: ["Reports and searches by the mail team.", "Answers to legal requests."],
    references: [v2("CreateExportJob")],
    techniques: ["T1114.002", "T1530"],
    detection: { type: "query", query: signal("data_taken") },
  },
];
