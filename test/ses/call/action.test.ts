/** Finding an action: namesakes told apart by parameters, then by user agent, else what they have in common. */
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../src/records/element.ts";
import { apiOfUserAgent, findAction } from "../../../src/ses/call/action.ts";
import { ACTIONS } from "../../../src/tables/actions.ts";
import { AGENT, call, meaningOf } from "../cases/case.ts";

const arn = (resource: string): string =>
  `arn:aws-us-gov:ses:us-gov-west-1:111122223333:${resource}`;

describe("namesakes", () => {
  test.each<[action: string, params: JsonObject, api: string]>([
    ["SendEmail", { source: "a@x.example", message: {} }, "v1"],
    ["SendEmail", { fromEmailAddress: "a@x.example", content: {} }, "v2"],
    ["SendEmail", { content: { simple: {} } }, "v2"],
    ["CreateConfigurationSet", { configurationSet: { name: "s" } }, "v1"],
    ["CreateConfigurationSet", { configurationSetName: "s" }, "v2"],
    ["CreateConfigurationSetEventDestination", { eventDestination: { name: "d" } }, "v1"],
    [
      "CreateConfigurationSetEventDestination",
      { eventDestinationName: "d", eventDestination: {} },
      "v2",
    ],
    ["UpdateConfigurationSetEventDestination", { eventDestination: { name: "d" } }, "v1"],
    ["UpdateConfigurationSetEventDestination", { eventDestinationName: "d" }, "v2"],
    [
      "PutConfigurationSetDeliveryOptions",
      { configurationSetName: "s", deliveryOptions: {} },
      "v1",
    ],
    [
      "PutConfigurationSetDeliveryOptions",
      { configurationSetName: "s", tlsPolicy: "REQUIRE" },
      "v2",
    ],
    ["ListConfigurationSets", { maxItems: 5 }, "v1"],
    ["ListConfigurationSets", { pageSize: 5 }, "v2"],
    ["ListCustomVerificationEmailTemplates", { maxResults: 5 }, "v1"],
    ["ListCustomVerificationEmailTemplates", { pageSize: 5 }, "v2"],
    ["TagResource", { resourceArn: arn("tenant/acme/tn-1") }, "v2"],
    ["UntagResource", { resourceArn: arn("addon-instance/ai-1") }, "mailmanager"],
    ["ListTagsForResource", { resourceArn: arn("mailmanager-unheard-of/x-1") }, "mailmanager"],
    ["ListTagsForResource", { resourceArn: arn("unheard-of/x-1") }, "unknown"],
    ["DeleteConfigurationSet", { configurationSetName: "s" }, "unknown"],
    ["SendEmail", { source: "a@x.example", fromEmailAddress: "a@x.example" }, "unknown"],
    ["ListConfigurationSets", { pageSize: null }, "unknown"],
  ])("%s %j is %s by its parameters", (action, params, api) => {
    expect(findAction(action, params, undefined)).toMatchObject({ api, known: true });
  });

  test("parameters come before the user agent, the user agent before nothing", () => {
    expect(findAction("SendEmail", { source: "a@x.example" }, AGENT.v2).api).toBe("v1");
    expect(findAction("DeleteConfigurationSet", { configurationSetName: "s" }, AGENT.v1).api).toBe(
      "v1",
    );
    expect(findAction("SendEmail", undefined, AGENT.v2).api).toBe("v2");
    expect(findAction("TagResource", undefined, AGENT.mailmanager).api).toBe("mailmanager");
    expect(findAction("TagResource", undefined, AGENT.v1).api).toBe("unknown");
  });

  test("all 17 names that APIs share are read when nothing tells which it is", () => {
    const names = ACTIONS.map((row) => row.action);
    const shared = [...new Set(names.filter((name, at) => names.indexOf(name) !== at))];
    expect(shared).toHaveLength(17);
    for (const name of shared) {
      const meaning = meaningOf({ record: call(name, null) });
      expect(meaning).toMatchObject({ api: "unknown", knownAction: true });
      const rows = ACTIONS.filter((row) => row.action === name);
      for (const row of rows) expect(meaning.target.kind).toBe(row.target);
    }
  });

  test("what both have in common is kept", () => {
    const params = { configurationSetName: "s", eventDestinationName: "d" };
    expect(
      meaningOf({ record: call("DeleteConfigurationSetEventDestination", params) }),
    ).toMatchObject({
      api: "unknown",
      target: { kind: "event_destination", names: ["d"] },
      parts: { configuration_set: ["s"], event_destination: ["d"] },
    });
  });
});

describe("actions of one API", () => {
  test("are of it whatever the user agent says", () => {
    expect(findAction("SetIdentityDkimEnabled", undefined, AGENT.v2).api).toBe("v1");
  });
});

describe("unknown actions", () => {
  test.each<[JsonObject | undefined, string | undefined, string]>([
    [{ emailIdentity: "x.example" }, undefined, "v2"],
    [{ identity: "x.example" }, undefined, "v1"],
    [{ archiveId: "a-1" }, AGENT.v1, "mailmanager"],
    [{ identity: "x.example", emailIdentity: "x.example" }, undefined, "unknown"],
    [{ identity: null }, undefined, "unknown"],
    [{ anything: 1 }, AGENT.v2, "v2"],
    [undefined, "Boto3/1.40", "unknown"],
    [undefined, undefined, "unknown"],
  ])("%j called by %s is %s", (params, userAgent, api) => {
    expect(findAction("HibernateMailboxFleet", params, userAgent)).toMatchObject({
      api,
      known: false,
    });
  });
});

describe("user agents", () => {
  test.each([
    ["aws-cli/2.15.30 md/awscrt#0.19 md/command#sesv2.get-account", "v2"],
    ["aws-cli/2.9.0 Python/3.11 command/ses.get-send-quota", "v1"],
    ["aws-sdk-js/3.700.0 ua/2.1 os/linux api/sesv2#3.700.0 m/E", "v2"],
    ["aws-sdk-js/3.700.0 ua/2.1 api/ses#3.700.0", "v1"],
    ["aws-sdk-go-v2/1.30 api/mailmanager#1.4", "mailmanager"],
    ["[aws-sdk-java/2.29 api/SESv2#2.29]", "v2"],
    ["aws-cli/2.15.30 md/command#s3.ls api/ses#1", "v1"],
    ["aws-cli/2.15.30 md/command#sessions.list", undefined],
    ["ses.amazonaws.com", undefined],
    ["api/", undefined],
    ["", undefined],
  ])("%s tells %s", (userAgent, api) => {
    expect(apiOfUserAgent(userAgent)).toBe(api);
  });
});
