import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { liveProblems, type LiveOptions } from "../../../src/cli/screen/live-problems.ts";
import type { Problem } from "../../../src/telemetry/problem.ts";

const damaged = (index: number): Problem => ({
  code: "E_GZIP_CORRUPT",
  what: `${index}.gz is damaged\u001b[2J`,
});

function begin(options: Partial<LiveOptions>) {
  const lines: string[] = [];
  const live = liveProblems({
    form: "text",
    write: (line) => lines.push(line),
    now: () => new Date(),
    afterMs: 0,
    ...options,
  });
  return { lines, live };
}

describe("problems of a run that goes on", () => {
  beforeEach(() => void vi.useFakeTimers({ now: new Date("2026-11-24T07:00:00Z") }));
  afterEach(() => void vi.useRealTimers());

  it("are told as JSON lines, with what to do", () => {
    const { lines, live } = begin({ form: "json" });
    live.tell({ code: "E_GZIP_CORRUPT", what: "a.gz is damaged", why: "checksum" });
    live.tell({ code: "E_NOT_CLOUDTRAIL", what: "b", todo: "Look." });
    expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
      {
        time: "2026-11-24T07:00:00.000Z",
        level: "error",
        code: "E_GZIP_CORRUPT",
        what: "a.gz is damaged",
        why: "checksum",
        todo: "Fetch the file again and run again.",
      },
      {
        time: "2026-11-24T07:00:00.000Z",
        level: "warning",
        code: "E_NOT_CLOUDTRAIL",
        what: "b",
        todo: "Look.",
      },
    ]);
  });

  it("of one code are told a few times, then once a minute, with a count", () => {
    const { lines, live } = begin({});
    for (let index = 0; index < 40; index += 1) live.tell(damaged(index));
    live.tell({ code: "E_NOT_CLOUDTRAIL", what: "other" });
    expect(lines).toHaveLength(5);
    vi.advanceTimersByTime(60_000);
    live.tell(damaged(40));
    live.tell(damaged(41));
    expect(lines).toHaveLength(6);
    expect(lines.at(-1)).toBe(
      "2026-11-24 07:01:00 40.gz is damaged⟨U+001B⟩[2J (and 36 more since the last) [E_GZIP_CORRUPT]",
    );
  });

  it("are held back in the beginning, where that is wanted, and told with their time", () => {
    const { lines, live } = begin({ afterMs: 10_000 });
    live.tell(damaged(1));
    vi.advanceTimersByTime(9999);
    expect(lines).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(lines).toEqual([expect.stringMatching(/^2026-11-24 07:00:00 1\.gz/)]);
    live.tell(damaged(2));
    expect(lines).toHaveLength(2);
  });

  it("are left to the summary where the run is over by then", () => {
    const { lines, live } = begin({ afterMs: 10_000 });
    live.tell(damaged(1));
    live.close();
    vi.advanceTimersByTime(60_000);
    expect(lines).toEqual([]);
  });
});
