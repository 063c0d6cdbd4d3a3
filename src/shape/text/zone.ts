/** Clocks of time zones: how far one is from UTC at a moment. Pure; the zones are those of the engine's ICU. */

/** Milliseconds that a clock is ahead of UTC at a moment. */
export type ClockOffset = (epochMs: number) => number;

/** UTC's own. */
export const UTC: ClockOffset = () => 0;

/** No zone changes its clock but at a quarter of an hour. */
const QUARTER_MS = 900_000;
/** Quarters that are remembered: asking the engine takes long. */
const MOST_QUARTERS = 50_000;

/** The clock of a zone by its IANA name; undefined where there is no such zone. */
export function clockOf(zone: string): ClockOffset | undefined {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
  } catch {
    return undefined;
  }
  const known = new Map<number, number>();
  return (epochMs) => {
    const quarter = Math.floor(epochMs / QUARTER_MS);
    let offset = known.get(quarter);
    if (offset === undefined) {
      if (known.size >= MOST_QUARTERS) known.clear();
      offset = shownMs(format, quarter * QUARTER_MS) - quarter * QUARTER_MS;
      known.set(quarter, offset);
    }
    return offset;
  };
}

/** What the clock shows, taken as if it were UTC. */
function shownMs(format: Intl.DateTimeFormat, epochMs: number): number {
  const parts = new Map(format.formatToParts(epochMs).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? "";
  const year = part("year").padStart(4, "0");
  return Date.parse(
    `${year}-${part("month")}-${part("day")}T${part("hour")}:${part("minute")}:${part("second")}Z`,
  );
}

/** A time in ISO 8601 UTC as a clock shows it, without a zone: `2026-11-20T10:02:11.000`. What is no time stays as it is. */
export function shownBy(clock: ClockOffset, time: string): string {
  const epochMs = ISO.test(time) ? Date.parse(time) : Number.NaN;
  if (Number.isNaN(epochMs)) return time;
  const shown = new Date(epochMs + clock(epochMs));
  return Number.isNaN(shown.getTime()) ? time : shown.toISOString().slice(0, -1);
}

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;
const DAY_MS = 86_400_000;

/**
 * The moment at which a clock shows this, `2026-11-20T10:02:11`: of two such moments the first; where the clock jumps over
 * it, as if it had not jumped. NaN for what is no time.
 */
export function momentBy(clock: ClockOffset, shown: string): number {
  const asUtc = Date.parse(`${shown}Z`);
  if (Number.isNaN(asUtc)) return Number.NaN;
  const [before, after] = [clock(asUtc - DAY_MS), clock(asUtc + DAY_MS)];
  const moments = [asUtc - before, asUtc - after].filter((at) => at + clock(at) === asUtc);
  return moments.length === 0 ? asUtc - before : Math.min(...moments);
}
