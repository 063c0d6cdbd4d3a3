/** Rules that one record is enough for. */
import { SUCCEEDED, signal } from "../queries.ts";
import { PERMISO, WIZ, v1, v2 } from "../references.ts";
import type { Rule } from "../rule.ts";

/** In the order of their file. */
export const ONE_RECORD: readonly Rule[] = [
  {
    key: "production-access",
    name: "SES production access asked for",
    severity: "medium",
    description:
      "Someone asked AWS to take Amazon SES out of the sandbox, in which mail goes to verified addresses only. It is the step that lets thieves of keys send mail to anyone.",
    look: "Which Region and account? Requests for Regions where you send no mail, or for several within seconds, are an attack.",
    falsePositives: ["A team that begins to use SES in a new account or Region."],
    references: [v2("PutAccountDetails"), WIZ],
    techniques: ["T1578.005", "T1496.004"],
    detection: { type: "query", query: signal("production_access_requested") },
  },
  {
    key: "sending-enabled",
    name: "SES sending switched on",
    severity: "medium",
    description:
      "Sending was switched on for an account or a configuration set. Sending that someone had paused for a reason runs again, or an unused account begins to send.",
    look: "Was it off on purpose? Look for the record that switched it off, and for identities added afterwards.",
    falsePositives: [
      "Sending switched on again after an incident or a pause.",
      "Infrastructure code that sets the switch on every run.",
    ],
    references: [v1("UpdateAccountSendingEnabled"), v2("PutAccountSendingAttributes")],
    techniques: ["T1496.004"],
    detection: { type: "query", query: signal("sending_enabled") },
  },
  {
    key: "sending-disabled",
    name: "SES sending switched off",
    severity: "low",
    description: "Sending was switched off for an account or a configuration set: mail stops.",
    look: "If nobody meant it, switch sending on again; mail that was refused meanwhile is lost unless the sender retries.",
    falsePositives: [
      "Sending paused on purpose, by a person or by an alarm that watches bounce rates.",
    ],
    references: [v1("UpdateAccountSendingEnabled"), v2("PutAccountSendingAttributes")],
    techniques: ["T1489"],
    detection: { type: "query", query: signal("sending_disabled") },
  },
  {
    key: "identity-added",
    name: "SES sender identity added",
    severity: "low",
    description:
      "An address or domain was added from which the account may send once it is verified.",
    look: "Is the domain yours, and spelled the way you spell it?",
    falsePositives: ["New products, brands and test addresses."],
    references: [v2("CreateEmailIdentity"), v1("VerifyEmailIdentity"), PERMISO],
    techniques: ["T1496.004"],
    detection: { type: "query", query: signal("identity_added") },
  },
  {
    key: "identity-free-mail",
    name: "SES sender identity at a free-mail provider",
    severity: "medium",
    description:
      "A sender identity was added at a public mail provider. Anyone can have such an address, so it is verified without any hold over your domains.",
    look: "Whose mailbox is it? Attackers verify their own.",
    falsePositives: ["Developers who try SES with a private address."],
    references: [v2("CreateEmailIdentity"), WIZ],
    techniques: ["T1585.002", "T1496.004"],
    detection: { type: "query", query: signal("identity_free_mail") },
  },
  {
    key: "identity-deleted",
    name: "SES sender identity deleted",
    severity: "low",
    description:
      "A sender identity was deleted: mail from it is refused, or tracks are being removed.",
    look: "When was it added, by whom, and was mail sent from it?",
    falsePositives: [
      "Clean-up of identities that are no longer used.",
      "Infrastructure code that is torn down.",
    ],
    references: [v2("DeleteEmailIdentity"), v1("DeleteIdentity")],
    techniques: ["T1070"],
    detection: { type: "query", query: signal("identity_deleted") },
  },
  {
    key: "policy-granted",
    name: "SES sending rights granted by an identity policy",
    severity: "low",
    description:
      "An identity policy was written. It lets others send from one of your identities; grants to everyone or to another account have a rule of their own.",
    look: "Read the policy in `aws.cloudtrail.request_parameters`: who may do what?",
    falsePositives: ["Policies that infrastructure code writes on every run."],
    references: [v1("PutIdentityPolicy"), v2("CreateEmailIdentityPolicy")],
    techniques: ["T1098"],
    detection: {
      type: "query",
      query: `${signal("policy_granted")} and not ${signal("policy_public", "policy_foreign_account")}`,
    },
  },
  {
    key: "policy-open",
    name: "SES sending rights granted to everyone or to another account",
    severity: "high",
    description:
      "An identity policy lets any AWS principal, or one of a foreign account, send as one of your identities. It outlives the credentials that made it. Attempts that failed do not count.",
    look: "Does the account belong to you or to a provider that sends for you? If not, delete the policy at once.",
    falsePositives: ["Delegate senders: mail providers, or accounts of your own organisation."],
    references: [
      v1("PutIdentityPolicy"),
      "https://docs.aws.amazon.com/ses/latest/dg/sending-authorization.html",
    ],
    techniques: ["T1098"],
    detection: {
      type: "query",
      query: `${signal("policy_public", "policy_foreign_account")} and ${SUCCEEDED}`,
    },
  },
  {
    key: "feedback-off",
    name: "SES bounce and complaint feedback cut",
    severity: "medium",
    description:
      "Feedback forwarding was switched off, a bounce or complaint topic was removed, or it was pointed at another account. The owner no longer sees what comes back.",
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
      query: signal("feedback_forwarding_off", "bounce_topic_removed", "topic_foreign_account"),
    },
  },
  {
    key: "event-publishing-cut",
    name: "SES event publishing cut",
    severity: "medium",
    description:
      "An event destination or configuration set was deleted or disabled, or reputation metrics were switched off: sends, bounces and complaints are no longer recorded.",
    look: "Which records end here, and what was sent afterwards?",
    falsePositives: ["Configuration sets that are replaced by others."],
    references: [v2("DeleteConfigurationSetEventDestination"), v2("DeleteConfigurationSet")],
    techniques: ["T1562.008"],
    detection: { type: "query", query: signal("event_publishing_cut") },
  },
  {
    key: "dkim-weakened",
    name: "SES DKIM signing weakened",
    severity: "medium",
    description:
      "DKIM signing was switched off, or the origin of its keys changed: mail of the identity can no longer be told from forged mail, or is signed with keys of someone else.",
    look: "Is the identity still verified and signing, and who holds the key?",
    falsePositives: ["Rotation to keys of one's own (BYODKIM)."],
    references: [v1("SetIdentityDkimEnabled"), v2("PutEmailIdentityDkimSigningAttributes")],
    techniques: ["T1562"],
    detection: { type: "query", query: signal("dkim_weakened") },
  },
  {
    key: "mail-from-changed",
    name: "SES MAIL FROM domain changed",
    severity: "low",
    description:
      "The domain to which bounces go was changed for an identity; SPF of its mail hangs on it.",
    look: "Is the new domain yours, with its MX and SPF records in place?",
    falsePositives: ["Setting up a MAIL FROM domain for a new identity."],
    references: [v1("SetIdentityMailFromDomain"), v2("PutEmailIdentityMailFromAttributes")],
    techniques: [],
    detection: { type: "query", query: signal("mail_from_changed") },
  },
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
    detection: { type: "query", query: signal("mail_diverted", "receipt_rule_first") },
  },
  {
    key: "mail-to-foreign-account",
    name: "SES received mail sent to another account",
    severity: "high",
    description:
      "A receipt rule names a bucket, topic or function of another account: copies of your mail go there.",
    look: "Whose account is it? Take the rule out if nobody knows.",
    falsePositives: ["A central mail account of your own organisation."],
    references: [v1("CreateReceiptRule")],
    techniques: ["T1114.003"],
    detection: { type: "query", query: `${signal("mail_to_foreign_account")} and ${SUCCEEDED}` },
  },
  {
    key: "receiving-swapped",
    name: "SES mail receiving swapped, stopped or blocked",
    severity: "medium",
    description:
      "Another receipt rule set was made the active one, none is active any more, or a receipt filter blocks every address.",
    look: "Which rule set was active before? `SetActiveReceiptRuleSet` brings it back.",
    falsePositives: ["Planned changes of mail handling."],
    references: [v1("SetActiveReceiptRuleSet"), v1("CreateReceiptFilter")],
    techniques: ["T1114.003", "T1489"],
    detection: {
      type: "query",
      query: signal("receiving_swapped", "receiving_off", "mail_blocked"),
    },
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
  {
    key: "suppression-loosened",
    name: "SES suppression loosened",
    severity: "medium",
    description:
      "The account, a configuration set or a tenant no longer holds back mail to addresses that bounced or complained.",
    look: "Reputation falls quickly without it: who asked for it?",
    falsePositives: ["Suppression that is managed for each configuration set instead."],
    references: [v2("PutAccountSuppressionAttributes")],
    techniques: ["T1562"],
    detection: {
      type: "query",
      // Single addresses have a rule of their own: a help desk takes off a few a day.
      query: `${signal("suppression_loosened")} and not event.action: DeleteSuppressedDestination`,
    },
  },
  {
    key: "verification-redirect",
    name: "SES verification mail with a redirect",
    severity: "medium",
    description:
      "A custom verification template sends those who confirm to an address of its author's choice. The mail comes from AWS and looks trustworthy.",
    look: "Where do the success and failure addresses lead?",
    falsePositives: ["Products that let customers verify senders of their own."],
    references: [v2("CreateCustomVerificationEmailTemplate")],
    techniques: ["T1566"],
    detection: { type: "query", query: signal("verification_redirect") },
  },
  {
    key: "root-write",
    name: "SES changed by the root user",
    severity: "high",
    description: "The root user of an account changed Amazon SES. Nothing in SES needs root.",
    look: "Who has the root password, and was there MFA (`session_context.mfa_authenticated`)?",
    falsePositives: ["Small accounts without other users."],
    references: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html"],
    techniques: ["T1078.004"],
    detection: { type: "query", query: `${signal("root_write")} and ${SUCCEEDED}` },
  },
];
