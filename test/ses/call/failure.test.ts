/** Refusals and reasons. */
import { expect, test } from "vitest";
import { failureReason, isDenied } from "../../../src/ses/call/failure.ts";

test.each([
  "AccessDenied",
  "AccessDeniedException",
  "UnauthorizedOperation",
  "Client.UnauthorizedOperation",
])("%s is a refusal", (code) => {
  expect(isDenied(code)).toBe(true);
  expect(failureReason("GetSendQuota", code, undefined)).toBe("access denied");
});

test.each([undefined, "", "accessdenied", "Throttling", "AccessDeniedX"])("%s is none", (code) => {
  expect(isDenied(code)).toBe(false);
});

test("a call failed when it has a code or a message", () => {
  expect(failureReason("GetSendQuota", undefined, undefined)).toBeUndefined();
  expect(failureReason("GetSendQuota", "", "")).toBeUndefined();
  expect(failureReason("GetSendQuota", undefined, "no")).toBe("it failed");
  expect(failureReason("GetSendQuota", "NewFault", undefined)).toBe("NewFault");
});

test("a code is the same with Exception at its end and without", () => {
  expect(failureReason("GetSendQuota", "RuleSetDoesNotExist", undefined)).toBe("not found");
  expect(failureReason("GetSendQuota", "RuleSetDoesNotExistException", "no such set")).toBe(
    "not found",
  );
});

test.each([
  ["PutAccountDetails", "ConflictException", "one is under review already"],
  ["PutAccountDetails", "Conflict", "one is under review already"],
  ["DeleteRuleSet", "ConflictException", "conflicts with what is there"],
  ["CreateRelay", "ConflictException", "conflicts with what is there"],
  ["NeverHeardOf", "Conflict", "conflicts with what is there"],
  [
    "PutAccountDetails",
    "ConcurrentModificationException",
    "changed by someone else at the same time",
  ],
  ["DeleteTenant", "ConcurrentModificationException", "changed by someone else at the same time"],
  ["PutAccountDetails", "TooManyRequestsException", "throttled"],
])("%s with %s: %s", (action, code, reason) => {
  expect(failureReason(action, code, undefined)).toBe(reason);
});
