/** Rules on records that follow one another. */
import { CALLER, signal } from "../queries.ts";
import { v1, v2 } from "../references.ts";
import type { Rule } from "../rule.ts";

/** In the order of their file. */
export const SEQUENCES: readonly Rule[] = [
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
      type: "sequence",
      by: CALLER,
      withinMinutes: 5,
      steps: [signal("sending_enabled"), signal("identity_added")],
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
      steps: [signal("identity_added"), signal("identity_deleted")],
    },
  },
];
