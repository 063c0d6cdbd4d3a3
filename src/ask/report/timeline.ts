/** Calls over time: charts whose bins fit the span, and the same by day as numbers. Pure. */
import { dayAndTime } from "../../shape/text/day.ts";
import { shownBy, UTC, type ClockOffset } from "../../shape/text/zone.ts";
import type { Group } from "../counter.ts";
import { table, type Block, type ChartBlock } from "./document.ts";
import type { Gathered } from "./gather.ts";

const HOUR_MS = 3_600_000;
/** Lengths that bins may have, in hours. */
const BIN_HOURS = [1, 3, 6, 12, 24, 168, 720];
const MOST_BINS = 170;
const MOST_DAYS = 62;

/** Counts of one thing by the hour in which it was, ms. */
type Hours = ReadonlyMap<number, number>;

/** The charts and their table; nothing where no call has a time. */
export function timeline({ groups }: Gathered, clock: ClockOffset = UTC): readonly Block[] {
  const calls = hoursOf(groups.hour);
  if (calls.size === 0) return [];
  const failed = hoursOf(groups.failedHour);
  const sent = hoursOf(groups.sentHour);
  const weighing = (weight: string): Hours =>
    hoursOf(
      groups.weightHour.flatMap((group) =>
        group.values[0] === weight ? [{ ...group, values: group.values.slice(1) }] : [],
      ),
    );
  const [low, medium, high] = [weighing("low"), weighing("medium"), weighing("high")];
  const bins = binsOf([...calls.keys()], clock);
  const chart = (
    title: string,
    doc: string,
    series: readonly [string, ChartBlock["series"][number]["look"], Hours][],
  ): ChartBlock => ({
    kind: "chart",
    title,
    doc,
    bins: bins.starts.map((start) => minuteText(start, clock)),
    series: series.map(([name, look, hours]) => ({ name, look, values: bins.sum(hours) })),
  });
  const each = `each column is ${bins.words}`;
  return [
    chart(
      "Calls",
      `Calls to SES over time, ${each}: those that succeeded, and on top of them those that failed.`,
      [
        ["succeeded", "calm", less(calls, failed)],
        ["failed", "alarming", failed],
      ],
    ),
    ...(low.size + medium.size + high.size === 0
      ? []
      : [
          chart(
            "Calls with signals",
            `Calls that carry a signal over time, ${each}, by the weightiest signal.`,
            [
              ["low", "calm", low],
              ["medium", "notable", medium],
              ["high", "alarming", high],
            ],
          ),
        ]),
    ...(sent.size === 0
      ? []
      : [
          chart(
            "Messages",
            `Calls that sent mail over time, ${each}. Only what data events tell.`,
            [["sent", "calm", sent]],
          ),
        ]),
    byDay({ calls, failed, sent, low, medium, high }, clock),
  ];
}

function hoursOf(groups: readonly Group[]): Hours {
  return new Map(
    groups.flatMap(({ values: [hour = ""], count }) => {
      const at = Date.parse(`${hour}:00:00Z`);
      return Number.isNaN(at) ? [] : [[at, count] as const];
    }),
  );
}

function less(all: Hours, some: Hours): Hours {
  return new Map([...all].map(([hour, count]) => [hour, count - (some.get(hour) ?? 0)]));
}

interface Bins {
  readonly starts: readonly number[];
  /** How long one is. */
  readonly words: string;
  readonly sum: (hours: Hours) => readonly number[];
}

function binsOf(hours: readonly number[], clock: ClockOffset): Bins {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const hour of hours) {
    first = Math.min(first, hour);
    last = Math.max(last, hour);
  }
  const span = (last - first) / HOUR_MS + 1;
  // Records may say any year: the last length is as long as it takes.
  const length =
    BIN_HOURS.find((hoursLong) => span / hoursLong <= MOST_BINS) ??
    24 * Math.ceil(span / MOST_BINS / 24);
  const ms = length * HOUR_MS;
  // Days begin where the reader's do.
  const offset = clock(first);
  const start = Math.floor((first + offset) / ms) * ms - offset;
  const count = Math.floor((last - start) / ms) + 1;
  return {
    starts: Array.from({ length: count }, (_, place) => start + place * ms),
    words:
      length === 1 ? "one hour" : length % 24 === 0 ? dayWords(length / 24) : `${length} hours`,
    sum(of) {
      const sums = Array.from({ length: count }, () => 0);
      for (const [hour, value] of of) {
        const place = Math.floor((hour - start) / ms);
        sums[place] = (sums[place] ?? 0) + value;
      }
      return sums;
    },
  };
}

function dayWords(days: number): string {
  return days === 1 ? "one day" : `${days} days`;
}

function byDay(counts: Readonly<Record<string, Hours>>, clock: ClockOffset): Block {
  const names = Object.keys(counts);
  const days = new Map<string, number[]>();
  for (const [place, name] of names.entries())
    for (const [hour, count] of counts[name] ?? []) {
      const day = minuteText(hour, clock).slice(0, DAY);
      const sums = days.get(day) ?? names.map(() => 0);
      sums[place] = (sums[place] ?? 0) + count;
      days.set(day, sums);
    }
  const rows = [...days].sort(([one], [other]) => (one < other ? -1 : 1));
  return table(
    "By day",
    [
      { title: "Day" },
      ...names.map((title) => ({
        title: `${title.charAt(0).toUpperCase()}${title.slice(1)}`,
        as: "number" as const,
      })),
    ],
    rows.map(([day, sums]) => [day, ...sums]),
    MOST_DAYS,
  );
}

const DAY = "2026-11-20".length;
const MINUTE = "2026-11-20 09:00".length;

function minuteText(ms: number, clock: ClockOffset): string {
  return dayAndTime(shownBy(clock, new Date(ms).toISOString())).slice(0, MINUTE);
}
