/** Identity policies: whom a sending policy lets in, read from the JSON text in the parameters. */
import type { JsonObject, JsonValue } from "../records/element.ts";
import { isAccountId, parseArn } from "./arn.ts";
import { isObject } from "./parameters.ts";

/** What a policy gives away. */
export interface Grants {
  /** An allowing statement is open to everyone. */
  readonly everyone: boolean;
  /** Accounts other than the owner's that an allowing statement lets in, in the order of the policy. */
  readonly accounts: readonly string[];
}

/** What is known of a policy that could not be read: malformed, cut, hidden, or not there. */
const UNREADABLE: Grants = { everyone: false, accounts: [] };

/**
 * Reads a policy. `own` is the account of the identity; without it no account is foreign. Conditions are not looked
 * at: a statement that is open on a condition is open here.
 * Source: IAM User Guide, "AWS JSON policy elements: Principal" and "NotPrincipal".
 */
export function readGrants(text: JsonValue | undefined, own: string | undefined): Grants {
  const policy = typeof text === "string" ? parse(text) : text;
  if (!isObject(policy)) return UNREADABLE;
  const accounts: string[] = [];
  let everyone = false;
  for (const statement of listOf(policy["Statement"])) {
    if (!isObject(statement) || statement["Effect"] !== "Allow") continue;
    // Allow with NotPrincipal lets in everyone but those it names.
    if (statement["NotPrincipal"] !== undefined) everyone = true;
    for (const principal of principals(statement)) {
      if (principal === "*") everyone = true;
      const account = accountOf(principal);
      if (own !== undefined && account !== undefined && account !== own) {
        if (!accounts.includes(account)) accounts.push(account);
      }
    }
  }
  return { everyone, accounts };
}

function principals(statement: JsonObject): string[] {
  const principal = statement["Principal"];
  const named = isObject(principal) ? principal["AWS"] : principal;
  return listOf(named).filter((each) => typeof each === "string");
}

function accountOf(principal: string): string | undefined {
  if (isAccountId(principal)) return principal;
  const account = parseArn(principal)?.account;
  return account !== undefined && isAccountId(account) ? account : undefined;
}

function listOf(value: JsonValue | undefined): JsonValue[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

function parse(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    // Not JSON: nothing is known of what it grants.
    return undefined;
  }
}
