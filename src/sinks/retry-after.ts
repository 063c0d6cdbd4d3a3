/** Reads how long a server asks to wait. Pure. */

/** Seconds alone, as RFC 9110 has them. */
const SECONDS = /^\s*(\d+)\s*$/;

/**
 * Milliseconds to wait by a `Retry-After` header, in seconds or as a date; undefined where it says nothing of use. A
 * date counts from the server's own `Date` where it gives one: its clock need not be ours.
 * Source: RFC 9110, 10.2.3.
 */
export function retryAfterMs(
  headers: { readonly "retry-after"?: unknown; readonly date?: unknown },
  nowMs: number,
): number | undefined {
  const { "retry-after": asked, date } = headers;
  if (typeof asked !== "string") return undefined;
  const seconds = SECONDS.exec(asked)?.[1];
  if (seconds !== undefined) return Number(seconds) * 1000;
  // "-5" and "1.5" are no dates, though the engine would make years of them.
  const untilMs = /[A-Za-z]{3}/.test(asked) ? Date.parse(asked) : Number.NaN;
  if (Number.isNaN(untilMs)) return undefined;
  const theirNowMs = typeof date === "string" ? Date.parse(date) : Number.NaN;
  return Math.max(0, untilMs - (Number.isNaN(theirNowMs) ? nowMs : theirNowMs));
}
