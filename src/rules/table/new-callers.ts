/** Rules on callers that are new, or that do what they never did: another key, place or client, the first change. */
import { CALLER, CHANGES, LONG_LIVED_KEY, OF_SES, SUCCEEDED } from "../queries.ts";
import { PERMISO, WIZ } from "../references.ts";
import type { Rule } from "../rule.ts";

/** In the order of their file. */
export const NEW_CALLERS: readonly Rule[] = [
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
    detection: {
      type: "new_terms",
      query: `${OF_SES} and ${LONG_LIVED_KEY}`,
      fields: CALLER,
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
      query: `${OF_SES} and ${LONG_LIVED_KEY}`,
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
      query: `${OF_SES} and ${LONG_LIVED_KEY}`,
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
      query: `${OF_SES} and ${LONG_LIVED_KEY}`,
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
      query: `${OF_SES} and ${CHANGES} and ${LONG_LIVED_KEY} and ${SUCCEEDED}`,
      fields: CALLER,
      historyDays: 30,
    },
  },
  {
    key: "first-change-session",
    name: "First change of SES by a caller without a long-lived key",
    severity: "low",
    description:
      "A role or a person changed something in Amazon SES that had changed nothing for 30 days. Callers with a long-lived key have a rule of their own, of more weight.",
    look: "Is that role or person meant to change mail settings? Who may assume the role?",
    falsePositives: [
      "New colleagues and programs.",
      "People who change something once in a while.",
    ],
    references: [
      PERMISO,
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp.html",
    ],
    techniques: ["T1098", "T1078.004"],
    detection: {
      type: "new_terms",
      query: `${OF_SES} and ${CHANGES} and not ${LONG_LIVED_KEY} and ${SUCCEEDED}`,
      fields: CALLER,
      historyDays: 30,
    },
  },
];
