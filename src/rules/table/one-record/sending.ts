/** Rules on one record: who may send, and how much. */
import { signal } from "../../queries.ts";
import { WIZ, v1, v2 } from "../../references.ts";
import type { Rule } from "../../rule.ts";

/** In the order of their file. */
export const SENDING: readonly Rule[] = [
  {
    key: "production-access",
    name: "SES production access asked for",
    severity: "high",
    description:
      "Someone asked AWS to take Amazon SES out of the sandbox, in which mail goes to verified addresses only. It is the step that lets thieves of keys send mail to anyone.",
    look: "Which Region and account? Requests for Regions where you send no mail, or for several within seconds, are an attack.",
    falsePositives: ["A team that begins to use SES in a new account or Region."],
    references: [v2("PutAccountDetails"), WIZ],
    techniques: ["T1578.005", "T1496.004"],
    attempts:
      "who is refused wanted it as well, and asks in the next Region. What AWS answers in the end stands in no record.",
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
    severity: "medium",
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
    key: "tenant-stopped",
    name: "SES tenant stopped from sending",
    severity: "low",
    description:
      "Sending of a tenant, or of another reputation entity, was switched off: mail of one customer or brand stops.",
    look: "Who asked for it, and does the tenant know?",
    falsePositives: ["Tenants stopped on purpose, for abuse or because they leave."],
    references: [v2("UpdateReputationEntityCustomerManagedStatus")],
    techniques: ["T1489"],
    detection: { type: "query", query: signal("tenant_stopped") },
  },
  {
    key: "suppression-loosened",
    name: "SES suppression loosened",
    severity: "low",
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
];
