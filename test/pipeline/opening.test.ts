/** Waiting for servers that start later: with a clock of the test's own, so that nothing waits. */
import { describe, expect, it } from "vitest";
import { openSinks } from "../../src/pipeline/opening.ts";
import type { ErrorCode } from "../../src/tables/errors.ts";
import { CodedError, type Problem } from "../../src/telemetry/problem.ts";

/** A destination that refuses so many times, and one that comes behind it. */
function begin(refusals: number, code: ErrorCode = "E_ES_UNREACHABLE") {
  const opened: string[] = [];
  const reported: Problem[] = [];
  const stop = new AbortController();
  let left = refusals;
  let ms = 1000;
  const slept: number[] = [];
  const late = {
    name: "late",
    async open() {
      left -= 1;
      if (left >= 0) throw new CodedError({ code, what: "late does not answer", why: "refused" });
      opened.push("late");
    },
  };
  const next = { name: "next", open: async () => void opened.push("next") };
  const open = (waitForMs: number): Promise<void> =>
    openSinks(
      [late, next],
      {
        waitForMs,
        report: (problem) => reported.push(problem),
        nowMs: () => ms,
        sleep: async (pauseMs, signal) => {
          signal.throwIfAborted();
          slept.push(pauseMs);
          ms += pauseMs;
        },
      },
      stop.signal,
    );
  return { open, opened, reported, slept, stop };
}

describe("a server that starts later", () => {
  it("is waited for, and said once", async () => {
    const { open, opened, reported, slept } = begin(5);
    await open(60_000);
    expect(opened).toEqual(["late", "next"]);
    expect(slept).toEqual([250, 500, 1000, 2000, 2000]);
    expect(reported).toEqual([
      {
        code: "E_WAITING",
        what: "late does not answer yet: it is waited for, 60 s at most",
        why: "refused",
      },
    ]);
  });

  it("ends the run as ever when the time is up, and is asked once more at its very end", async () => {
    const { open, opened, slept } = begin(Number.POSITIVE_INFINITY);
    await expect(open(3000)).rejects.toMatchObject({ code: "E_ES_UNREACHABLE" });
    expect(slept).toEqual([250, 500, 1000, 1250]);
    expect(opened).toEqual([]);
  });

  it("is not waited for by default", async () => {
    const { open, reported, slept } = begin(1);
    await expect(open(0)).rejects.toMatchObject({ code: "E_ES_UNREACHABLE" });
    expect([reported, slept]).toEqual([[], []]);
  });

  it.each(["E_ES_AUTH", "E_OTLP_ENDPOINT", "E_ES_TLS", "E_PROXY"] as const)(
    "is not waited for where waiting can't help: %s",
    async (code) => {
      const { open, slept } = begin(1, code);
      await expect(open(60_000)).rejects.toMatchObject({ code });
      expect(slept).toEqual([]);
    },
  );

  it("is waited for no longer when the run is stopped", async () => {
    const { open, opened, stop } = begin(3);
    const opening = open(60_000);
    stop.abort();
    await expect(opening).rejects.toBe(stop.signal.reason);
    expect(opened).toEqual([]);
  });
});
