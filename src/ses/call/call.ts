/** One call as its effect and its signals look at it: the action, what it names, what it sets, how it ended. */
import type { JsonObject, JsonValue } from "../../records/element.ts";
import type { ActionApi, ActionPart, ActionVerb, TargetKind } from "../../tables/actions.ts";
import type { Identity } from "./identity.ts";
import { isObject, scalarText, valueAt } from "../values/parameters.ts";
import type { Grants } from "./policy.ts";
import type { RefusalName } from "./refusal.ts";

/** A call. */
export interface Call {
  /** eventName. */
  readonly action: string;
  readonly api: ActionApi | "unknown";
  readonly verb: ActionVerb | "unknown";
  /** requestParameters; an empty object where the record shows none. */
  readonly params: JsonObject;
  /** The parameters are known, so that one which is not there was not given. */
  readonly complete: boolean;
  /** CloudTrail left the parameters out for their size. */
  readonly omitted: boolean;
  /** What stands as the parameters is neither an object nor null: nothing is known of them. */
  readonly unreadable: boolean;
  /** Account whose SES it is. */
  readonly account: string | undefined;
  readonly callerKind: string;
  /** Account of the caller, where it is not the one whose SES it is. */
  readonly foreignCaller: string | undefined;
  readonly denied: boolean;
  /** Why access was refused, where AWS says it. */
  readonly refusal: RefusalName | undefined;
  /** Why it failed; undefined when it succeeded. */
  readonly failure: string | undefined;
  /** What the action is about. A refusal may name another kind of thing: then there are no names here. */
  readonly kind: TargetKind | undefined;
  readonly names: readonly string[];
  readonly arns: readonly string[];
  readonly identities: readonly Identity[];
  readonly parts: Readonly<Partial<Record<ActionPart, readonly string[]>>>;
  /** What an identity policy gives away; undefined for all other calls. */
  readonly grants: Grants | undefined;
}

/** How a switch was set, as far as the record shows. */
export type Switch = "on" | "off" | undefined;

/** The value at a dotted path of the parameters. */
export function param(call: Call, path: string): JsonValue | undefined {
  return path.includes(".") ? valueAt(call.params, path.split(".")) : own(call.params, path);
}

/** The text at a dotted path of the parameters. */
export function paramText(call: Call, path: string): string | undefined {
  return scalarText(param(call, path));
}

/** True when the parameter was certainly not given: null, empty or not there, in parameters that are known. */
export function leftOut(call: Call, path: string): boolean {
  if (!call.complete) return false;
  const value = param(call, path);
  return value === undefined || value === null || value === "";
}

/** Reads a switch that must be given. */
export function switchAt(call: Call, path: string): Switch {
  const value = param(call, path);
  const text = typeof value === "string" ? value.toLowerCase() : value;
  if (text === true || text === "true") return "on";
  return text === false || text === "false" ? "off" : undefined;
}

/**
 * Reads a switch that is off when it is left out, as the API models have it: a boolean without a null. What holds the
 * switch must be there: of an object that is not shown, nothing is known.
 */
export function switchOrOff(call: Call, path: string): Switch {
  const given = switchAt(call, path);
  if (given !== undefined || !leftOut(call, path)) return given;
  const end = path.lastIndexOf(".");
  return end < 0 || isObject(param(call, path.slice(0, end))) ? "off" : undefined;
}

function own(params: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(params, key) ? params[key] : undefined;
}
