import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCount, readDuration, readSize, readSwitch, readTime } from "../../src/config/units.ts";

const NOW = new Date("2026-11-24T07:00:00.500Z");

/** Writes a whole number of units in the largest unit that holds it exactly. */
function write(value: number, units: readonly (readonly [string, number])[]): string {
  const unit = units.find(([, factor]) => value % factor === 0) ?? units.at(-1);
  return unit === undefined ? "" : `${value / unit[1]}${unit[0]}`;
}

const SIZE_UNITS = [
  ["GiB", 2 ** 30],
  ["GB", 1e9],
  ["MiB", 2 ** 20],
  ["MB", 1e6],
  ["KiB", 2 ** 10],
  ["KB", 1e3],
  ["B", 1],
] as const;
const DURATION_UNITS = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1000],
  ["ms", 1],
] as const;

/** Finds a value that does not come back as it was written. */
function roundTripFails(
  read: (text: string) => number | undefined,
  units: readonly (readonly [string, number])[],
): boolean {
  const value = fc
    .tuple(fc.nat(5000), fc.constantFrom(...units))
    .map(([count, [, factor]]) => count * factor);
  return fc.check(fc.property(value, (bytes) => read(write(bytes, units)) === bytes)).failed;
}

describe("sizes and durations", () => {
  it("come back as they were written", () => {
    expect(roundTripFails(readSize, SIZE_UNITS)).toBe(false);
    expect(roundTripFails(readDuration, DURATION_UNITS)).toBe(false);
  });

  it("broken control: a reader that takes MB for MiB is found out", () => {
    expect(roundTripFails((text) => readSize(text.replace("MB", "MiB")), SIZE_UNITS)).toBe(true);
  });

  it.each([
    ["64MiB", 67_108_864],
    ["64mib", 67_108_864],
    ["1.5GB", 1_500_000_000],
    ["1 KiB", 1024],
    ["1000", 1000],
    ["0", 0],
  ])("size %s", (text, bytes) => expect(readSize(text)).toBe(bytes));

  it.each(["lots", "", "-1", "1.", "MiB", "1PiB", "1e3", "64MiB64", "5m", "9999999999TiB", "٣"])(
    "no size: %s",
    (text) => expect(readSize(text)).toBeUndefined(),
  );

  it.each([
    ["500ms", 500],
    ["30s", 30_000],
    ["1.5h", 5_400_000],
    ["7d", 604_800_000],
    ["0s", 0],
    ["1w", 604_800_000],
    ["2d12h", 216_000_000],
    ["1h30m5s", 5_405_000],
  ])("duration %s", (text, ms) => expect(readDuration(text)).toBe(ms));

  // A number alone does not say what it counts; M would be months to some.
  it.each(["30", "5M", "s", "-5s", "constructor", "1h-30m", "1h30", "1h 5x", "1d,2h"])(
    "no duration: %s",
    (text) => expect(readDuration(text)).toBeUndefined(),
  );
});

describe("counts and switches", () => {
  it.each([
    ["4", 4],
    ["0", 0],
    ["4.5", undefined],
    ["-4", undefined],
    ["99999999999999999999", undefined],
  ])("count %s", (text, count) => expect(readCount(text)).toBe(count));

  it.each([
    ["on", true],
    ["TRUE", true],
    ["yes", true],
    ["1", true],
    ["off", false],
    ["false", false],
    ["no", false],
    ["0", false],
    ["maybe", undefined],
  ])("switch %s", (text, value) => expect(readSwitch(text)).toBe(value));
});

describe("times", () => {
  it.each([
    ["2026-11-20", "2026-11-20T00:00:00Z"],
    ["2026-11-20T09:02", "2026-11-20T09:02:00Z"],
    ["2026-11-20 09:02:11", "2026-11-20T09:02:11Z"],
    ["2026-11-20T09:02:11Z", "2026-11-20T09:02:11Z"],
    ["2026-11-20T09:02:11.250Z", "2026-11-20T09:02:11.250Z"],
    ["2026-11-20T09:02:11+02:00", "2026-11-20T07:02:11Z"],
    ["2024-02-29", "2024-02-29T00:00:00Z"],
    ["7d", "2026-11-17T07:00:00Z"],
    ["2h", "2026-11-24T05:00:00Z"],
    // It is Tuesday, seven o'clock.
    ["2d12h", "2026-11-21T19:00:00Z"],
    ["1w", "2026-11-17T07:00:00Z"],
    ["now", "2026-11-24T07:00:00Z"],
    ["today", "2026-11-24T00:00:00Z"],
    ["Yesterday", "2026-11-23T00:00:00Z"],
    ["tuesday", "2026-11-24T00:00:00Z"],
    ["monday", "2026-11-23T00:00:00Z"],
    ["wednesday", "2026-11-18T00:00:00Z"],
    ["06:59", "2026-11-24T06:59:00Z"],
    ["7:00", "2026-11-24T07:00:00Z"],
    ["14:05", "2026-11-23T14:05:00Z"],
    ["14:05:30", "2026-11-23T14:05:30Z"],
  ])("%s is %s", (text, time) => expect(readTime(text, NOW)).toBe(time));

  it.each([
    "someday",
    "25:00",
    "14:60",
    "2026-02-30",
    "2025-02-29",
    "2026-13-01",
    "2026-11-20T25:00",
    "20.11.2026",
    "1795240931",
    "2026",
    "99999999d",
  ])("no time: %s", (text) => expect(readTime(text, NOW)).toBeUndefined());
});
