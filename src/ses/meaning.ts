/** What an SES call meant: the action table applied to one record. Pure and total. */
import type { JsonObject } from "../records/element.ts";

/** What the caller of `readMeaning` already knows of the record. */
export interface CallFacts {
  /** eventName. */
  readonly action: string;
  readonly userAgent: string | undefined;
  readonly callerKind: string;
  /** Account of the caller. */
  readonly callerAccount: string | undefined;
  /** Account whose SES it is. */
  readonly account: string | undefined;
  readonly errorCode: string | undefined;
  readonly errorMessage: string | undefined;
}

/** What an SES call is for. */
export type Verb = "create" | "read" | "update" | "delete" | "send" | "start" | "stop" | "unknown";

/** One setting that a write set. */
export interface Setting {
  readonly name: string;
  readonly value: string;
}

/** What an SES call meant. Lists are empty where there is nothing. */
export interface Meaning {
  readonly api: "v1" | "v2" | "mailmanager" | "unknown";
  readonly verb: Verb;
  readonly knownAction: boolean;
  readonly dataEvent: boolean;
  readonly target: {
    readonly kind: string | undefined;
    readonly names: readonly string[];
    readonly arns: readonly string[];
  };
  readonly identities: readonly {
    readonly name: string;
    readonly kind: "address" | "domain";
    readonly domain: string;
  }[];
  /** Named parts, by the last word of their field: `configuration_set`, `template`, `policy.name`, … */
  readonly parts: Readonly<Partial<Record<PartName, readonly string[]>>>;
  readonly settings: readonly Setting[];
  /** Access was refused. */
  readonly denied: boolean;
  readonly effect: string;
  readonly signals: readonly string[];
}

/** Names below `aws.ses.` that a call may carry. */
export type PartName =
  | "configuration_set"
  | "template"
  | "receipt_rule_set"
  | "receipt_rule"
  | "receipt_filter"
  | "event_destination"
  | "contact_list"
  | "dedicated_ip_pool"
  | "tenant"
  | "policy.name"
  | "topic_arn"
  | "mail_from_domain"
  | "message_id";

/** Reads what an SES call meant. Called once for each selected SES record. */
export function readMeaning(_record: JsonObject, facts: CallFacts): Meaning {
  return {
    api: "unknown",
    verb: "unknown",
    knownAction: false,
    dataEvent: false,
    target: { kind: undefined, names: [], arns: [] },
    identities: [],
    parts: {},
    settings: [],
    denied: false,
    effect: `${facts.action} called`,
    signals: [],
  };
}
