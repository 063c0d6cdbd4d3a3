/** Reads values with units: sizes, durations, times. Every reader gives undefined for what it does not understand. */

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
]);

/** Bytes of `64MiB`, `1.5GB`, `1000`. Letters may be large or small. */
export function readSize(text: string): number | undefined {
  return readQuantity(text, (unit) => SIZES.get(unit.toUpperCase()));
}

/** Milliseconds of `30s`, `1.5h`, `7d`, `0s`. A number alone says no unit and is not understood. */
export function readDuration(text: string): number | undefined {
  return readQuantity(text, (unit) => DURATIONS.get(unit));
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
 * Understands a date, a date and time (UTC unless it has an offset), and a duration: that long before `now`.
 */
export function readTime(text: string, now: Date): string | undefined {
  const ago = readDuration(text);
  // CloudTrail's times are whole seconds.
  if (ago !== undefined) return moment(Math.floor((now.getTime() - ago) / 1000) * 1000);
  const parts =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d(?:\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)?)?$/i.exec(text);
  if (parts === null) return undefined;
  const [, date = "", minutes = "00:00", seconds = ":00", zone = "Z"] = parts;
  // The engine would let 30 February roll over into March.
  if (moment(Date.parse(`${date}T00:00:00Z`))?.startsWith(date) !== true) return undefined;
  return moment(Date.parse(`${date}T${minutes}${seconds}${zone.toUpperCase()}`));
}

/** A day as it is written, `2026-11-20`, if there is such a day. */
export function readDay(text: string): string | undefined {
  return /^\d{4}-\d\d-\d\d$/.test(text) && readTime(text, new Date(0)) !== undefined
    ? text
    : undefined;
}

/** The first moment of a day, and that of the next. */
export function boundsOfDay(day: string): { readonly since: string; readonly until: string } {
  const since = `${day}T00:00:00Z`;
  return { since, until: moment(Date.parse(since) + DAY_MS) ?? since };
}

const DAY_MS = 86_400_000;

function moment(epochMs: number): string | undefined {
  const date = new Date(epochMs);
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
