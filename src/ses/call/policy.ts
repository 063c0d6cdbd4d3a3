/** Identity policies: whom a sending policy lets in, read from the JSON text in the parameters. */
import type { JsonObject, JsonValue } from "../../records/element.ts";
import { isAccountId, parseArn } from "./arn.ts";
import { isEmpty } from "../values/json.ts";
import { narrowedBy } from "./policy-conditions.ts";
import { isObject, once } from "../values/parameters.ts";

/** What a policy gives away. */
export interface Grants {
  /** An allowing statement is open to everyone, and no condition keeps it to those that it names. */
  readonly everyone: boolean;
  /** Organizations within which an allowing statement is open to everyone, as conditions name them. */
  readonly organizations: readonly string[];
  /** Accounts other than the owner's that an allowing statement lets in, in the order of the policy. */
  readonly accounts: readonly string[];
  /** Every statement that lets everyone in, or else those accounts, has conditions, which may narrow it to nobody. */
  readonly conditional: boolean;
}

/** What is known of a policy that could not be read: malformed, cut, hidden, or not there. */
const UNREADABLE: Grants = {
  everyone: false,
  organizations: [],
  accounts: [],
  conditional: false,
};

/**
 * Reads a policy. `own` is the account of the identity; without it no account is foreign. Of conditions only
 * those are weighed that name organizations or accounts (`policy-conditions.ts`): a statement that is open on any other is open here. Names and effects are read in any letter case, and wildcards in
 * any kind of principal: whether AWS takes them shows in the outcome of the call.
 * Source: IAM User Guide, "AWS JSON policy elements: Principal" and "NotPrincipal".
 */
export function readGrants(text: JsonValue | undefined, own: string | undefined): Grants {
  const policy = typeof text === "string" ? parse(text) : text;
  if (!isObject(policy)) return UNREADABLE;
  const toEveryone: boolean[] = [];
  const toAccounts: boolean[] = [];
  const accounts: string[] = [];
  const organizations: string[] = [];
  for (const statement of listOf(member(policy, "statement"))) {
    if (!isObject(statement) || !isAllowing(statement)) continue;
    const condition = member(statement, "condition");
    const conditional = !isEmpty(condition);
    const named = principals(statement);
    // Allow with NotPrincipal lets in everyone but those it names.
    const isOpen = !isEmpty(member(statement, "notprincipal")) || named.some(isEveryone);
    const narrowed = isOpen ? narrowedBy(condition) : undefined;
    const foreign = [...named.map(accountOf), ...(narrowed?.accounts ?? [])].filter(
      (account) => account !== undefined && own !== undefined && account !== own,
    );
    if (isOpen && narrowed === undefined) toEveryone.push(conditional);
    if (foreign.length > 0) toAccounts.push(conditional);
    for (const account of foreign) if (account !== undefined) accounts.push(account);
    for (const organization of narrowed?.organizations ?? []) organizations.push(organization);
  }
  const everyone = toEveryone.length > 0;
  const decisive = everyone ? toEveryone : toAccounts;
  return {
    everyone,
    organizations: once(organizations),
    accounts: once(accounts),
    conditional: decisive.length > 0 && decisive.every(Boolean),
  };
}

function isAllowing(statement: JsonObject): boolean {
  const effect = member(statement, "effect");
  return typeof effect === "string" && effect.toLowerCase() === "allow";
}

/** All principals of a statement but services, which are AWS itself: accounts, identity providers, any other kind. */
function principals(statement: JsonObject): string[] {
  const principal = member(statement, "principal");
  const named = isObject(principal)
    ? Object.keys(principal)
        .filter((kind) => kind.toLowerCase() !== "service")
        .flatMap((kind) => listOf(principal[kind]))
    : listOf(principal);
  return named.filter((each) => typeof each === "string");
}

/** `*`, or an ARN whose account is a wildcard. */
function isEveryone(principal: string): boolean {
  const account = parseArn(principal)?.account;
  return account === undefined ? /^\*+$/.test(principal) : account.includes("*");
}

function accountOf(principal: string): string | undefined {
  if (isAccountId(principal)) return principal;
  const account = parseArn(principal)?.account;
  return account !== undefined && isAccountId(account) ? account : undefined;
}

/** The member of this name, in lower case here and in any there. */
function member(object: JsonObject, name: string): JsonValue | undefined {
  const key = Object.keys(object).find((each) => each.toLowerCase() === name);
  return key === undefined ? undefined : object[key];
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
