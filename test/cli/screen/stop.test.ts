import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { stopSwitch } from "../../../src/cli/screen/stop.ts";
import { memoryTerminal } from "../../support/terminal.ts";

function begin() {
  const terminal = memoryTerminal([]);
  const said: string[] = [];
  const stop = stopSwitch(terminal, (line) => said.push(line), 1000);
  const stage = () => [stop.drain.aborted, stop.abort.aborted];
  return { terminal, said, stop, stage };
}

describe("stopping", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("has two stages", () => {
    const { terminal, said, stop, stage } = begin();
    expect(stage()).toEqual([false, false]);
    terminal.send("SIGINT");
    expect(stage()).toEqual([true, false]);
    expect(said).toEqual([expect.stringMatching(/press Ctrl-C again to stop at once/)]);
    terminal.send("SIGTERM");
    expect(stage()).toEqual([true, true]);
    // The first one tells the exit code.
    expect(stop.reason().signal).toBe("SIGINT");
  });

  it("gives what is begun a time of grace, and no more", () => {
    const { terminal, stage } = begin();
    terminal.send("SIGTERM");
    vi.advanceTimersByTime(999);
    expect(stage()).toEqual([true, false]);
    vi.advanceTimersByTime(1);
    expect(stage()).toEqual([true, true]);
  });

  it("speaks of no keyboard to whoever sent SIGTERM", () => {
    const { terminal, said } = begin();
    terminal.send("SIGTERM");
    expect(said).toEqual([expect.stringMatching(/a second signal stops at once/)]);
  });

  it.each([
    ["EPIPE", { outputClosed: true, outputError: undefined }],
    ["ENOSPC", { outputClosed: false, outputError: "disk" }],
  ])("drops all at once when stdout fails with %s", (code, reason) => {
    const { terminal, stop, stage } = begin();
    terminal.stdout.stream.emit("error", Object.assign(new Error("disk"), { code }));
    expect(stage()).toEqual([true, true]);
    expect(stop.reason()).toEqual({ signal: undefined, ...reason });
  });

  it("listens no more when it is released", () => {
    const { terminal, stop, stage } = begin();
    terminal.send("SIGINT");
    stop.release();
    terminal.send("SIGINT");
    vi.advanceTimersByTime(5000);
    expect(stage()).toEqual([true, false]);
    expect(terminal.stdout.stream.listenerCount("error")).toBe(0);
  });
});
