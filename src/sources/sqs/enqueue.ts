/** Puts what a bucket holds on a queue, as S3 would have told of it, so that any number of workers share the reading. */
import { CodedError } from "../../telemetry/problem.ts";
import type { AwsEnvironment } from "../aws/settings.ts";
import { readS3Address } from "../s3/address.ts";
import type { LogFile, Source } from "../source.ts";
import { readQueueAddress } from "./address.ts";
import { queueFailure } from "./failure.ts";
import { openQueue } from "./queue.ts";
import { gathering } from "./tens.ts";

/** What was put on a queue, or would be. */
export interface Enqueued {
  objects: number;
  bytes: number;
  /** Left out, since an earlier run had put them there. */
  before: number;
  /** To the queue. */
  requests: number;
}

/** What enqueueing needs. */
export interface EnqueueOptions {
  readonly env: AwsEnvironment;
  /** Undefined: nothing is sent, and all is only counted. */
  readonly queue: string | undefined;
  readonly isDone: (file: LogFile) => boolean;
  /** Told when the queue has it. */
  readonly onSent: (file: LogFile) => void;
  readonly now: () => Date;
}

/** Entries of a request are gathered for so long. */
const LINGER_MS = 20;
/** Messages that may be on their way at once. */
const MOST_UNDERWAY = 200;

/** Sends a message for each LogFile of a bucket. Ends early when the signal aborts; throws a CodedError. */
export async function enqueue(
  source: Source,
  { env, queue: named, isDone, onSent, now }: EnqueueOptions,
  signal: AbortSignal,
): Promise<Enqueued> {
  const enqueued: Enqueued = { objects: 0, bytes: 0, before: 0, requests: 0 };
  const address = named === undefined ? undefined : readQueueAddress(named);
  const queue = address === undefined ? undefined : await openQueue(address, env, enqueued);
  let failure: CodedError | undefined;
  const underway = new Set<Promise<void>>();
  const send = gathering<string>(async (bodies) => (await queue?.send(bodies)) ?? [], LINGER_MS);
  const put = async (file: LogFile): Promise<void> => {
    try {
      if (address !== undefined) await send(notificationOf(file, now()));
      enqueued.objects += 1;
      enqueued.bytes += file.sizeBytes ?? 0;
      onSent(file);
    } catch (thrown) {
      if (thrown instanceof CodedError || address === undefined) throw thrown;
      const { problem } = queueFailure(thrown, address, "sqs:SendMessage");
      failure ??= new CodedError(problem, { cause: thrown });
    }
  };
  try {
    for await (const file of source.files(signal)) {
      if (failure !== undefined || signal.aborted) break;
      if (isDone(file)) {
        enqueued.before += 1;
        continue;
      }
      const sending: Promise<void> = put(file).finally(() => underway.delete(sending));
      underway.add(sending);
      if (underway.size >= MOST_UNDERWAY) await Promise.race(underway);
    }
    await Promise.all(underway);
  } finally {
    queue?.close();
  }
  if (failure !== undefined) throw failure;
  return enqueued;
}

/** What S3 would have sent when the object came. Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
function notificationOf({ id, version = "", sizeBytes }: LogFile, now: Date): string {
  const { bucket, path } = readS3Address(id);
  return JSON.stringify({
    Records: [
      {
        eventVersion: "2.1",
        eventSource: "aws:s3",
        eventTime: now.toISOString(),
        eventName: "ObjectCreated:Put",
        s3: {
          s3SchemaVersion: "1.0",
          configurationId: "sestrail-backfill",
          bucket: { name: bucket, arn: `arn:aws:s3:::${bucket}` },
          object: {
            key: encodeURIComponent(path).replaceAll("%2F", "/").replaceAll("%20", "+"),
            size: sizeBytes,
            eTag: version.replaceAll('"', ""),
          },
        },
      },
    ],
  });
}
