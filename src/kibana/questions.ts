/** The questions of `docs/search.md`, each a saved search. A test holds page and table against each other. */

/** A question that people ask, and the KQL that answers it. */
export interface Question {
  readonly title: string;
  readonly query: string;
}

/** In the order of the page. Names in them are those of the demo. */
export const QUESTIONS: readonly Question[] = [
  {
    title: "Who added, verified, changed or removed this domain or address?",
    query:
      'aws.ses.identity.name: "news.example.org" and aws.ses.verb: (create or update or delete)',
  },
  {
    title: "What did one caller do?",
    query: 'aws.ses.caller.name: "ci-mailer"',
  },
  {
    title: "What did people change by hand, rather than programs?",
    query:
      "aws.ses.caller.kind: (sso or user or root) and aws.ses.verb: (create or update or delete or start or stop)",
  },
  {
    title: "What was changed in the console?",
    query: 'user_agent.name: "AWS console" and aws.ses.verb: (create or update or delete)',
  },
  {
    title: "Who changed something without MFA?",
    query:
      'aws.cloudtrail.user_identity.session_context.mfa_authenticated: "false" and aws.ses.verb: (create or update or delete)',
  },
  {
    title: "Did anybody use root?",
    query: "aws.ses.caller.kind: root",
  },
  {
    title: "Which long-lived access keys are in use?",
    query: "aws.cloudtrail.user_identity.access_key_id: AKIA*",
  },
  {
    title: "What came from this network?",
    query: 'source.ip: "198.51.100.0/24"',
  },
  {
    title: "Who turned DKIM on or off, or changed its keys?",
    query:
      "event.action: (SetIdentityDkimEnabled or PutEmailIdentityDkimAttributes or PutEmailIdentityDkimSigningAttributes or VerifyDomainDkim)",
  },
  {
    title: "Who changed a MAIL FROM domain?",
    query: "aws.ses.mail_from_domain: *",
  },
  {
    title: "Which receipt rule set was active when?",
    query: "event.action: SetActiveReceiptRuleSet and event.outcome: success",
  },
  {
    title: "What changed in this configuration set?",
    query: 'aws.ses.configuration_set: "alerts" and aws.ses.verb: (create or update or delete)',
  },
  {
    title: "Who wrote this setting?",
    query: 'aws.ses.setting.pair: "dkimEnabled=false"',
  },
  {
    title: "Why do we get no bounces any more?",
    query:
      "aws.ses.signals: (feedback_forwarding_off or bounce_topic_removed or topic_foreign_account or event_publishing_cut)",
  },
  {
    title: "Who may send as us since when?",
    query: "aws.ses.signals: policy_granted",
  },
  {
    title: "Who was refused what?",
    query: "aws.ses.signals: access_denied",
  },
  {
    title: "Who is throttled?",
    query: "error.code: (Throttling* or TooManyRequestsException)",
  },
  {
    title: "Which other calls fail?",
    query:
      "event.outcome: failure and not aws.ses.signals: access_denied and not error.code: (Throttling* or TooManyRequestsException)",
  },
  {
    title: "Which of our programs still use API v1?",
    query: "aws.ses.api: v1 and not aws.ses.caller.kind: service",
  },
  {
    title: "Who still speaks TLS below 1.3?",
    query: 'tls.version: * and not tls.version: "1.3"',
  },
  {
    title: "Is SES used in a Region or an account where we did not expect it?",
    query:
      "not cloud.region: (us-east-1 or eu-west-1 or us-west-2) or not cloud.account.id: (111122223333 or 444455556666)",
  },
  {
    title: "What was sent as this domain, or an address of it?",
    query: 'aws.ses.verb: send and aws.ses.identity.domain: "example-support.example"',
  },
  {
    title: "Which calls does sestrail not know yet?",
    query: "aws.ses.known_action: false",
  },
];
