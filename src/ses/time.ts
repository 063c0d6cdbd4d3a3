/** Times as records spell them, brought to one spelling. There is no clock here. */

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

/** A time as `2018-02-21T19:04:59.000Z`; `undefined` for what is no valid time of the years 0100 to 9999. */
export function isoTime(text: string): string | undefined {
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
  return USUAL.test(text) && isoTime(text) !== undefined;
}
