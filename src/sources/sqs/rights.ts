/** Tries the rights on a queue that receiving alone does not show. Changes nothing: it names a message that is none. */
import type { Problem } from "../../telemetry/problem.ts";
import type { AwsEnvironment } from "../aws/settings.ts";
import { readQueueAddress } from "./address.ts";
import { queueFailure, type QueueAction } from "./failure.ts";
import { openQueue, type Queue } from "./queue.ts";

/** What was found out. */
export interface QueueRights {
  /** What is allowed, in words. */
  readonly can: readonly string[];
  readonly problems: readonly Problem[];
}

/** SQS looks at rights before it looks at handles. */
const NO_HANDLE = "sestrail-check";

const TRIES: readonly (readonly [
  can: string,
  action: QueueAction,
  ask: (queue: Queue) => Promise<unknown>,
])[] = [
  ["can look", "sqs:GetQueueAttributes", (queue) => queue.settings()],
  [
    "can hold",
    "sqs:ChangeMessageVisibility",
    (queue) => queue.hide([{ handle: NO_HANDLE, seconds: 0 }]),
  ],
  ["can delete", "sqs:DeleteMessage", (queue) => queue.remove([NO_HANDLE])],
];

/** Tries them. Throws E_USAGE for what is no address. */
export async function queueRights(named: string, env: AwsEnvironment): Promise<QueueRights> {
  const address = readQueueAddress(named);
  const queue = await openQueue(address, env, { requests: 0 });
  const can: string[] = [];
  const problems: Problem[] = [];
  try {
    for (const [words, action, ask] of TRIES) {
      try {
        await ask(queue);
        can.push(words);
      } catch (thrown) {
        const { problem, kind } = queueFailure(thrown, address, action);
        // What is wrong with the handle is so by intent.
        if (kind === "passing" && problem.code === "E_SQS_REQUEST") can.push(words);
        else problems.push(problem);
        if (kind === "never") break;
      }
    }
  } finally {
    queue.close();
  }
  return { can, problems };
}
