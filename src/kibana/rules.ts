/** The detection rules, one row each. All are imported switched off. */
import type { BoardField } from "./board-fields.ts";
import { DENIED, LONG_LIVED_KEY } from "./queries.ts";
import type { Rule } from "./rule.ts";

const WIZ = "https://www.wiz.io/blog/wiz-discovers-cloud-email-abuse-campaign";
const PERMISO = "https://permiso.io/blog/s/aws-ses-pionage-detecting-ses-abuse/";
const v1 = (action: string): string =>
  `https://docs.aws.amazon.com/ses/latest/APIReference/API_${action}.html`;
const v2 = (action: string): string =>
  `https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_${action}.html`;

/** A caller is a name in an account: a role of the same name can stand in several. */
const CALLER: readonly BoardField[] = ["aws.ses.caller.name", "aws.ses.caller.account"];

/** The six reads that attackers begin with; GetSendStatistics, which dashboards poll, is left out here. */
const PROBES =
  "event.action: (GetAccount or GetSendQuota or ListIdentities or ListEmailIdentities or GetAccountSendingEnabled or GetIdentityVerificationAttributes)";
const NOT_A_SERVICE = "not aws.ses.caller.kind: service";

const signal = (...names: readonly string[]): string =>
  names.length === 1
    ? `aws.ses.signals: ${names.join("")}`
    : `aws.ses.signals: (${names.join(" or ")})`;

/** All rules, in the order of their file: single records, counts, what is new, sequences. */
export const RULES: readonly Rule[] = [
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
      "An identity policy lets any AWS principal, or one of a foreign account, send as one of your identities. It outlives the credentials that made it.",
    look: "Does the account belong to you or to a provider that sends for you? If not, delete the policy at once.",
    falsePositives: ["Delegate senders: mail providers, or accounts of your own organisation."],
    references: [
      v1("PutIdentityPolicy"),
      "https://docs.aws.amazon.com/ses/latest/dg/sending-authorization.html",
    ],
    techniques: ["T1098"],
    detection: { type: "query", query: signal("policy_public", "policy_foreign_account") },
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
    detection: { type: "query", query: signal("mail_to_foreign_account") },
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
    detection: { type: "query", query: signal("root_write") },
  },
  {
    key: "probing",
    name: "SES probed by one caller",
    severity: "medium",
    description:
      "One caller read three or more kinds of quota, account and identity data within ten minutes: what an intruder asks first.",
    look: "Compare with **Probing** on the Security board: a monitoring role asks for the same kinds in the same Regions all week.",
    falsePositives: [
      "Monitoring, inventory and infrastructure code; add an exception for their callers.",
    ],
    references: [PERMISO, v2("GetAccount"), v1("GetSendQuota")],
    techniques: ["T1580", "T1087.004"],
    detection: {
      type: "threshold",
      query: `${PROBES} and ${NOT_A_SERVICE}`,
      by: CALLER,
      atLeast: 3,
      distinct: { field: "event.action", atLeast: 3 },
      withinMinutes: 10,
    },
  },
  {
    key: "region-sweep",
    name: "SES swept over many Regions",
    severity: "high",
    description:
      "One caller asked for quotas, accounts or production access in four or more Regions within ten minutes. SES is set up Region by Region, so intruders try them all.",
    look: "Does anything of yours run in those Regions?",
    falsePositives: [
      "Inventory tools that visit every Region; add an exception for their callers.",
    ],
    references: [WIZ, PERMISO],
    techniques: ["T1535", "T1580"],
    detection: {
      type: "threshold",
      query: `(${PROBES} or event.action: PutAccountDetails) and ${NOT_A_SERVICE}`,
      by: CALLER,
      atLeast: 4,
      distinct: { field: "cloud.region", atLeast: 4 },
      withinMinutes: 10,
    },
  },
  {
    key: "denied-burst",
    name: "SES calls denied again and again",
    severity: "medium",
    description:
      "One caller was refused five times within an hour. Calls are counted, not kinds: a key that AWS has put in quarantine is refused the same two over and over.",
    look: "A broken policy names one action; probing names many.",
    falsePositives: ["A program whose rights were cut, and that goes on trying."],
    references: [PERMISO],
    techniques: ["T1087.004"],
    detection: { type: "threshold", query: DENIED, by: CALLER, atLeast: 5, withinMinutes: 60 },
  },
  {
    key: "identity-burst",
    name: "Many SES sender identities added",
    severity: "high",
    description: "One caller added five or more sender identities within an hour.",
    look: "Are they names that resemble yours?",
    falsePositives: ["Products that verify a domain for each customer; raise the number."],
    references: [WIZ, v2("CreateEmailIdentity")],
    techniques: ["T1496.004", "T1583.006"],
    detection: {
      type: "threshold",
      query: signal("identity_added"),
      by: CALLER,
      atLeast: 5,
      withinMinutes: 60,
    },
  },
  {
    key: "contacts-listed",
    name: "SES contacts or suppressed addresses read in volume",
    severity: "medium",
    description:
      "One caller read contact lists or the suppression list ten times within an hour: addresses of your customers are being taken.",
    look: "How many pages were read, and by what client?",
    falsePositives: ["Nightly synchronisation of contacts; add an exception for its caller."],
    references: [v2("ListContacts"), v2("ListSuppressedDestinations")],
    techniques: ["T1114.002"],
    detection: {
      type: "threshold",
      query: "event.action: (ListContacts or ListSuppressedDestinations)",
      by: CALLER,
      atLeast: 10,
      withinMinutes: 60,
    },
  },
  {
    key: "suppression-emptied",
    name: "SES suppression list emptied",
    severity: "medium",
    description:
      "One caller took ten or more addresses off the suppression list within an hour. A help desk does a few a day.",
    look: "Was a mailing planned to addresses that had bounced before?",
    falsePositives: ["Repair after a wave of false bounces."],
    references: [v2("DeleteSuppressedDestination")],
    techniques: ["T1562"],
    detection: {
      type: "threshold",
      query: "event.action: DeleteSuppressedDestination",
      by: CALLER,
      atLeast: 10,
      withinMinutes: 60,
    },
  },
  {
    key: "send-burst",
    name: "SES send burst by one caller",
    severity: "medium",
    description:
      "One caller sent fifty or more messages within ten minutes. Needs CloudTrail data events for SES; mail by SMTP is never logged. Set the number to your own rhythm.",
    look: "From which identity, and does the caller send usually?",
    falsePositives: ["Newsletters and batch mail; raise the number or add an exception."],
    references: ["https://docs.aws.amazon.com/ses/latest/dg/logging-using-cloudtrail.html"],
    techniques: ["T1496.004", "T1566"],
    detection: {
      type: "threshold",
      query: "aws.ses.verb: send",
      by: CALLER,
      atLeast: 50,
      withinMinutes: 10,
    },
  },
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
    key: "enabled-then-identity",
    name: "SES sending switched on, then a sender identity added",
    severity: "high",
    description:
      "A caller switched sending on and within five minutes added a sender identity: an account is being made ready to send.",
    look: "Which identity, and was mail sent from it afterwards?",
    falsePositives: ["Infrastructure code that sets up SES in a new account."],
    references: [
      "https://unit42.paloaltonetworks.com/compromised-cloud-compute-credentials/",
      v1("UpdateAccountSendingEnabled"),
    ],
    techniques: ["T1496.004", "T1583.006"],
    detection: {
      type: "eql",
      by: CALLER,
      maxSpan: { text: "5m", minutes: 5 },
      steps: ['aws.ses.signals == "sending_enabled"', 'aws.ses.signals == "identity_added"'],
    },
  },
  {
    key: "identity-added-then-deleted",
    name: "SES sender identity added and soon deleted",
    severity: "medium",
    description:
      "A sender identity was added and deleted within a day, in the same account and Region: used once, and its tracks removed.",
    look: "What was sent between the two?",
    falsePositives: ["Tests that set up and tear down identities."],
    references: [v2("DeleteEmailIdentity"), v2("CreateEmailIdentity")],
    techniques: ["T1070"],
    detection: {
      type: "eql",
      by: ["cloud.account.id", "cloud.region", "aws.ses.identity.name"],
      maxSpan: { text: "24h", minutes: 24 * 60 },
      steps: ['aws.ses.signals == "identity_added"', 'aws.ses.signals == "identity_deleted"'],
    },
  },
];
