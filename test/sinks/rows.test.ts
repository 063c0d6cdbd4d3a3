/** Sinks of rows: contract, order of time whatever comes when, each record once, and what cannot be held or written. */
import { PassThrough, Writable } from "node:stream";
import { existsSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SesEvent } from "../../src/ses/event.ts";
import { TSV_COLUMNS, tsvTable } from "../../src/shape/tsv.ts";
import { textTable } from "../../src/shape/text/table.ts";
import { fileTarget } from "../../src/sinks/file.ts";
import { arrivalSink, orderedSink, type RowsOptions } from "../../src/sinks/rows.ts";
import type { Sink } from "../../src/sinks/sink.ts";
import { streamTarget } from "../../src/sinks/stdout.ts";
import type { Problem } from "../../src/telemetry/problem.ts";
import { sinkContract } from "../contract/sink.ts";
import { eventOf, itemOf, someEvents } from "../support/events.ts";

const signal = new AbortController().signal;
const begin = tsvTable;

/** A stream that remembers. */
function paper(): {
  readonly stream: PassThrough;
  readonly ids: () => string[];
  readonly text: () => string;
} {
  const stream = new PassThrough();
  let text = "";
  stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
  const ids = (): string[] => idsOf(text);
  return { stream, ids, text: () => text };
}

const ID_COLUMN = TSV_COLUMNS.indexOf("record_id");

/** The ids, without the header. */
function idsOf(text: string): string[] {
  return text
    .split("\n")
    .slice(1, -1)
    .map((line) => line.split("\t")[ID_COLUMN] ?? "");
}

function ordered(
  stream: Writable,
  options: Partial<RowsOptions> = {},
  problems: Problem[] = [],
): Sink {
  return orderedSink(streamTarget("stdout", stream), {
    begin,
    ...options,
    report: (problem) => void problems.push(problem),
  });
}

const at = (id: string, second: number, fields = {}): SesEvent =>
  eventOf(id, {
    "@timestamp": `2026-11-20T09:00:${String(second).padStart(2, "0")}.000Z`,
    ...fields,
  });

async function give(sink: Sink, ...batches: readonly (readonly SesEvent[])[]): Promise<string[]> {
  const kinds: string[] = [];
  for (const batch of batches) {
    const outcomes = await sink.write(
      batch.map((event) => itemOf(sink, event)),
      signal,
    );
    kinds.push(...outcomes.map(({ kind }) => kind));
  }
  return kinds;
}

sinkContract("rows in order of time, to a stream", {
  make: async () => {
    const { stream, ids } = paper();
    return { sink: ordered(stream), delivered: async () => ids() };
  },
  knowsIds: true,
});

sinkContract("rows in order of time, to a file", {
  make: async () => {
    const path = join(mkdtempSync(join(tmpdir(), "sestrail-rows-")), "out.tsv");
    return {
      sink: orderedSink(fileTarget(path, { append: false, report: () => {} }), {
        begin,
        report: () => {},
      }),
      delivered: async () => idsOf(readFileSync(existsSync(path) ? path : `${path}.part`, "utf8")),
    };
  },
  knowsIds: true,
});

sinkContract("rows as they come", {
  make: async () => {
    const { stream, ids } = paper();
    return {
      sink: arrivalSink(streamTarget("stdout", stream), { begin }),
      delivered: async () => ids(),
    };
  },
  knowsIds: true,
});

describe("rows in order of time", () => {
  it("nothing is written before the end; then all, by time and by id", async () => {
    const { stream, ids, text } = paper();
    const sink = ordered(stream);
    await give(sink, [at("late", 9), at("b", 5)], [at("a", 5), at("early", 1)]);
    expect(text()).toBe("");
    await sink.finish?.(signal);
    expect(ids()).toEqual(["early", "a", "b", "late"]);
  });

  it("without a row nothing is written at all", async () => {
    const { stream, text } = paper();
    const sink = ordered(stream);
    await sink.finish?.(signal);
    await sink.close();
    expect(text()).toBe("");
  });

  const trail = fc
    .array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 9 })), {
      minLength: 1,
      maxLength: 40,
    })
    .map((all) =>
      all.map(([id, second]) => at(`id-${id}`, second, { "aws.ses.effect": `${second}` })),
    );
  const chopped = trail.chain((all) =>
    fc.tuple(
      fc.constant(all),
      fc.shuffledSubarray(all, { minLength: all.length }),
      fc.integer({ min: 1, max: 7 }),
    ),
  );
  const textOf = async (
    events: readonly SesEvent[],
    size: number,
    make: typeof ordered,
  ): Promise<readonly [text: string, kinds: string[]]> => {
    const { stream, text } = paper();
    const sink = make(stream);
    const batches = [];
    for (let place = 0; place < events.length; place += size)
      batches.push(events.slice(place, place + size));
    const kinds = await give(sink, ...batches);
    await sink.finish?.(signal);
    await sink.close();
    return [text(), kinds];
  };

  it("the same bytes, whichever file is read first; every record once, the others counted as copies", async () => {
    await fc.assert(
      fc.asyncProperty(chopped, async ([all, shuffled, size]) => {
        const [text, kinds] = await textOf(all, 5, ordered);
        const [other] = await textOf(shuffled, size, ordered);
        expect(other).toBe(text);
        const records = new Set(all.map(({ fields }) => fields["aws.ses.record_id"]));
        expect(idsOf(text)).toHaveLength(records.size);
        expect(new Set(idsOf(text))).toEqual(records);
        expect(kinds.filter((kind) => kind === "duplicate")).toHaveLength(
          all.length - records.size,
        );
      }),
    );
  });

  it("broken control: rows as they come are other bytes in another order", async () => {
    const run = await fc.check(
      fc.asyncProperty(chopped, async ([all, shuffled, size]) => {
        const arriving = (stream: Writable): Sink =>
          arrivalSink(streamTarget("stdout", stream), { begin });
        const [[text], [other]] = [
          await textOf(all, 5, arriving),
          await textOf(shuffled, size, arriving),
        ];
        expect(other).toBe(text);
      }),
    );
    expect(run.failed).toBe(true);
  });

  it("events without an id are never taken for copies", async () => {
    const { stream, ids } = paper();
    const sink = ordered(stream);
    expect(await give(sink, [at("", 1), at("", 1)])).toEqual(["delivered", "delivered"]);
    await sink.finish?.(signal);
    expect(ids()).toHaveLength(2);
  });

  /** As records are: what has the same id was called at the same time. */
  const ofRecords = chopped.map(([all, shuffled, size]) => {
    const second = (event: SesEvent): SesEvent => {
      const id = event.fields["aws.ses.record_id"] ?? "";
      return at(
        id,
        Number(id.slice(3)) % 10,
        event.fields["aws.ses.effect"] === undefined
          ? {}
          : { "aws.ses.effect": event.fields["aws.ses.effect"] },
      );
    };
    return [all.map(second), shuffled.map(second), size] as const;
  });

  it("the same bytes where most of it is sorted on the disk", async () => {
    await fc.assert(
      fc.asyncProperty(
        ofRecords,
        fc.integer({ min: 1, max: 9 }),
        async ([all, shuffled, size], mostRows) => {
          const [text] = await textOf(all, 5, ordered);
          const [other] = await textOf(shuffled, size, (stream) => ordered(stream, { mostRows }));
          expect(other).toBe(text);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("rows that are longer than what is read at once come back whole", async () => {
    const { stream, text } = paper();
    const sink = ordered(stream, { mostRows: 1 });
    const long = "ü".repeat(300_000);
    await give(sink, [at("b", 2, { "aws.ses.effect": long })], [at("a", 1)], [at("c", 3)]);
    await sink.finish?.(signal);
    await sink.close();
    expect(idsOf(text())).toEqual(["a", "b", "c"]);
    expect(text()).toContain(long);
  });

  it("says once that it sorts on the disk, and leaves nothing there", async () => {
    const folder = mkdtempSync(join(tmpdir(), "sestrail-scratch-"));
    const before = process.env["TMPDIR"];
    process.env["TMPDIR"] = folder;
    try {
      const problems: Problem[] = [];
      const { stream, ids } = paper();
      const sink = ordered(stream, { mostRows: 2 }, problems);
      await give(sink, [at("c", 3), at("a", 1)], [at("b", 2), at("d", 0)], [at("a", 1)]);
      expect(readdirSync(folder)).toEqual([]);
      expect(problems.map(({ code }) => code)).toEqual(["E_ORDER"]);
      await sink.finish?.(signal);
      expect(ids()).toEqual(["d", "a", "b", "c"]);
      await sink.close();
    } finally {
      if (before === undefined) delete process.env["TMPDIR"];
      else process.env["TMPDIR"] = before;
    }
  });

  it("a disk that can't be written fails with its own code", async () => {
    const before = process.env["TMPDIR"];
    process.env["TMPDIR"] = "/nowhere/at/all";
    try {
      const sink = ordered(paper().stream, { mostRows: 1 });
      await expect(give(sink, [at("a", 1)])).rejects.toMatchObject({ code: "E_SCRATCH" });
    } finally {
      if (before === undefined) delete process.env["TMPDIR"];
      else process.env["TMPDIR"] = before;
    }
  });

  it.each([
    ["EPIPE", "E_OUTPUT_CLOSED"],
    ["ENOSPC", "E_OUTPUT"],
  ])("a stream that fails with %s is told at the end as %s", async (code, expected) => {
    const sink = ordered(
      new Writable({
        write: (_chunk, _encoding, done) => done(Object.assign(new Error(code), { code })),
      }),
    );
    await give(sink, someEvents("a", 2));
    await expect(sink.finish?.(signal)).rejects.toMatchObject({ code: expected });
  });

  it("says before its first line that it is about to write", async () => {
    const { stream, text } = paper();
    const seen: string[] = [];
    const target = streamTarget("stdout", stream, () => seen.push(text()));
    const sink = orderedSink(target, { begin, report: () => {} });
    await give(sink, someEvents("a", 2));
    expect(seen).toEqual([]);
    await sink.finish?.(signal);
    expect(seen).toEqual([""]);
  });
});

describe("rows as they come", () => {
  it("are written at once, those of a batch in order of time; what the marks mean stands above", async () => {
    const { stream, text } = paper();
    const sink = arrivalSink(streamTarget("stdout", stream), {
      begin: () => textTable({ columns: 80, color: false }),
    });
    const effect = (what: string): object => ({ "aws.ses.effect": what });
    await give(sink, [at("b", 5, effect("second")), at("a", 1, effect("first"))]);
    expect(text()).toMatch(
      /^✗ failed · signals: ▲ low.*\n.*WHAT HAPPENED.*\n.*2026\n.*first\n.*second\n$/,
    );
    await give(sink, [at("c", 0, effect("third"))]);
    expect(text()).toMatch(/third\n$/);
  });

  it("remember so many records, and no more", async () => {
    const sink = arrivalSink(streamTarget("stdout", paper().stream), {
      begin,
      mostRows: 2,
    });
    const kinds = await give(
      sink,
      [at("a", 1)],
      [at("a", 1)],
      [at("b", 2)],
      [at("c", 3)],
      [at("a", 1)],
    );
    expect(kinds).toEqual(["delivered", "duplicate", "delivered", "delivered", "delivered"]);
  });
});
