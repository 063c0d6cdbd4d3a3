/** The Lambda function, in one bundle and a process of its own, called as Lambda's runtime calls it: again and again. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { bundlerIn } from "../support/bundle.ts";
import {
  busEvent,
  cloudTrailNotice,
  recordEvent,
  s3Event,
  throughSns,
} from "../support/notifications.ts";
import { startOtlpStub, type OtlpStub } from "../support/otlp-stub.ts";
import { trailOf } from "../support/running.ts";
import { refuse, silence, startS3Stub, type S3Stub } from "../support/s3-stub.ts";

const SCRATCH = mkdtempSync(join(tmpdir(), "sestrail-lambda-"));
const BANNER =
  "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);";

/** As the runtime does: loads the handler once, and gives it one event after another. */
const RUNTIME = `
import { createInterface } from "node:readline";
const { handler } = await import("./index.mjs");
for await (const line of createInterface({ input: process.stdin })) {
  const { event, leftMs } = JSON.parse(line);
  const endMs = Date.now() + leftMs;
  const context = { getRemainingTimeInMillis: () => endMs - Date.now() };
  const answer = await handler(event, context).then((given) => ({ given }), ({ message }) => ({ thrown: message }));
  console.log(JSON.stringify(answer));
}
`;

interface Answer {
  readonly given?: unknown;
  readonly thrown?: string;
}

let bucket: S3Stub;
let collector: OtlpStub;
let isBusy = false;
let runtime: ReturnType<typeof start>;

function start(env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, ["runtime.mjs"], {
    cwd: join(SCRATCH, "function"),
    env: { PATH: process.env["PATH"], ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let log = "";
  child.stderr.on("data", (chunk: Buffer) => (log += chunk.toString()));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async call(event: unknown, leftMs = 60_000): Promise<Answer> {
      child.stdin.write(`${JSON.stringify({ event, leftMs })}\n`);
      const next = (await lines.next()) as IteratorResult<string, undefined>;
      if (next.done === true) throw new Error(`the function ended: ${log}`);
      return JSON.parse(next.value) as Answer;
    },
    log: () => log,
    async end() {
      child.stdin.end();
      await once(child, "close");
    },
  };
}

beforeAll(async () => {
  const made = join(SCRATCH, "made");
  const own = join(SCRATCH, "function");
  mkdirSync(made);
  mkdirSync(own);
  const text = await bundlerIn(made)('export { handler } from "sestrail/lambda";', {
    platform: "node",
    target: "node20",
    format: "esm",
    banner: { js: BANNER },
  });
  writeFileSync(join(own, "index.mjs"), text);
  writeFileSync(join(own, "runtime.mjs"), RUNTIME);
  bucket = await startS3Stub();
  collector = await startOtlpStub((_request, response) => {
    response.writeHead(isBusy ? 503 : 200, { "content-type": "application/json" }).end("{}");
  });
  runtime = start({
    ...bucket.env,
    SESTRAIL_TO: `otlp:${collector.url}`,
    OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
    OTEL_EXPORTER_OTLP_COMPRESSION: "none",
  });
});
afterAll(async () => {
  await runtime.end();
  await Promise.all([bucket.close(), collector.close()]);
  rmSync(SCRATCH, { recursive: true });
});
beforeEach(() => {
  isBusy = false;
  bucket.asked.length = 0;
  collector.requests.splice(0);
});

const KEY = "AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/20/";
function put(name: string, events = 2): string {
  const key = `${KEY}${name}.json.gz`;
  bucket.objects.set(key, { body: gzipSync(trailOf(name, events)) });
  return key;
}

/** Ids of the events that arrived. */
const arrived = (): string[] =>
  collector.requests.flatMap(({ body }) =>
    [
      ...body.toString().matchAll(/"key":"log\.record\.uid","value":\{"stringValue":"([^"]+)"/g),
    ].map(([, id = ""]) => id),
  );

const messages = (bodies: readonly string[]): unknown => ({
  Records: bodies.map((body, place) => ({
    messageId: `m${place}`,
    receiptHandle: "h",
    body,
    attributes: { ApproximateReceiveCount: "1" },
    eventSource: "aws:sqs",
    eventSourceARN: "arn:aws:sqs:eu-west-1:111122223333:trail",
  })),
});
const failures = (...ids: string[]): Answer => ({
  given: { batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) },
});
const parsed = (text: string): unknown => JSON.parse(text);
const records = (name: string): unknown =>
  (JSON.parse(trailOf(name, 1)) as { Records: unknown[] }).Records[0];

describe("messages of a queue", () => {
  it("of every form are done in one call, each object is read once", async () => {
    const key = put("twice");
    const bodies = [
      s3Event("trail", [key]),
      throughSns(s3Event("trail", [key])),
      busEvent("trail", put("bus")),
      throughSns(cloudTrailNotice("trail", [put("ct1"), put("ct2")])),
      recordEvent(records("carried")),
      '{"Service":"Amazon S3","Event":"s3:TestEvent","Bucket":"trail"}',
      s3Event("trail", [`AWSLogs/111122223333/CloudTrail-Digest/x/2026/11/20/d.json.gz`]),
    ];
    expect(await runtime.call(messages(bodies))).toEqual(failures());
    expect(new Set(arrived()).size).toBe(9);
    expect(bucket.asked.filter((asked) => asked === `GET ${key}`)).toHaveLength(1);
  });

  it("one of ten that is bad is handed back alone, whatever is bad of it", async () => {
    for (const bad of ["no notification", s3Event("trail", [`${KEY}gone.json.gz`])]) {
      const good = Array.from({ length: 9 }, (_, place) => s3Event("trail", [put(`g${place}`)]));
      const bodies = [...good.slice(0, 4), bad, ...good.slice(4)];
      expect(await runtime.call(messages(bodies))).toEqual(failures("m4"));
      expect(new Set(arrived()).size).toBe(18);
    }
    expect(runtime.log()).toContain("E_SQS_MESSAGE");
  });

  it("are handed back where the time is up: what was done by then is not", async () => {
    const slow = put("slow");
    bucket.faults.set(slow, [silence]);
    const bodies = [s3Event("trail", [put("quick")]), s3Event("trail", [slow])];
    expect(await runtime.call(messages(bodies), 3_000)).toEqual(failures("m1"));
    expect(new Set(arrived()).size).toBe(2);
  });

  it("are all handed back where nothing can be delivered, and the next call goes well", async () => {
    isBusy = true;
    const event = messages([s3Event("trail", [put("a")]), s3Event("trail", [put("b")])]);
    expect(await runtime.call(event, 2_000)).toEqual(failures("m0", "m1"));
    isBusy = false;
    expect(await runtime.call(event)).toEqual(failures());
  });
});

describe("events that fail as a whole", () => {
  const data = (text: string): unknown => ({
    awslogs: { data: gzipSync(text).toString("base64") },
  });
  const subscription = (): string =>
    JSON.stringify({
      messageType: "DATA_MESSAGE",
      logGroup: "trail",
      logEvents: [{ id: "1", timestamp: 1, message: JSON.stringify(records("logged")) }],
    });
  it.each<[string, () => unknown, number]>([
    ["S3", () => parsed(s3Event("trail", [put("s3")])), 2],
    [
      "SNS",
      () => ({
        Records: [{ EventSource: "aws:sns", Sns: { Message: s3Event("trail", [put("sns")]) } }],
      }),
      2,
    ],
    ["EventBridge, an object", () => parsed(busEvent("trail", put("eb"))), 2],
    ["EventBridge, a record", () => parsed(recordEvent(records("r"))), 1],
    ["a subscription of CloudWatch Logs", () => data(subscription()), 1],
  ])("%s: delivered", async (_name, event, count) => {
    expect(await runtime.call(event())).toEqual({ given: {} });
    expect(new Set(arrived()).size).toBe(count);
  });

  it("throw what is not done", async () => {
    const event = parsed(s3Event("trail", [put("fine"), `${KEY}gone.json.gz`]));
    expect((await runtime.call(event)).thrown).toMatch(/^not done: .*gone\.json\.gz is no longer/);
    expect((await runtime.call({ hello: 1 })).thrown).toContain("hello");
  });
});

it("S3 Batch Operations get an answer for each task", async () => {
  const denied = put("denied");
  bucket.faults.set(denied, [refuse(403, "AccessDenied")]);
  const task = (taskId: string, s3Key: string) => ({
    taskId,
    s3Key,
    s3VersionId: null,
    s3BucketArn: "arn:aws:s3:::trail",
  });
  const event = {
    invocationSchemaVersion: "1.0",
    invocationId: "i",
    job: { id: "j" },
    tasks: [task("t1", put("batch")), task("t2", denied)],
  };
  expect((await runtime.call(event)).given).toMatchObject({
    invocationSchemaVersion: "1.0",
    invocationId: "i",
    treatMissingKeysAs: "PermanentFailure",
    results: [
      { taskId: "t1", resultCode: "Succeeded" },
      { taskId: "t2", resultCode: "PermanentFailure" },
    ],
  });
});
