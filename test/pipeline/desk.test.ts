/** When others are to help: where there is always more, only a busy thread needs them. */
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { openBooks } from "../../src/pipeline/books.ts";
import { openDesk, type DeskOptions } from "../../src/pipeline/desk.ts";

/** A desk over nothing; `pause` is how its thread spends the time. */
function deskOf(isEndless: boolean, stop: AbortSignal, pause: DeskOptions["sleep"]) {
  const never = new AbortController().signal;
  return openDesk({
    files: (async function* () {})(),
    accounts: { open: () => undefined },
    reader: async () => {},
    isEndless,
    sleep: pause,
    exhausted: never,
    destinations: [],
    deadLetters: undefined,
    books: openBooks([]),
    report() {},
    onFatal() {},
    stop,
    abort: never,
  });
}

const MS = 100;

async function busily(): Promise<void> {
  const endMs = performance.now() + MS;
  while (performance.now() < endMs);
}

describe("a desk", () => {
  it("is not busy while it waits for what never ends, until it is told to stop", async () => {
    const stop = new AbortController();
    let pauses = 0;
    const desk = deskOf(true, stop.signal, async (ms) => {
      await sleep(ms);
      pauses += 1;
      if (pauses === 2) stop.abort();
    });
    expect([await desk.isBusyFor(MS), pauses]).toEqual([false, 2]);
  });

  it("is busy when it does nothing else, and where what ends has not", async () => {
    const { signal } = new AbortController();
    expect(await deskOf(true, signal, busily).isBusyFor(MS)).toBe(true);
    expect(await deskOf(false, signal, () => sleep(MS)).isBusyFor(MS)).toBe(true);
  });
});
