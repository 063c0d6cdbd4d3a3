/** Conditions asked of values in memory. That Elasticsearch says the same of every rule's condition is shown in rules.test.ts. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseKql, type Kql } from "../../src/rules/kql.ts";
import { predicate, type Values } from "../../src/rules/predicate.ts";

function parsed(text: string): Kql {
  const result = parseKql(text);
  if (!result.ok) throw new Error(result.why);
  return result.query;
}

const EVENT: Values = {
  "event.action": "GetSendQuota",
  "aws.ses.signals": ["identity_added", "identity_free_mail"],
  "aws.ses.known_action": true,
  "event.duration": 40,
  "event.created": "2026-11-20T09:00:00.000Z",
  "cloud.region": null,
};

describe("a condition", () => {
  test.each([
    ["", true],
    ["event.action: GetSendQuota", true],
    ["event.action: getsendquota", false],
    ["event.action: Get*", true],
    ["event.action: Get*Quota", true],
    ["event.action: *Send*", true],
    ["event.action: Get*Send*Send*", false],
    ['event.action: "Get*"', false],
    ["event.action: *", true],
    ["event.reason: *", false],
    ["cloud.region: *", false],
    ["aws.ses.signals: identity_free_mail", true],
    ["aws.ses.signals: (identity_added and identity_free_mail)", true],
    ["aws.ses.signals: (identity_added and root_write)", false],
    ["not aws.ses.signals: identity_added", false],
    ["not event.reason: x", true],
    ["aws.ses.known_action: true", true],
    ["event.duration > 39", true],
    ["event.duration >= 41", false],
    ["event.duration < many", false],
    ["event.created >= 2026-11-20", true],
    ["event.created < 2026-11-20", false],
    ["event.reason < 5", false],
    ["event.action: ListIdentities or aws.ses.known_action: true", true],
  ])("%s: %s", (text, holds) => {
    expect(predicate(parsed(text))(EVENT)).toBe(holds);
  });

  test("with wildcards says what a regular expression says", () => {
    const pattern = fc.string({ unit: fc.constantFrom("a", "b", "*"), minLength: 1, maxLength: 6 });
    const value = fc.string({ unit: fc.constantFrom("a", "b"), minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(pattern, value, (wild, found) => {
        const expected = new RegExp(`^${wild.replaceAll("*", ".*")}$`).test(found);
        expect(predicate(parsed(`f: ${wild}`))({ f: found })).toBe(expected);
      }),
      { numRuns: 1000 },
    );
  });

  test("and its opposite never hold both", () => {
    const values = fc.dictionary(fc.constantFrom("a", "b"), fc.anything());
    const conditions = fc.constantFrom("a: x", "a: x* or b: y", "b > 3", "a: * and not b: *");
    fc.assert(
      fc.property(conditions, values, (text, event) => {
        const query = parsed(text);
        expect(predicate({ kind: "not", of: query })(event)).toBe(!predicate(query)(event));
      }),
    );
  });
});
