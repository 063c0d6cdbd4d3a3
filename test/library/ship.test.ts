/** ship: the command's work for programs, without a process. */
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { gzipSync } from "node:zlib";
import { InMemoryLogRecordExporter } from "@opentelemetry/sdk-logs";
import { describe, expect, it } from "vitest";
import { CodedError, exporterSink, ship, type Books, type Problem } from "../../src/index.ts";
import { imbalances } from "../../src/pipeline/books.ts";
import { memorySink } from "../support/memory-sink.ts";
import { memorySource } from "../support/memory-source.ts";
import { BROKEN, call, trail } from "./trails.ts";

const good = trail([0, 1, 2].map((index) => JSON.stringify(call(index))));
const mixed = trail([JSON.stringify(call(0)), BROKEN, JSON.stringify(call(2))]);

function folder(): string {
  return mkdtempSync(join(tmpdir(), "sestrail-ship-"));
}

describe("ship", () => {
  it("ships files to a sink of the program's own, and nowhere else", async () => {
    const sink = memorySink();
    const { exitCode, books, problems } = await ship({ from: "samples", sinks: [sink] });
    expect(exitCode).toBe(0);
    expect(problems).toEqual([]);
    expect(imbalances(books)).toEqual([]);
    expect(
      books.destinations.map(({ name, delivered, duplicate }) => [name, delivered + duplicate]),
    ).toEqual([["memory", books.shaped]]);
    expect(sink.held.size).toBeGreaterThan(10);
  });

  it("reads sources of the program's own and settles their files", async () => {
    const source = memorySource({ "a.json.gz": gzipSync(good), "b.json": mixed });
    const { exitCode, books, problems } = await ship({ sources: [source], sinks: [memorySink()] });
    expect(exitCode).toBe(3);
    expect(source.told.get("a.json.gz")).toEqual(["ack"]);
    expect(source.told.get("b.json")?.[0]).toMatch(/^nack: record 1 of b.json/);
    expect(books).toMatchObject({ selected: 5, unreadable: 1 });
    expect(problems).toMatchObject([{ code: "E_ELEMENT_INVALID", count: 1 }]);
  });

  it("takes the options of the command", async () => {
    const path = join(folder(), "events.ndjson");
    const dead = join(folder(), "dead.ndjson");
    const told: Problem[] = [];
    const { exitCode } = await ship({
      sources: [memorySource({ "b.json": mixed })],
      to: `file:${path}`,
      format: "otel",
      deadLetter: dead,
      namespace: "prod",
      onProblem: (problem) => told.push(problem),
    });
    expect(exitCode).toBe(3);
    const lines = readFileSync(path, "utf8").trimEnd().split("\n");
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain('"data_stream.namespace","value":{"stringValue":"prod"}');
    expect(JSON.parse(readFileSync(dead, "utf8"))).toMatchObject({ raw: BROKEN });
    expect(told.map(({ code }) => code)).toEqual(["E_ELEMENT_INVALID"]);
  });

  it("reads and writes the streams that it is given", async () => {
    let text = "";
    const stdout = new Writable({
      write(chunk: Buffer, _encoding, done) {
        text += chunk.toString();
        done();
      },
    });
    await ship({ from: "-", stdin: Readable.from([good]), to: "stdout", stdout, writesOnly: true });
    expect(
      text
        .trimEnd()
        .split("\n")
        .map((line) => (JSON.parse(line) as { event: { action: string } }).event.action),
    ).toEqual(["DeleteIdentity", "DeleteIdentity", "DeleteIdentity"]);
  });

  it("delivers nothing and settles nothing in a dry run", async () => {
    const source = memorySource({ "a.json": good });
    const sink = memorySink();
    const { books } = await ship({ sources: [source], sinks: [sink], dryRun: true });
    expect(books).toMatchObject({ shaped: 3, destinations: [] });
    expect(sink.held.size + source.told.size).toBe(0);
  });

  it("takes a LogRecordExporter as a destination", async () => {
    const exporter = new InMemoryLogRecordExporter();
    const records: unknown[] = [];
    const kept = Object.assign(exporter, {
      shutdown: () => {
        records.push(...exporter.getFinishedLogRecords());
        return Promise.resolve();
      },
    });
    const { books } = await ship({
      sources: [memorySource({ "a.json": good })],
      sinks: [exporterSink("mine", kept)],
    });
    expect(books.destinations[0]).toMatchObject({ name: "mine", delivered: 3 });
    expect(records).toHaveLength(3);
    expect(records[0]).toMatchObject({
      eventName: "aws.ses.api_call",
      attributes: { "event.action": "DeleteIdentity", "event.dataset": "ses.cloudtrail" },
    });
  });
});

describe("what ends ship", () => {
  it("is everything wrong with its options at once, in their names here", async () => {
    const sink = memorySink();
    const wrong = { maxMemry: 1, concurrency: 0, from: "samples", sinks: [sink], summary: "json" };
    const thrown: unknown = await ship(wrong).catch((error: unknown) => error);
    expect(thrown).toMatchObject({ code: "E_USAGE" });
    expect(String(thrown)).toMatch(
      /3 problems.*maxMemry: unknown option; did you mean maxMemory\?.*summary: .*concurrency: /s,
    );
    await expect(ship({ sinks: [sink] })).rejects.toThrow(/source: none is named/);
    await expect(ship({ from: "samples" })).rejects.toThrow(/to: is stdout, which needs a stream/);
    await expect(ship({ from: "-", sinks: [sink] })).rejects.toThrow(/from -: needs a stream/);
    await expect(ship({ from: "samples", sinks: [sink], format: "ecs" })).rejects.toThrow(
      /format: is for stdout and files/,
    );
  });

  it("is a path that does not exist, or a config file that does not", async () => {
    const sinks = [memorySink()];
    await expect(ship({ from: "no/such", sinks })).rejects.toMatchObject({
      code: "E_SOURCE_MISSING",
    });
    await expect(ship({ from: "samples", sinks, config: "no-such.yaml" })).rejects.toMatchObject({
      code: "E_CONFIG_FILE",
    });
  });

  it("is a destination that cannot go on; the books tell how far it came", async () => {
    const full = new CodedError({ code: "E_OUTPUT", what: "memory is full" });
    const source = memorySource({ "a.json": good });
    let books: Books | undefined;
    let closed = 0;
    const sink = {
      ...memorySink(),
      write: () => Promise.reject(full),
      close: async () => {
        closed += 1;
      },
    };
    const run = ship({
      sources: [source],
      sinks: [sink],
      onStart: (opened) => {
        books = opened;
      },
    });
    await expect(run).rejects.toBe(full);
    expect(books).toMatchObject({ selected: 3, destinations: [{ unsettled: 3 }] });
    expect(source.told.get("a.json")?.[0]).toMatch(/^nack/);
    expect(closed).toBeGreaterThan(0);
  });

  it("is the signal, with its reason; what is unsettled is not acked", async () => {
    const reason = new Error("time is up");
    const stop = new AbortController();
    const source = memorySource({ "a.json": good });
    const sink = {
      ...memorySink(),
      write: (_items: unknown, signal: AbortSignal) =>
        new Promise<never>((_resolve, reject) => {
          signal.addEventListener("abort", () => reject(signal.reason), { once: true });
          stop.abort(reason);
        }),
    };
    await expect(ship({ sources: [source], sinks: [sink], signal: stop.signal })).rejects.toBe(
      reason,
    );
    expect(source.told.get("a.json")?.[0]).toMatch(/^nack/);
    await expect(ship({ from: "samples", sinks: [sink], signal: stop.signal })).rejects.toBe(
      reason,
    );
  });
});

describe("the environment", () => {
  it("counts only where it is given", async () => {
    const file = join(folder(), "a.json");
    writeFileSync(file, good);
    process.env["SESTRAIL_ACTION"] = "NoSuchAction";
    try {
      const without = await ship({ from: file, sinks: [memorySink()] });
      const withIt = await ship({ from: file, sinks: [memorySink()], env: process.env });
      expect(without.books).toMatchObject({ selected: 3, leftOut: 0 });
      expect(withIt.books).toMatchObject({ selected: 0, leftOut: 3 });
    } finally {
      delete process.env["SESTRAIL_ACTION"];
    }
  });
});
