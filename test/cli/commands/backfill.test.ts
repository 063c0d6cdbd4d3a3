/** `sestrail backfill`: objects of a bucket become messages, once each; and what a try of it tells. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { runCommandLine } from "../../../src/cli/command-line.ts";
import { readNotification } from "../../../src/sources/notification.ts";
import { startS3Stub, type S3Stub } from "../../support/s3-stub.ts";
import { refuseSqs, startSqsStub, type SqsStub } from "../../support/sqs-stub.ts";
import { memoryTerminal } from "../../support/terminal.ts";

let bucket: S3Stub;
let queue: SqsStub;
beforeEach(async () => {
  bucket = await startS3Stub({ pageSize: 20 });
  queue = await startSqsStub();
  onTestFinished(async () => {
    await Promise.all([bucket.close(), queue.close()]);
  });
});

async function run(...args: readonly string[]) {
  const env = { ...bucket.env, ...queue.env };
  const terminal = memoryTerminal(["backfill", ...args], { env });
  const code = await runCommandLine(terminal);
  return { code, out: terminal.out(), err: terminal.err() };
}

const keyOf = (day: number, name: string): string =>
  `AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/${day}/${name}.json.gz`;
function fill(count: number): void {
  for (let index = 0; index < count; index += 1)
    bucket.objects.set(keyOf(19 + (index % 3), `f+${index} ü`), { body: Buffer.alloc(100) });
}
const keys = (): string[] =>
  queue.queue.flatMap(({ body }) =>
    readNotification(body).map((told) => (told.kind === "object" ? told.object.key : told.kind)),
  );

it("puts each object on the queue once, as S3 would have told of it, by tens", async () => {
  fill(45);
  bucket.objects.set(keyOf(20, "d").replace("/CloudTrail/", "/CloudTrail-Digest/"), {
    body: Buffer.alloc(9),
  });
  const { code, out } = await run("s3://trail/AWSLogs", "--enqueue", queue.source);
  expect(code).toBe(0);
  expect(keys().toSorted()).toEqual(
    [...bucket.objects.keys()].filter((key) => !key.includes("Digest")).toSorted(),
  );
  expect(queue.asked.length).toBeLessThan(10);
  expect(out).toMatch(
    /^put +45 objects, 4\.5 kB, of s3:\/\/trail\/AWSLogs\nleft out +1 digest\nrequests +4 list/,
  );
  const [told] = readNotification(queue.queue[0]?.body ?? "");
  expect(told).toMatchObject({
    object: {
      bucket: "trail",
      sizeBytes: 100,
      etag: expect.stringMatching(/^"\w{32}"$/) as string,
    },
  });
});

it("takes only the days that are wanted", async () => {
  fill(45);
  await run("s3://trail/AWSLogs", "--enqueue", queue.source, "--on", "2026-11-20");
  // What was called on that day may lie under the next.
  expect(new Set(keys().map((key) => /\/11\/(\d\d)\//.exec(key)?.[1]))).toEqual(
    new Set(["20", "21"]),
  );
});

it("goes on with a checkpoint where it was cut off", async () => {
  fill(45);
  const checkpoint = join(mkdtempSync(join(tmpdir(), "sestrail-backfill-")), "c");
  const again = (): ReturnType<typeof run> =>
    run("s3://trail/AWSLogs", "--enqueue", queue.source, "--checkpoint", checkpoint);
  const busy = refuseSqs(403, "AccessDenied");
  queue.faults.set("SendMessageBatch", [busy]);
  const first = await again();
  expect(first.code).toBe(1);
  expect(first.err).toMatch(/sqs:SendMessage on the queue trail is refused[^]*E_SQS_DENIED/);
  const second = await again();
  expect(second.code).toBe(0);
  expect(keys()).toHaveLength(45);
  expect(new Set(keys()).size).toBe(45);
  expect((await again()).out).toMatch(/^put +0 objects[^]*before +45 by an earlier run/);
  expect(keys()).toHaveLength(45);
});

it("with --dry-run counts objects, requests and their price, and sends nothing", async () => {
  fill(45);
  const { code, out } = await run("s3://trail/AWSLogs", "--enqueue", queue.source, "--dry-run");
  expect(code).toBe(0);
  expect(out).toBe(
    [
      "would put   45 objects, 4.5 kB, of s3://trail/AWSLogs",
      "requests    4 list, 5 to the queue; to read all of it 45 get and about 10 to the queue",
      "price       about $0.01 or less for these requests, by list prices",
      "",
    ].join("\n"),
  );
  expect(queue.asked).toEqual([]);
});

describe("what is wrong", () => {
  it.each([
    [["s3://trail"], "--enqueue  is needed"],
    [["folder", "--enqueue", "sqs:https://h/1/q"], "is no bucket"],
    [["s3://trail", "--enqueue", "https://h/111122223333/q"], "write sqs: before its URL"],
    [["s3://trail", "--enqueue", "sqs:nothing"], "Write it with the URL of the queue"],
    [["--enqueue", "sqs:https://h/111122223333/q"], "name a bucket"],
  ])("%s", async (args, words) => {
    const { code, err } = await run(...args);
    expect(code).toBe(2);
    expect(err).toContain(words);
  });

  it("a queue that is not there is told", async () => {
    fill(1);
    queue.faults.set("SendMessageBatch", [refuseSqs(400, "QueueDoesNotExist")]);
    const { code, err } = await run("s3://trail", "--enqueue", queue.source);
    expect(code).toBe(2);
    expect(err).toContain("there is no queue at http://127.0.0.1");
  });
});
