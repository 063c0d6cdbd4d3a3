import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isoTime, isUsualTime, parseTimeMs } from "../../src/ses/time.ts";

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
