/** The demo's calendar: stories stand on days counted back from the end of the time that is told. */
import type { Random } from "./random.ts";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Times of the week, all in milliseconds since 1970 and UTC. */
export interface Clock {
  /** Inclusive. */
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  /** A time, `HH:MM` or `HH:MM:SS`, on the n-th whole day before the day of the end (n from 1 to 6). */
  day(n: number, time: string): number;
  /** The same, but counting working days, Monday to Friday, only (n from 1 to 4). */
  workday(n: number, time: string): number;
}

/** The clock of the so many days before an end. The end is brought down to a whole minute. */
export function clockOf(end: Date, days: number): Clock {
  const last = Math.floor(end.getTime() / 60_000) * 60_000;
  if (Number.isNaN(last)) throw new RangeError("the end of the demo is not a valid date");
  const today = Math.floor(last / DAY_MS);
  // A tree of one day tells everything on that day.
  const nth = (n: number): number => today - Math.min(n, Math.max(1, days - 1));
  const workingDays = Array.from({ length: Math.max(1, days - 1) }, (_, index) =>
    nth(index + 1),
  ).filter((day) => days === 1 || !isWeekend(day * DAY_MS));
  return {
    start: last - days * DAY_MS,
    end: last,
    day: (n, time) => nth(n) * DAY_MS + timeOfDay(time),
    workday: (n, time) => {
      const day = workingDays[Math.min(n, workingDays.length) - 1];
      if (day === undefined) throw new RangeError(`no working day ${n} before the end of the demo`);
      return day * DAY_MS + timeOfDay(time);
    },
  };
}

/** True on Saturday and Sunday, UTC. */
export function isWeekend(at: number): boolean {
  const day = new Date(at).getUTCDay();
  return day === 0 || day === 6;
}

/** How busy an hour is: 1 in the middle of a working day, less at night, much less at the weekend. */
export function busyness(at: number): number {
  const hour = new Date(at).getUTCHours() + new Date(at).getUTCMinutes() / 60;
  const daily =
    0.3 +
    0.7 * Math.max(0, Math.sin(((hour - 6) / 14) * Math.PI)) * (hour >= 6 && hour <= 20 ? 1 : 0);
  return isWeekend(at) ? daily * 0.4 : daily;
}

/** Every so many hours of the week, a little late. */
export function* every(clock: Clock, hours: number, random: Random): Generator<number> {
  for (let at = clock.start + random.int(hours * HOUR_MS); at < clock.end; at += hours * HOUR_MS) {
    yield at + random.int(120_000);
  }
}

function timeOfDay(time: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(":").map(Number);
  return ((hours * 60 + minutes) * 60 + seconds) * 1000;
}
