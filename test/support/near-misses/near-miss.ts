/** What a near miss is, and the calls that they are made of. */
import { ACCOUNTS, program, user, type Caller } from "../../../src/demo/callers.ts";
import { recordOf, type Call } from "../../../src/demo/call.ts";
import { CLIENTS } from "../../../src/demo/clients.ts";
import { randomOf } from "../../../src/demo/random.ts";
import { sesCall, type SesApi } from "../../../src/demo/ses-call.ts";
import type { JsonObject } from "../../../src/records/element.ts";
import { WEEK_START, documentOf, type DemoDocument } from "../demo-documents.ts";

/** Documents on which one rule must stay silent. */
export interface NearMiss {
  /** Key of the rule. */
  readonly rule: string;
  readonly why: string;
  readonly documents: readonly DemoDocument[];
}

/** A call at a time that is told later. */
export type Later = (time: number) => Call;

const { marketing } = ACCOUNTS;
const MINUTE_MS = 60_000;

/** How a call fails that is not refused. */
export const ERROR = { error: { code: "LimitExceededException", message: "Too many of them." } };

let made = 0;

/** One call after the other, a minute apart, from the fifth day on; each has an account and a caller of its own. */
export function nearMiss(
  rule: string,
  why: string,
  calls: (caller: Caller) => readonly Later[],
): NearMiss {
  made += 1;
  const start = WEEK_START.getTime() + 4 * 86_400_000 + made * 30 * MINUTE_MS;
  const account = String(300_000_000_000 + made);
  const caller = program(account, `near-miss-${made}`, "198.51.100.90", CLIENTS.boto3);
  const random = randomOf(made, "near misses");
  return {
    rule,
    why,
    documents: calls(caller).map((call, index) => {
      const record = recordOf(call(start + index * MINUTE_MS), random);
      return { ...documentOf(record, { file: `near-miss-${made}`, index }), story: undefined };
    }),
  };
}

/** A call of SES. */
export function at(
  caller: Caller,
  api: SesApi,
  action: string,
  request: JsonObject | null,
  rest: Partial<Call> = {},
  region = "us-east-1",
): Later {
  return (time) => sesCall({ at: time, caller, region }, api, action, request, rest);
}

/** A call of another service. */
export function beside(
  caller: Caller,
  service: string,
  action: string,
  request: JsonObject,
): Later {
  const source = `${service}.amazonaws.com`;
  return (time) => ({ at: time, caller, region: "us-east-1", source, action, request });
}

/** So many of them. */
export function times<Value>(count: number, make: (index: number) => Value): readonly Value[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

/** An identity added. */
export function add(
  caller: Caller,
  emailIdentity: string,
  rest: Partial<Call> = {},
  region?: string,
): Later {
  return at(caller, "sesv2", "CreateEmailIdentity", { emailIdentity }, rest, region);
}

/** A program with a long-lived key that sends all week. */
export function knownUser(client = CLIENTS.javaV1, address = "192.0.2.81"): Caller {
  return user(marketing, "newsletter-cron", address, client);
}
