/** How cases are written: one call a line, what it is a case of, and what must come out. */
import type { JsonObject } from "../../../src/records/element.ts";
import type { CallFacts, Meaning } from "../../../src/ses/meaning/meaning.ts";
import { readMeaning } from "../../../src/ses/meaning/meaning.ts";
import { factsOf } from "../sample.ts";

/** `yes` shows the thing, `near` the other value, `denied` a refused call without parameters. */
export type Sort = "yes" | "near" | "denied";

/** One call, and what it is a case of. */
export interface Case {
  /** Signal or effect rule. */
  readonly of: string;
  readonly sort: Sort;
  readonly action: string;
  readonly record: JsonObject;
  readonly facts?: Partial<CallFacts>;
  /** The effect that must come out, where the case is about it. */
  readonly effect?: string;
}

/** User agents that tell the API where parameters don't. */
export const AGENT = {
  v1: "aws-cli/2.31.0 md/command#ses.any-call",
  v2: "aws-cli/2.31.0 md/command#sesv2.any-call",
  mailmanager: "aws-cli/2.31.0 md/command#mailmanager.any-call",
} as const;

/** A call that succeeded. */
export function call(action: string, params: JsonObject | null, more: JsonObject = {}): JsonObject {
  return {
    eventName: action,
    eventSource: "ses.amazonaws.com",
    requestParameters: params,
    ...more,
  };
}

/** A refused call: CloudTrail keeps no parameters of it. */
export function refused(action: string, more: JsonObject = {}): JsonObject {
  return call(action, null, { responseElements: null, errorCode: "AccessDenied", ...more });
}

/** Reads a case's record. */
export function meaningOf({ record, facts }: Pick<Case, "record" | "facts">): Meaning {
  return readMeaning(record, factsOf(record, facts));
}

/** A short name for a case in test reports. */
export function titleOf(each: Case): string {
  return `${each.of}: ${each.sort}: ${each.action} ${JSON.stringify(each.record["requestParameters"])}`;
}
