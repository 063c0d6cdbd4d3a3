/** Rules on one record: who calls, and what the record keeps to itself. */
import { LONG_LIVED_KEY, PUBLIC_READS, SUCCEEDED, signal } from "../../queries.ts";
import { PERMISO, v1, v2 } from "../../references.ts";
import type { Rule } from "../../rule.ts";

/** In the order of their file. */
export const CALLERS: readonly Rule[] = [
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
  {
    key: "key-quarantined",
    name: "SES called with a leaked key in quarantine",
    severity: "high",
    description:
      "Access was refused by the policy that AWS attaches to a user whose access key was found in public, or that policy was attached (seen with `--related`). The policy stops a few calls only; the key goes on working for the others.",
    look: "Disable the key at once, then look at all that it did since it was made.",
    falsePositives: ["The owner's own program, which goes on with the leaked key: replace it."],
    references: [
      "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCompromisedKeyQuarantineV3.html",
    ],
    techniques: ["T1552.001", "T1078.004"],
    attempts: "the refusal is what tells of the quarantine.",
    detection: { type: "query", query: signal("key_quarantined") },
  },
  {
    key: "parameters-omitted",
    name: "SES call whose parameters are left out of the record",
    severity: "medium",
    description:
      "CloudTrail left the parameters out, as the request was larger than 100 KB. Policies are padded with blanks so that nobody sees what they say.",
    look: "Ask SES for the thing itself (`GetIdentityPolicies`, `DescribeReceiptRule`): what does it say now?",
    falsePositives: ["Large templates and rule sets."],
    references: [
      "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html",
    ],
    techniques: ["T1562.008"],
    detection: { type: "query", query: signal("parameters_omitted") },
  },
  {
    key: "key-quota-read",
    name: "SES quota or identities read with a long-lived key",
    severity: "low",
    description:
      "A long-lived access key asked how much mail the account may send, as whom, or what becomes of incoming mail: each of the reads that the rules of Elastic, Datadog and Panther list, one being enough. Programs that send seldom ask; thieves ask first.",
    look: "Does the key's program ask this every day? Then add an exception for its caller.",
    falsePositives: [
      "Monitoring, inventory and old infrastructure code that still use access keys.",
    ],
    references: [
      PERMISO,
      v1("GetSendQuota"),
      v2("GetAccount"),
      "https://docs.datadoghq.com/security/default_rules/def-000-su2/",
    ],
    techniques: ["T1526", "T1087.004"],
    detection: { type: "query", query: `${PUBLIC_READS} and ${LONG_LIVED_KEY}` },
  },
];
