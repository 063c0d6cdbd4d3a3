/** Summaries of a run: at its end whatever that is, every interval, nothing twice, and never the cause of an exit. */
import { describe, expect, it } from "vitest";
import type { RunDocument } from "../../src/sinks/elasticsearch/run-summary.ts";
import type { OpenedSink } from "../../src/sinks/registry.ts";
import type { Sink } from "../../src/sinks/sink.ts";
import { summaryIntervalMs } from "../../src/job/run-summary.ts";
import { working } from "../support/jobs.ts";
import { memorySink } from "../support/memory-sink.ts";
import { memorySource } from "../support/memory-source.ts";
import { trailOf } from "../support/running.ts";
import { waitingSource } from "../support/waiting-source.ts";

type Take = (document: RunDocument, count: number) => boolean | Promise<boolean>;

/** A destination that keeps summaries, as `take` says. */
function keeper(take: Take = () => true, more: Partial<Sink<string>> = {}) {
  const documents: RunDocument[] = [];
  const order: string[] = [];
  let hear = (): void => {};
  const sink: OpenedSink = {
    ...memorySink({ maxAgeMs: 1 }),
    name: "keeper",
    ...more,
    async writeRunSummary(document) {
      documents.push(document);
      order.push("summary");
      hear();
      return take(document, documents.length);
    },
    async close() {
      order.push("close");
    },
  };
  return {
    sink,
    documents,
    order,
    /** Resolves with the next document. */
    heard: () =>
      new Promise<void>((resolve) => {
        hear = resolve;
      }),
  };
}

const sequences = (documents: readonly RunDocument[]) =>
  documents.map((document) => [
    document["sestrail.run.sequence"],
    document["sestrail.run.final"],
    document["sestrail.run.records"],
  ]);

const recordsIn = (documents: readonly RunDocument[]): number =>
  documents.reduce((sum, document) => sum + Number(document["sestrail.run.records"]), 0);

describe("at the end", () => {
  it("one is written, last of all, before the destination is closed", async () => {
    const kept = keeper();
    const { result } = working([], {
      sources: [memorySource({ "a.json": trailOf("a", 3) })],
      sinks: [kept.sink],
    });
    expect((await result).exitCode).toBe(0);
    expect(sequences(kept.documents)).toEqual([[0, true, 3]]);
    expect(kept.documents[0]).toMatchObject({ "sestrail.run.exit_code": 0 });
    expect(kept.order).toEqual(["summary", "close"]);
  });

  it("also after a failure, with the exit code of that", async () => {
    const kept = keeper();
    const { result } = working([], {
      sources: [
        memorySource({ "a.json": trailOf("a", 3) }),
        {
          name: "failing",
          // oxlint-disable-next-line require-yield -- it fails before it gives anything: that is what is tested
          async *files() {
            throw new Error("the folder has gone");
          },
          close: () => Promise.resolve(),
        },
      ],
      sinks: [kept.sink],
    });
    expect((await result).exitCode).toBe(1);
    expect(kept.documents).toMatchObject([
      { "sestrail.run.exit_code": 1, "event.outcome": "failure", "sestrail.run.final": true },
    ]);
  });

  it("tells of a file that could not take its name after all", async () => {
    const kept = keeper();
    const broken: Sink<string> = {
      ...memorySink(),
      name: "file",
      complete: () => Promise.reject(new Error("disk full")),
    };
    const { result } = working([], {
      sources: [memorySource({ "a.json": trailOf("a", 1) })],
      sinks: [kept.sink, broken],
    });
    expect((await result).exitCode).toBe(1);
    expect(kept.documents).toMatchObject([{ "sestrail.run.exit_code": 1 }]);
  });

  it("none where the run could not begin: nobody is there to take it", async () => {
    const kept = keeper(() => true, { open: () => Promise.reject(new Error("nobody there")) });
    const { result } = working([], {
      sources: [memorySource({ "a.json": trailOf("a", 1) })],
      sinks: [kept.sink],
    });
    expect((await result).exitCode).toBe(1);
    expect(kept.order).toEqual(["close"]);
  });

  it.each<[string, Take]>([
    ["is refused", () => false],
    ["throws", () => Promise.reject(new Error("a bug"))],
  ])("the exit is the same where it %s", async (_how, take) => {
    const kept = keeper(take);
    const { result, problems } = working([], {
      sources: [memorySource({ "a.json": trailOf("a", 1) })],
      sinks: [kept.sink],
    });
    expect((await result).exitCode).toBe(0);
    expect(kept.documents).toHaveLength(1);
    expect(problems.every(({ code }) => code === "E_ES_RUN")).toBe(true);
  });
});

describe("every interval", () => {
  it("of 5 minutes where sources never end, of none where they do, and as it is asked for", () => {
    const ending = memorySource({});
    expect(summaryIntervalMs(undefined, [ending])).toBeUndefined();
    expect(summaryIntervalMs(undefined, [ending, waitingSource()])).toBe(300_000);
    expect(summaryIntervalMs(1000, [ending])).toBe(1000);
    expect(summaryIntervalMs(1000, [waitingSource()])).toBe(1000);
  });

  it("where it is asked for, with what came since the one before; then no more than the last", async () => {
    const kept = keeper();
    const source = waitingSource();
    const work = working(["--summary-every", "1s"], { sources: [source], sinks: [kept.sink] });
    source.bring("a.json", trailOf("a", 3));
    await kept.heard();
    source.bring("b.json", trailOf("b", 2));
    await kept.heard();
    work.drain();
    await work.result;
    const { documents } = kept;
    expect(documents.map((document) => document["sestrail.run.sequence"])).toEqual([
      ...documents.keys(),
    ]);
    expect(documents.map((document) => document["sestrail.run.final"])).toEqual(
      documents.map((_, place) => place === documents.length - 1),
    );
    expect(recordsIn(documents)).toBe(5);
    expect(kept.documents[0]).not.toHaveProperty(["sestrail.run.exit_code"]);
    expect(new Set(kept.documents.map((document) => document["sestrail.run.id"])).size).toBe(1);
  });

  it("one that may not have arrived is sent again as it was, before what came since", async () => {
    const kept = keeper((_, count) => count !== 1);
    const source = waitingSource();
    const work = working(["--summary-every", "1s"], { sources: [source], sinks: [kept.sink] });
    source.bring("a.json", trailOf("a", 3));
    await kept.heard();
    source.bring("b.json", trailOf("b", 2));
    await kept.heard();
    work.drain();
    await work.result;
    const [first, again, ...rest] = kept.documents;
    expect(again).toEqual(first);
    // Each id once: the sums over them are the books.
    expect(recordsIn(kept.documents.slice(1))).toBe(5);
    expect(rest.at(-1)).toMatchObject({ "sestrail.run.final": true });
  });

  it("a server that takes none is asked once an interval, and at the end", async () => {
    const kept = keeper(() => false);
    const source = waitingSource();
    const work = working(["--summary-every", "1s"], { sources: [source], sinks: [kept.sink] });
    source.bring("a.json", trailOf("a", 3));
    await kept.heard();
    await kept.heard();
    work.drain();
    const { exitCode } = await work.result;
    expect(exitCode).toBe(0);
    expect(kept.documents.slice(0, 3).map((document) => document["sestrail.run.sequence"])).toEqual(
      [0, 0, 0],
    );
    expect(kept.documents.at(-1)).toMatchObject({
      "sestrail.run.sequence": 1,
      "sestrail.run.final": true,
    });
  });
});
