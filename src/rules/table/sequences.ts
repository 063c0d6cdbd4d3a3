/** Rules on records that follow one another. */
import { CALLER, SUCCEEDED, settings, signal } from "../queries.ts";
import { v1, v2 } from "../references.ts";
import type { Rule } from "../rule.ts";

/** In the order of their file. */
export const SEQUENCES: readonly Rule[] = [
  {
    key: "enabled-then-identity",
    name: "SES sending switched on and a sender identity added",
    severity: "high",
    description:
      "A caller switched sending of an account on and added a sender identity in the same Region, in either order within five minutes: the account is being made ready to send. Failed calls and the switches of configuration sets do not count.",
    look: "Which identity, and was mail sent from it afterwards?",
    falsePositives: ["Infrastructure code that sets up SES in a new account."],
    references: [
      "https://unit42.paloaltonetworks.com/compromised-cloud-compute-credentials/",
      v1("UpdateAccountSendingEnabled"),
    ],
    techniques: ["T1496.004", "T1583.006"],
    detection: {
      type: "sequence",
      by: [...CALLER, "cloud.region"],
      withinMinutes: 5,
      steps: [
        `${signal("sending_enabled")} and aws.ses.target.kind: account and ${SUCCEEDED}`,
        `${signal("identity_added")} and ${SUCCEEDED}`,
      ],
      inAnyOrder: true,
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
      type: "sequence",
      by: ["cloud.account.id", "cloud.region", "aws.ses.identity.name"],
      withinMinutes: 24 * 60,
      steps: [
        `${signal("identity_added")} and ${SUCCEEDED}`,
        `${signal("identity_deleted")} and ${SUCCEEDED}`,
      ],
    },
  },
  {
    key: "mail-blocked-by-halves",
    name: "SES receipt filters block all mail together",
    severity: "high",
    description:
      "Two receipt filters that block one half of all IPv4 addresses each were made within a day, in the same account and Region, in either order: together nobody can deliver mail, though no single filter blocks every address.",
    look: "Delete one of the filters (`DeleteReceiptFilter`), then ask who made them.",
    falsePositives: ["Lists of networks that are blocked by a program; halves are never meant."],
    references: [v1("CreateReceiptFilter")],
    techniques: ["T1489"],
    detection: {
      type: "sequence",
      by: ["cloud.account.id", "cloud.region"],
      withinMinutes: 24 * 60,
      steps: ["0.0.0.0/1", "128.0.0.0/1"].map(
        (half) =>
          `${settings("filter.ipFilter.policy=Block", `filter.ipFilter.cidr=${half}`)} and ${SUCCEEDED}`,
      ),
      inAnyOrder: true,
    },
  },
];
