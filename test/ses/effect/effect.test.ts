/** Effects: what a call did or tried, in words that tell which way. */
import { describe, expect, test } from "vitest";
import { EFFECT_RULES } from "../../../src/ses/effect/effect.ts";
import { ACTIONS } from "../../../src/tables/actions.ts";
import type { Case } from "../cases/case.ts";
import { call, meaningOf, refused, titleOf } from "../cases/case.ts";
import { BLINDING_EFFECT_CASES } from "../cases/blinding.ts";
import { MAIL_MANAGER_EFFECT_CASES } from "../cases/mail-manager.ts";
import { IDENTITY_EFFECT_CASES } from "../cases/effects-identities.ts";
import { MANY_PLACES, RECEIVING_EFFECT_CASES } from "../cases/effects-receiving.ts";
import { SET_EFFECT_CASES } from "../cases/effects-sets.ts";
import { OWN } from "../sample.ts";

const CASES = [
  ...IDENTITY_EFFECT_CASES,
  ...SET_EFFECT_CASES,
  ...RECEIVING_EFFECT_CASES,
  ...MAIL_MANAGER_EFFECT_CASES,
  ...BLINDING_EFFECT_CASES,
];

describe("effects with a wording of their own", () => {
  test.each(CASES.map((each) => [titleOf(each), each] as const))("%s", (_title, each) => {
    expect(meaningOf(each).effect).toBe(each.effect);
  });

  test("every rule has cases: shown, the other value, refused, in each API", () => {
    expect(missing(CASES)).toEqual([]);
  });

  test("the check for missing cases finds a missing case", () => {
    for (const sort of ["yes", "near", "denied"] as const) {
      const less = CASES.filter((each) => each.of !== "dkim_signing" || each.sort !== sort);
      expect(missing(less)).toEqual([
        `dkim_signing: SetIdentityDkimEnabled: ${sort === "yes" ? "yes in v1" : sort}`,
        `dkim_signing: PutEmailIdentityDkimAttributes: ${sort === "yes" ? "yes in v2" : sort}`,
      ]);
    }
  });
});

/** What a rule's cases lack. */
function missing(cases: readonly Case[]): string[] {
  return Object.entries(EFFECT_RULES).flatMap(([rule, { actions }]) =>
    actions.flatMap((action) => {
      const own = cases.filter((each) => each.of === rule && each.action === action);
      const shown = new Set(
        own.filter(({ sort }) => sort === "yes").map((each) => meaningOf(each).api),
      );
      const apis = ACTIONS.filter((row) => row.action === action).map((row) => row.api);
      const lacks = apis.filter((api) => !shown.has(api)).map((api) => `yes in ${api}`);
      for (const sort of ["near", "denied"] as const)
        if (!own.some((each) => each.sort === sort)) lacks.push(sort);
      return lacks.map((lack) => `${rule}: ${action}: ${lack}`);
    }),
  );
}

describe("sentences", () => {
  test.each([
    ["ThrottlingException", "tried to look up sending quota: throttled"],
    ["TooManyRequestsException", "tried to look up sending quota: throttled"],
    ["NotFoundException", "tried to look up sending quota: not found"],
    ["SomethingNew", "tried to look up sending quota: SomethingNew"],
  ])("a call that failed with %s says why", (errorCode, effect) => {
    expect(meaningOf({ record: call("GetSendQuota", null, { errorCode }) }).effect).toBe(effect);
  });

  test("an error message alone is a failure too", () => {
    const record = call("GetSendQuota", null, { errorMessage: "no" });
    expect(meaningOf({ record }).effect).toBe("tried to look up sending quota: it failed");
  });

  test("a failed call says what it tried, as far as the record shows", () => {
    const record = call(
      "SetIdentityDkimEnabled",
      { identity: "a.example", dkimEnabled: false },
      { errorCode: "Throttling" },
    );
    expect(meaningOf({ record }).effect).toBe(
      "tried to turn off DKIM signing for a.example: throttled",
    );
  });

  test("sentences that are no phrase have both forms", () => {
    const params = { identity: "a.example", notificationType: "Bounce" };
    const record = call("SetIdentityNotificationTopic", params, { errorCode: "Throttling" });
    expect(meaningOf({ record }).effect).toBe(
      "tried to stop sending bounce notifications for a.example to a topic: throttled",
    );
  });

  test("an action that is not known is called", () => {
    expect(meaningOf({ record: call("HibernateMailboxFleet", { fleet: "x" }) }).effect).toBe(
      "HibernateMailboxFleet called",
    );
    expect(meaningOf({ record: refused("HibernateMailboxFleet") }).effect).toBe(
      "tried to call HibernateMailboxFleet: access denied",
    );
  });

  test("more than three names or places are counted", () => {
    const identities = ["a.example", "b.example", "c.example", "d.example", "e.example"];
    expect(meaningOf({ record: call("GetIdentityDkimAttributes", { identities }) }).effect).toBe(
      "DKIM settings of a.example, b.example, c.example and 2 more looked up",
    );
    expect(meaningOf({ record: call("UpdateReceiptRule", MANY_PLACES) }).effect).toBe(
      `Receipt rule keep now delivers mail to S3 bucket one, topic arn:aws:sns:eu-west-1:${OWN}:two, WorkMail organization arn:aws:workmail:eu-west-1:${OWN}:organization/m-3 and 1 more`,
    );
  });

  test("names stay raw, and long ones are cut with an ellipsis", () => {
    const name = `a\u001b[31m\n${"x".repeat(400)}`;
    const { effect } = meaningOf({ record: call("DeleteTemplate", { templateName: name }) });
    expect(effect).toBe(`Template ${name.slice(0, 255)}… deleted`);
  });

  test.each([
    ["GetSendQuota", null],
    ["SetIdentityNotificationTopic", { identity: "a.example", notificationType: "Bounce" }],
  ])("a long error code is cut: %s", (action, params) => {
    const record = call(action, params, { errorCode: "x".repeat(900) });
    expect(meaningOf({ record }).effect).toMatch(/^tried to .*: x{99}…$/);
  });

  test("a name is never cut through a surrogate pair", () => {
    const name = `${"x".repeat(254)}😀${"y".repeat(10)}`;
    const { effect } = meaningOf({ record: call("DeleteTemplate", { templateName: name }) });
    expect(effect).toBe(`Template ${"x".repeat(254)}… deleted`);
  });
});
