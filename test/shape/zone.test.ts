/** Clocks of zones: there and back, over every change of the clock. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { boundsOfDay, readDay, readTime } from "../../src/config/units.ts";
import { clockOf, momentBy, shownBy, UTC, type ClockOffset } from "../../src/shape/text/zone.ts";

const ZONES = ["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC"];
const clock = (zone: string): ClockOffset => clockOf(zone) ?? UTC;
const moment = fc
  .tuple(
    fc.constantFrom(...ZONES),
    fc.integer({ min: Date.parse("2013-01-01"), max: Date.parse("2027-12-31") }),
  )
  .map(([zone, at]) => [clock(zone), Math.floor(at / 1000) * 1000] as const);

describe("clocks", () => {
  const comesBack = (back: typeof momentBy): boolean =>
    !fc.check(
      fc.property(moment, ([local, at]) => {
        const shown = shownBy(local, new Date(at).toISOString());
        const read = back(local, shown.slice(0, 19));
        // What is shown twice is read as the first.
        expect(shownBy(local, new Date(read).toISOString())).toBe(shown);
        expect(read).toBeLessThanOrEqual(at);
      }),
      { numRuns: 500 },
    ).failed;

  it("what a clock shows is read as a moment at which it shows that", () => {
    expect(comesBack(momentBy)).toBe(true);
  });

  it("broken control: a reader that knows no zone", () => {
    expect(comesBack((_, shown) => Date.parse(`${shown}Z`))).toBe(false);
  });

  it.each([
    ["Europe/Berlin", "2026-03-29T00:59:59Z", "2026-03-29T01:59:59.000"],
    ["Europe/Berlin", "2026-03-29T01:00:00Z", "2026-03-29T03:00:00.000"],
    ["Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-25T02:30:00.000"],
    ["Europe/Berlin", "2026-10-25T01:30:00Z", "2026-10-25T02:30:00.000"],
    ["Asia/Kathmandu", "2026-11-20T09:02:11.500Z", "2026-11-20T14:47:11.500"],
    ["Europe/Berlin", "yesterday", "yesterday"],
    ["Europe/Berlin", "", ""],
  ])("in %s %s is %s", (zone, time, shown) => expect(shownBy(clock(zone), time)).toBe(shown));

  it("reads what is shown twice as the first, and what is never shown as if the clock had not jumped", () => {
    const berlin = clock("Europe/Berlin");
    const read = (shown: string): string => new Date(momentBy(berlin, shown)).toISOString();
    expect(read("2026-10-25T02:30:00")).toBe("2026-10-25T00:30:00.000Z");
    expect(read("2026-03-29T02:30:00")).toBe("2026-03-29T01:30:00.000Z");
  });

  it("knows no zone of another name", () => {
    expect(clockOf("Middle/Earth")).toBeUndefined();
  });
});

describe("times as people say them, by a clock", () => {
  const berlin = clock("Europe/Berlin");
  // In Berlin it is Monday already.
  const now = new Date("2026-11-22T23:30:00Z");
  it.each([
    ["today", "2026-11-22T23:00:00Z"],
    ["yesterday", "2026-11-21T23:00:00Z"],
    ["monday", "2026-11-22T23:00:00Z"],
    ["00:15", "2026-11-22T23:15:00Z"],
    ["14:05", "2026-11-22T13:05:00Z"],
    ["2026-07-01", "2026-06-30T22:00:00Z"],
    ["2026-07-01T12:00", "2026-07-01T10:00:00Z"],
    ["2026-07-01T12:00Z", "2026-07-01T12:00:00Z"],
    ["2h", "2026-11-22T21:30:00Z"],
  ])("%s is %s", (text, time) => expect(readTime(text, now, berlin)).toBe(time));

  it("a day has the hours that the clock gives it", () => {
    expect(readDay("today", now, berlin)).toBe("2026-11-23");
    expect(boundsOfDay("2026-10-25", berlin)).toEqual({
      since: "2026-10-24T22:00:00Z",
      until: "2026-10-25T23:00:00Z",
    });
    expect(boundsOfDay("2026-10-25")).toEqual({
      since: "2026-10-25T00:00:00Z",
      until: "2026-10-26T00:00:00Z",
    });
  });
});
