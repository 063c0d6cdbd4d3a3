/** Shows that a long run lives: one redrawn line on a terminal, one plain line a minute elsewhere. */
import type { Books } from "../pipeline/books.ts";
import { cut } from "../shape/width.ts";
import { formatBytes, formatCount, formatCounted, formatDuration, perSecond } from "./format.ts";
import type { Screen } from "./terminal.ts";

/** Ten times a second at most on a terminal. */
const REDRAW_MS = 100;
const PLAIN_MS = 60_000;
const ERASE_LINE = "\r\u001b[2K";

/** Takes the line away, for good. Safe twice. */
export type StopProgress = () => void;

/** Shows progress until it is stopped. Keeps no process alive. */
export function showProgress(
  screen: Screen,
  books: Books,
  startedAt: Date,
  now: () => Date,
): StopProgress {
  let drawn = "";
  const draw = (): void => {
    const line = progressLine(books, now().getTime() - startedAt.getTime());
    if (!screen.isTerminal) screen.stream.write(`${line}\n`);
    else {
      // One column short of the width: a full line would break on some terminals.
      const fitting = cut(line, screen.columns - 1);
      if (fitting !== drawn) screen.stream.write(ERASE_LINE + fitting);
      drawn = fitting;
    }
  };
  const timer = setInterval(draw, screen.isTerminal ? REDRAW_MS : PLAIN_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
    if (drawn !== "") screen.stream.write(ERASE_LINE);
    drawn = "";
  };
}

/** One line of what was done so far. */
export function progressLine(books: Books, elapsedMs: number): string {
  const sum = (count: "delivered" | "duplicate" | "rejected" | "retries"): number =>
    books.destinations.reduce((total, to) => total + to[count], 0);
  const unreadable = books.files.unreadable + books.unreadable;
  return [
    formatCounted(books.files.read, "file"),
    `${formatBytes(perSecond(books.bytesRead, elapsedMs))}/s`,
    `${formatCount(perSecond(books.records, elapsedMs))} records/s`,
    `SES ${formatCount(books.selected)}`,
    ...(books.destinations.length === 0
      ? []
      : [
          `delivered ${formatCount(sum("delivered") + sum("duplicate"))}`,
          `rejected ${formatCount(sum("rejected"))}`,
        ]),
    ...(sum("retries") > 0 ? [`retries ${formatCount(sum("retries"))}`] : []),
    ...(unreadable > 0 ? [`unreadable ${formatCount(unreadable)}`] : []),
    formatDuration(elapsedMs),
  ].join("  ");
}
