/** Conditions of a policy that keep a statement for everyone to organizations or accounts that they name. */
import type { JsonValue } from "../../records/element.ts";
import { isAccountId, parseArn } from "./arn.ts";
import { isObject, NONE } from "../values/parameters.ts";

/** Whom conditions leave of everyone. */
export interface Narrowed {
  /** Ids of organizations; `OWN_ORGANIZATION` for that of the identity's account. */
  readonly organizations: readonly string[];
  /** Accounts; the identity's own is left out where only a variable names it. */
  readonly accounts: readonly string[];
}

/** Stands for the organization of the identity's account, which a variable names. */
export const OWN_ORGANIZATION = "own";

/** Whom one value of a condition's key leaves; undefined: anybody may meet it. */
type Reader = (value: string) => Narrowed | undefined;

/**
 * Keys that say whom a caller, or the resource for which a service calls, belongs to.
 * Source: IAM User Guide, "AWS global condition context keys".
 */
const KEYS: ReadonlyMap<string, Reader> = new Map([
  ["aws:principalorgid", organization],
  ["aws:principalorgpaths", organization],
  ["aws:sourceorgid", organization],
  ["aws:sourceorgpaths", organization],
  ["aws:principalaccount", account],
  ["aws:principalarn", account],
  ["aws:sourceaccount", account],
  ["aws:sourceowner", account],
  ["aws:sourcearn", account],
]);

/**
 * Operators that hold only for a caller who has the key, with one of the values. `…IfExists` and `ForAllValues:` hold
 * without the key as well.
 * Source: IAM User Guide, "IAM JSON policy elements: Condition operators"; "Set operators for multivalued context keys".
 */
const OPERATOR =
  /^(?:ForAnyValue:)?(?:StringEquals|StringEqualsIgnoreCase|StringLike|ArnEquals|ArnLike)$/i;

/**
 * Whom a statement's conditions leave of everyone; undefined where they name nobody. All conditions must hold, so that
 * one which names somebody is enough; of the values of a key one must fit, so that each has to name somebody.
 */
export function narrowedBy(condition: JsonValue | undefined): Narrowed | undefined {
  if (!isObject(condition)) return undefined;
  for (const operator of Object.keys(condition)) {
    const keys = condition[operator];
    if (!OPERATOR.test(operator) || !isObject(keys)) continue;
    for (const key of Object.keys(keys)) {
      const read = KEYS.get(key.toLowerCase());
      const found = read === undefined ? undefined : narrowedByValues(keys[key], read);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function narrowedByValues(values: JsonValue | undefined, read: Reader): Narrowed | undefined {
  const list = Array.isArray(values) ? values : [values];
  const each = list.map((value) => (typeof value === "string" ? read(value) : undefined));
  const named = each.filter((one) => one !== undefined);
  if (named.length === 0 || named.length < each.length) return undefined;
  return {
    organizations: named.flatMap(({ organizations }) => organizations),
    accounts: named.flatMap(({ accounts }) => accounts),
  };
}

/** `o-a1b2c3d4e5`, or a path that begins with it. */
function organization(value: string): Narrowed | undefined {
  if (value === "${aws:ResourceOrgID}")
    return { organizations: [OWN_ORGANIZATION], accounts: NONE };
  const id = /^(o-[a-z0-9]{1,32})(?:\/|$)/.exec(value)?.[1];
  return id === undefined ? undefined : { organizations: [id], accounts: NONE };
}

/** An account's number, or an ARN that tells it. */
function account(value: string): Narrowed | undefined {
  if (value === "${aws:ResourceAccount}") return { organizations: NONE, accounts: NONE };
  const id = isAccountId(value) ? value : parseArn(value)?.account;
  return id !== undefined && isAccountId(id) ? { organizations: NONE, accounts: [id] } : undefined;
}
