/** Stories about incoming mail: diverted, blocked, turned off. */
import { ACCOUNTS, person, program, user } from "../callers.ts";
import { CLIENTS } from "../clients.ts";
import { sesCall } from "../ses-call.ts";
import { plant, type Story } from "../story.ts";

const { production, foreign } = ACCOUNTS;
const region = "eu-west-1";

const diverter = program(production, "mail-admin", "192.0.2.145", CLIENTS.boto3, "sam.weber");
const support = person(production, "ben.okoro@example.com", "203.0.113.46", "Support");

/** A receipt rule that copies mail to a foreign account. */
export const mailDiverted: Story = {
  sort: "attack",
  happens:
    "A role that nobody expects puts a receipt rule first in the active set, so that a copy of all support mail goes to a function and a topic of a foreign account.",
  detections: [19],
  *tell(clock) {
    const at = (time: string) => ({ at: clock.day(4, time), caller: diverter, region });
    const rule = {
      name: "store-copy",
      enabled: true,
      tlsPolicy: "Optional",
      recipients: ["support@example.com", "billing@example.com"],
      scanEnabled: false,
      actions: [
        {
          lambdaAction: {
            functionArn: `arn:aws:lambda:eu-west-1:${foreign}:function:collect`,
            invocationType: "Event",
          },
        },
        { sNSAction: { topicArn: `arn:aws:sns:eu-west-1:${foreign}:collect`, encoding: "Base64" } },
      ],
    };
    yield plant(sesCall(at("02:14:05"), "ses", "DescribeActiveReceiptRuleSet"));
    yield plant(
      sesCall(at("02:16:40"), "ses", "CreateReceiptRule", { ruleSetName: "inbound", rule }),
      "mail_diverted",
      "mail_to_foreign_account",
      "receipt_rule_first",
    );
    yield plant(
      sesCall(at("02:18:12"), "ses", "UpdateReceiptRule", {
        ruleSetName: "inbound",
        rule: {
          ...rule,
          actions: [
            ...rule.actions,
            { s3Action: { bucketName: "collect-7f3a", objectKeyPrefix: "in/" } },
          ],
        },
      }),
      "mail_diverted",
      "mail_to_foreign_account",
    );
    yield plant(
      sesCall(at("02:19:30"), "ses", "SetReceiptRulePosition", {
        ruleSetName: "inbound",
        ruleName: "store-copy",
      }),
      "receipt_rule_first",
    );
    yield plant(
      sesCall(at("02:21:03"), "ses", "ReorderReceiptRuleSet", {
        ruleSetName: "inbound",
        ruleNames: ["store-copy", "support", "billing"],
      }),
      "receipt_rule_first",
    );
  },
};

/** A receipt filter that blocks everybody, by mistake. */
export const mailBlocked: Story = {
  sort: "mistake",
  happens:
    "A receipt filter that was meant for one network blocks every sender on the internet, and is deleted half an hour later.",
  detections: [20, 36],
  *tell(clock) {
    const at = (time: string) => ({ at: clock.workday(2, time), caller: support, region });
    yield plant(
      sesCall(at("13:05:10"), "ses", "CreateReceiptFilter", {
        filter: { name: "block-spammers", ipFilter: { policy: "Block", cidr: "0.0.0.0/0" } },
      }),
      "mail_blocked",
    );
    yield plant(
      sesCall(at("13:36:44"), "ses", "DeleteReceiptFilter", { filterName: "block-spammers" }),
    );
  },
};

/** The same, in a way that no single call tells. */
export const mailBlockedByHalves: Story = {
  sort: "attack",
  happens:
    "Two receipt filters each block one half of all addresses: together they block every sender, though neither names them all.",
  detections: [31],
  *tell(clock) {
    const at = (time: string) => ({ at: clock.day(4, time), caller: diverter, region });
    const block = (name: string, cidr: string) => ({
      filter: { name, ipFilter: { policy: "Block", cidr } },
    });
    yield plant(
      sesCall(at("02:25:10"), "ses", "CreateReceiptFilter", block("upper", "128.0.0.0/1")),
    );
    yield plant(sesCall(at("02:25:31"), "ses", "CreateReceiptFilter", block("lower", "0.0.0.0/1")));
  },
};

/** Incoming mail swapped away, then off. */
export const receivingOff: Story = {
  sort: "attack",
  happens:
    "The active receipt rule set is swapped for an empty one, a rule is deleted, and at last receiving is turned off for the whole account.",
  detections: [3, 20, 34],
  *tell(clock) {
    const caller = user(production, "mail-ops", "192.0.2.33", CLIENTS.cliV1);
    const at = (time: string) => ({ at: clock.day(3, time), caller, region });
    yield plant(
      sesCall(at("23:02:11"), "ses", "SetActiveReceiptRuleSet", { ruleSetName: "empty" }),
      "receiving_swapped",
    );
    yield plant(
      sesCall(at("23:04:52"), "ses", "DeleteReceiptRule", {
        ruleSetName: "inbound",
        ruleName: "support",
      }),
      "receiving_cut",
    );
    yield plant(sesCall(at("23:09:20"), "ses", "SetActiveReceiptRuleSet", {}), "receiving_off");
  },
};
