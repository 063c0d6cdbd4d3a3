/** Values for OTLP: total, pure, and nothing is copied that is safe already. Against a real Collector: test/sinks/otlp. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LogAttributes } from "@opentelemetry/api-logs";
import { otelSafe, otelSafeAttributes, otelSafeRecord } from "../../src/shape/otel-safe.ts";
import { eventOf } from "../support/events.ts";
import { recordsOf } from "../support/otel-records.ts";

const nested = (levels: number): unknown =>
  Array.from({ length: levels }).reduce<unknown>((inner) => [inner], "bottom");

function levelsOf(value: unknown): number {
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(levelsOf));
}

describe("a value", () => {
  it.each<[string, unknown, unknown]>([
    ["a string", "x", "x"],
    ["a lone surrogate", "\uD800", "\uD800"],
    ["a number", 1.5, 1.5],
    ["the largest double under 2^63", 9223372036854774784, 9223372036854774784],
    ["2^63", 2 ** 63, "9223372036854776000"],
    ["-(2^63)", -(2 ** 63), "-9223372036854776000"],
    ["a large fraction", 1e-300, 1e-300],
    ["NaN", Number.NaN, "NaN"],
    ["infinity", Infinity, "Infinity"],
    ["a bigint", 12345678901234567890n, "12345678901234567890"],
    ["a date", new Date(1e12), "2001-09-09T01:46:40.000Z"],
    ["a date that is none", new Date(Number.NaN), "Invalid Date"],
    ["null", null, null],
    ["undefined", undefined, null],
    ["a function", () => 1, null],
    ["a symbol", Symbol("x"), null],
    ["a hole in an array", [1, , 2], [1, null, 2]], // oxlint-disable-line no-sparse-arrays -- the hole is what is tested
  ])("%s", (_name, value, expected) => {
    expect(otelSafe(value)).toEqual(expected);
  });

  it("past 20 levels is JSON text", () => {
    expect(levelsOf(otelSafe(nested(20)))).toBe(20);
    expect(otelSafe(nested(20))).toEqual(nested(20));
    expect(JSON.stringify(otelSafe(nested(21)))).toContain(String.raw`"[\"bottom\"]"`);
    const odd = Array.from({ length: 20 }).reduce<unknown>((inner) => [inner], { n: 1n, x: NaN });
    expect(JSON.stringify(otelSafe(odd))).toContain(
      JSON.stringify(JSON.stringify({ n: "1", x: "NaN" })),
    );
  });

  it("that holds itself, or is deeper than any stack, is cut", () => {
    const circle: Record<string, unknown> = { name: "circle" };
    circle["self"] = circle;
    circle["twin"] = { circle };
    expect(otelSafe(circle)).toEqual({
      name: "circle",
      self: "[circular]",
      twin: { circle: "[circular]" },
    });
    expect(JSON.stringify(otelSafe(nested(100_000)))).toContain("[nested too deeply]");
  });

  it("any value: safe, left as it was, the same when made safe again", () => {
    fc.assert(
      fc.property(
        fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true }),
        (value) => {
          const safe = otelSafe(value);
          expect(levelsOf(safe)).toBeLessThanOrEqual(20);
          expect(otelSafe(safe)).toBe(safe);
        },
      ),
    );
  });

  it("any JSON within the limits is not even copied", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 10 }), (value) => {
        fc.pre(!/\d{19}|e\+/.test(JSON.stringify(value)));
        expect(otelSafe(value)).toBe(value);
      }),
    );
  });
});

describe("attributes", () => {
  it("lose only what is undefined", () => {
    const attributes = { a: undefined, b: null, c: 1n } as unknown as LogAttributes;
    expect(otelSafeAttributes(attributes)).toStrictEqual({ b: null, c: "1" });
  });

  it("keep odd keys", () => {
    const attributes = JSON.parse('{"__proto__":1e30,"constructor":"c","":"e"}') as LogAttributes;
    expect(Object.entries(otelSafeAttributes(attributes))).toEqual([
      ["__proto__", "1e+30"],
      ["constructor", "c"],
      ["", "e"],
    ]);
  });
});

describe("a record", () => {
  it("that is safe is the same object; else resource and scope stay the same objects", () => {
    const record = recordsOf("run", () => ({ text: "x" }))(eventOf("a"));
    expect(otelSafeRecord(record)).toBe(record);
    const odd = { ...record, body: Number.NaN, attributes: { huge: 1e30 } };
    const safe = otelSafeRecord(odd);
    expect(safe).toMatchObject({ body: "NaN", attributes: { huge: "1e+30" } });
    expect(safe.resource).toBe(record.resource);
    expect(safe.instrumentationScope).toBe(record.instrumentationScope);
    const { body: _body, ...bodiless } = record;
    expect(otelSafeRecord(bodiless)).toBe(bodiless);
  });
});
