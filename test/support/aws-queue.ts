/** Queues of the test's own at the AWS endpoint of the environment, each with its dead-letter queue. */
import { randomUUID } from "node:crypto";
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  SQSClient,
  SendMessageCommand,
} from "@aws-sdk/client-sqs";

/** A fresh queue. */
export interface AwsQueue {
  /** As the command line names it. */
  readonly source: string;
  readonly send: (body: string) => Promise<void>;
  /** Messages in the queue, hidden ones among them, and in its dead-letter queue. */
  readonly lengths: () => Promise<{ readonly queue: number; readonly dead: number }>;
  readonly drop: () => Promise<void>;
}

/** How a queue is set up. */
export interface AwsQueueOptions {
  readonly visibilityS: number;
  readonly maxReceiveCount: number;
}

const COUNTS = [
  "ApproximateNumberOfMessages",
  "ApproximateNumberOfMessagesNotVisible",
  "ApproximateNumberOfMessagesDelayed",
] as const;

/** Makes a queue at an endpoint that takes any credentials. */
export async function freshQueue(
  endpoint: string,
  { visibilityS, maxReceiveCount }: AwsQueueOptions,
): Promise<AwsQueue> {
  const name = `sestrail-${randomUUID()}`;
  const credentials = { accessKeyId: "testing", secretAccessKey: "testing" };
  const client = new SQSClient({ endpoint, credentials, region: "us-east-1" });
  const make = async (QueueName: string, Attributes: Record<string, string>): Promise<string> =>
    (await client.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl ?? "";
  const deadUrl = await make(`${name}-dead`, {});
  const asked = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: deadUrl, AttributeNames: ["QueueArn"] }),
  );
  const url = await make(name, {
    VisibilityTimeout: String(visibilityS),
    // A worker that is killed leaves its last question behind: it is to be short.
    ReceiveMessageWaitTimeSeconds: "1",
    RedrivePolicy: JSON.stringify({
      deadLetterTargetArn: asked.Attributes?.QueueArn,
      maxReceiveCount,
    }),
  });
  const lengthOf = async (QueueUrl: string): Promise<number> => {
    const { Attributes = {} } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...COUNTS] }),
    );
    return COUNTS.reduce((sum, count) => sum + Number(Attributes[count] ?? 0), 0);
  };
  return {
    source: `sqs:${url}`,
    async send(body) {
      await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: body }));
    },
    lengths: async () => ({ queue: await lengthOf(url), dead: await lengthOf(deadUrl) }),
    async drop() {
      for (const QueueUrl of [url, deadUrl])
        await client.send(new DeleteQueueCommand({ QueueUrl }));
      client.destroy();
    },
  };
}
