/** A queue as a source, by stubs: what is deleted, what is given back, and what is left to the queue. */
import { gzipSync } from "node:zlib";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Sink } from "../../../src/sinks/sink.ts";
import { sqsSource, type SqsOptions } from "../../../src/sources/sqs/source.ts";
import type { LogFile, Source } from "../../../src/sources/source.ts";
import type { Problem } from "../../../src/telemetry/problem.ts";
import { memorySink } from "../../support/memory-sink.ts";
import {
  busEvent,
  cloudTrailNotice,
  recordEvent,
  s3Event,
  throughSns,
} from "../../support/notifications.ts";
import { ran, trailOf } from "../../support/running.ts";
import { refuse, startS3Stub, type S3Stub } from "../../support/s3-stub.ts";
import {
  refuseSqs,
  startSqsStub,
  type SqsStub,
  type SqsStubOptions,
} from "../../support/sqs-stub.ts";

/** A bucket, a queue, and sources over it. */
interface World {
  readonly bucket: S3Stub;
  readonly queue: SqsStub;
  readonly told: Problem[];
  readonly source: (more?: Partial<SqsOptions>) => Promise<Source>;
  /** Puts a trail of so many events into the bucket. */
  readonly put: (key: string, events?: number) => void;
}

async function world(options: SqsStubOptions = {}): Promise<World> {
  const bucket = await startS3Stub();
  const queue = await startSqsStub(options);
  const sources: Source[] = [];
  const told: Problem[] = [];
  onTestFinished(async () => {
    await Promise.all(sources.map((source) => source.close()));
    await Promise.all([bucket.close(), queue.close()]);
  });
  const env = { ...bucket.env, ...queue.env };
  return {
    bucket,
    queue,
    told,
    async source(more = {}) {
      const report = (problem: Problem): void => void told.push(problem);
      const source = await sqsSource(queue.source, { env, report, untilEmpty: true, ...more });
      sources.push(source);
      return source;
    },
    put: (key, events = 2) =>
      void bucket.objects.set(key, { body: gzipSync(trailOf(key, events)) }),
  };
}

const KEY = "AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/20/";
const keyOf = (name: string): string => `${KEY}${name}.json.gz`;

describe("a message", () => {
  it("is deleted when all of its objects are done, whatever form it has, in few requests", async () => {
    const { bucket, queue, source, put } = await world();
    for (const name of ["a", "b", "c", "d", "e", "f"]) put(keyOf(name));
    queue.send(s3Event("trail", [keyOf("a")]));
    queue.send(throughSns(s3Event("trail", [keyOf("b")])));
    queue.send(busEvent("trail", keyOf("c")));
    queue.send(throughSns(cloudTrailNotice("trail", [keyOf("d"), keyOf("e"), keyOf("f")])));
    queue.send('{"Service":"Amazon S3","Event":"s3:TestEvent","Bucket":"trail"}');
    const [record] = (JSON.parse(trailOf("bus", 1)) as { Records: unknown[] }).Records;
    queue.send(recordEvent(record));
    const sink = memorySink();
    const reading = await source();
    const { books, thrown, problems } = await ran([reading], [sink], { concurrency: 8 });
    expect({ thrown, problems }).toEqual({ thrown: undefined, problems: [] });
    expect(sink.held.size).toBe(13);
    expect(books.files).toMatchObject({ read: 7, acked: 7, nacked: 0 });
    await reading.close();
    expect(queue.queue).toEqual([]);
    expect(bucket.asked).toHaveLength(6);
    const deletes = queue.asked.filter((action) => action.startsWith("DeleteMessageBatch"));
    expect(deletes.length).toBeLessThan(6);
    expect(reading.fetched).toMatchObject({
      gets: 6,
      queue: { received: 6, deleted: 6, returned: 0, requests: queue.asked.length },
      skipped: new Map([["test event of S3", 1]]),
    });
  });

  it("of digests and of what is not wanted is deleted without a download", async () => {
    const { bucket, queue, source } = await world();
    queue.send(s3Event("trail", [keyOf("d").replace("/CloudTrail/", "/CloudTrail-Digest/")]));
    queue.send(s3Event("trail", [keyOf("other")]));
    const wanted = { accounts: ["999999999999"], regions: [], matchesRegion: () => true };
    const reading = await source({ wanted });
    await ran([reading], [memorySink()]);
    await reading.close();
    expect({ queue: queue.queue, asked: bucket.asked }).toEqual({ queue: [], asked: [] });
    expect([...(reading.fetched?.skipped.keys() ?? [])]).toEqual(["digest", "not wanted"]);
  });

  it("is given back at once when the run stops, later when another try may help, and else left", async () => {
    const { bucket, queue, source, put } = await world({ visibilityS: 60 });
    put(keyOf("a"));
    put(keyOf("busy"));
    bucket.faults.set(
      keyOf("busy"),
      Array.from({ length: 40 }, () => refuse(400, "RequestTimeout")),
    );
    for (const key of [keyOf("busy"), keyOf("gone"), keyOf("a"), keyOf("b")])
      queue.send(s3Event("trail", [key]));
    queue.send("hello");
    const stop = new AbortController();
    const reading = await source({ untilEmpty: false, readers: 4 });
    const files = reading.files(stop.signal)[Symbol.asyncIterator]();
    const next = async (): Promise<LogFile | undefined> =>
      ((await files.next()) as { value?: LogFile }).value;
    const [busy, gone, done] = [await next(), await next(), await next()];
    if (!busy || !gone || !done) throw new Error("no files");
    const problem: Problem = { code: "E_S3_READ", what: "it broke off" };
    const nowMs = Date.now();
    await busy.nack({ kind: "failed", problem, transient: true });
    await gone.nack({
      kind: "failed",
      problem: { ...problem, code: "E_S3_GONE" },
      transient: false,
    });
    await done.ack();
    stop.abort();
    expect((await files.next()).done).toBe(true);
    const hiddenS = queue.queue.map(({ hiddenUntilMs }) => (hiddenUntilMs - nowMs) / 1000);
    // The first of them by its back-off, a share of the queue's own time and some chance; the others as they were.
    expect(hiddenS[0]).toBeGreaterThanOrEqual(60);
    expect(hiddenS[0]).toBeLessThan(80);
    expect(hiddenS[1]).toBeGreaterThan(50);
    expect(hiddenS[1]).toBeLessThanOrEqual(61);
    // Given to nobody, and not even received.
    expect(hiddenS.slice(2).every((seconds) => seconds <= 1)).toBe(true);
    expect(queue.queue).toHaveLength(4);
    expect(reading.fetched?.queue).toMatchObject({ received: 4, deleted: 1, returned: 3 });
  });
});

describe("what can't be read", () => {
  it("stops nothing else, and ends in the dead-letter queue after the queue's own number of tries", async () => {
    const { queue, source, put } = await world({ visibilityS: 1, maxReceiveCount: 2 });
    for (const name of ["a", "b", "c"]) {
      put(keyOf(name));
      queue.send(s3Event("trail", [keyOf(name)]));
    }
    const poison = queue.send('{"order":1}');
    const gone = queue.send(s3Event("trail", [keyOf("gone")]));
    const sink = memorySink();
    const { problems, books } = await ran([await source()], [sink]);
    expect(sink.held.size).toBe(6);
    expect({ queue: queue.queue, dead: new Set(queue.dead) }).toEqual({
      queue: [],
      dead: new Set([poison, gone]),
    });
    expect(queue.dead.map(({ count }) => count)).toEqual([2, 2]);
    expect(new Set(problems.map(({ code }) => code))).toEqual(
      new Set(["E_SQS_MESSAGE", "E_S3_GONE"]),
    );
    expect(problems.find(({ code }) => code === "E_SQS_MESSAGE")?.why).toContain("order");
    expect(books.files).toMatchObject({ acked: 3, nacked: 4 });
  });

  it("stays where there is no dead-letter queue, which is told, and the run ends all the same", async () => {
    const { queue, source, told } = await world({ visibilityS: 1, maxReceiveCount: 0 });
    queue.send("hello");
    await ran([await source()], [memorySink()]);
    expect(queue.queue).toHaveLength(1);
    expect(told.map(({ code }) => code)).toContain("E_SQS_NO_REDRIVE");
  });
});

it("an object of an archive that only its download tells of is left to the queue, and told how to restore", async () => {
  const { bucket, queue, source } = await world({ visibilityS: 1, maxReceiveCount: 1 });
  bucket.faults.set(keyOf("cold"), [refuse(403, "InvalidObjectState")]);
  const message = queue.send(s3Event("trail", [keyOf("cold")]));
  const { problems } = await ran([await source()], [memorySink()]);
  expect(problems).toMatchObject([{ code: "E_S3_ARCHIVED" }]);
  expect(queue.dead).toEqual([message]);
});

describe("a message that is delivered again", () => {
  it("while it is at work doubles nothing, and is deleted by its newest handle", async () => {
    const { bucket, queue, source, put } = await world({ visibilityS: 3 });
    put(keyOf("slow"));
    const message = queue.send(s3Event("trail", [keyOf("slow")]));
    let open = (): void => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const inner = memorySink();
    const sink: Sink<string> = {
      ...inner,
      async write(items, signal) {
        // Somebody else makes it visible, as a heartbeat that comes too late does.
        message.hiddenUntilMs = 0;
        while (message.count < 3) {
          await queue.heard("ReceiveMessage");
          message.hiddenUntilMs = 0;
        }
        open();
        await gate;
        return inner.write(items, signal);
      },
    };
    const { books } = await ran([await source()], [sink]);
    expect(books.files).toMatchObject({ read: 1, acked: 1 });
    expect(bucket.asked).toEqual([`GET ${keyOf("slow")}`]);
    expect(queue.queue).toEqual([]);
  });

  it("or another one of the same object, is read once, and both are deleted", async () => {
    const { bucket, queue, source, put } = await world();
    put(keyOf("a"));
    queue.send(s3Event("trail", [keyOf("a")]));
    queue.send(throughSns(s3Event("trail", [keyOf("a")])));
    await ran([await source()], [memorySink()]);
    expect(bucket.asked).toHaveLength(1);
    expect(queue.queue).toEqual([]);
  });

  it("reads of several objects only those that were not done", async () => {
    const { bucket, queue, source, put } = await world({ visibilityS: 1 });
    for (const name of ["a", "b"]) put(keyOf(name));
    bucket.faults.set(keyOf("b"), [refuse(403, "AccessDenied")]);
    queue.send(cloudTrailNotice("trail", [keyOf("a"), keyOf("b")]));
    const sink = memorySink();
    await ran([await source()], [sink]);
    expect(bucket.asked.toSorted()).toEqual(
      [keyOf("a"), keyOf("b"), keyOf("b")].map((key) => `GET ${key}`),
    );
    expect(queue.queue).toEqual([]);
    expect(sink.held.size).toBe(4);
  });
});

it("is held from its receipt on, also while it waits for a reader", async () => {
  const { queue, source } = await world({ visibilityS: 3 });
  for (const name of ["a", "b", "c"]) queue.send(s3Event("trail", [keyOf(name)]));
  const reading = await source({ untilEmpty: false });
  const files = reading.files(new AbortController().signal)[Symbol.asyncIterator]();
  await files.next();
  const first = queue.queue.map(({ hiddenUntilMs }) => hiddenUntilMs);
  for (let beat = 0; beat < 4; beat += 1) await queue.heard("ChangeMessageVisibilityBatch");
  queue.queue.forEach(({ hiddenUntilMs, count }, place) => {
    expect(hiddenUntilMs).toBeGreaterThan(first[place] ?? 0);
    expect(count).toBe(1);
  });
  expect(queue.asked.filter((asked) => asked === "ChangeMessageVisibilityBatch 3")).toHaveLength(4);
});

describe("a refusal", () => {
  it("of one entry in an answer of success is tried again where that may help, else told", async () => {
    const { queue, source, put, told } = await world();
    put(keyOf("a"));
    const message = queue.send(s3Event("trail", [keyOf("a")]));
    const reading = await source();
    const stop = new AbortController();
    const files = reading.files(stop.signal)[Symbol.asyncIterator]();
    const file = ((await files.next()) as { value?: LogFile }).value;
    if (!file) throw new Error("no file");
    const name = `DeleteMessageBatch ${message.handle}`;
    queue.refused.set(name, { isSender: false, times: 2 });
    await file.ack();
    expect({ queue: queue.queue, told }).toEqual({ queue: [], told: [] });

    const second = queue.send(s3Event("trail", [keyOf("b")]));
    const other = ((await files.next()) as { value?: LogFile }).value;
    if (!other) throw new Error("no file");
    queue.refused.set(`DeleteMessageBatch ${second.handle}`, { isSender: true, times: 1 });
    await other.ack();
    expect(told).toMatchObject([{ code: "E_SQS_DELETE", why: "Planned" }]);
  });

  it("of credentials midway ends the run, and the queue keeps its messages", async () => {
    const { bucket, queue, source, put } = await world({ visibilityS: 1, maxReceiveCount: 2 });
    const names = Array.from({ length: 40 }, (_, index) => `f${String(index).padStart(2, "0")}`);
    for (const name of names) {
      put(keyOf(name));
      queue.send(s3Event("trail", [keyOf(name)]));
    }
    for (const name of names.slice(10))
      bucket.faults.set(
        keyOf(name),
        Array.from({ length: 9 }, () => refuse(400, "ExpiredToken")),
      );
    const sink = memorySink();
    const reading = await source({ untilEmpty: false });
    const { thrown } = await ran([reading], [sink]);
    await reading.close();
    expect(thrown).toMatchObject({ code: "E_AWS_EXPIRED" });
    expect(queue.dead).toEqual([]);
    expect(queue.queue.length).toBeGreaterThanOrEqual(30);
    expect(queue.queue.filter(({ count }) => count > 0).length).toBeLessThanOrEqual(20);
  });

  it("of each object pauses the receiver: it does not empty the queue", async () => {
    const { bucket, queue, source, told } = await world({ visibilityS: 30 });
    for (let index = 0; index < 40; index += 1) {
      const key = keyOf(`f${index}`);
      queue.send(s3Event("trail", [key]));
      bucket.faults.set(key, [refuse(403, "AccessDenied")]);
    }
    const drain = new AbortController();
    const reading = await source({
      untilEmpty: false,
      readers: 1,
      report: (problem) => {
        told.push(problem);
        if (problem.code === "E_SQS_PAUSED") drain.abort();
      },
    });
    await ran([reading], [memorySink()], { drain: drain.signal, concurrency: 1 });
    expect(told.map(({ code }) => code)).toEqual(["E_SQS_PAUSED"]);
    // One more may have been on its way.
    expect(queue.queue.filter(({ count }) => count > 0).length).toBeLessThanOrEqual(6);
  });

  it.each([
    ["QueueDoesNotExist", 400, "E_SQS_QUEUE"],
    ["InvalidClientTokenId", 403, "E_AWS_CREDENTIALS"],
  ])("%s at the start is told, and nothing is received", async (name, status, code) => {
    const { queue, source } = await world();
    queue.faults.set("GetQueueAttributes", [refuseSqs(status, name)]);
    const { thrown } = await ran([await source()], [memorySink()]);
    expect(thrown).toMatchObject({ code });
    expect(queue.asked).toEqual(["GetQueueAttributes"]);
  });

  it("to receive ends the run at the start; later it is waited out", async () => {
    const { queue, source } = await world();
    queue.faults.set("ReceiveMessage", [refuseSqs(403, "AccessDeniedException")]);
    const { thrown } = await ran([await source()], [memorySink()]);
    expect(thrown).toMatchObject({
      code: "E_SQS_DENIED",
      problem: { todo: expect.anything() as string },
    });
  });

  it("to say how it is set up is no reason not to read it", async () => {
    const { queue, source, put } = await world({ hidesAttributes: true });
    put(keyOf("a"));
    queue.send(s3Event("trail", [keyOf("a")]));
    const sink = memorySink();
    const { thrown } = await ran([await source()], [sink]);
    expect(thrown).toBeUndefined();
    expect(queue.queue).toEqual([]);
  });
});
