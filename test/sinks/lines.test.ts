/** The sinks that write lines: contract, order, what stands under the file's name and when, and readers that go away. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import { fileTarget } from "../../src/sinks/file.ts";
import { lineSink } from "../../src/sinks/lines.ts";
import { streamTarget } from "../../src/sinks/stdout.ts";
import type { Problem } from "../../src/telemetry/problem.ts";
import { sinkContract } from "../contract/sink.ts";
import { itemOf, someEvents } from "../support/events.ts";

const lineOf = (event: { readonly fields: Readonly<Record<string, unknown>> }): string =>
  String(event.fields["aws.ses.record_id"]);
const ignore = (): void => {};
const signal = new AbortController().signal;
const newPath = (): string => join(mkdtempSync(join(tmpdir(), "sestrail-lines-")), "out.ndjson");
const linesOf = (text: string): string[] => text.split("\n").slice(0, -1);

sinkContract("stdout", {
  make: async () => {
    const stream = new PassThrough();
    const chunks: Buffer[] = [];
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    return {
      sink: lineSink(streamTarget("stdout", stream), lineOf),
      delivered: async () => linesOf(Buffer.concat(chunks).toString()),
    };
  },
  knowsIds: false,
});

sinkContract("a file", {
  make: async () => {
    const path = newPath();
    return {
      sink: lineSink(fileTarget(path, { append: false, report: ignore }), lineOf),
      delivered: async () =>
        linesOf(readFileSync(existsSync(path) ? path : `${path}.part`, "utf8")),
    };
  },
  knowsIds: false,
});

describe("a file", () => {
  it("takes its name when it is complete, and replaces what was there", async () => {
    const path = newPath();
    writeFileSync(path, "old\n");
    const sink = lineSink(fileTarget(path, { append: false, report: ignore }), lineOf);
    await sink.open(signal);
    await sink.write(
      someEvents("a", 2).map((event) => itemOf(sink, event)),
      signal,
    );
    expect(readFileSync(path, "utf8")).toBe("old\n");
    await sink.complete?.();
    await sink.close();
    expect(readFileSync(path, "utf8")).toBe("a-0\na-1\n");
    expect(existsSync(`${path}.part`)).toBe(false);
  });

  it("stays what it was where it is not complete, and says where the part is", async () => {
    const path = newPath();
    writeFileSync(path, "old\n");
    const told: Problem[] = [];
    const report = (problem: Problem): void => void told.push(problem);
    const sink = lineSink(fileTarget(path, { append: false, report }), lineOf);
    await sink.open(signal);
    await sink.write(
      someEvents("a", 1).map((event) => itemOf(sink, event)),
      signal,
    );
    await sink.close();
    expect(readFileSync(path, "utf8")).toBe("old\n");
    expect(readFileSync(`${path}.part`, "utf8")).toBe("a-0\n");
    expect(told).toMatchObject([{ code: "E_OUTPUT_PART", what: `${path} is not complete` }]);
    expect(told[0]?.why).toContain(`${path}.part`);
  });

  it("leaves nothing behind where nothing was written", async () => {
    const path = newPath();
    const told: Problem[] = [];
    const sink = lineSink(
      fileTarget(path, { append: false, report: (problem) => told.push(problem) }),
      lineOf,
    );
    await sink.open(signal);
    await sink.close();
    expect([existsSync(path), existsSync(`${path}.part`), told]).toEqual([false, false, []]);
  });

  it("with append adds to what is there", async () => {
    const path = newPath();
    writeFileSync(path, "old\n");
    const sink = lineSink(fileTarget(path, { append: true, report: ignore }), lineOf);
    await sink.open(signal);
    await sink.write(
      someEvents("a", 1).map((event) => itemOf(sink, event)),
      signal,
    );
    await sink.close();
    expect(readFileSync(path, "utf8")).toBe("old\na-0\n");
  });

  it("leaves a device a device", async () => {
    const sink = lineSink(fileTarget("/dev/null", { append: false, report: ignore }), lineOf);
    await sink.open(signal);
    await sink.close();
    expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
    expect(existsSync("/dev/null.part")).toBe(false);
  });

  it("says what it could not write", async () => {
    const folder = newPath();
    mkdirSync(join(folder, "x"), { recursive: true });
    const sink = lineSink(
      fileTarget(join(folder, "missing", "out"), { append: false, report: ignore }),
      lineOf,
    );
    await expect(sink.open(signal)).rejects.toMatchObject({ code: "E_OUTPUT" });
  });
});

describe("a stream", () => {
  const failing = (code: string): Writable =>
    new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error(code), { code })),
    });

  it.each([
    ["EPIPE", "E_OUTPUT_CLOSED"],
    ["ENOSPC", "E_OUTPUT"],
  ])("that fails with %s ends the run with %s", async (code, expected) => {
    const sink = lineSink(streamTarget("stdout", failing(code)), lineOf);
    const items = someEvents("a", 1).map((event) => itemOf(sink, event));
    await expect(sink.write(items, signal)).rejects.toMatchObject({ code: expected });
  });
});

describe("a file that ends inside a line", () => {
  it("has that line ended before more is appended", async () => {
    const path = newPath();
    writeFileSync(path, "whole\ntorn");
    const sink = lineSink(fileTarget(path, { append: true, report: ignore }), lineOf);
    await sink.open(signal);
    const [event] = someEvents("a", 1);
    if (event === undefined) throw new Error("no event");
    await sink.write([itemOf(sink, event)], signal);
    await sink.close();
    const id = event.fields["aws.ses.record_id"];
    expect(readFileSync(path, "utf8")).toBe(`whole\ntorn\n${id}\n`);
  });
});

describe("a torn line of our own", () => {
  it.each([
    ["whole\ntorn", "whole\n"],
    ["whole\n", "whole\n"],
    ["torn", ""],
    ["", ""],
    [`whole\n${"x".repeat(200_000)}`, "whole\n"],
    [`${"y".repeat(200_000)}\n${"x".repeat(65_536)}`, `${"y".repeat(200_000)}\n`],
  ])("is cut off where it comes again: case %#", async (before, kept) => {
    const path = newPath();
    writeFileSync(path, before);
    const sink = lineSink(
      fileTarget(path, { append: true, cutTorn: true, report: ignore }),
      lineOf,
    );
    await sink.open(signal);
    const items = someEvents("a", 1).map((event) => itemOf(sink, event));
    await sink.write(items, signal);
    await sink.makeSafe?.();
    await sink.close();
    expect(readFileSync(path, "utf8")).toBe(`${kept}a-0\n`);
  });
});

describe("a stream whose reader has stopped", () => {
  it("does not keep a run from ending", async () => {
    const stuck = new Writable({ write() {} });
    const stop = new AbortController();
    const sink = lineSink(streamTarget("stdout", stuck), lineOf);
    const items = someEvents("stuck", 1).map((event) => itemOf(sink, event));
    const writing = sink.write(items, stop.signal);
    stop.abort();
    await expect(writing).rejects.toBe(stop.signal.reason);
  });
});
