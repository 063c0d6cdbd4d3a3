/** Whatever day and minute a week ends on, its stories are whole and its noise is silent. */
import { describe, expect, test } from "vitest";
import { clockOf } from "../../src/demo/clock.ts";
import { randomOf } from "../../src/demo/random.ts";
import { ROUTINE_NAMES, routineRecords } from "../../src/demo/routines.ts";
import { STORIES, STORY_NAMES } from "../../src/demo/stories.ts";
import { detectionsIn, knownOfFirstDay } from "./detections.ts";

const DAY_MS = 86_400_000;
const ENDS = Array.from({ length: 8 }, (_, index) => {
  const midnight = Date.parse("2026-12-28T00:00:00Z") + index * DAY_MS;
  return new Date(midnight + ([0, 60_000, 7 * 3_600_000, DAY_MS - 60_000][index % 4] ?? 0));
});

describe.each(ENDS.map((end) => [end.toISOString()] as const))("a week that ends %s", (end) => {
  const clock = clockOf(new Date(end), 7);

  test("holds all its stories", () => {
    const outside = STORY_NAMES.filter((name) =>
      [...STORIES[name].tell(clock, randomOf(1, name))].some(
        ({ call }) => !(call.at >= clock.start && call.at < clock.end),
      ),
    );
    expect(outside).toEqual([]);
  });

  test.each([[1], [2]])("alarms nothing by noise alone (seed %i)", (seed) => {
    const records = [...routineRecords(seed, clock, ROUTINE_NAMES)].map(({ record }) => record);
    expect(records.length).toBeGreaterThan(1500);
    expect(detectionsIn(records, knownOfFirstDay(records, clock.start))).toEqual([]);
  });
});
