/** What an SES call meant: the action table applied to one record. Pure and total. */
import type { JsonObject } from "../../records/element.ts";
import type { ActionPart } from "../../tables/actions.ts";
import type { SeverityName, SignalName } from "../../tables/signals.ts";
import { isAccountId } from "../call/arn.ts";
import { findAction } from "../call/action.ts";
import type { Call } from "../call/call.ts";
import { readEffect } from "../effect/effect.ts";
import { failureReason, isDenied } from "../call/failure.ts";
import { readRefusal, type RefusalName } from "../call/refusal.ts";
import { isOmission } from "../values/marked-paths.ts";
import { isObject, NONE } from "../values/parameters.ts";
import { readGrants } from "../call/policy.ts";
import { readSettings, type Setting } from "../settings/settings.ts";
import { highestSeverity } from "./severity.ts";
import { readSignals } from "./signals.ts";
import { arnInMessage, readSubject } from "../call/target.ts";
import { unverifiedIn } from "../call/unverified.ts";

/** Parameters of a call that shows none: one object for all. */
const NO_PARAMS: JsonObject = Object.freeze({});

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
  readonly parts: Readonly<Partial<Record<ActionPart, readonly string[]>>>;
  readonly settings: readonly Setting[];
  /** Access was refused. */
  readonly denied: boolean;
  /** Why, where AWS says it. */
  readonly refusal: RefusalName | undefined;
  readonly effect: string;
  readonly signals: readonly SignalName[];
  /** The highest of its signals; undefined without any. */
  readonly severity: SeverityName | undefined;
}

/** Reads what an SES call meant. Called once for each selected SES record. */
export function readMeaning(record: JsonObject, facts: CallFacts): Meaning {
  const shown = record["requestParameters"];
  const unreadable = shown !== undefined && shown !== null && !isObject(shown);
  const omitted = isObject(shown) && isOmission(shown);
  const params = isObject(shown) && !omitted ? shown : undefined;
  const action = findAction(facts.action, params, facts.userAgent);
  const denied = isDenied(facts.errorCode);
  const refusal = readRefusal(facts.errorCode, denied, facts.errorMessage);
  const failure = failureReason(facts.action, facts.errorCode, facts.errorMessage, refusal);
  const subject = readSubject(
    unreadable ? { ...record, requestParameters: null } : record,
    action,
    denied ? arnInMessage(facts.errorMessage) : undefined,
  );
  const call: Call = {
    action: facts.action,
    api: action.api,
    verb: action.verb,
    params: params ?? NO_PARAMS,
    // Null is how CloudTrail writes that nothing was given; of a call that failed it says nothing.
    complete: params !== undefined || (shown === null && failure === undefined),
    unreadable,
    omitted,
    account: facts.account,
    callerKind: facts.callerKind,
    foreignCaller: foreignAccount(facts.callerAccount, facts.account),
    denied,
    refusal: refusal?.name,
    failure,
    kind: action.target,
    names: subject.kind === action.target ? subject.names : NONE,
    arns: subject.arns,
    identities: subject.identities,
    parts: subject.parts,
    grants:
      params !== undefined && action.target === "identity_policy" && isGrant(action.verb)
        ? readGrants(params["policy"], facts.account)
        : undefined,
  };
  const signals = readSignals(call);
  // Senders, or recipients in the sandbox: targets of the refusal, and no identity that was sent as.
  const unverified = subject.names.length === 0 ? unverifiedIn(facts.errorMessage) : NONE;
  return {
    api: action.api,
    verb: action.verb,
    knownAction: action.known,
    dataEvent: action.dataEvent || record["eventCategory"] === "Data",
    target: {
      kind: unverified.length > 0 ? "identity" : subject.kind,
      names: unverified.length > 0 ? unverified : subject.names,
      arns: subject.arns,
    },
    identities: subject.identities,
    parts: subject.parts,
    settings: readSettings(call.params, action.settings, call.complete),
    denied,
    refusal: refusal?.name,
    effect: readEffect(call, action.effect),
    signals,
    severity: highestSeverity(signals),
  };
}

/** The caller's account, if it is another than that whose SES it is. */
function foreignAccount(caller: string | undefined, own: string | undefined): string | undefined {
  if (caller === undefined || own === undefined || caller === own) return undefined;
  return isAccountId(caller) ? caller : undefined;
}

function isGrant(verb: Verb): boolean {
  return verb === "create" || verb === "update";
}
