/** Signals: each one shown, its near misses, refused calls, in every API that can set it. */
import { describe, expect, test } from "vitest";
import { ACTIONS } from "../../../src/tables/actions.ts";
import type { SignalRow } from "../../../src/tables/signals.ts";
import { SIGNAL_NAMES, SIGNALS } from "../../../src/tables/signals.ts";
import type { Case } from "../cases/case.ts";
import { call, meaningOf, refused, titleOf } from "../cases/case.ts";
import { RECEIVING_SIGNAL_CASES } from "../cases/signals-receiving.ts";
import { SENDING_SIGNAL_CASES } from "../cases/signals-sending.ts";
import { OTHER } from "../sample.ts";

const CASES = [...SENDING_SIGNAL_CASES, ...RECEIVING_SIGNAL_CASES];

/** Signals that the action alone tells: a refused call carries them too. Free mail is told by the refusal's message. */
const TOLD_BY_REFUSAL = new Set([
  "access_denied",
  "data_taken",
  "identity_added",
  "identity_deleted",
  "identity_free_mail",
  "mail_from_changed",
  "policy_granted",
  "production_access_requested",
  "root_write",
]);

/** Deletions cut and loosen by being what they are. */
const DELETIONS = new Set(["event_publishing_cut", "suppression_loosened"]);

function isExpected({ of, sort, action }: Case): boolean {
  if (sort !== "denied") return sort === "yes";
  return TOLD_BY_REFUSAL.has(of) || (DELETIONS.has(of) && action.startsWith("Delete"));
}

describe("each signal", () => {
  test.each(CASES.map((each) => [titleOf(each), each] as const))("%s", (_title, each) => {
    expect(new Set<string>(meaningOf(each).signals).has(each.of)).toBe(isExpected(each));
  });

  test("every signal has cases: shown, near miss, refused, in each API", () => {
    expect(missing(CASES)).toEqual([]);
  });

  test("the check for missing cases finds a missing case", () => {
    const without = (sort: string): string[] =>
      missing(CASES.filter((each) => each.of !== "mail_blocked" || each.sort !== sort));
    expect(without("yes")).toEqual(["mail_blocked: yes in v1"]);
    expect(without("near")).toEqual(["mail_blocked: near"]);
    expect(without("denied")).toEqual(["mail_blocked: denied"]);
  });

  test("cases name signals of the table", () => {
    expect([...new Set(CASES.map((each) => each.of))].sort()).toEqual([...SIGNAL_NAMES].sort());
  });
});

/** What a signal's cases lack. */
function missing(cases: readonly Case[]): string[] {
  const rows: readonly SignalRow[] = SIGNALS;
  return rows.flatMap(({ name, actions }) => {
    const own = cases.filter((each) => each.of === name);
    const shown = new Set(
      own.filter(({ sort }) => sort === "yes").map((each) => meaningOf(each).api),
    );
    const apis = new Set(
      ACTIONS.filter((row) => actions.includes(row.action)).map((row) => row.api),
    );
    const lacks = [...apis].filter((api) => !shown.has(api)).map((api) => `yes in ${api}`);
    for (const sort of ["yes", "near", "denied"] as const)
      if (!own.some((each) => each.sort === sort) && !(sort === "yes" && lacks.length > 0))
        lacks.push(sort);
    return lacks.map((lack) => `${name}: ${lack}`);
  });
}

describe("signals together", () => {
  test("they come in table order", () => {
    const actions = [
      { s3Action: { bucketName: "b" } },
      { lambdaAction: { functionArn: `arn:aws:lambda:eu-west-1:${OTHER}:function:f` } },
    ];
    const record = call("CreateReceiptRule", { ruleSetName: "s", rule: { name: "r", actions } });
    expect(meaningOf({ record, facts: { callerKind: "root" } }).signals).toEqual([
      "mail_diverted",
      "mail_to_foreign_account",
      "receipt_rule_first",
      "root_write",
    ]);
  });

  test("a refused call without parameters switched nothing, and says so", () => {
    const record = refused("PutAccountSendingAttributes");
    expect(meaningOf({ record })).toMatchObject({ signals: ["access_denied"], settings: [] });
  });

  test("a call that failed otherwise keeps what its parameters show", () => {
    const record = call(
      "UpdateAccountSendingEnabled",
      { enabled: false },
      { errorCode: "Throttling" },
    );
    expect(meaningOf({ record }).signals).toEqual(["sending_disabled"]);
  });

  test("parameters that were left out tell nothing by what they lack", () => {
    const record = call("SetActiveReceiptRuleSet", { omitted: true });
    expect(meaningOf({ record })).toMatchObject({
      signals: ["parameters_omitted"],
      settings: [],
      effect: "Active receipt rule set changed",
    });
  });

  test("without knowing the account, no account is foreign", () => {
    const policy = JSON.stringify({ Statement: { Effect: "Allow", Principal: { AWS: OTHER } } });
    const record = call("PutIdentityPolicy", { identity: "a.example", policyName: "p", policy });
    expect(meaningOf({ record, facts: { account: undefined } }).signals).toEqual([
      "policy_granted",
    ]);
  });
});
