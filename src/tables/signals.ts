/**
 * The signals: a fixed vocabulary of facts about one record that matter to security.
 *
 * A signal is no verdict: it says that a thing was done or tried, not that it was wrong. `ses/meaning/signals.ts` computes
 * them; sequences, thresholds and what is new belong to detection rules.
 */

/**
 * How much a signal weighs when nothing else is known, the least first, and the number that stands for it in
 * `event.severity`: the risk scores that Elastic Security gives to these words, with 0 for what is only worth knowing.
 * Source: Elastic Security, "Create a detection rule", default risk scores: low 21, medium 47, high 73.
 */
export const SEVERITIES = { info: 0, low: 21, medium: 47, high: 73 } as const;

/** Word for a severity. */
export type SeverityName = keyof typeof SEVERITIES;

/** One row of the signal table. */
export interface SignalRow {
  /** Value of `aws.ses.signals`. */
  readonly name: string;
  /** A heading for people. */
  readonly title: string;
  /** When it is set, exactly. */
  readonly when: string;
  /** Actions that can set it; where none is named, each of them can. */
  readonly actions: readonly string[];
  /** Raised by calls of other services alone: those of `tables/related.ts`. */
  readonly beside?: true;
  /** How much it weighs when nothing else is known. */
  readonly severity: SeverityName;
  /** MITRE ATT&CK techniques, old and new numbers where they were renumbered. */
  readonly mitre: readonly string[];
  /** Why it matters, and what is harmless about it. */
  readonly doc: string;
}

const CONFIGURATION_SET_SENDING = ["UpdateConfigurationSetSendingEnabled", "PutConfigurationSetSendingOptions"];
const SENDING_SWITCHES = ["UpdateAccountSendingEnabled", "PutAccountSendingAttributes", ...CONFIGURATION_SET_SENDING];
const TENANT_SENDING = ["UpdateReputationEntityCustomerManagedStatus"];
const ADDED = ["VerifyEmailIdentity", "VerifyEmailAddress", "VerifyDomainIdentity", "VerifyDomainDkim", "CreateEmailIdentity", "SendCustomVerificationEmail"];
const DELETED = ["DeleteIdentity", "DeleteVerifiedEmailAddress", "DeleteEmailIdentity"];
const POLICIES = ["PutIdentityPolicy", "CreateEmailIdentityPolicy", "UpdateEmailIdentityPolicy"];
const RECEIPT_RULES = ["CreateReceiptRule", "UpdateReceiptRule"];
const MAIL_RULES = [...RECEIPT_RULES, "CreateRuleSet", "UpdateRuleSet"];
const EVENT_DESTINATIONS = ["CreateConfigurationSetEventDestination", "UpdateConfigurationSetEventDestination"];

/** All signals, in the order in which an event carries them. */
export const SIGNALS = [
  { name: "production_access_requested", title: "Production access asked for", when: "production access is asked for, whatever the answer; not when productionAccessEnabled is false", actions: ["PutAccountDetails"], severity: "high", mitre: ["T1578.005", "T1496.004"], doc: "Leaves the sandbox: mail may then go to anyone. Rare in an account that sends already." },
  { name: "sending_enabled", title: "Sending turned on", when: "sending is turned on for the account or a configuration set", actions: SENDING_SWITCHES, severity: "medium", mitre: ["T1496.004"], doc: "Expected after a pause; else someone prepares to send." },
  { name: "sending_disabled", title: "Sending turned off", when: "sending is turned off for the account or a configuration set, also by leaving the switch out where that means off", actions: SENDING_SWITCHES, severity: "medium", mitre: ["T1489"], doc: "Stops mail. May be an emergency brake, or sabotage." },
  { name: "tenant_started", title: "Tenant may send again", when: "sending of a tenant, or of another reputation entity, is turned on again", actions: TENANT_SENDING, severity: "info", mitre: [], doc: "Expected after a pause. Make sure that the cause of the pause is gone." },
  { name: "tenant_stopped", title: "Tenant stopped from sending", when: "sending of a tenant, or of another reputation entity, is turned off", actions: TENANT_SENDING, severity: "low", mitre: ["T1489"], doc: "Mail of one customer or brand stops. Usual against abuse." },
  { name: "identity_added", title: "Sender identity added", when: "a sender identity is added or its verification asked for", actions: ADDED, severity: "low", mitre: ["T1496.004", "T1583.006"], doc: "Every new sender begins like this, wanted or not." },
  { name: "identity_free_mail", title: "Free-mail identity added", when: "the added identity is at a free-mail domain: those of src/tables/free-mail.ts, by provider", actions: ADDED, severity: "medium", mitre: ["T1585.002"], doc: "Companies seldom send from a free-mail address; people who test, and intruders, do." },
  { name: "identity_deleted", title: "Sender identity deleted", when: "a sender identity is deleted", actions: DELETED, severity: "medium", mitre: ["T1070", "T1578"], doc: "Mail of that sender stops. If it was added a short time before, somebody may be hiding traces." },
  { name: "policy_granted", title: "Sending rights given", when: "an identity policy is created or replaced, whatever it says", actions: POLICIES, severity: "medium", mitre: ["T1098"], doc: "Lets others send as this identity." },
  { name: "policy_public", title: "Anyone may send", when: "an allowing statement of the policy has a wildcard for a principal or for its account, or a NotPrincipal, and no condition keeps it to organizations or accounts that it names (aws:PrincipalOrgID, aws:PrincipalAccount, …)", actions: POLICIES, severity: "high", mitre: ["T1098"], doc: "Any AWS account may send as this identity, unless a condition narrows it in another way: the effect says when there is one, but not what it asks." },
  { name: "policy_foreign_account", title: "Another account may send", when: "an allowing statement of the policy, or a condition that keeps it to accounts, names one that is not the identity's", actions: POLICIES, severity: "high", mitre: ["T1098"], doc: "Harmless if it is a partner's account or another one of yours. Make sure that you know it." },
  { name: "feedback_forwarding_off", title: "Bounce forwarding turned off", when: "forwarding of bounces and complaints is turned off, also by leaving the switch out in v2", actions: ["SetIdentityFeedbackForwardingEnabled", "PutEmailIdentityFeedbackAttributes"], severity: "medium", mitre: ["T1562.008", "T1685.002"], doc: "The owner no longer sees bounces and complaints by mail. Usual where topics took over." },
  { name: "bounce_topic_removed", title: "Bounce or complaint topic removed", when: "the topic of bounce or complaint notifications is cleared, not that of deliveries", actions: ["SetIdentityNotificationTopic"], severity: "medium", mitre: ["T1562.008", "T1685.002"], doc: "Bounces and complaints are no longer told to a topic." },
  { name: "topic_foreign_account", title: "Notifications to another account", when: "notifications or sending events go to a topic or stream of another account, or a receipt rule that bounces or stops mail notifies such a topic", actions: ["SetIdentityNotificationTopic", ...EVENT_DESTINATIONS, ...RECEIPT_RULES], severity: "high", mitre: ["T1562.008", "T1685.002"], doc: "Another account learns of deliveries, bounces and recipients." },
  { name: "event_publishing_cut", title: "Event publishing cut", when: "an event destination or configuration set is deleted, an event destination disabled (also by leaving its switch out) or set to publish neither bounces nor complaints, reputation metrics turned off, or an identity loses its default configuration set", actions: ["PutEmailIdentityConfigurationSetAttributes", "DeleteConfigurationSet", "DeleteConfigurationSetEventDestination", "UpdateConfigurationSetEventDestination", "UpdateConfigurationSetReputationMetricsEnabled", "PutConfigurationSetReputationOptions"], severity: "medium", mitre: ["T1562.008", "T1685.002"], doc: "Mail is still sent, but nobody sees what becomes of it. Virtual Deliverability Manager turned off is no signal: it is paid advice made from the same events, and bounces and complaints are still told wherever they were." },
  { name: "dkim_weakened", title: "DKIM weakened", when: "DKIM signing is turned off, or an identity, new or not, gets keys that are not SES's own of this Region, or only 1,024 bits long", actions: ["CreateEmailIdentity", "SetIdentityDkimEnabled", "PutEmailIdentityDkimAttributes", "PutEmailIdentityDkimSigningAttributes"], severity: "medium", mitre: ["T1562"], doc: "Mail loses its signature, or is signed with a key from elsewhere." },
  { name: "mail_from_changed", title: "MAIL FROM changed", when: "the MAIL FROM domain of an identity is set or removed", actions: ["SetIdentityMailFromDomain", "PutEmailIdentityMailFromAttributes"], severity: "info", mitre: [], doc: "Changes SPF alignment and where bounces go." },
  { name: "mail_diverted", title: "Incoming mail delivered elsewhere", when: "a receipt rule or a rule set of Mail Manager is created or updated with an action that delivers mail (bucket, topic, function, WorkMail, Connect, mailbox, relay, another recipient), or an SMTP relay gets another server", actions: [...MAIL_RULES, "UpdateRelay"], severity: "medium", mitre: ["T1114.003"], doc: "Incoming mail goes to these places from now on." },
  { name: "mail_to_foreign_account", title: "Mail delivered to another account", when: "a delivering action of a receipt rule or of a rule set of Mail Manager names another account", actions: MAIL_RULES, severity: "high", mitre: ["T1114.003"], doc: "A function, topic, key or role of another account handles incoming mail. Buckets do not tell their account." },
  { name: "receipt_rule_first", title: "Receipt rule put first", when: "a receipt rule is created in or moved to the first place, or a set is reordered", actions: ["CreateReceiptRule", "SetReceiptRulePosition", "ReorderReceiptRuleSet"], severity: "low", mitre: ["T1114.003"], doc: "The first rule sees all mail before the others and can end their work." },
  { name: "receiving_swapped", title: "Active receipt rule set swapped", when: "a receipt rule set is made the active one, or an ingress endpoint of Mail Manager gets another rule set", actions: ["SetActiveReceiptRuleSet", "UpdateIngressPoint"], severity: "high", mitre: ["T1114.003"], doc: "Other rules handle all incoming mail." },
  { name: "receiving_off", title: "Receiving turned off", when: "no receipt rule set is active any more, or an ingress endpoint of Mail Manager is closed or deleted", actions: ["SetActiveReceiptRuleSet", "UpdateIngressPoint", "DeleteIngressPoint"], severity: "high", mitre: ["T1489"], doc: "All incoming mail of the Region, or of the endpoint, is refused." },
  { name: "receiving_cut", title: "Receipt rule no longer delivers", when: "a receipt rule is deleted or turned off, or a receipt rule or rule set of Mail Manager comes to bounce, stop or drop mail and delivers none", actions: ["DeleteReceiptRule", "UpdateReceiptRule", "UpdateRuleSet"], severity: "medium", mitre: ["T1562.008", "T1685.002"], doc: "Mail that was looked at, such as that of an abuse desk, no longer arrives." },
  { name: "mail_blocked", title: "All mail blocked", when: "a receipt filter blocks every address (0.0.0.0/0, ::/0), a rule of Mail Manager drops or bounces all mail before any is delivered, or a traffic policy lets none in", actions: ["CreateReceiptFilter", "CreateRuleSet", "UpdateRuleSet", "CreateTrafficPolicy", "UpdateTrafficPolicy"], severity: "high", mitre: ["T1489"], doc: "Nobody can deliver mail any more." },
  { name: "suppression_loosened", title: "Suppression loosened", when: "an address, or a whole import of them, is taken off a suppression list, a list takes nothing any more, or a configuration set or tenant leaves the account's list", actions: ["DeleteSuppressedDestination", "CreateImportJob", "PutAccountSuppressionAttributes", "PutConfigurationSetSuppressionOptions", "PutTenantSuppressionAttributes"], severity: "low", mitre: ["T1562"], doc: "Mail may go again to addresses that bounced or complained." },
  { name: "archiving_off", title: "Archiving turned off", when: "archiving of mail sent through a configuration set is turned off, or an archive is deleted", actions: ["PutConfigurationSetArchivingOptions", "DeleteArchive"], severity: "medium", mitre: ["T1562.008", "T1685.002", "T1485"], doc: "Sent mail leaves no copy, or copies are lost." },
  { name: "data_taken", title: "Mail data taken out", when: "an export of messages, metrics or an archive is started, or an archived message or the results of a search for such are read", actions: ["CreateExportJob", "StartArchiveExport", "GetArchiveSearchResults", "GetArchiveMessage", "GetArchiveMessageContent"], severity: "medium", mitre: ["T1114.002", "T1530"], doc: "Mail or its records leave SES." },
  { name: "verification_redirect", title: "Verification mail redirects", when: "a custom verification template is created or updated with a redirect", actions: ["CreateCustomVerificationEmailTemplate", "UpdateCustomVerificationEmailTemplate"], severity: "low", mitre: ["T1566"], doc: "Who clicks the link in the mail comes to that address. Make sure that you know it." },
  { name: "root_write", title: "Write by root", when: "the root user creates, changes, deletes, starts or stops something", actions: [], severity: "high", mitre: ["T1078.004"], doc: "Root should not be used for daily work." },
  { name: "foreign_caller", title: "Called from another account", when: "the caller belongs to another account than the one whose SES it is", actions: [], severity: "low", mitre: ["T1199"], doc: "Another account sends as one of your identities, or tries to. A sending policy lets it, if it did not fail: usual where several accounts share a domain. Make sure that you know the account." },
  { name: "key_quarantined", title: "Leaked key in quarantine", when: "access was refused by the policy that AWS attaches to a user whose access key was found in public", actions: [], severity: "high", mitre: ["T1552.001", "T1078.004"], doc: "The key is known to the world, and somebody uses it. Disable it, and look at what it did before." },
  { name: "access_denied", title: "Access denied", when: "access was refused", actions: [], severity: "info", mitre: ["T1087.004"], doc: "One is a missing right; many by one caller are probing." },
  { name: "parameters_omitted", title: "Parameters left out", when: "CloudTrail left out the parameters for their size", actions: [], severity: "medium", mitre: ["T1562.008", "T1685.002"], doc: "A request over 100 KB hides what it said. Large templates and rule sets do so too." },
  { name: "smtp_user_made", title: "SMTP user made", when: "a user, or an access key of a user, is made whose name is that of the console's SMTP users (`--related`)", actions: [], beside: true, severity: "medium", mitre: ["T1136.003", "T1098.001"], doc: "Mail sent by SMTP is in no trail: this is all that is seen of it." },
  { name: "ses_rights_given", title: "Rights on SES given", when: "a policy of SES is attached in IAM, or a policy is written that names `ses:` (`--related`)", actions: [], beside: true, severity: "low", mitre: ["T1098.003"], doc: "Somebody, or some program, may use SES from now on." },
  { name: "quota_asked", title: "Higher sending quota asked for", when: "a higher quota of SES is asked for, or a support case on SES is opened (`--related`)", actions: [], beside: true, severity: "medium", mitre: ["T1578.005"], doc: "Expected when a business grows; else somebody prepares to send." },
  { name: "logging_cut", title: "Trail or log delivery cut", when: "a trail is stopped or deleted, its event selectors are changed, or a log delivery is deleted (`--related`)", actions: [], beside: true, severity: "medium", mitre: ["T1562.008", "T1685.002"], doc: "What happens from now on may leave no trace. Look whether the selectors still hold the data events of SES." },
  { name: "mail_service_made", title: "WorkMail organization made", when: "an organization of WorkMail is made (`--related`)", actions: [], beside: true, severity: "medium", mitre: ["T1583.006"], doc: "Mail can be sent from it past the limits of SES." },
] as const satisfies readonly SignalRow[];

/** Name of a signal. */
export type SignalName = (typeof SIGNALS)[number]["name"];

/** Signals in table order. */
export const SIGNAL_NAMES: readonly SignalName[] = SIGNALS.map((row) => row.name);
