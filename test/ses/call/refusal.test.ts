/** Why access was refused: every turn of phrase of AWS, and near misses that an attacker can write. */
import { describe, expect, test } from "vitest";
import { readRefusal } from "../../../src/ses/call/refusal.ts";
import { call, meaningOf } from "../cases/case.ts";

const said = (end: string, who = "arn:aws:iam::111122223333:user/ci", on = "*"): string =>
  `User: ${who} is not authorized to perform: ses:GetAccount on resource: ${on}${end}`;

const KINDS = [
  ["service control policy", "service control policies", "service_control_policy"],
  ["resource control policy", "resource control policies", "resource_control_policy"],
  ["VPC endpoint policy", "VPC endpoint policies", "vpc_endpoint_policy"],
  ["permissions boundary", "permissions boundaries", "permissions_boundary"],
  ["session policy", "session policies", "session_policy"],
  ["resource-based policy", "resource-based policies", "resource_policy"],
  ["identity-based policy", "identity-based policies", "identity_policy"],
] as const;

describe("each kind of policy", () => {
  test.each(KINDS)("%s", (one, many, name) => {
    const missing = name === "identity_policy" ? "missing_permission" : name;
    const article = /^[aeiou]/.test(one) ? "an" : "a";
    const explicit = ` with an explicit deny in ${article} ${one}`;
    for (const [end, expected] of [
      [explicit, name],
      [`${explicit}: arn:aws:organizations::111122223333:policy/o-1/p-1`, name],
      [`${explicit}.`, name],
      [` because no ${one} allows the ses:GetAccount action`, missing],
      [` because no ${many} allows the ses:GetAccount action`, missing],
    ] as const)
      expect([end, readRefusal("AccessDenied", true, said(end))?.name]).toEqual([end, expected]);
  });

  test("the right that lacks is named, be it another than the call's own", () => {
    const errorMessage =
      "User: arn:aws:sts::111122223333:assumed-role/mail/mia is not authorized to perform: ses:TagResource on resource: arn:aws:ses:us-east-1:111122223333:identity/shop.example.com because no identity-based policy allows the ses:TagResource action";
    const record = call("CreateEmailIdentity", null, { errorCode: "AccessDenied", errorMessage });
    expect(meaningOf({ record })).toMatchObject({
      refusal: "missing_permission",
      effect:
        "tried to add sender identity shop.example.com: access denied, the right ses:TagResource is missing",
    });
  });
});

describe("a key in quarantine", () => {
  test.each(["", "V2", "V3", "V4"])("AWSCompromisedKeyQuarantine%s", (version) => {
    const end = ` with an explicit deny in an identity-based policy: arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantine${version}`;
    const record = call("GetSendQuota", null, {
      errorCode: "AccessDenied",
      errorMessage: said(end),
    });
    expect(meaningOf({ record })).toMatchObject({
      refusal: "key_quarantined",
      signals: ["key_quarantined", "access_denied"],
      severity: "high",
      effect: "tried to look up sending quota: access denied, AWS has put the key in quarantine",
    });
  });

  test("another policy, or one that only contains the name, is none", () => {
    for (const policy of [
      "MailOnly",
      "AWSCompromisedKeyQuarantineX",
      "AWSCompromisedKeyQuarantineV3/x",
    ])
      expect(
        readRefusal(
          "AccessDenied",
          true,
          said(
            ` with an explicit deny in an identity-based policy: arn:aws:iam::aws:policy/${policy}`,
          ),
        )?.name,
      ).toBe("identity_policy");
  });
});

describe("what says nothing", () => {
  test.each([
    ["no message", undefined],
    [
      "SES's own words",
      "User `arn:aws:iam::111122223333:user/ci' is not authorized to perform `ses:SendEmail' on resource `*'",
    ],
    [
      "the phrase within a name",
      said(
        "",
        "arn:aws:sts::111122223333:assumed-role/x/because no session policy allows the a:b action",
      ),
    ],
    ["the phrase before the end", said(" with an explicit deny in a session policy and more")],
    ["a kind never heard of", said(" with an explicit deny in a lunar policy")],
    ["a name of the prototype", said(" with an explicit deny in a constructor")],
    ["nothing but the phrase's beginning", " because no "],
  ])("%s", (_what, message) => {
    expect(readRefusal("AccessDenied", true, message)).toBeUndefined();
  });

  test("the message of another error", () => {
    const end = " with an explicit deny in a session policy";
    expect(readRefusal("Throttling", false, said(end))).toBeUndefined();
    expect(readRefusal(undefined, false, said(end))).toBeUndefined();
  });

  test("a long message takes no time that matters", () => {
    const message = `${" because no a".repeat(20_000)} with an explicit deny in a ${"a ".repeat(20_000)}`;
    expect(readRefusal("AccessDenied", true, message)).toBeUndefined();
  });
});

test.each(["OptInRequired", "OptInRequiredException", "SubscriptionRequiredException"])(
  "%s: the account has not opted in",
  (errorCode) => {
    expect(meaningOf({ record: call("GetSendQuota", null, { errorCode }) })).toMatchObject({
      refusal: "not_opted_in",
      effect: "tried to look up sending quota: the account has not opted in to the service",
    });
  },
);
