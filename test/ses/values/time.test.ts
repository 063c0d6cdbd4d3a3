import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isoTime, isUsualTime, parseTimeMs } from "../../../src/ses/values/time.ts";

describe("isoTime", () => {
  it.each([
    ["2018-02-21T19:04:59Z", "2018-02-21T19:04:59.000Z"],
    ["2018-02-21T19:04:59.123Z", "2018-02-21T19:04:59.123Z"],
    ["2018-02-21t19:04:59z", "2018-02-21T19:04:59.000Z"],
    ["20131102T010628Z", "2013-11-02T01:06:28.000Z"],
    ["2025-01-20 16:52:14.000000000", "2025-01-20T16:52:14.000Z"],
    ["2025-01-20 16:52:14.987654321 Z", "2025-01-20T16:52:14.987Z"],
    ["2025-01-20T16:52:14,5Z", "2025-01-20T16:52:14.500Z"],
    ["2025-01-20T16:52Z", "2025-01-20T16:52:00.000Z"],
    ["2025-01-20T01:00:00+02:00", "2025-01-19T23:00:00.000Z"],
    ["2025-01-20T01:00:00-0730", "2025-01-20T08:30:00.000Z"],
    ["2025-01-20T01:00:00+02", "2025-01-19T23:00:00.000Z"],
    ["2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000Z"],
  ])("reads %s", (text, expected) => {
    expect(isoTime(text)).toBe(expected);
  });

  it.each([
    "",
    "yesterday",
    "2023-02-29T00:00:00Z",
    "2025-13-01T00:00:00Z",
    "2025-00-01T00:00:00Z",
    "2025-01-01T24:00:00Z",
    "2025-01-01T00:60:00Z",
    "2025-01-01T00:00:00+99:00",
    "2025-01-01",
    "Jan 19, 2023 5:55:08 PM",
    "1740000000",
    "0000-01-01T00:00:00+14:00",
    "2025-01-01T00:00:00Z; DROP TABLE",
  ])("does not guess at %j", (text) => {
    expect(isoTime(text)).toBeUndefined();
  });

  it("gives back what toISOString writes, for any time", () => {
    const dates = fc.date({
      min: new Date(0),
      max: new Date("9999-12-31T23:59:59.999Z"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(dates, (date) => {
        const text = date.toISOString();
        expect([isoTime(text), parseTimeMs(text)]).toEqual([text, date.getTime()]);
      }),
    );
  });

  it("reads the spelling of AWS, right or wrong, as it reads every other", () => {
    const number = (digits: number) => (value: number) => String(value).padStart(digits, "0");
    const spellings = fc
      .tuple(
        fc.oneof(fc.nat(9999), fc.integer({ min: 990, max: 1010 })).map(number(4)),
        fc.nat(14).map(number(2)),
        fc.nat(33).map(number(2)),
        fc.nat(25).map(number(2)),
        fc.nat(61).map(number(2)),
        fc.nat(61).map(number(2)),
        fc.option(fc.tuple(fc.nat(19), fc.constantFrom("x", "/", ":", "-", " ", "T"))),
      )
      .map(([year, month, day, hour, minute, second, wrong]) => {
        const text = `${year}-${month}-${day}T${hour}:${minute}:${second}Z`;
        if (wrong === null) return text;
        const [at, character] = wrong;
        return text.slice(0, at) + character + text.slice(at + 1);
      });
    const agrees = (read: (text: string) => string | undefined) => (text: string) => {
      const ms = parseTimeMs(text);
      const iso = ms === undefined ? undefined : new Date(ms).toISOString();
      return read(text) === (iso?.length === 24 ? iso : undefined);
    };
    const failure = (read: (text: string) => string | undefined) =>
      fc.check(fc.property(spellings, agrees(read)), { numRuns: 2_000 }).counterexample;
    expect(failure(isoTime)).toBeNull();
    // Broken control: a reading that knows no calendar.
    const careless = (text: string) =>
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text) ? `${text.slice(0, 19)}.000Z` : undefined;
    expect(failure(careless)).not.toBeNull();
  });
});

describe("isUsualTime", () => {
  it("is true only for spellings that lose nothing", () => {
    expect(isUsualTime("2018-02-21T19:04:59Z")).toBe(true);
    expect(isUsualTime("2018-02-21T19:04:59.123Z")).toBe(true);
    expect(isUsualTime("2018-02-30T19:04:59Z")).toBe(false);
    expect(isUsualTime("20131102T010628Z")).toBe(false);
    expect(isUsualTime("2025-01-20T16:52:14.987654Z")).toBe(false);
  });
});
