/** `sestrail check` of buckets and queues: what is allowed, what lacks, and a policy that would do. */
import { gzipSync } from "node:zlib";
import { beforeEach, expect, it, onTestFinished } from "vitest";
import { runCommandLine } from "../../../src/cli/command-line.ts";
import { s3Event } from "../../support/notifications.ts";
import { trailOf } from "../../support/running.ts";
import { refuse, startS3Stub, type S3Stub } from "../../support/s3-stub.ts";
import { refuseSqs, startSqsStub, type SqsStub } from "../../support/sqs-stub.ts";
import { memoryTerminal } from "../../support/terminal.ts";

let bucket: S3Stub;
let queue: SqsStub;
beforeEach(async () => {
  bucket = await startS3Stub();
  queue = await startSqsStub();
  onTestFinished(async () => {
    await Promise.all([bucket.close(), queue.close()]);
  });
  bucket.objects.set(KEY, { body: gzipSync(trailOf("a", 1)) });
});

const KEY = "AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/20/a.json.gz";

async function check(...args: readonly string[]) {
  const terminal = memoryTerminal(["check", ...args], { env: { ...bucket.env, ...queue.env } });
  return { code: await runCommandLine(terminal), out: terminal.out() };
}

/** The policy that was printed. */
function policyIn(out: string): unknown {
  const [, text = "null"] = /^a policy that would do:\n(\{\n[^]*?\n\})$/m.exec(out) ?? [];
  return JSON.parse(text);
}

it("a queue that can be read is ready, and keeps its message", async () => {
  const message = queue.send(s3Event("trail", [KEY]));
  const { code, out } = await check(queue.source);
  expect(out).toContain("can look, can hold, can delete, can receive, can get; 1 tried: 1 record");
  expect(out).toMatch(/ready\n$/);
  expect(code).toBe(0);
  expect(queue.queue).toEqual([message]);
  expect(message.count).toBe(1);
  expect(message.hiddenUntilMs).toBeLessThanOrEqual(Date.now());
});

it("an empty queue is ready", async () => {
  const { code, out } = await check(queue.source);
  expect(out).toContain("can receive, the queue is empty");
  expect(code).toBe(0);
});

it("each right that lacks on a queue is named, and the policy has them all", async () => {
  queue.send(s3Event("trail", [KEY]));
  queue.faults.set("DeleteMessageBatch", [refuseSqs(403, "AccessDenied")]);
  bucket.faults.set(KEY, [refuse(403, "AccessDenied")]);
  const { code, out } = await check(queue.source);
  expect(code).toBe(1);
  expect(out).toContain("sqs:DeleteMessage on the queue trail is refused");
  expect(out).toContain(`s3:GetObject on s3://trail/${KEY} is refused`);
  expect(policyIn(out)).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: [
          "sqs:ReceiveMessage",
          "sqs:ChangeMessageVisibility",
          "sqs:DeleteMessage",
          "sqs:GetQueueAttributes",
        ],
        Resource: "arn:aws:sqs:REGION:111122223333:trail",
      },
      {
        Effect: "Allow",
        Action: "s3:ListBucket",
        Resource: "arn:aws:s3:::trail",
        Condition: { StringLike: { "s3:prefix": "AWSLogs/*" } },
      },
      { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::trail/AWSLogs/*" },
    ],
  });
});

it("a key that may not be used is in the policy of a bucket", async () => {
  const key = "arn:aws:kms:eu-west-1:111122223333:key/1-2";
  const why = `User is not authorized to perform: kms:Decrypt on resource: ${key}`;
  bucket.faults.set(KEY, [refuse(403, "AccessDenied", why)]);
  const { out } = await check("s3://trail/AWSLogs");
  expect(policyIn(out)).toHaveProperty("Statement.2", {
    Effect: "Allow",
    Action: "kms:Decrypt",
    Resource: key,
  });
});

it("what no right would mend has no policy", async () => {
  const { code, out } = await check("s3://missing/AWSLogs");
  expect(code).toBe(2);
  expect(out).not.toContain("policy");
});
