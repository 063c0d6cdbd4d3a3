/** Writes numbers for people, everywhere in the same way. */

/** `1,204,332`. */
export function formatCount(count: number): string {
  // Not by Intl, whose making takes as long as the rest of the summary.
  let left = Math.round(count).toFixed(0);
  let grouped = "";
  for (; left.length > 3; left = left.slice(0, -3)) grouped = `,${left.slice(-3)}${grouped}`;
  return left + grouped;
}

/** `1 file`, `1,204 files`. */
export function formatCounted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** `812 B`, `48 MB`, `1.2 GB`: powers of 1000, two digits at least. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = "B";
  for (const larger of ["kB", "MB", "GB", "TB"]) {
    if (value < 999.5) break;
    value /= 1000;
    unit = larger;
  }
  return `${unit !== "B" && value < 9.95 ? value.toFixed(1) : value.toFixed(0)} ${unit}`;
}

/** `0.4 s`, `41 s`, `12 min 5 s`, `3 h 20 min`. */
export function formatDuration(ms: number): string {
  if (ms < 9950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${formatCount(Math.floor(minutes / 60))} h ${minutes % 60} min`;
}

/** Things in a second, of a count and a time. */
export function perSecond(count: number, ms: number): number {
  return ms <= 0 ? 0 : (count * 1000) / ms;
}
