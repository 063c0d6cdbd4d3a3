/** Rules on records that follow one another. */
import { CALLER, SUCCEEDED, setting, signal } from "../queries.ts";
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
    key: "tenant-stopped-then-started",
    name: "SES tenant stopped and soon resumed",
    severity: "low",
    description:
      "Sending of a tenant, or of another reputation entity, was switched off and on again within a day, in the same account and Region: what it was stopped for can hardly be over.",
    look: "Who stopped it and why, and did the same people let it send again?",
    falsePositives: ["Stops by mistake, and pauses during work on a tenant."],
    references: [v2("UpdateReputationEntityCustomerManagedStatus")],
    techniques: ["T1496.004"],
    detection: {
      type: "sequence",
      by: ["cloud.account.id", "cloud.region", "aws.ses.target.name"],
      withinMinutes: 24 * 60,
      steps: [
        `${signal("tenant_stopped")} and ${SUCCEEDED}`,
        `${signal("tenant_started")} and ${SUCCEEDED}`,
      ],
    },
  },
  {
    key: "mail-blocked-by-halves",
    name: "SES receipt filters block all mail over IPv4 together",
    ...halves("IPv4", [["0.0.0.0/1"], ["128.0.0.0/1"]]),
  },
  {
    key: "mail-blocked-by-halves-ipv6",
    name: "SES receipt filters block all mail over IPv6 together",
    ...halves("IPv6", [
      ["::/1", "0::/1", "0:0:0:0:0:0:0:0/1"],
      ["8000::/1", "8000:0:0:0:0:0:0:0/1"],
    ]),
  },
];

/** Two filters that each block one half of all addresses, each half in the ways that it is written. */
function halves(
  version: "IPv4" | "IPv6",
  networks: readonly [readonly string[], readonly string[]],
): Omit<Rule, "key" | "name"> {
  return {
    severity: "high",
    description: `Two receipt filters that block one half of all ${version} addresses each were made within a day, in the same account and Region, in either order: together nobody can deliver mail over ${version}, though no single filter blocks every address. Filters that could not be made do not count.`,
    look: "Delete one of the filters (`DeleteReceiptFilter`), then ask who made them.",
    falsePositives: ["Lists of networks that are blocked by a program; halves are never meant."],
    references: [v1("CreateReceiptFilter")],
    techniques: ["T1489"],
    detection: {
      type: "sequence",
      by: ["cloud.account.id", "cloud.region"],
      withinMinutes: 24 * 60,
      steps: networks.map(
        (half) =>
          `${setting("filter.ipFilter.policy", "Block")} and ${setting("filter.ipFilter.cidr", ...half)} and ${SUCCEEDED}`,
      ),
      inAnyOrder: true,
    },
  };
}
