/** Shows that a long run lives: one redrawn line on a terminal, one plain line a minute elsewhere. */
import type { Books } from "../../pipeline/books.ts";
import { cut } from "../../shape/width.ts";
import type { Extent } from "../../sources/registry.ts";
import { formatBytes, formatCount, formatCounted, formatDuration, perSecond } from "./format.ts";
import type { Screen } from "./terminal.ts";

/** Ten times a second at most on a terminal. */
const REDRAW_MS = 100;
const PLAIN_MS = 60_000;
/** Takes away the line that is drawn. */
export const ERASE_LINE = "\r\u001b[2K";

/** What progress is made of. */
export interface ProgressFacts {
  readonly books: Books;
  readonly startedAt: Date;
  readonly now: () => Date;
  /** How much there is to read; may come late, or never. */
  readonly extent: Promise<Extent | undefined>;
}

/** Shows progress until the function that it returns is called, which takes the line away. Keeps no process alive. */
export function showProgress(screen: Screen, facts: ProgressFacts): () => void {
  let extent: Extent | undefined;
  const learn = async (): Promise<void> => {
    extent = await facts.extent;
  };
  void learn();
  return showLine(screen, () => {
    const elapsedMs = facts.now().getTime() - facts.startedAt.getTime();
    return progressLine(facts.books, elapsedMs, extent, facts.now());
  });
}

/** Shows whatever line is true now, in the same way. */
export function showLine(screen: Screen, lineOf: () => string): () => void {
  let drawn = "";
  const draw = (): void => {
    const line = lineOf();
    if (!screen.isTerminal) {
      screen.stream.write(`${line}\n`);
      return;
    }
    // One column short of the width: a full line would break on some terminals.
    const fitting = cut(line, screen.columns - 1);
    if (fitting !== drawn) screen.stream.write(ERASE_LINE + fitting);
    drawn = fitting;
  };
  const timer = setInterval(draw, screen.isTerminal ? REDRAW_MS : PLAIN_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
    if (drawn !== "") screen.stream.write(ERASE_LINE);
    drawn = "";
  };
}

/**
 * One line of what was done so far: with a bar and the time that is left where it is known how much there is, else with
 * the age of the newest event (`now` says how old that is).
 */
export function progressLine(books: Books, elapsedMs: number, extent?: Extent, now?: Date): string {
  const sum = (count: "delivered" | "duplicate" | "rejected" | "retries"): number =>
    books.destinations.reduce((total, to) => total + to[count], 0);
  const unreadable = books.files.unreadable + books.unreadable;
  return [
    ...howFar(books, extent),
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
    ...(extent === undefined ? howNew(books, now) : []),
    timeLeft(books, elapsedMs, extent) ?? formatDuration(elapsedMs),
  ].join("  ");
}

const BAR_WIDTH = 16;
/** Parts of a block, in eighths. */
const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"] as const;

function howFar(books: Books, extent: Extent | undefined): readonly string[] {
  const share = shareRead(books, extent);
  if (extent === undefined || share === undefined) return [formatCounted(books.files.read, "file")];
  const eighths = Math.floor(share * BAR_WIDTH * 8);
  const bar = "█".repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? "");
  return [
    `${formatCount(books.files.read)}/${formatCounted(extent.files, "file")}`,
    `${Math.floor(share * 100)} %`.padStart(5),
    `▕${bar.padEnd(BAR_WIDTH)}▏`,
  ];
}

/** From 0 to 1, by bytes as stored; files may have grown since they were measured. */
function shareRead(books: Books, extent: Extent | undefined): number | undefined {
  return extent === undefined || extent.bytes === 0
    ? undefined
    : Math.min(1, books.bytesStored / extent.bytes);
}

/** How far in time: behind by so long where that is a matter of hours, else up to which day. */
function howNew({ newestEventTime }: Books, now: Date | undefined): readonly string[] {
  const newestMs = Date.parse(newestEventTime ?? "");
  if (Number.isNaN(newestMs) || now === undefined) return [];
  const lagMs = Math.max(0, now.getTime() - newestMs);
  return [
    lagMs < DAY_MS
      ? `lag ${formatDuration(lagMs)}`
      : `up to ${new Date(newestMs).toISOString().slice(0, 10)}`,
  ];
}

const DAY_MS = 86_400_000;

function timeLeft(books: Books, elapsedMs: number, extent: Extent | undefined): string | undefined {
  const share = shareRead(books, extent);
  // The first moments say nothing of the rest.
  if (share === undefined || share < 0.01 || elapsedMs < 1000) return undefined;
  return `left ${formatDuration((elapsedMs / share) * (1 - share))}`;
}
