/** A queue through AWS's own client, which only this file knows. Loaded when a queue is named. */
import { setMaxListeners } from "node:events";
import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SQSClient,
  type BatchResultErrorEntry,
} from "@aws-sdk/client-sqs";
import { awsAgents } from "../aws/agents.ts";
import { awsSettings, type AwsEnvironment } from "../aws/settings.ts";
import type { QueueCounts } from "../source.ts";
import type { QueueAddress } from "./address.ts";
import type { Refused } from "./tens.ts";

/** A message, as it was received. */
export interface Received {
  /** The same at each delivery of it. */
  readonly id: string;
  /** Of this delivery. */
  readonly handle: string;
  readonly body: string;
  /** How often it was delivered, this time among them. */
  readonly count: number;
}

/** How a queue is set up. */
export interface QueueSettings {
  readonly visibilityS: number;
  /** 0: it answers at once, whether there is something or not. */
  readonly waitS: number;
  /** Where messages go that were delivered too often; undefined: nowhere. */
  readonly redrive: string | undefined;
}

/** Reads and writes a queue. Throws whatever the client throws: `failure.ts` tells what it means. */
export interface Queue {
  settings(signal?: AbortSignal): Promise<QueueSettings>;
  /** Messages in it, those that somebody holds among them. About so many: SQS counts over many machines. */
  length(signal?: AbortSignal): Promise<number>;
  receive(most: number, waitS: number, signal: AbortSignal): Promise<readonly Received[]>;
  /** Up to ten: how long each stays hidden from now on; 0: others may have it at once. */
  hide(
    entries: readonly { readonly handle: string; readonly seconds: number }[],
  ): Promise<readonly (Refused | undefined)[]>;
  /** Up to ten, by their handles. */
  remove(handles: readonly string[]): Promise<readonly (Refused | undefined)[]>;
  /** Up to ten, by their bodies. */
  send(bodies: readonly string[]): Promise<readonly (Refused | undefined)[]>;
  close(): void;
}

/** The longest that SQS waits for a message. */
const LONGEST_WAIT_S = 20;
const CONNECT_MS = 5_000;
/** An answer that does not come within this, the wait for messages not counted, is asked for again. */
const STALL_MS = 15_000;

/** Opens a queue. No request is sent yet. Each is counted as it is sent, those that the client repeats among them. */
export async function openQueue(
  { url, region }: QueueAddress,
  env: AwsEnvironment,
  counts: Pick<QueueCounts, "requests">,
): Promise<Queue> {
  const settings = awsSettings(env, "SQS");
  const origin = new URL(url).origin;
  const client = new SQSClient({
    ...settings,
    // The host of the URL says where the queue is: not the client's own idea of an address.
    ...(region === undefined ? { endpoint: settings.endpoint ?? origin } : { region }),
    useQueueUrlAsEndpoint: settings.endpoint === undefined,
    requestHandler: {
      connectionTimeout: CONNECT_MS,
      requestTimeout: LONGEST_WAIT_S * 1000 + STALL_MS,
      throwOnRequestTimeout: true,
      ...(await awsAgents(env, new URL(settings.endpoint ?? origin))),
    },
  });
  client.middlewareStack.add(
    (next) => (args) => {
      counts.requests += 1;
      return next(args);
    },
    { step: "deserialize", name: "countRequests", priority: "low" },
  );
  const QueueUrl = url;
  const attributes = async (
    names: readonly AttributeName[],
    abortSignal?: AbortSignal,
  ): Promise<Readonly<Record<string, string>>> => {
    const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...names] });
    const answer = await client.send(command, abortSignal === undefined ? {} : { abortSignal });
    return answer.Attributes ?? {};
  };
  return {
    async settings(signal) {
      const answer = await attributes(
        ["VisibilityTimeout", "ReceiveMessageWaitTimeSeconds", "RedrivePolicy"],
        signal,
      );
      return {
        visibilityS: Number(answer["VisibilityTimeout"] ?? 30),
        waitS: Number(answer["ReceiveMessageWaitTimeSeconds"] ?? 0),
        redrive: answer["RedrivePolicy"],
      };
    },
    async length(signal) {
      const answer = await attributes(LENGTHS, signal);
      return LENGTHS.reduce((sum, name) => sum + Number(answer[name] ?? 0), 0);
    },
    async receive(most, waitS, abortSignal) {
      setMaxListeners(0, abortSignal);
      const answer = await client.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: most,
          WaitTimeSeconds: waitS,
          MessageSystemAttributeNames: ["ApproximateReceiveCount"],
        }),
        { abortSignal },
      );
      return (answer.Messages ?? []).map(({ MessageId, ReceiptHandle, Body, Attributes }) => ({
        id: MessageId ?? "",
        handle: ReceiptHandle ?? "",
        body: Body ?? "",
        count: Number(Attributes?.ApproximateReceiveCount ?? 1),
      }));
    },
    async hide(entries) {
      const { Failed } = await client.send(
        new ChangeMessageVisibilityBatchCommand({
          QueueUrl,
          Entries: entries.map(({ handle, seconds }, place) => ({
            Id: String(place),
            ReceiptHandle: handle,
            VisibilityTimeout: seconds,
          })),
        }),
      );
      return refusals(entries.length, Failed);
    },
    async remove(handles) {
      const { Failed } = await client.send(
        new DeleteMessageBatchCommand({
          QueueUrl,
          Entries: handles.map((handle, place) => ({ Id: String(place), ReceiptHandle: handle })),
        }),
      );
      return refusals(handles.length, Failed);
    },
    async send(bodies) {
      const { Failed } = await client.send(
        new SendMessageBatchCommand({
          QueueUrl,
          Entries: bodies.map((body, place) => ({ Id: String(place), MessageBody: body })),
        }),
      );
      return refusals(bodies.length, Failed);
    },
    close: () => client.destroy(),
  };
}

const LENGTHS = [
  "ApproximateNumberOfMessages",
  "ApproximateNumberOfMessagesNotVisible",
  "ApproximateNumberOfMessagesDelayed",
] as const;

type AttributeName =
  | (typeof LENGTHS)[number]
  | "VisibilityTimeout"
  | "ReceiveMessageWaitTimeSeconds"
  | "RedrivePolicy";

/** A request may be answered with success, and some of its entries be refused all the same. */
function refusals(
  count: number,
  failed: readonly BatchResultErrorEntry[] = [],
): readonly (Refused | undefined)[] {
  return Array.from({ length: count }, (_, place) => {
    const refusal = failed.find(({ Id }) => Id === String(place));
    return refusal === undefined
      ? undefined
      : {
          why: [refusal.Code, refusal.Message].filter(Boolean).join(": "),
          isPassing: refusal.SenderFault !== true,
        };
  });
}
