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
  expect(failureReason(code, undefined)).toBe("access denied");
});

test.each([undefined, "", "accessdenied", "Throttling", "AccessDeniedX"])("%s is none", (code) => {
  expect(isDenied(code)).toBe(false);
});

test("a call failed when it has a code or a message", () => {
  expect(failureReason(undefined, undefined)).toBeUndefined();
  expect(failureReason("", "")).toBeUndefined();
  expect(failureReason(undefined, "no")).toBe("it failed");
  expect(failureReason("NewFault", undefined)).toBe("NewFault");
});

test("a code is the same with Exception at its end and without", () => {
  expect(failureReason("RuleSetDoesNotExist", undefined)).toBe("not found");
  expect(failureReason("RuleSetDoesNotExistException", "no such set")).toBe("not found");
});
