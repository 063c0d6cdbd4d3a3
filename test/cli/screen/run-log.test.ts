import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { levelOf, runLog, type LogOptions } from "../../../src/cli/screen/run-log.ts";
import type { Note } from "../../../src/job/note.ts";
import { ERRORS, type ErrorCode } from "../../../src/tables/errors.ts";
import type { Problem } from "../../../src/telemetry/problem.ts";

const damaged = (index: number): Problem => ({
  code: "E_GZIP_CORRUPT",
  what: `${index}.gz is damaged\u001b[2J`,
});
const failing: Note = { level: "warn", code: "FAILING", what: "es takes nothing now", about: "es" };
const well: Note = { level: "info", code: "WELL", what: "es takes events again", about: "es" };

function begin(options: Partial<LogOptions>) {
  const lines: string[] = [];
  const log = runLog({
    form: "text",
    write: (line) => lines.push(line),
    now: () => new Date(),
    afterMs: 0,
    ...options,
  });
  return { lines, log };
}

describe("the log of a run that goes on", () => {
  beforeEach(() => void vi.useFakeTimers({ now: new Date("2026-11-24T07:00:00Z") }));
  afterEach(() => void vi.useRealTimers());

  it("has JSON lines, with what to do", () => {
    const { lines, log } = begin({ form: "json" });
    log.note({ level: "info", code: "STARTED", what: "it has begun" });
    log.tell({ code: "E_GZIP_CORRUPT", what: "a.gz is damaged", why: "checksum" });
    log.tell({ code: "E_NOT_CLOUDTRAIL", what: "b", todo: "Look." });
    const time = "2026-11-24T07:00:00.000Z";
    expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
      { time, level: "info", code: "STARTED", what: "it has begun", count: 1 },
      {
        time,
        level: "error",
        code: "E_GZIP_CORRUPT",
        what: "a.gz is damaged",
        why: "checksum",
        todo: "Fetch the file again and run again.",
        count: 1,
      },
      { time, level: "warn", code: "E_NOT_CLOUDTRAIL", what: "b", todo: "Look.", count: 1 },
    ]);
  });

  it("tells one code at once, then once a minute with the count and the newest, then at once again", () => {
    const { lines, log } = begin({});
    for (let index = 0; index < 40; index += 1) log.tell(damaged(index));
    log.tell({ code: "E_NOT_CLOUDTRAIL", what: "other" });
    expect(lines).toEqual([
      "2026-11-24 07:00:00 error: 0.gz is damaged⟨U+001B⟩[2J [E_GZIP_CORRUPT]",
      "2026-11-24 07:00:00 warning: other [E_NOT_CLOUDTRAIL]",
    ]);
    vi.advanceTimersByTime(60_000);
    expect(lines.slice(2)).toEqual([
      "2026-11-24 07:01:00 error: 39.gz is damaged⟨U+001B⟩[2J (39 times) [E_GZIP_CORRUPT]",
    ]);
    log.tell(damaged(40));
    expect(lines).toHaveLength(3);
    vi.advanceTimersByTime(60_000);
    expect(lines).toHaveLength(4);
    // A quiet minute later it is news again.
    vi.advanceTimersByTime(60_000);
    log.tell(damaged(41));
    expect(lines.slice(3)).toEqual([
      expect.stringMatching(/^2026-11-24 07:02:00 error: 40\.gz/),
      expect.stringMatching(/^2026-11-24 07:03:00 error: 41\.gz/),
    ]);
  });

  it("counts everything that it does not tell", () => {
    const { lines, log } = begin({ form: "json" });
    for (let second = 0; second < 300; second += 1) {
      log.tell(damaged(second));
      vi.advanceTimersByTime(1000);
    }
    log.close();
    expect(lines).toHaveLength(6);
    const counts = lines.map((line) => (JSON.parse(line) as { count: number }).count);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(300);
  });

  it("ends with how a destination is, however often it failed and recovered", () => {
    const { lines, log } = begin({ form: "json" });
    for (let index = 0; index < 10; index += 1) {
      log.note(failing);
      log.note(well);
    }
    vi.advanceTimersByTime(60_000);
    expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
      { code: "FAILING", level: "warn", count: 1 },
      { code: "WELL", level: "info", count: 19 },
    ]);
  });

  it("is held back in the beginning, where that is wanted, and told with its time", () => {
    const { lines, log } = begin({ afterMs: 10_000 });
    log.tell(damaged(1));
    vi.advanceTimersByTime(9999);
    expect(lines).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(lines).toEqual([expect.stringMatching(/^2026-11-24 07:00:00 error: 1\.gz/)]);
    log.note(failing);
    expect(lines).toHaveLength(2);
  });

  it("is left to the summary where the run is over by then", () => {
    const { lines, log } = begin({ afterMs: 10_000 });
    log.tell(damaged(1));
    log.close();
    vi.advanceTimersByTime(60_000);
    expect(lines).toEqual([]);
  });

  it("tells what it held when it is closed", () => {
    const { lines, log } = begin({ form: "json" });
    for (let index = 0; index < 3; index += 1) log.tell(damaged(index));
    log.close();
    log.close();
    expect(lines.map((line) => (JSON.parse(line) as { count: number }).count)).toEqual([1, 2]);
  });
});

describe("the level", () => {
  it.each<[ErrorCode, string]>([
    ["E_ES_RUN", "warn"],
    ["E_WAITING", "warn"],
    ["E_GZIP_TRUNCATED", "warn"],
    ["E_GZIP_CORRUPT", "error"],
    ["E_REJECTED", "error"],
    ["E_UNSETTLED", "error"],
    ["E_BALANCE", "error"],
  ])("of %s is %s", (code, level) => {
    expect(levelOf(code)).toBe(level);
  });

  it("is an error for whatever fails a run, and for whatever is lasting", () => {
    const codes = Object.keys(ERRORS) as ErrorCode[];
    const warnings = codes.filter((code) => levelOf(code) === "warn");
    expect(warnings.filter((code) => [1, 2].includes(ERRORS[code].exit))).toEqual([]);
    expect(warnings.length).toBeGreaterThan(5);
  });
});
