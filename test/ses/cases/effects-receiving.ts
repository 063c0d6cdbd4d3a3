/** Effect cases: mail receiving, in SES and Mail Manager. */
import type { JsonObject } from "../../../src/records/element.ts";
import { OTHER, OWN } from "../sample.ts";
import type { Case } from "./case.ts";
import { call, refused } from "./case.ts";

function yes(of: string, action: string, params: JsonObject, effect: string): Case {
  return { of, sort: "yes", action, record: call(action, params), effect };
}

function near(of: string, action: string, params: JsonObject, effect: string): Case {
  return { of, sort: "near", action, record: call(action, params), effect };
}

function denied(of: string, action: string, effect: string): Case {
  return { of, sort: "denied", action, record: refused(action), effect };
}

function filter(policy: string, cidr: string): JsonObject {
  return { filter: { name: "gate", ipFilter: { policy, cidr } } };
}

const stranger = `arn:aws:lambda:eu-west-1:${OTHER}:function:reader`;

export const RECEIVING_EFFECT_CASES: readonly Case[] = [
  yes("active_rule_set", "SetActiveReceiptRuleSet", {}, "All mail receiving turned off"),
  near(
    "active_rule_set",
    "SetActiveReceiptRuleSet",
    { ruleSetName: "weekend" },
    "Receipt rule set weekend made the active one",
  ),
  denied(
    "active_rule_set",
    "SetActiveReceiptRuleSet",
    "tried to change active receipt rule set: access denied",
  ),

  yes(
    "receipt_rule",
    "CreateReceiptRule",
    {
      ruleSetName: "weekend",
      after: "spam",
      rule: {
        name: "keep",
        enabled: true,
        actions: [{ s3Action: { bucketName: "mail-store" } }, { stopAction: { scope: "RuleSet" } }],
      },
    },
    "Receipt rule keep created in set weekend, delivers mail to S3 bucket mail-store",
  ),
  near(
    "receipt_rule",
    "CreateReceiptRule",
    {
      ruleSetName: "weekend",
      rule: {
        name: "drop",
        enabled: true,
        actions: [{ bounceAction: { sender: "no@shop.example" } }],
      },
    },
    "Receipt rule drop created first in set weekend",
  ),
  near(
    "receipt_rule",
    "CreateReceiptRule",
    { ruleSetName: "weekend", rule: { name: "drop" } },
    "Receipt rule drop created first in set weekend, turned off",
  ),
  near(
    "receipt_rule",
    "CreateReceiptRule",
    {
      ruleSetName: "weekend",
      after: "spam",
      rule: { name: "keep", enabled: false, actions: [{ s3Action: { bucketName: "store" } }] },
    },
    "Receipt rule keep created in set weekend, delivers mail to S3 bucket store once turned on",
  ),
  denied("receipt_rule", "CreateReceiptRule", "tried to create a receipt rule: access denied"),
  yes(
    "receipt_rule",
    "UpdateReceiptRule",
    {
      ruleSetName: "weekend",
      rule: { name: "keep", enabled: true, actions: [{ lambdaAction: { functionArn: stranger } }] },
    },
    `Receipt rule keep now delivers mail to function ${stranger} (account ${OTHER})`,
  ),
  near(
    "receipt_rule",
    "UpdateReceiptRule",
    { ruleSetName: "weekend", rule: { name: "keep", enabled: true, actions: [] } },
    "Receipt rule keep in set weekend changed",
  ),
  near(
    "receipt_rule",
    "UpdateReceiptRule",
    { ruleSetName: "weekend", rule: { name: "keep", enabled: false } },
    "Receipt rule keep in set weekend turned off",
  ),
  near(
    "receipt_rule",
    "UpdateReceiptRule",
    {
      ruleSetName: "weekend",
      rule: { name: "keep", actions: { s3Action: { bucketName: "store" } } },
    },
    "Receipt rule keep in set weekend turned off, would deliver mail to S3 bucket store",
  ),
  denied("receipt_rule", "UpdateReceiptRule", "tried to change a receipt rule: access denied"),

  yes(
    "rule_position",
    "SetReceiptRulePosition",
    { ruleSetName: "weekend", ruleName: "keep" },
    "Receipt rule keep moved to the first place in set weekend",
  ),
  near(
    "rule_position",
    "SetReceiptRulePosition",
    { ruleSetName: "weekend", ruleName: "keep", after: "spam" },
    "Receipt rule keep moved behind spam in set weekend",
  ),
  denied("rule_position", "SetReceiptRulePosition", "tried to move a receipt rule: access denied"),

  yes(
    "rule_order",
    "ReorderReceiptRuleSet",
    { ruleSetName: "weekend", ruleNames: ["keep", "spam"] },
    "Rules of receipt rule set weekend reordered, keep first",
  ),
  near(
    "rule_order",
    "ReorderReceiptRuleSet",
    { ruleSetName: "weekend", ruleNames: [] },
    "Rules of receipt rule set weekend reordered",
  ),
  denied(
    "rule_order",
    "ReorderReceiptRuleSet",
    "tried to reorder rules of a receipt rule set: access denied",
  ),

  yes(
    "receipt_filter",
    "CreateReceiptFilter",
    filter("Block", "0.0.0.0/0"),
    "Mail blocked from every address by receipt filter gate",
  ),
  yes(
    "receipt_filter",
    "CreateReceiptFilter",
    filter("Block", "203.0.113.0/24"),
    "Mail blocked from 203.0.113.0/24 by receipt filter gate",
  ),
  near(
    "receipt_filter",
    "CreateReceiptFilter",
    filter("Allow", "203.0.113.0/24"),
    "Mail let in from 203.0.113.0/24 by receipt filter gate",
  ),
  near(
    "receipt_filter",
    "CreateReceiptFilter",
    { filter: { name: "gate" } },
    "Receipt filter gate created",
  ),
  denied(
    "receipt_filter",
    "CreateReceiptFilter",
    "tried to create a receipt filter: access denied",
  ),

  yes(
    "ingress_status",
    "UpdateIngressPoint",
    { ingressPointId: "inp-1", statusToUpdate: "CLOSED" },
    "Ingress endpoint inp-1 closed",
  ),
  near(
    "ingress_status",
    "UpdateIngressPoint",
    { ingressPointId: "inp-1", statusToUpdate: "ACTIVE" },
    "Ingress endpoint inp-1 opened",
  ),
  near(
    "ingress_status",
    "UpdateIngressPoint",
    { ingressPointId: "inp-1", ruleSetId: "rs-1" },
    "Ingress endpoint inp-1 now uses rule set rs-1",
  ),
  denied(
    "ingress_status",
    "UpdateIngressPoint",
    "tried to change an ingress endpoint: access denied",
  ),

  yes(
    "traffic_default",
    "CreateTrafficPolicy",
    { trafficPolicyName: "gate", defaultAction: "ALLOW" },
    "Traffic policy gate created, lets in mail by default",
  ),
  near(
    "traffic_default",
    "CreateTrafficPolicy",
    { trafficPolicyName: "gate", defaultAction: "DENY" },
    "Traffic policy gate created, denies mail by default",
  ),
  denied(
    "traffic_default",
    "CreateTrafficPolicy",
    "tried to create a traffic policy: access denied",
  ),
  yes(
    "traffic_default",
    "UpdateTrafficPolicy",
    { trafficPolicyId: "tp-1", defaultAction: "ALLOW" },
    "Traffic policy tp-1 changed, lets in mail by default",
  ),
  near(
    "traffic_default",
    "UpdateTrafficPolicy",
    { trafficPolicyId: "tp-1" },
    "Traffic policy tp-1 changed",
  ),
  denied(
    "traffic_default",
    "UpdateTrafficPolicy",
    "tried to change a traffic policy: access denied",
  ),
];

/** Several places, and more than are told one by one. */
export const MANY_PLACES: JsonObject = {
  ruleSetName: "weekend",
  rule: {
    name: "keep",
    enabled: true,
    actions: [
      { s3Action: { bucketName: "one" } },
      { sNSAction: { topicArn: `arn:aws:sns:eu-west-1:${OWN}:two` } },
      { workmailAction: { organizationArn: `arn:aws:workmail:eu-west-1:${OWN}:organization/m-3` } },
      { s3Action: { bucketName: "four" } },
    ],
  },
};
