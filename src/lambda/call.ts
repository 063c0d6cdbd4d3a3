/**
 * What one call of the Lambda function asks for: parts that are answered for one by one, and what the answer looks like,
 * by the shape of the event. Pure.
 *
 * Sources: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html,
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-invoke-lambda.html,
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
 */
import { readEvent, readNotification, type Told } from "../sources/notification.ts";
import type { NotDone } from "../sources/source.ts";

/** What is done or handed back as a whole: a message, a task, or all of the event. */
export interface Part {
  readonly id: string;
  readonly told: readonly Told[];
}

/** One call. */
export interface Call {
  readonly parts: readonly Part[];
  /** What the function returns, given why parts are not done. Throws where an event can only fail as a whole. */
  readonly answer: (notDone: ReadonlyMap<string, NotDone>) => unknown;
}

/** Reads the event of a call. */
export function callOf(event: unknown): Call {
  if (!isObject(event)) return wholeCall(readEvent(event));
  const { Records, tasks, awslogs } = event;
  if (Array.isArray(Records) && Records.length > 0 && Records.every(isMessage))
    return queueCall(Records);
  if (Array.isArray(tasks) && typeof event["invocationId"] === "string")
    return batchCall(event, tasks.filter(isObject));
  // The reader finds the records in it: base64 of gzip of JSON that holds them as text.
  if (isObject(awslogs) && typeof awslogs["data"] === "string")
    return wholeCall([{ kind: "records", text: JSON.stringify(event) }]);
  return wholeCall(readEvent(event));
}

function wholeCall(told: readonly Told[]): Call {
  return {
    parts: [{ id: "event", told }],
    answer(notDone) {
      const failure = notDone.get("event");
      if (failure === undefined) return {};
      const { what, why } = failure.problem;
      // Lambda calls again, or puts the event where the function's failures go.
      throw new Error(`not done: ${why === undefined ? what : `${what}: ${why}`}`);
    },
  };
}

type Message = Shape & { readonly messageId: string; readonly body: string };

function isMessage(value: unknown): value is Message {
  return (
    isObject(value) &&
    value["eventSource"] === "aws:sqs" &&
    typeof value["messageId"] === "string" &&
    typeof value["body"] === "string"
  );
}

/** Messages that are not named in the answer are deleted: only those that are done may be missing. */
function queueCall(messages: readonly Message[]): Call {
  return {
    parts: messages.map(({ messageId, body }) => ({ id: messageId, told: readNotification(body) })),
    answer: (notDone) => ({
      batchItemFailures: [...notDone.keys()].map((id) => ({ itemIdentifier: id })),
    }),
  };
}

/** S3 Batch Operations. */
function batchCall(event: Shape, tasks: readonly Shape[]): Call {
  const { invocationSchemaVersion, invocationId } = event;
  const idOf = ({ taskId }: Shape): string => String(taskId);
  return {
    parts: tasks.map((task) => ({ id: idOf(task), told: [objectOfTask(task)] })),
    answer: (notDone) => ({
      invocationSchemaVersion,
      treatMissingKeysAs: "PermanentFailure",
      invocationId,
      results: tasks.map((task) => {
        const failure = notDone.get(idOf(task));
        const failed = failure?.transient === true ? "TemporaryFailure" : "PermanentFailure";
        return {
          taskId: task["taskId"],
          resultCode: failure === undefined ? "Succeeded" : failed,
          resultString:
            failure === undefined ? "" : `${failure.problem.code}: ${failure.problem.what}`,
        };
      }),
    }),
  };
}

function objectOfTask({ s3Key, s3Bucket, s3BucketArn }: Shape): Told {
  const arn = typeof s3BucketArn === "string" ? s3BucketArn : "";
  const bucket = typeof s3Bucket === "string" ? s3Bucket : arn.replace(/^arn:aws[\w-]*:s3:::/, "");
  // The same shape, so that names are judged in one place.
  const [told] = readEvent({
    Records: [
      {
        eventSource: "aws:s3",
        eventName: "ObjectCreated:Batch",
        s3: { bucket: { name: bucket }, object: { key: s3Key } },
      },
    ],
  });
  return told ?? { kind: "unknown", why: "it names no object" };
}

type Shape = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Shape {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
