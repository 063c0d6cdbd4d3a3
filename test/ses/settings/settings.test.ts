/** Settings: one entry a value, names and values in step, and what is left out where that has a meaning. */
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../src/records/element.ts";
import { AGENT, call, meaningOf, refused } from "../cases/case.ts";

function pairs(action: string, params: JsonObject | null, more: JsonObject = {}): string[] {
  const { settings } = meaningOf({ record: call(action, params, more) });
  return settings.map(({ name, value }) => `${name}=${value}`);
}

describe("settings", () => {
  test("are dotted paths, one entry a value, objects and arrays taken apart", () => {
    const rule = {
      name: "r",
      enabled: true,
      recipients: ["a@x.example", "b@x.example"],
      actions: [
        { s3Action: { objectKeyPrefix: "p/", bucketName: "b" } },
        { stopAction: { scope: "RuleSet" } },
      ],
    };
    expect(pairs("UpdateReceiptRule", { ruleSetName: "s", rule })).toEqual([
      "rule.enabled=true",
      "rule.recipients=a@x.example",
      "rule.recipients=b@x.example",
      "rule.actions.s3Action.bucketName=b",
      "rule.actions.s3Action.objectKeyPrefix=p/",
      "rule.actions.stopAction.scope=RuleSet",
    ]);
    expect(
      pairs("PutConfigurationSetDeliveryOptions", {
        configurationSetName: "s",
        tlsPolicy: "REQUIRE",
        maxDeliverySeconds: 900,
      }),
    ).toEqual(["tlsPolicy=REQUIRE", "maxDeliverySeconds=900"]);
  });

  test("are in the order of the table, whatever the order of the record", () => {
    const turned = { notificationType: "Bounce", enabled: true, identity: "x.example" };
    expect(pairs("SetIdentityHeadersInNotificationsEnabled", turned)).toEqual([
      "enabled=true",
      "notificationType=Bounce",
    ]);
  });

  test("are those of writes only, and not what AWS hides", () => {
    expect(pairs("ListIdentities", { identityType: "Domain" })).toEqual([]);
    expect(pairs("SendEmail", { source: "a@x.example", configurationSetName: "s" })).toEqual([]);
    expect(
      pairs("PutAccountDetails", {
        mailType: "MARKETING",
        contactLanguage: "HIDDEN_DUE_TO_SECURITY_REASONS",
      }),
    ).toEqual(["mailType=MARKETING"]);
  });
});

describe("a parameter that was left out where that has a meaning", () => {
  const absent: readonly (readonly [action: string, setting: string])[] = [
    ["SetActiveReceiptRuleSet", "ruleSetName"],
    ["SetIdentityNotificationTopic", "snsTopic"],
    ["SetIdentityMailFromDomain", "mailFromDomain"],
    ["SetReceiptRulePosition", "after"],
    ["CreateReceiptRule", "after"],
    ["UpdateAccountSendingEnabled", "enabled"],
    ["PutAccountSendingAttributes", "sendingEnabled"],
    ["PutAccountSuppressionAttributes", "suppressedReasons"],
    ["PutAccountDedicatedIpWarmupAttributes", "autoWarmupEnabled"],
    ["PutConfigurationSetArchivingOptions", "archiveArn"],
    ["PutConfigurationSetReputationOptions", "reputationMetricsEnabled"],
    ["PutConfigurationSetSendingOptions", "sendingEnabled"],
    ["PutConfigurationSetSuppressionOptions", "suppressedReasons"],
    ["PutConfigurationSetTrackingOptions", "customRedirectDomain"],
    ["PutEmailIdentityConfigurationSetAttributes", "configurationSetName"],
    ["PutEmailIdentityDkimAttributes", "signingEnabled"],
    ["PutEmailIdentityFeedbackAttributes", "emailForwardingEnabled"],
    ["PutEmailIdentityMailFromAttributes", "mailFromDomain"],
  ];

  test.each(absent)("%s without %s", (action, setting) => {
    const none = `${setting}=(none)`;
    expect(pairs(action, {})).toEqual([none]);
    expect(pairs(action, null)).toEqual([none]);
    expect(pairs(action, { [setting]: null })).toEqual([none]);
    expect(pairs(action, { [setting]: "given" })).toEqual([`${setting}=given`]);
    expect(pairs(action, {}, { errorCode: "Throttling" })).toEqual([none]);
    expect(pairs(action, null, { errorCode: "Throttling" })).toEqual([]);
    expect(pairs(action, { omitted: true })).toEqual([]);
    expect(meaningOf({ record: refused(action) }).settings).toEqual([]);
  });

  test.each([
    ["CreateReceiptRule", "rule"],
    ["UpdateReceiptRule", "rule"],
    ["UpdateConfigurationSetEventDestination", "eventDestination"],
  ])("%s without %s.enabled, but not without %s", (action, holder) => {
    const none = `${holder}.enabled=(none)`;
    expect(pairs(action, { after: "x", [holder]: {} })).toContain(none);
    expect(pairs(action, { after: "x", [holder]: { enabled: true } })).not.toContain(none);
    expect(pairs(action, { after: "x" })).not.toContain(none);
  });

  test("an empty list is left out too", () => {
    expect(pairs("PutAccountSuppressionAttributes", { suppressedReasons: [] })).toEqual([
      "suppressedReasons=(none)",
    ]);
  });

  test("elsewhere means nothing", () => {
    expect(pairs("SetIdentityDkimEnabled", { identity: "x.example" })).toEqual([]);
    expect(
      pairs(
        "PutConfigurationSetDeliveryOptions",
        { configurationSetName: "s" },
        { userAgent: AGENT.v2 },
      ),
    ).toEqual([]);
  });
});
