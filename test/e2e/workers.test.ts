/** Several threads give what one gives, apart from the order; and one that dies costs only the files that it had. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { openCrew, type CrewOptions, type Mate } from "../../src/job/workers/crew.ts";
import type { Orders, ToMain } from "../../src/job/workers/messages.ts";
import { imbalances, openBooks } from "../../src/pipeline/books.ts";
import type { Destination } from "../../src/sinks/destination.ts";
import { openSink } from "../../src/sinks/registry.ts";
import { filesSource } from "../../src/sources/files.ts";
import { s3Source } from "../../src/sources/s3/source.ts";
import type { Source } from "../../src/sources/source.ts";
import { sqsSource } from "../../src/sources/sqs/source.ts";
import { freshBucket } from "../support/aws-bucket.ts";
import { recordEvent, s3Event } from "../support/notifications.ts";
import { programFolder, runWithSummary } from "../support/program.ts";
import { ordersFor, ran, trailOf, type Ran } from "../support/running.ts";
import { refuse, startS3Stub, type S3Stub } from "../support/s3-stub.ts";
import { describeWith } from "../support/services.ts";
import { startSqsStub } from "../support/sqs-stub.ts";

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

const ignore = { report: (): void => {} };

/** Ships a folder to a file with two workers beside this thread. */
function shipped(logs: string, spawn: CrewOptions["spawn"], onDemand = false): Promise<Ran> {
  return shippedFrom(filesSource(logs, ignore), { spawn, onDemand });
}

/** The same from any Source. */
async function shippedFrom(
  source: Source,
  more: {
    readonly spawn?: CrewOptions["spawn"];
    readonly onDemand?: boolean;
    readonly orders?: Partial<Orders>;
    /** Readers of this thread. */
    readonly concurrency?: number;
    readonly isDry?: boolean;
  } = {},
): Promise<Ran> {
  const { spawn, onDemand = false, concurrency = 2, isDry = false } = more;
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
  const context = { stdout: process.stdout, env: {}, ...ignore };
  const sink = await openSink(destination, context);
  const orders = ordersFor(isDry ? [] : [destination], more.orders);
  const crew = openCrew({ orders, count: 2, onDemand, ...(spawn && { spawn }) });
  const sinks = isDry ? [] : [sink];
  const fetched = source.fetched === undefined ? [] : [source.fetched];
  const result = await ran([source], sinks, {
    checkpointPath: isDry ? undefined : at("checkpoint"),
    crew,
    concurrency,
    books: openBooks(
      sinks.map(({ name }) => name),
      fetched,
    ),
  });
  await source.close();
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

describe("workers over a bucket", () => {
  /** A bucket of so many objects of two events each, and what is known of one that only workers read. */
  async function readByWorkers(
    count: number,
    change: (stub: S3Stub) => void = () => {},
    isDry = false,
  ): Promise<Ran> {
    const stub = await startS3Stub();
    onTestFinished(() => stub.close());
    for (let index = 0; index < count; index += 1)
      stub.objects.set(`${index}.json`, { body: Buffer.from(trailOf(`object-${index}`, 2)) });
    change(stub);
    const orders = { handedCount: 2, places: "network", fetchedCount: 1, env: stub.env } as const;
    const source = await s3Source("s3://trail", { env: stub.env, ...ignore });
    return shippedFrom(source, { spawn: thread, orders, concurrency: 0, isDry });
  }

  it("counts in the main thread what they have fetched, and acks there", async () => {
    const { books, problems, thrown } = await readByWorkers(40);
    expect([thrown, problems, imbalances(books)]).toEqual([undefined, [], []]);
    expect(books.files).toMatchObject({ read: 40, acked: 40 });
    expect(books.fetched).toMatchObject([{ lists: 1, gets: 40, bytes: books.bytesStored }]);
    expect(new Set(linesOf(at("to.ndjson"))).size).toBe(80);
  });

  it.each([
    ["delivered", false],
    ["only tried", true],
  ])("end the run when all is refused that is to be %s", async (_, isDry) => {
    const { books, thrown } = await readByWorkers(
      200,
      ({ objects, faults }) => {
        for (const key of objects.keys()) faults.set(key, [refuse(403, "AccessDenied")]);
        objects.set("-empty.json", { body: Buffer.alloc(0) });
      },
      isDry,
    );
    expect(String(thrown)).toContain("so were all of the first 20 objects");
    expect(books.files.read).toBeLessThan(200);
  });
});

describe("workers over a queue", () => {
  /** A queue of so many messages of one object each, and one that holds its record, of which only workers read objects. */
  async function readByWorkers(count: number, change: (stub: S3Stub) => void = () => {}) {
    const bucket = await startS3Stub();
    const queue = await startSqsStub();
    onTestFinished(async () => {
      await Promise.all([bucket.close(), queue.close()]);
    });
    for (let index = 0; index < count; index += 1) {
      bucket.objects.set(`${index}.json`, { body: Buffer.from(trailOf(`object-${index}`, 2)) });
      queue.send(s3Event("trail", [`${index}.json`]));
    }
    const [record] = (JSON.parse(trailOf("itself", 1)) as { Records: unknown[] }).Records;
    queue.send(recordEvent(record));
    change(bucket);
    const env = { ...bucket.env, ...queue.env };
    const source = await sqsSource(queue.source, { env, untilEmpty: true, ...ignore });
    const orders = { handedCount: 1, places: "network", fetchedCount: 1, env } as const;
    return { ran: await shippedFrom(source, { spawn: thread, orders, concurrency: 0 }), queue };
  }

  it("deletes messages when their objects are delivered", async () => {
    const { ran: result, queue } = await readByWorkers(30);
    const { books, problems, thrown } = result;
    expect([thrown, problems, imbalances(books), queue.queue]).toEqual([undefined, [], [], []]);
    expect(books.files).toMatchObject({ read: 31, acked: 31 });
    expect(books.fetched).toMatchObject([{ gets: 30, queue: { received: 31, deleted: 31 } }]);
    expect(new Set(linesOf(at("to.ndjson"))).size).toBe(61);
  });

  it("ends the run where credentials have expired, and the queue keeps its messages", async () => {
    const { ran: result, queue } = await readByWorkers(30, ({ objects, faults }) => {
      for (const key of objects.keys())
        faults.set(
          key,
          Array.from({ length: 9 }, () => refuse(400, "ExpiredToken")),
        );
    });
    expect(result.thrown).toMatchObject({ code: "E_AWS_EXPIRED" });
    expect(queue.dead).toEqual([]);
    expect(queue.queue.length).toBeGreaterThanOrEqual(30);
  });
});

describeWith("AWS_ENDPOINT_URL", "--workers over a bucket", (endpoint) => {
  it("gives the same lines, books and requests as one thread", async () => {
    const bucket = await freshBucket(endpoint);
    for (let index = 0; index < 40; index += 1)
      await bucket.put(`logs/${index}.json.gz`, gzipSync(trailOf(`object-${index}`, 2)));
    const runs = [];
    for (const workers of ["1", "2"]) {
      const to = at(`to-${workers}.ndjson`);
      const args = ["ship", `s3://${bucket.name}/logs`, "--workers", workers, "--to", `file:${to}`];
      const { code, summary } = await runWithSummary(args, { env: bucket.env });
      const {
        duration_ms: _,
        destinations,
        ...counts
      } = summary as typeof summary & {
        readonly duration_ms: number;
      };
      const delivered = destinations.map(({ delivered: count }) => count);
      runs.push({ code, counts, delivered, lines: linesOf(to) });
    }
    const [alone, together] = runs;
    expect(alone?.counts).toMatchObject({ problems: [], fetched: [{ lists: 1, gets: 40 }] });
    expect(together).toEqual(alone);
  });
});
