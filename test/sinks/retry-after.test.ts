/** Retry-After in both of its forms, and in what others make of it. */
import { describe, expect, it } from "vitest";
import { retryAfterMs } from "../../src/sinks/retry-after.ts";

const NOW = Date.parse("2026-11-29T12:00:00Z");

describe("Retry-After", () => {
  it.each<[string, Readonly<Record<string, unknown>>, number | undefined]>([
    ["is absent", {}, undefined],
    ["seconds", { "retry-after": "7" }, 7000],
    ["no seconds at all", { "retry-after": "0" }, 0],
    ["blanks around", { "retry-after": " 120 " }, 120_000],
    ["a date", { "retry-after": "Sun, 29 Nov 2026 12:00:30 GMT" }, 30_000],
    ["a date that has passed", { "retry-after": "Sun, 29 Nov 2026 11:00:00 GMT" }, 0],
    [
      "a date by a clock that goes wrong, which the answer's own date tells",
      { "retry-after": "Sun, 29 Nov 2026 14:00:10 GMT", date: "Sun, 29 Nov 2026 14:00:00 GMT" },
      10_000,
    ],
    [
      "a date beside one that is none",
      { "retry-after": "Sun, 29 Nov 2026 12:00:01 GMT", date: "yesterday" },
      1000,
    ],
    ["the older form of a date", { "retry-after": "Sunday, 29-Nov-26 12:00:05 GMT" }, 5000],
    ["less than nothing", { "retry-after": "-5" }, undefined],
    ["a part of a second", { "retry-after": "1.5" }, undefined],
    ["words", { "retry-after": "later" }, undefined],
    ["nothing", { "retry-after": "" }, undefined],
    ["several", { "retry-after": ["1", "2"] }, undefined],
  ])("%s", (_name, headers, expected) => {
    expect(retryAfterMs(headers, NOW)).toBe(expected);
  });
});
