import { describe, expect, test } from "vitest";
import { assert as assertProperty, constantFrom, property, string } from "fast-check";
import { toQuery } from "../../src/kibana/elasticsearch-query.ts";
import { comparisons, parseKql, wildcardParts, type Kql } from "../../src/rules/kql.ts";

function parse(text: string): Kql {
  const result = parseKql(text);
  if (!result.ok) throw new Error(result.why);
  return result.query;
}

const is = (field: string, text: string, quoted = false): Kql => ({
  kind: "is",
  field,
  value: { text, quoted },
});

describe("parseKql", () => {
  test.each<[string, Kql]>([
    ["", { kind: "everything" }],
    ["   ", { kind: "everything" }],
    ["a: b", is("a", "b")],
    ["a:b", is("a", "b")],
    ['a: "b c"', is("a", "b c", true)],
    ['a: "say \\"b\\""', is("a", 'say "b"', true)],
    ["a: *", { kind: "exists", field: "a" }],
    ['a: "*"', is("a", "*", true)],
    ["a: AKIA*", is("a", "AKIA*")],
    ["a >= 5", { kind: "range", field: "a", operator: "gte", value: { text: "5", quoted: false } }],
    ["not a: b", { kind: "not", of: is("a", "b") }],
    ["a: (b or c)", { kind: "or", of: [is("a", "b"), is("a", "c")] }],
    ["a: (b and not c)", { kind: "and", of: [is("a", "b"), { kind: "not", of: is("a", "c") }] }],
    [
      "a: b or c: d AND e: f",
      { kind: "or", of: [is("a", "b"), { kind: "and", of: [is("c", "d"), is("e", "f")] }] },
    ],
    [
      "(a: b or c: d) and not e: f",
      {
        kind: "and",
        of: [
          { kind: "or", of: [is("a", "b"), is("c", "d")] },
          { kind: "not", of: is("e", "f") },
        ],
      },
    ],
  ])("%s", (text, query) => {
    expect(parse(text)).toEqual(query);
  });

  test.each([
    ["a: b c", /quote values with white space/u],
    ["a: (b or c", /"\)" is expected/u],
    ["a: b)", /"\)" is not expected/u],
    ['a: "b', /quote is not closed/u],
    ["a:", /value is expected/u],
    ["a: and b", /value is expected/u],
    ["free text", /is no condition/u],
    ["a: { b: c }", /nested fields/u],
    ["a: b and", /field is expected/u],
    ["a: b\\", /backslash at the end/u],
    [": b", /field is expected/u],
  ])("%s is refused", (text, why) => {
    const result = parseKql(text);
    expect(result.ok ? "" : result.why).toMatch(why);
  });

  test("any text gives a query or a reason, never a throw", () => {
    assertProperty(
      property(
        string({
          unit: constantFrom(
            "a",
            ":",
            "*",
            "(",
            ")",
            "<",
            ">",
            "=",
            '"',
            "\\",
            "{",
            " ",
            " and ",
            " or ",
            " not ",
          ),
        }),
        (text) => {
          const result = parseKql(text);
          expect(result.ok ? "query" : result.why).not.toBe("");
        },
      ),
    );
  });

  test("any value in quotes comes back as it was", () => {
    assertProperty(
      property(string({ minLength: 1 }), (value) => {
        const quoted = value.replaceAll(/["\\]/gu, "\\$&");
        expect(parse(`a: "${quoted}"`)).toEqual(is("a", value, true));
      }),
    );
  });
});

test("comparisons finds every one", () => {
  expect(
    comparisons(parse("a: (b or not c) and (d: * or not e > 5)")).map(({ field }) => field),
  ).toEqual(["a", "a", "d", "e"]);
});

test("a protected star is no wildcard", () => {
  expect(wildcardParts("a\\*b*")).toEqual(["a*b", ""]);
});

describe("toQuery gives what Kibana sends", () => {
  const should = (...of: readonly unknown[]): unknown => ({
    bool: { should: of, minimum_should_match: 1 },
  });
  test.each<[string, unknown]>([
    ["", { match_all: {} }],
    ["a: b", should({ match: { a: "b" } })],
    ["a: true", should({ match: { a: true } })],
    ['a: "b c"', should({ match_phrase: { a: "b c" } })],
    ["a: *", should({ exists: { field: "a" } })],
    ["a: AK-1*", should({ query_string: { fields: ["a"], query: "AK\\-1*" } })],
    ["a < 5", should({ range: { a: { lt: "5" } } })],
    ["not a: b", { bool: { must_not: should({ match: { a: "b" } }) } }],
    ["a: (b or c)", should(should({ match: { a: "b" } }), should({ match: { a: "c" } }))],
    [
      "a: b and c: d",
      { bool: { filter: [should({ match: { a: "b" } }), should({ match: { c: "d" } })] } },
    ],
  ])("%s", (text, query) => {
    expect(toQuery(parse(text))).toEqual(query);
  });
});
