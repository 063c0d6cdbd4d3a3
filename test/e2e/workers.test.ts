/** Several threads give what one gives, apart from the order; and one that dies costs only the files that it had. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openCrew, type CrewOptions, type Mate } from "../../src/job/workers/crew.ts";
import type { Orders, ToMain } from "../../src/job/workers/messages.ts";
import { imbalances } from "../../src/pipeline/books.ts";
import type { Destination } from "../../src/sinks/destination.ts";
import { openSink } from "../../src/sinks/registry.ts";
import { filesSource } from "../../src/sources/files.ts";
import { programFolder, runWithSummary } from "../support/program.ts";
import { EVERYTHING, ran, trailOf, type Ran } from "../support/running.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sestrail-workers-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const at = (name: string): string => join(folder, name);

/** Lines of a file, sorted, without what tells when they were made. */
function linesOf(path: string): readonly string[] {
  const text = readFileSync(path, "utf8").trimEnd();
  return text
    .split("\n")
    .map((line) => line.replace(/"(?:created|time)":"[^"]*"/, ""))
    .toSorted();
}

/** So many files of two events each, in a folder. */
function trail(count: number): string {
  mkdirSync(at("trail"));
  for (let index = 0; index < count; index += 1)
    writeFileSync(at(`trail/${index}.json.gz`), gzipSync(trailOf(`file-${index}`, 2)));
  return at("trail");
}

describe("--workers", () => {
  it("gives the same lines, dead letters and books as one thread", async () => {
    const logs = trail(200);
    writeFileSync(join(logs, "broken.json"), `${trailOf("whole", 3).slice(0, -2)},{"half":`);
    writeFileSync(join(logs, "odd.json"), '{"Records":["ses.amazonaws.com",{"a":1}]}');
    writeFileSync(join(logs, "notes.txt"), "not a log");
    const runs = [];
    for (const workers of ["1", "3"]) {
      const to = at(`to-${workers}.ndjson`);
      const dead = at(`dead-${workers}.ndjson`);
      const args = ["ship", logs, "samples", "--workers", workers, "--to", `file:${to}`];
      const { code, summary } = await runWithSummary([...args, "--dead-letter", dead]);
      const { destinations, problems } = summary;
      const {
        duration_ms: _duration,
        dead_letter: _path,
        ...counts
      } = summary as typeof summary & {
        readonly duration_ms: number;
        readonly dead_letter: string;
      };
      runs.push({
        code,
        lines: linesOf(to),
        letters: linesOf(dead),
        counts: { ...counts, destinations: [], problems: [] },
        delivered: destinations.map(({ delivered, unsettled }) => ({ delivered, unsettled })),
        problems: problems.map(({ code: problem, count }) => `${problem} ${count}`).toSorted(),
      });
    }
    const [alone, together] = runs;
    expect(alone?.lines.length).toBeGreaterThan(400);
    expect(together).toEqual(alone);
  });

  it("passes over what the checkpoint knows, and waits with text in order of time", async () => {
    const logs = trail(20);
    const args = ["ship", logs, "--workers", "2", "--append", "--checkpoint", at("checkpoint")];
    const first = await runWithSummary([...args, "--to", `file:${at("a.ndjson")}`]);
    const second = await runWithSummary([...args, "--to", `file:${at("b.ndjson")}`]);
    expect(first.summary).toMatchObject({ exit_code: 0, files: { read: 20, acked: 20 } });
    expect(second.summary).toMatchObject({ exit_code: 0, files: { read: 0, done: 20 } });
    const text = await runWithSummary(["ship", logs, "--workers", "2", "--format", "text"]);
    expect(text.summary).toMatchObject({
      exit_code: 0,
      balanced: true,
      selected: 40,
      problems: [{ code: "E_ONE_THREAD", count: 1 }],
    });
  });
});

/** A thread of the compiled program. */
function thread(orders: Orders): Worker {
  return new Worker(join(programFolder(), "job/workers/thread.js"), { workerData: orders });
}

/** A thread that is killed as soon as it is handed files. It asks for them before it runs: else it might come too late. */
function mortal(orders: Orders): Mate {
  const worker = thread(orders);
  return {
    postMessage(message) {
      if (message.kind === "files") void worker.terminate();
      else worker.postMessage(message);
    },
    on(event: "message" | "error" | "exit", listener: (value: never) => void) {
      const heard = listener as (value: ToMain | Error | number) => void;
      if (event === "message") queueMicrotask(() => heard({ kind: "hungry" }));
      return worker.on(event, heard);
    },
    terminate: () => worker.terminate(),
  };
}

/** Ships a folder to a file with two workers beside this thread. */
async function shipped(logs: string, spawn: CrewOptions["spawn"], onDemand = false): Promise<Ran> {
  const destination: Destination = {
    kind: "file",
    name: "file",
    path: at("to.ndjson"),
    format: "ecs",
    text: { columns: 80, color: false, order: "arrival" },
    append: true,
    cutTorn: false,
    dataStream: { dataset: "ses.cloudtrail", namespace: "default" },
  };
  const context = { stdout: process.stdout, env: {}, report() {} };
  const sink = await openSink(destination, context);
  const orders: Orders = {
    destinations: [destination],
    selection: EVERYTHING,
    limits: { maxRecordBytes: 1 << 24, maxDecompressedBytes: undefined, maxNesting: 256 },
    keepOriginal: false,
    concurrency: 2,
    maxMemoryBytes: 1 << 24,
    waitForMs: 0,
    retryForMs: 0,
    recheck: false,
    hasDeadLetters: false,
    env: {},
  };
  const crew = openCrew({ orders, count: 2, onDemand, ...(spawn && { spawn }) });
  const result = await ran([filesSource(logs, context)], [sink], {
    checkpointPath: at("checkpoint"),
    crew,
  });
  await sink.close();
  return result;
}

describe("a worker that dies", () => {
  it("costs only the files that it had, which come again", async () => {
    const logs = trail(400);
    let started = 0;
    const first = await shipped(logs, (orders) =>
      (started += 1) === 1 ? mortal(orders) : thread(orders),
    );
    const { read, acked, nacked } = first.books.files;
    expect(first.thrown).toBeUndefined();
    expect(first.problems.map(({ code }) => code)).toEqual(["E_WORKER"]);
    expect(nacked).toBeGreaterThan(0);
    expect({ read, all: acked + nacked }).toEqual({ read: 400, all: 400 });
    expect(imbalances(first.books)).toEqual([]);
    expect(linesOf(at("to.ndjson"))).toHaveLength(acked * 2);

    const second = await shipped(logs, thread);
    expect(second.books.files).toMatchObject({ done: acked, read: nacked, nacked: 0 });
    expect(new Set(linesOf(at("to.ndjson"))).size).toBe(800);
  });
});

describe("a worker that comes too late", () => {
  it("is not waited for", async () => {
    const log = join(trail(1), "0.json.gz");
    // Never asks for a file: waited for, it would keep the run from its end.
    const idle = () => new Worker("setInterval(() => {}, 1e6)", { eval: true });
    const { thrown, problems, books } = await shipped(log, idle);
    expect([thrown, problems, books.files.acked]).toEqual([undefined, [], 1]);
  });
});

describe("--workers auto", () => {
  it("starts nobody where there is nothing left to do", async () => {
    const nobody = (): never => {
      throw new Error("a worker was started");
    };
    // A file that is named is found without waiting for the disk, so that no load of the machine shows.
    const log = join(trail(1), "0.json.gz");
    const { books, thrown } = await shipped(log, nobody, true);
    expect([thrown, books.files.acked, books.selected]).toEqual([undefined, 1, 2]);
    // Control: whoever is not to wait for demand starts them.
    const eager = await shipped(log, nobody);
    expect(String(eager.thrown)).toContain("a worker was started");
  });
});
