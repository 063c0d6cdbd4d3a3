/** What `sqs:URL` names. Pure. */
import { CodedError } from "../../telemetry/problem.ts";

/** A queue. */
export interface QueueAddress {
  /** Its URL, as AWS shows it. */
  readonly url: string;
  readonly name: string;
  /** By the host of the URL, where that is one of AWS's. */
  readonly region: string | undefined;
  readonly account: string | undefined;
}

/** Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-queue-message-identifiers.html */
const PATH = /^\/(?:(\d{12}|queue)\/)?([A-Za-z0-9_-]{1,80}(?:\.fifo)?)$/;
const HOSTS: readonly RegExp[] = [
  /^sqs\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|api\.aws)$/,
  /^([a-z0-9-]+)\.queue\.amazonaws\.com$/,
  /\.sqs\.([a-z0-9-]+)\.vpce\.amazonaws\.com(?:\.cn)?$/,
];

/** Whether a source is named in the way of queues. */
export function isQueueAddress(named: string): boolean {
  return /^sqs:/i.test(named);
}

/** Reads an address. Throws E_USAGE. */
export function readQueueAddress(named: string): QueueAddress {
  const written = named.replace(/^sqs:(?:\/\/(?=https?:))?/i, "").replace(/^\/\//, "https://");
  const url = URL.canParse(written) ? new URL(written) : undefined;
  const [, account, name] = PATH.exec(url?.pathname ?? "") ?? [];
  if (url === undefined || name === undefined || !/^https?:$/.test(url.protocol))
    throw new CodedError({
      code: "E_USAGE",
      what: `${named} names no queue`,
      todo: "Write it with the URL of the queue: sqs:https://sqs.eu-west-1.amazonaws.com/111122223333/NAME",
    });
  const region = HOSTS.map((host) => host.exec(url.hostname)?.[1]).find(Boolean);
  return { url: url.href, name, region, account };
}
