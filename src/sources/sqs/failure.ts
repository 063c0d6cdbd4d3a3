/** What a failure of a queue means, to whoever has to mend it. Pure. */
import type { Problem } from "../../telemetry/problem.ts";
import { accountProblem, isOffline, lookAt } from "../aws/failure.ts";
import type { QueueAddress } from "./address.ts";

/** What is asked of a queue, by the name of the right to it. */
export type QueueAction =
  | "sqs:GetQueueAttributes"
  | "sqs:ReceiveMessage"
  | "sqs:ChangeMessageVisibility"
  | "sqs:DeleteMessage"
  | "sqs:SendMessage";

/** A failure, judged. */
export interface QueueFailure {
  readonly problem: Problem;
  /** `never`: asked again, it fails again. `refused`: until a right is given. `passing`: soon it may not. */
  readonly kind: "never" | "refused" | "passing";
}

const MISSING = /NonExistentQueue|QueueDoesNotExist/;
const REFUSED = /AccessDenied|NotAuthorized/i;

/** Tells what was thrown by a request. Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html */
export function queueFailure(
  thrown: unknown,
  { name: queue, url }: QueueAddress,
  action: QueueAction,
): QueueFailure {
  const seen = lookAt(thrown);
  const { name, status, why } = seen;
  const account = accountProblem(seen);
  if (account !== undefined) return { problem: account, kind: "never" };
  if (MISSING.test(name) || MISSING.test(why))
    return {
      problem: { code: "E_SQS_QUEUE", what: `there is no queue at ${url}`, why },
      kind: "never",
    };
  if (/^KMS\.|^Kms/.test(name))
    return {
      problem: {
        code: "E_SQS_DENIED",
        what: `the key that encrypts the queue ${queue} can't be used`,
        why,
        todo: "Allow the action kms:Decrypt on that key, in its own policy, too",
      },
      kind: "refused",
    };
  if (REFUSED.test(name) || status === 403)
    return {
      problem: {
        code: "E_SQS_DENIED",
        what: `${action} on the queue ${queue} is refused`,
        why,
        todo: `Allow the action ${action} on the queue`,
      },
      kind: "refused",
    };
  return {
    problem: {
      code: isOffline(seen) ? "E_SQS_UNREACHABLE" : "E_SQS_REQUEST",
      what: `${action} on the queue ${queue} failed`,
      why,
    },
    kind: "passing",
  };
}
