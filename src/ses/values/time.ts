/** Times as records spell them, brought to one spelling. There is no clock here. */
import type { JsonValue } from "../../records/element.ts";

/** What AWS writes, and what `isoTime` writes. */
const USUAL = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?Z$/;

/** Times that are remembered: calls come in bursts, and sessions last for hours. */
const REMEMBERED_COUNT = 2_000;
const remembered = new Map<string, string | undefined>();

/**
 * ISO 8601 in its forms: extended or basic, `T` or a space, seconds and fraction optional, `Z`, an offset or nothing.
 * Without a zone it is UTC: CloudTrail knows no other.
 */
const ISO =
  /^(\d{4})-?(\d\d)-?(\d\d)[T ](\d\d):?(\d\d)(?::?(\d\d)(?:[.,](\d{1,12}))?)? ?(Z|[+-]\d\d(?::?\d\d)?)?$/i;

/**
 * A time in ms since 1970, or `undefined` for what is no valid time. Parts of a millisecond are cut.
 * Source: eventTime `2018-02-21T19:04:59Z`, creationDate also `20131102T010628Z`
 * (CloudTrail record contents); stores write `2025-01-20 16:52:14.000000000`.
 */
export function parseTimeMs(text: string): number | undefined {
  const parts = ISO.exec(text);
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute, second = "0", fraction = "", zone = "Z"] = parts;
  const days = Date.UTC(Number(year), Number(month) - 1, Number(day));
  const date = new Date(days);
  // Date.UTC rolls 31 February over, and reads the years 0 to 99 as 1900 to 1999.
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCFullYear() !== Number(year)) {
    return undefined;
  }
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const offsetMinutes = zoneMinutes(zone);
  if (offsetMinutes === undefined) return undefined;
  const seconds = Number(hour) * 3600 + (Number(minute) - offsetMinutes) * 60 + Number(second);
  return days + seconds * 1000 + Number(fraction.slice(0, 3).padEnd(3, "0"));
}

function zoneMinutes(zone: string): number | undefined {
  if (zone === "Z" || zone === "z") return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(":", ""));
  if (hours > 23 || minutes > 59) return undefined;
  return (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes);
}

/** Epoch times that can only be one thing: ten digits are seconds (2001 to 2286), thirteen are milliseconds. */
const SECONDS = [1e9, 1e10] as const;
const MILLISECONDS = [1e12, 1e13] as const;
/** A number as tables write it: Java prints `1.791187201E9`. */
const NUMBER = /^\d{1,13}(?:\.\d{1,9})?(?:E\d\d?)?$/i;

/**
 * The time that a number tells, or a text that is a number, spelled as AWS spells it: `2026-10-05T08:00:01Z`, with
 * milliseconds only where they are not 0. Undefined for everything else, also for numbers that may be something else.
 */
export function epochTime(value: JsonValue): string | undefined {
  // Nearly all: `2026-10-05T08:00:01Z`.
  if (typeof value === "string" && value.charCodeAt(4) === HYPHEN) return undefined;
  const number = typeof value === "string" && NUMBER.test(value) ? Number(value) : value;
  if (typeof number !== "number") return undefined;
  let ms: number;
  if (number >= SECONDS[0] && number < SECONDS[1]) ms = Math.floor(Math.round(number * 1e6) / 1e3);
  else if (number >= MILLISECONDS[0] && number < MILLISECONDS[1]) ms = Math.floor(number);
  else return undefined;
  return new Date(ms).toISOString().replace(".000Z", "Z");
}

/** A time as `2018-02-21T19:04:59.000Z`; `undefined` for what is no valid time of the years 0100 to 9999. */
export function isoTime(text: string): string | undefined {
  if (isAwsTime(text)) return `${text.slice(0, 19)}.000Z`;
  if (remembered.has(text)) return remembered.get(text);
  if (remembered.size >= REMEMBERED_COUNT) remembered.clear();
  const iso = readIsoTime(text);
  // Texts of any length may stand where a time is expected.
  if (text.length <= LONGEST_TIME) remembered.set(text, iso);
  return iso;
}

/** Longer texts are no times. */
const LONGEST_TIME = 64;

function readIsoTime(text: string): string | undefined {
  const ms = parseTimeMs(text);
  if (ms === undefined) return undefined;
  const iso = new Date(ms).toISOString();
  return iso.length === 24 ? iso : undefined;
}

/** True for a time whose spelling `isoTime` keeps but for the milliseconds: nothing is lost with the original. */
export function isUsualTime(text: string): boolean {
  return isAwsTime(text) || (USUAL.test(text) && isoTime(text) !== undefined);
}

/** True for a valid time spelled as AWS nearly always does, `2018-02-21T19:04:59Z`; known without a pattern and a Date. */
function isAwsTime(text: string): boolean {
  if (text.length !== 20) return false;
  const hasMarks =
    text.charCodeAt(4) === HYPHEN &&
    text.charCodeAt(7) === HYPHEN &&
    text.charCodeAt(10) === CAPITAL_T &&
    text.charCodeAt(13) === COLON &&
    text.charCodeAt(16) === COLON &&
    text.charCodeAt(19) === CAPITAL_Z;
  if (!hasMarks) return false;
  const month = two(text, 5);
  const day = two(text, 8);
  return (
    two(text, 0) >= 10 &&
    two(text, 2) >= 0 &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    // 29 February is left to the calendar.
    (day <= 28 || (day <= 30 && month !== 2) || (day === 31 && LONG_MONTHS.includes(month))) &&
    two(text, 11) <= 23 &&
    two(text, 14) <= 59 &&
    two(text, 17) <= 59
  );
}

const HYPHEN = 45;
const COLON = 58;
const CAPITAL_T = 84;
const CAPITAL_Z = 90;
const LONG_MONTHS = [1, 3, 5, 7, 8, 10, 12];

/** The number of two digits; NaN, which no comparison takes, for what is none. */
function two(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}
