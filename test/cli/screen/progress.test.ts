import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { progressLine, showProgress } from "../../../src/cli/screen/progress.ts";
import { goodBooks } from "../../support/books.ts";
import { memoryTerminal } from "../../support/terminal.ts";

const halfWay = goodBooks((books) => {
  books.files.read = 312;
  books.destinations = books.destinations.slice(0, 1);
});
const EXTENT = { files: 1204, bytes: 262_000_000 };

describe("progressLine", () => {
  it("has a bar and the time that is left where it is known how much there is", () => {
    expect(progressLine(halfWay, 20_000, EXTENT)).toBe(
      "312/1,204 files   50 %  ▕████████        ▏  62 MB/s  60,217 records/s  SES 2,171  delivered 2,171  rejected 0  retries 3  left 20 s",
    );
  });

  it("has rates and the time that is gone where it is not", () => {
    expect(progressLine(halfWay, 20_000)).toBe(
      "312 files  62 MB/s  60,217 records/s  SES 2,171  delivered 2,171  rejected 0  retries 3  20 s",
    );
  });

  it("tells how old the newest event is where the end is not known", () => {
    const now = new Date("2026-11-20T16:42:08Z");
    expect(progressLine(halfWay, 20_000, undefined, now)).toContain("  lag 3 h 30 min  20 s");
    expect(progressLine(halfWay, 20_000, EXTENT, now)).not.toContain("lag");
    const clockBehind = new Date("2026-11-20T13:00:00Z");
    expect(progressLine(halfWay, 20_000, undefined, clockBehind)).toContain("  lag 0.0 s  ");
  });

  it("never passes the end, though files grow", () => {
    expect(progressLine(halfWay, 20_000, { files: 1, bytes: 10 })).toContain(
      "100 %  ▕████████████████▏",
    );
  });

  it("has something to say before anything was read", () => {
    expect(
      progressLine(
        goodBooks((books) => (books.bytesStored = 0)),
        0,
        EXTENT,
      ),
    ).toContain("  0 %  ▕ ");
  });
});

describe("showProgress", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const facts = {
    books: halfWay,
    startedAt: new Date(0),
    now: () => new Date(Date.now()),
    extent: Promise.resolve(undefined),
  };

  it.each([
    ["2026-11-20T16:12:08Z", "lag 3 h 0 min"],
    ["2026-11-24T13:12:08Z", "up to 2026-11-20"],
  ])("at %s says how far in time it has come: %s", (now, words) => {
    expect(progressLine(facts.books, 5000, undefined, new Date(now))).toContain(`  ${words}  `);
  });

  it("draws one line on a terminal, ten times a second at most, and takes it away", () => {
    const terminal = memoryTerminal([], { isTerminal: true, columns: 40 });
    const stop = showProgress(terminal.stderr, { ...facts, now: () => new Date(5000) });
    vi.advanceTimersByTime(1000);
    // The same line is not drawn again.
    expect(terminal.err()).toBe("\r\u001b[2K312 files  247 MB/s  240,866 records/s…");
    stop();
    stop();
    vi.advanceTimersByTime(1000);
    expect(terminal.err().endsWith("…\r\u001b[2K")).toBe(true);
  });

  it("writes a plain line a minute elsewhere", () => {
    const terminal = memoryTerminal([]);
    const stop = showProgress(terminal.stderr, facts);
    vi.advanceTimersByTime(59_000);
    expect(terminal.err()).toBe("");
    vi.advanceTimersByTime(61_000);
    stop();
    expect(terminal.err().split("\n")).toHaveLength(3);
    expect(terminal.err()).not.toMatch(/[^\P{Cc}\n]/u);
  });
});
