/** One question to the server, with refusals as answers: for everything but bulk writing. */
import type { Client } from "./client.ts";
import { type Fault, faultOf } from "./faults.ts";

/** A question. The path's variable parts MUST be encoded. */
export interface Question {
  readonly method: "GET" | "PUT" | "POST" | "DELETE";
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, unknown>>;
}

/** An answer that is no refusal. */
export interface Granted {
  readonly kind: "granted";
  /** The body, as JSON; nothing of it is known. */
  readonly body: unknown;
}

/** What came of a question. */
export type Answer = Granted | Fault;

/** Asks. Throws when the signal aborts, or on a bug. */
export async function ask(
  client: Client,
  question: Question,
  signal: AbortSignal,
): Promise<Answer> {
  signal.throwIfAborted();
  const { method, path, query, body } = question;
  try {
    const answer: unknown = await client.transport.request(
      {
        method,
        path,
        ...(query === undefined ? {} : { querystring: { ...query } }),
        ...(body === undefined ? {} : { body }),
      },
      { signal },
    );
    return { kind: "granted", body: answer };
  } catch (error) {
    signal.throwIfAborted();
    return faultOf(error);
  }
}

/** True for a refusal with this status. */
export function isRefused(answer: Answer, ...statuses: readonly number[]): boolean {
  return answer.kind === "refused" && statuses.includes(answer.status);
}
