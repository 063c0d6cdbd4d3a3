/** Rules that count: so many records, or so many different ones, by one caller. */
import { CALLER, DENIED, NOT_A_SERVICE, PROBES, SUCCEEDED, signal } from "../queries.ts";
import { PERMISO, WIZ, v1, v2 } from "../references.ts";
import type { Rule } from "../rule.ts";

/** In the order of their file. */
export const COUNTS: readonly Rule[] = [
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
    attempts: "a Region that refuses was tried as well, and most Regions refuse a thief.",
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
    description:
      "One caller added five or more different sender identities within an hour. One that is asked for again and again, or fails, counts once or not at all.",
    look: "Are they names that resemble yours?",
    falsePositives: ["Products that verify a domain for each customer; raise the number."],
    references: [WIZ, v2("CreateEmailIdentity")],
    techniques: ["T1496.004", "T1583.006"],
    detection: {
      type: "threshold",
      query: `${signal("identity_added")} and ${SUCCEEDED}`,
      by: CALLER,
      atLeast: 5,
      distinct: { field: "aws.ses.identity.name", atLeast: 5 },
      withinMinutes: 60,
    },
  },
  {
    key: "contacts-listed",
    name: "SES contacts or suppressed addresses read in volume",
    severity: "medium",
    description:
      "One caller read contact lists or the suppression list ten times within an hour: addresses of your customers are being taken. Reads that failed do not count.",
    look: "How many pages were read, and by what client?",
    falsePositives: ["Nightly synchronisation of contacts; add an exception for its caller."],
    references: [v2("ListContacts"), v2("ListSuppressedDestinations")],
    techniques: ["T1114.002"],
    detection: {
      type: "threshold",
      query: `event.action: (ListContacts or ListSuppressedDestinations) and ${SUCCEEDED}`,
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
      query: `event.action: DeleteSuppressedDestination and ${SUCCEEDED}`,
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
      "SES took fifty or more messages of one caller within ten minutes. Messages are counted by their ids, not calls: refused sends have none. Sends whose record tells no id have a rule of their own. Mail by SMTP is never logged. Set the number to your own rhythm.",
    look: "From which identity, and does the caller send usually?",
    falsePositives: ["Newsletters and batch mail; raise the number or add an exception."],
    references: ["https://docs.aws.amazon.com/ses/latest/dg/logging-using-cloudtrail.html"],
    techniques: ["T1496.004", "T1566"],
    needs: "data events",
    detection: {
      type: "threshold",
      query: "aws.ses.verb: send",
      by: CALLER,
      atLeast: 1,
      distinct: { field: "aws.ses.message_id", atLeast: 50 },
      withinMinutes: 10,
    },
  },
  {
    key: "send-calls-burst",
    name: "SES burst of send calls whose messages are not told",
    severity: "medium",
    description:
      "SES took fifty or more send calls of one caller within ten minutes whose records tell no message id, so that the messages themselves cannot be counted: each call is one or, of bulk sends, many. Set the number to your own rhythm.",
    look: "From which identity, with which template, and does the caller send usually?",
    falsePositives: ["Newsletters and batch mail; raise the number or add an exception."],
    references: ["https://docs.aws.amazon.com/ses/latest/dg/logging-using-cloudtrail.html"],
    techniques: ["T1496.004", "T1566"],
    needs: "data events",
    detection: {
      type: "threshold",
      query: `aws.ses.verb: send and ${SUCCEEDED} and not aws.ses.message_id: *`,
      by: CALLER,
      atLeast: 50,
      withinMinutes: 10,
    },
  },
];
