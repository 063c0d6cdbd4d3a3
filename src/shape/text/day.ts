/** Days and times of day of ISO 8601 times, in words: as they are written, whatever zone that is. */

const DAYS = [
  "Sunday",
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
] as const;
const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

const ISO = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)/;

/** `Friday, 20 November 2026`; a text that is no time as it stands. */
export function dayOf(time: string): string {
  const day = ISO.exec(time)?.[1];
  if (day === undefined) return time === "" ? "without a time" : time;
  const date = new Date(`${day}T00:00:00Z`);
  const [weekday, month] = [DAYS[date.getUTCDay()], MONTHS[date.getUTCMonth()]];
  if (weekday === undefined || month === undefined) return day;
  return `${weekday}, ${date.getUTCDate()} ${month} ${day.slice(0, 4)}`;
}

/** `09:02:11`; empty for what is no time. */
export function timeOfDay(time: string): string {
  return ISO.exec(time)?.[2] ?? "";
}

/** `2026-11-20 09:02:11`; a text that is no time as it stands. */
export function dayAndTime(time: string): string {
  const [, day, clock] = ISO.exec(time) ?? [];
  return day === undefined || clock === undefined ? time : `${day} ${clock}`;
}
