import { describe, expect, it } from "vitest";
import type { JsonObject, JsonValue } from "../../../src/records/element.ts";
import { flatten } from "../../../src/ses/event/flattened.ts";
import { canonicalJson, tidyCopy } from "../../../src/ses/values/json.ts";
import { eventOf, reasonOf, LEAST } from "../../support/made-records.ts";

function nested(depth: number): JsonObject {
  let value: JsonObject = { leaf: 1 };
  for (let level = 1; level < depth; level += 1) value = { in: value };
  return value;
}

describe("canonicalJson", () => {
  it.each([
    ['{"b":1,"a":{"d":null,"c":[]}}', '{"a":{"c":[],"d":null},"b":1}'],
    ['{"10":1,"9":2,"a":3}', '{"10":1,"9":2,"a":3}'],
    ['{"n":1e400,"m":-1e400}', '{"m":-1e999,"n":1e999}'],
    ['{"__proto__":1,"a":"\\ud800"}', '{"__proto__":1,"a":"\\ud800"}'],
    ["[true,false,null,-0,1.50]", "[true,false,null,0,1.5]"],
  ])("of %s", (json, expected) => {
    expect(canonicalJson(JSON.parse(json) as JsonValue)).toBe(expected);
  });
});

describe("tidyCopy", () => {
  it("leaves out nulls and empties at every depth, and sorts keys", () => {
    const copy = tidyCopy({
      b: [null, "", {}, [], { x: null }, 0, false],
      a: { c: { d: [] } },
      _: "x",
    });
    expect(JSON.stringify(copy)).toBe('{"_":"x","b":[0,false]}');
    expect(tidyCopy({ a: { b: [""] } })).toBeUndefined();
  });
});

describe("flatten", () => {
  it.each<[name: string, value: JsonValue, kind: string]>([
    ["an object", { a: 1 }, "copy"],
    ["a list of objects", [{ a: 1 }, { b: [2, [3]] }], "copy"],
    ["null", null, "nothing"],
    ["{}", {}, "nothing"],
    ["[]", [], "nothing"],
    ["only empties", { a: [null, { b: "" }] }, "nothing"],
    ["a text", "text", "left-out"],
    ["a number", 1, "left-out"],
    ["a list of texts", ["a"], "left-out"],
    ["a list of lists", [[{ a: 1 }]], "left-out"],
    ["nested 18 deep", nested(18), "copy"],
    ["nested 19 deep", nested(19), "left-out"],
    ["a key with U+0000", { "a\u0000b": 1 }, "left-out"],
    ["a path of 1,024 bytes", { ["k".repeat(1020)]: { abc: 1 } }, "copy"],
    ["a path of 1,025 bytes", { ["k".repeat(1020)]: { abcd: 1 } }, "left-out"],
    ["a path of 1,026 bytes in 513 letters", { ["é".repeat(513)]: 1 }, "left-out"],
  ])("%s: %s is %s", (_name, value, kind) => {
    expect(flatten(value).kind).toBe(kind);
  });
});

describe("what cannot be copied", () => {
  it("is named in omitted, and kept whole as text", () => {
    const { fields } = eventOf({
      requestParameters: nested(30),
      responseElements: "text",
      eventContext: ["a"],
    });
    expect(fields["aws.ses.omitted"]).toEqual([
      "aws.cloudtrail.flattened.event_context",
      "aws.cloudtrail.flattened.request_parameters",
      "aws.cloudtrail.flattened.response_elements",
    ]);
    expect(fields["aws.cloudtrail.flattened.request_parameters"]).toBeUndefined();
    expect(fields["aws.cloudtrail.request_parameters"]).toBe(JSON.stringify(nested(30)));
    expect(fields["aws.cloudtrail.response_elements"]).toBe('"text"');
    expect(fields["aws.cloudtrail.additional_fields"]).toBe('{"eventContext":["a"]}');
  });

  it("is a reason, where a record is nested beyond all reason", () => {
    expect(reasonOf({ ...LEAST, requestParameters: nested(999) })).toBeUndefined();
    expect(reasonOf({ ...LEAST, requestParameters: nested(1_000) })).toMatch(
      /nested more than 1,000 deep/,
    );
    expect(reasonOf({ ...LEAST, requestParameters: nested(100_000) })).toMatch(
      /nested more than 1,000 deep/,
    );
  });
});

describe("redacted and omitted", () => {
  it("name at most 100 paths, and say how many more there are", () => {
    const hidden = Object.fromEntries(
      Array.from({ length: 130 }, (_, index) => [
        `k${String(index).padStart(3, "0")}`,
        "HIDDEN_DUE_TO_SECURITY_REASONS",
      ]),
    );
    const redacted = eventOf({ requestParameters: hidden }).fields["aws.ses.redacted"];
    expect(redacted).toHaveLength(101);
    expect(redacted?.[0]).toBe("requestParameters.k000");
    expect(redacted?.at(-1)).toBe("… and 30 more");
  });

  it("name a list once, without indexes", () => {
    const destination = {
      toAddresses: ["HIDDEN_DUE_TO_SECURITY_REASONS", "HIDDEN_DUE_TO_SECURITY_REASONS"],
    };
    expect(eventOf({ requestParameters: { destination } }).fields["aws.ses.redacted"]).toEqual([
      "requestParameters.destination.toAddresses",
    ]);
  });
});
