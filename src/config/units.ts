/** Reads values with units: sizes, durations, times. Every reader gives undefined for what it does not understand. */
import { momentBy, shownBy, UTC, type ClockOffset } from "../shape/text/zone.ts";

const SIZES = new Map([
  ["", 1],
  ["B", 1],
  ["KB", 1e3],
  ["MB", 1e6],
  ["GB", 1e9],
  ["TB", 1e12],
  ["KIB", 2 ** 10],
  ["MIB", 2 ** 20],
  ["GIB", 2 ** 30],
  ["TIB", 2 ** 40],
]);

const DURATIONS = new Map([
  ["ms", 1],
  ["s", 1000],
  ["m", 60_000],
  ["h", 3_600_000],
  ["d", 86_400_000],
  ["w", 604_800_000],
]);

/** Bytes of `64MiB`, `1.5GB`, `1000`. Letters may be large or small. */
export function readSize(text: string): number | undefined {
  return readQuantity(text, (unit) => SIZES.get(unit.toUpperCase()));
}

/** Milliseconds of `30s`, `1.5h`, `1w`, `0s`, `2d12h`. A number alone says no unit and is not understood. */
export function readDuration(text: string): number | undefined {
  const parts = text.match(/\d+(?:\.\d+)?\s*[a-z]+/gi) ?? [];
  if (parts.length < 2) return readQuantity(text, (unit) => DURATIONS.get(unit));
  // What lies between the parts is nothing that could be understood.
  if (parts.join("") !== text) return undefined;
  const sum = parts.reduce((total, part) => total + (readDuration(part) ?? Number.NaN), 0);
  return Number.isSafeInteger(sum) ? sum : undefined;
}

/** A whole number of 0 or more. */
export function readCount(text: string): number | undefined {
  const count = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(count) ? count : undefined;
}

/** Switches: on/off, true/false, yes/no, 1/0. */
export function readSwitch(text: string): boolean | undefined {
  if (/^(?:on|true|yes|1)$/i.test(text)) return true;
  return /^(?:off|false|no|0)$/i.test(text) ? false : undefined;
}

/**
 * A moment as CloudTrail writes it, such as `2026-11-20T09:02:11Z` (with milliseconds only where there are any).
 * Understands a date, a date and time (by the clock unless it has an offset), a duration: that long before `now`, and words: see
 * `readDay`, `now`, and a time of day such as `14:05`, the last one that has been.
 */
export function readTime(text: string, now: Date, clock: ClockOffset = UTC): string | undefined {
  const ago = readDuration(text);
  // CloudTrail's times are whole seconds.
  if (ago !== undefined) return moment(Math.floor((now.getTime() - ago) / 1000) * 1000);
  const named = namedDay(text, now, clock);
  if (named !== undefined) return moment(momentBy(clock, `${named}T00:00:00`));
  if (/^now$/i.test(text)) return moment(Math.floor(now.getTime() / 1000) * 1000);
  if (/^\d\d?:\d\d(?::\d\d)?$/.test(text))
    return lastTimeOfDay(text.replace(/^\d:/, "0$&"), now, clock);
  const parts =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d(?:\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)?)?$/i.exec(text);
  if (parts === null) return undefined;
  const [, date = "", minutes = "00:00", seconds = ":00", zone] = parts;
  // The engine would let 30 February roll over into March.
  if (moment(Date.parse(`${date}T00:00:00Z`))?.startsWith(date) !== true) return undefined;
  const shown = `${date}T${minutes}${seconds}`;
  return moment(
    zone === undefined ? momentBy(clock, shown) : Date.parse(shown + zone.toUpperCase()),
  );
}

/** The last moment at which the clock showed this time. */
function lastTimeOfDay(time: string, now: Date, clock: ClockOffset): string | undefined {
  const [today, yesterday] = [0, 1].map((days) =>
    momentBy(clock, `${dayBefore(now, days, clock)}T${time.padEnd(8, ":00")}`),
  );
  return moment((today ?? 0) <= now.getTime() ? today : yesterday);
}

const WEEKDAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

/** `today`, `yesterday`, or the last day of this name, which may be today; by the clock. */
function namedDay(text: string, now: Date, clock: ClockOffset): string | undefined {
  const word = text.toLowerCase();
  if (word === "today") return dayBefore(now, 0, clock);
  if (word === "yesterday") return dayBefore(now, 1, clock);
  const weekday = WEEKDAYS.indexOf(word);
  if (weekday === -1) return undefined;
  const today = new Date(`${dayBefore(now, 0, clock)}T00:00:00Z`).getUTCDay();
  return dayBefore(now, (today - weekday + 7) % 7, clock);
}

/** The day so many days ago: not every day has 24 hours. */
function dayBefore(now: Date, days: number, clock: ClockOffset): string {
  const today = shownBy(clock, now.toISOString()).slice(0, 10);
  return new Date(Date.parse(`${today}T00:00:00Z`) - days * DAY_MS).toISOString().slice(0, 10);
}

/** A day as it is written, `2026-11-20`, if there is such a day; or `today`, `yesterday`, `monday`: the last one, which may be today. */
export function readDay(text: string, now: Date, clock: ClockOffset = UTC): string | undefined {
  const named = namedDay(text, now, clock);
  if (named !== undefined) return named;
  return /^\d{4}-\d\d-\d\d$/.test(text) && readTime(text, new Date(0)) !== undefined
    ? text
    : undefined;
}

/** The first moment of a day by the clock, and that of the next. */
export function boundsOfDay(day: string, clock: ClockOffset = UTC): Bounds {
  const next = new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
  const [since, until] = [day, next].map((each) => moment(momentBy(clock, `${each}T00:00:00`)));
  return { since: since ?? day, until: until ?? since ?? day };
}

interface Bounds {
  readonly since: string;
  readonly until: string;
}

/** The moments five minutes before and after; the last second is included. */
export function boundsAround(time: string): Bounds {
  const [first, last] = [Date.parse(time) - AROUND_MS, Date.parse(time) + AROUND_MS + 1000];
  return { since: moment(first) ?? time, until: moment(last) ?? time };
}

const AROUND_MS = 300_000;

const DAY_MS = 86_400_000;

function moment(epochMs: number | undefined): string | undefined {
  const date = new Date(epochMs ?? Number.NaN);
  if (Number.isNaN(date.getTime()) || date.getUTCFullYear() < 0 || date.getUTCFullYear() > 9999)
    return undefined;
  return date.toISOString().replace(".000Z", "Z");
}

function readQuantity(
  text: string,
  factorOf: (unit: string) => number | undefined,
): number | undefined {
  const parts = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text);
  if (parts === null) return undefined;
  const [, digits = "", unit = ""] = parts;
  const quantity = Math.round(Number(digits) * (factorOf(unit) ?? Number.NaN));
  return Number.isSafeInteger(quantity) ? quantity : undefined;
}
