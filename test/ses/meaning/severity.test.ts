/** Severity: an event weighs as much as the weightiest of its signals, whatever their order. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { normalise } from "../../../src/ses/normalise.ts";
import { highestSeverity } from "../../../src/ses/meaning/severity.ts";
import { SEVERITIES, SIGNAL_NAMES, SIGNALS } from "../../../src/tables/signals.ts";
import { elementOf, LEAST, READ_AT } from "../../support/made-records.ts";
import type { JsonObject } from "../../../src/records/element.ts";
import { call } from "../cases/case.ts";

function severityOf(record: JsonObject): readonly unknown[] {
  const made = normalise(elementOf({ ...LEAST, ...record }), {
    readAt: READ_AT,
    keepOriginal: false,
  });
  if (!("event" in made)) throw new Error(made.unshapeable.reason);
  return [made.event.fields["aws.ses.severity"], made.event.fields["event.severity"]];
}

describe("severity", () => {
  test.each(SIGNALS.map((row) => [row.name, row.severity] as const))("%s is %s", (name, word) => {
    expect(highestSeverity([name])).toBe(word);
  });

  test("the highest counts, wherever it stands", () => {
    const numbers = new Map(SIGNALS.map((row) => [row.name, SEVERITIES[row.severity]]));
    fc.assert(
      fc.property(fc.subarray([...SIGNAL_NAMES], { minLength: 1 }), fc.boolean(), (names, back) => {
        const found = highestSeverity(back ? names.toReversed() : names);
        const highest = Math.max(...names.map((name) => numbers.get(name) ?? -1));
        expect(found === undefined ? undefined : SEVERITIES[found]).toBe(highest);
      }),
    );
  });

  test("the words are in the order of their numbers", () => {
    const numbers = Object.values(SEVERITIES);
    expect(numbers).toEqual(numbers.toSorted((left, right) => left - right));
    expect(new Set(SIGNALS.map((row) => row.severity))).toEqual(new Set(Object.keys(SEVERITIES)));
  });

  test("the event carries word and number; neither without a signal, nor for other services", () => {
    expect(severityOf(call("SetActiveReceiptRuleSet", null))).toEqual(["high", 73]);
    expect(severityOf(call("GetAccount", null, { errorCode: "AccessDenied" }))).toEqual([
      "info",
      0,
    ]);
    expect(severityOf(call("GetAccount", null))).toEqual([undefined, undefined]);
    expect(severityOf({ eventSource: "iam.amazonaws.com", eventName: "CreateUser" })).toEqual([
      undefined,
      undefined,
    ]);
  });
});
