/**
 * A small SQS of our own on loopback: queues in memory with visibility, counts of tries and a dead-letter queue, and
 * faults that no server can be brought to. It checks no signatures; its clock is the machine's.
 */
import { createHash, randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A message as the stub holds it. */
export interface StubMessage {
  readonly id: string;
  readonly body: string;
  count: number;
  /** Of its newest delivery; older ones are worth nothing. */
  handle: string | undefined;
  hiddenUntilMs: number;
}

/** What a queue does instead of answering an action; taken one for each request. */
export type SqsFault = (response: ServerResponse) => void;

/** A running stub, with one queue and its dead-letter queue. */
export interface SqsStub {
  readonly env: Readonly<Record<string, string>>;
  /** As the command line names it. */
  readonly source: string;
  readonly queue: StubMessage[];
  readonly dead: StubMessage[];
  readonly send: (body: string) => StubMessage;
  /** Names of actions so far, with the number of entries where there may be several. */
  readonly asked: string[];
  /** By action, such as `ReceiveMessage`. */
  readonly faults: Map<string, SqsFault[]>;
  /** Entries of a batch that are refused in an answer of success, by action and handle or body: one time each. */
  readonly refused: Map<string, { readonly isSender: boolean; times: number }>;
  /** Resolves at the next request of an action, when it is answered. */
  readonly heard: (action: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** How the queue is set up. */
export interface SqsStubOptions {
  readonly visibilityS?: number;
  /** 0: there is no dead-letter queue. */
  readonly maxReceiveCount?: number;
  /** Nobody may ask for attributes. */
  readonly hidesAttributes?: boolean;
}

interface Request {
  readonly MaxNumberOfMessages?: number;
  readonly WaitTimeSeconds?: number;
  readonly Entries?: readonly {
    readonly Id: string;
    readonly ReceiptHandle?: string;
    readonly VisibilityTimeout?: number;
    readonly MessageBody?: string;
  }[];
}

/** It waits for messages as SQS does, but not as long: a test that waits for the end of a queue is to be quick. */
const LONGEST_WAIT_MS = 100;

/** Starts a stub. */
export async function startSqsStub(options: SqsStubOptions = {}): Promise<SqsStub> {
  const { visibilityS = 30, maxReceiveCount = 3 } = options;
  const queue: StubMessage[] = [];
  const dead: StubMessage[] = [];
  const asked: string[] = [];
  const faults = new Map<string, SqsFault[]>();
  const refused = new Map<string, { isSender: boolean; times: number }>();
  const hearing = new Map<string, (() => void)[]>();
  const waiting = new Set<() => void>();
  const wake = (): void => waiting.forEach((look) => look());

  const send = (body: string): StubMessage => {
    const message = { id: randomUUID(), body, count: 0, handle: undefined, hiddenUntilMs: 0 };
    queue.push(message);
    wake();
    return message;
  };
  const take = (most: number): readonly StubMessage[] => {
    const now = Date.now();
    const visible = queue.filter(({ hiddenUntilMs }) => hiddenUntilMs <= now);
    if (maxReceiveCount > 0)
      for (const worn of visible.filter(({ count }) => count >= maxReceiveCount)) {
        queue.splice(queue.indexOf(worn), 1);
        visible.splice(visible.indexOf(worn), 1);
        dead.push(worn);
      }
    const taken = visible.slice(0, most);
    for (const message of taken) {
      message.count += 1;
      message.handle = randomUUID();
      message.hiddenUntilMs = now + visibilityS * 1000;
    }
    return taken;
  };
  const receive = async ({ MaxNumberOfMessages = 1, WaitTimeSeconds = 0 }: Request) => {
    const endMs = Date.now() + Math.min(LONGEST_WAIT_MS, WaitTimeSeconds * 1000);
    let taken = take(MaxNumberOfMessages);
    while (taken.length === 0 && Date.now() < endMs) {
      // What becomes visible by itself is looked for now and then.
      await new Promise<void>((resolve) => {
        const look = (): void => {
          clearTimeout(timer);
          waiting.delete(look);
          resolve();
        };
        const timer = setTimeout(look, 20);
        waiting.add(look);
      });
      taken = take(MaxNumberOfMessages);
    }
    return {
      Messages: taken.map(({ id, handle, body, count }) => ({
        MessageId: id,
        ReceiptHandle: handle,
        Body: body,
        MD5OfBody: createHash("md5").update(body).digest("hex"),
        Attributes: { ApproximateReceiveCount: String(count) },
      })),
    };
  };
  const inBatch = (
    action: string,
    { Entries = [] }: Request,
    act: (entry: (typeof Entries)[number]) => string | undefined,
  ) => {
    const Failed: unknown[] = [];
    const Successful: unknown[] = [];
    for (const entry of Entries) {
      const planned = refused.get(`${action} ${entry.MessageBody ?? entry.ReceiptHandle ?? ""}`);
      const isRefused = planned !== undefined && planned.times > 0;
      if (isRefused) planned.times -= 1;
      const why = isRefused ? "Planned" : act(entry);
      if (why === undefined)
        Successful.push({
          Id: entry.Id,
          MessageId: randomUUID(),
          MD5OfMessageBody: createHash("md5")
            .update(entry.MessageBody ?? "")
            .digest("hex"),
        });
      else
        Failed.push({ Id: entry.Id, Code: why, SenderFault: isRefused ? planned.isSender : true });
    }
    return { Successful, Failed };
  };
  const byHandle = (handle: string | undefined): StubMessage | undefined =>
    queue.find((message) => message.handle === handle);

  const actions: Readonly<Record<string, (request: Request) => unknown>> = {
    GetQueueAttributes: () => ({
      Attributes: {
        VisibilityTimeout: String(visibilityS),
        ReceiveMessageWaitTimeSeconds: "0",
        ...(maxReceiveCount === 0 ? {} : { RedrivePolicy: JSON.stringify({ maxReceiveCount }) }),
        ApproximateNumberOfMessages: String(queue.length),
        ApproximateNumberOfMessagesNotVisible: "0",
        ApproximateNumberOfMessagesDelayed: "0",
      },
    }),
    ReceiveMessage: receive,
    ChangeMessageVisibilityBatch: (request) =>
      inBatch("ChangeMessageVisibilityBatch", request, ({ ReceiptHandle, VisibilityTimeout }) => {
        const message = byHandle(ReceiptHandle);
        if (message === undefined || message.hiddenUntilMs <= Date.now())
          return "InvalidParameterValue";
        message.hiddenUntilMs = Date.now() + (VisibilityTimeout ?? 0) * 1000;
        return undefined;
      }),
    DeleteMessageBatch: (request) =>
      inBatch("DeleteMessageBatch", request, ({ ReceiptHandle }) => {
        const message = byHandle(ReceiptHandle);
        if (message !== undefined) queue.splice(queue.indexOf(message), 1);
        return undefined;
      }),
    SendMessageBatch: (request) =>
      inBatch("SendMessageBatch", request, ({ MessageBody }) => {
        send(MessageBody ?? "");
        return undefined;
      }),
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const target = String(request.headers["x-amz-target"] ?? "");
    const action = target.slice(target.indexOf(".") + 1);
    const asking = JSON.parse(Buffer.concat(chunks).toString() || "{}") as Request;
    asked.push(asking.Entries === undefined ? action : `${action} ${asking.Entries.length}`);
    const fault = faults.get(action)?.shift();
    if (fault !== undefined) fault(response);
    else if (action === "GetQueueAttributes" && options.hidesAttributes === true)
      refuseSqs(403, "AccessDenied")(response);
    else {
      const given = (await actions[action]?.(asking)) ?? {};
      response.writeHead(200, { "content-type": "application/x-amz-json-1.0" });
      response.end(JSON.stringify(given));
    }
    for (const hear of hearing.get(action)?.splice(0) ?? []) hear();
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const endpoint = `http://127.0.0.1:${port}`;
  return {
    env: {
      AWS_ENDPOINT_URL_SQS: endpoint,
      AWS_ACCESS_KEY_ID: "stub",
      AWS_SECRET_ACCESS_KEY: "stub",
      AWS_REGION: "eu-west-1",
    },
    source: `sqs:${endpoint}/111122223333/trail`,
    queue,
    dead,
    send,
    asked,
    faults,
    refused,
    heard: (action) =>
      new Promise((resolve) => {
        hearing.set(action, [...(hearing.get(action) ?? []), resolve]);
      }),
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

/** A refusal in SQS's words. */
export function refuseSqs(status: number, code: string, message = `${code} it is`): SqsFault {
  return (response) => {
    response.writeHead(status, { "content-type": "application/x-amz-json-1.0" });
    response.end(JSON.stringify({ __type: `com.amazonaws.sqs#${code}`, message }));
  };
}
