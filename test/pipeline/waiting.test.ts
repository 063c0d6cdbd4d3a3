/** Runs over sources that never end: side by side with those that do, held while at work, slowed down, and stopped. */
import { describe, expect, it } from "vitest";
import { imbalances } from "../../src/pipeline/books.ts";
import type { LogFile, NotDone, Source } from "../../src/sources/source.ts";
import type { Sink } from "../../src/sinks/sink.ts";
import { memorySink } from "../support/memory-sink.ts";
import { memorySource } from "../support/memory-source.ts";
import { ran, trailOf } from "../support/running.ts";
import { waitingSource } from "../support/waiting-source.ts";

/** A Sink that lets nothing through before the gate is opened. */
function gated(): { readonly sink: Sink<string>; readonly open: () => void } {
  const inner = memorySink();
  let open = (): void => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const sink: Sink<string> = {
    ...inner,
    async write(items, signal) {
      await gate;
      return inner.write(items, signal);
    },
  };
  return { sink, open: () => open() };
}

describe("a source that never ends", () => {
  it("starves none that ends, whatever their order, and is stopped by drain", async () => {
    const drain = new AbortController();
    const waiting = waitingSource();
    const finite = memorySource({ one: trailOf("one", 2), two: trailOf("two", 2) });
    const sink = memorySink();
    const run = ran([waiting, finite], [sink], { drain: drain.signal });
    waiting.bring("late", trailOf("late", 2));
    while (waiting.told.get("late") === undefined) await waiting.heard();
    drain.abort();
    const { books, thrown } = await run;
    expect(thrown).toBeUndefined();
    expect([...finite.told.values(), ...waiting.told.values()]).toEqual([
      ["ack"],
      ["ack"],
      ["ack"],
    ]);
    expect(sink.held.size).toBe(6);
    expect(books.files).toMatchObject({ read: 3, acked: 3, notBegun: 0 });
    expect(imbalances(books)).toEqual([]);
  });

  it("has what came of it sent off when nothing more comes, though it might wait for company", async () => {
    const drain = new AbortController();
    const waiting = waitingSource();
    const sink = memorySink({ maxAgeMs: 3_600_000 });
    const run = ran([waiting], [sink], { drain: drain.signal });
    waiting.bring("lonely", trailOf("lonely", 2));
    while (waiting.told.get("lonely") === undefined) await waiting.heard();
    expect(sink.held.size).toBe(2);
    drain.abort();
    await run;
  });

  it("has its files held from when they are taken until they are settled, and no longer", async () => {
    const drain = new AbortController();
    const { sink, open } = gated();
    const waiting = waitingSource({ beatEveryMs: 1 });
    const run = ran([waiting], [sink], { drain: drain.signal });
    waiting.bring("slow", trailOf("slow", 2));
    while ((waiting.told.get("slow")?.length ?? 0) < 3) await waiting.heard();
    open();
    while (waiting.told.get("slow")?.at(-1) !== "ack") await waiting.heard();
    drain.abort();
    await run;
    const told = waiting.told.get("slow") ?? [];
    expect(told.slice(0, 3)).toEqual(["beat", "beat", "beat"]);
    expect(told.indexOf("ack")).toBe(told.length - 1);
  });

  it("is told to slow down while memory is full, and to go on when there is room", async () => {
    const drain = new AbortController();
    const { sink, open } = gated();
    const waiting = waitingSource({ maxAhead: 2 });
    const slow: boolean[] = [];
    let full = (): void => {};
    const isFull = new Promise<void>((resolve) => {
      full = resolve;
    });
    const watched: Source = {
      ...waiting,
      slowDown(isSlow) {
        slow.push(isSlow);
        waiting.slowDown?.(isSlow);
        if (isSlow) full();
      },
    };
    const run = ran([watched], [sink], { drain: drain.signal, maxMemoryBytes: 2000 });
    for (const name of ["a", "b", "c", "d"]) waiting.bring(name, trailOf(name, 3));
    await isFull;
    expect(waiting.isSlow()).toBe(true);
    open();
    while ([...waiting.told.values()].filter((words) => words.includes("ack")).length < 4)
      await waiting.heard();
    drain.abort();
    await run;
    expect(slow[0]).toBe(true);
    expect(slow.at(-1)).toBe(false);
  });

  it("a heartbeat that fails is told, and costs nothing else", async () => {
    const { sink, open } = gated();
    let beaten = (): void => {};
    const beat = new Promise<void>((resolve) => {
      beaten = resolve;
    });
    const inner = memorySource({ a: trailOf("a", 1) });
    const losing: Source = {
      ...inner,
      async *files(signal) {
        for await (const file of inner.files(signal))
          yield {
            ...file,
            heartbeat: {
              everyMs: 1,
              beat: () => {
                beaten();
                return Promise.reject(new Error("lease lost"));
              },
            },
          };
      },
    };
    const run = ran([losing], [sink]);
    await beat;
    open();
    const { problems, thrown } = await run;
    expect(thrown).toBeUndefined();
    expect(problems[0]).toMatchObject({
      code: "E_HEARTBEAT",
      what: "a could not be held",
      why: "lease lost",
    });
    expect(inner.told.get("a")).toEqual(["ack"]);
  });
});

describe("a run that is stopped", () => {
  const told: NotDone[] = [];
  const telling = (file: LogFile): LogFile => ({
    ...file,
    nack: (notDone) => void told.push(notDone),
  });

  it("says of each file how it ended, and counts those that were never begun", async () => {
    const drain = new AbortController();
    const first = memorySource({
      begun: () => {
        drain.abort();
        return [Buffer.from(trailOf("begun", 2)), Buffer.from("\n")];
      },
      next: trailOf("next", 2),
    });
    const source: Source = {
      ...first,
      async *files(signal) {
        // Gives one more than it should after the stop: that one is told, too.
        for await (const file of first.files(new AbortController().signal)) {
          yield telling(file);
          if (signal.aborted && file.name === "next") return;
        }
      },
      rest: () => memorySource({ later: "", last: "" }).files(new AbortController().signal),
    };
    const { books } = await ran([source], [memorySink()], { drain: drain.signal, concurrency: 1 });
    expect(new Set(told.map(({ kind }) => kind))).toEqual(new Set(["not-begun", "stopped"]));
    expect(told.map(({ transient }) => transient)).toEqual([true, true]);
    expect(books.files).toMatchObject({
      read: 1,
      nacked: 1,
      stopped: 1,
      lasting: 0,
      notBegun: 3,
    });
  });

  it("a file is not done for good where one of its reasons is, whichever came first", async () => {
    const broken = trailOf("x", 1).replace('"eventVersion":"1.08"', '"eventVersion":');
    const refusing: Sink<string> = {
      ...memorySink(),
      write: (items) =>
        Promise.resolve(items.map(() => ({ kind: "retryable", code: "503", reason: "busy" }))),
    };
    const both = `${broken}\n${trailOf("y", 1)}`;
    const { books } = await ran([memorySource({ busy: trailOf("z", 1), both })], [refusing]);
    expect(books.files).toMatchObject({ nacked: 2, lasting: 1 });
  });
});
