/** ARNs: taken apart by their colons, in any partition. */
import type { TargetKind } from "../../tables/actions.ts";
import { TARGETS } from "../../tables/actions.ts";

/** The parts of an ARN. */
export interface Arn {
  readonly service: string;
  /** Twelve digits, or empty. */
  readonly account: string;
  /** All after the fifth colon: `identity/example.com`. */
  readonly resource: string;
}

/** A resource of SES as its ARN tells it. */
export interface SesResource {
  readonly kind: TargetKind | undefined;
  readonly name: string | undefined;
}

const KIND_OF_ARN: ReadonlyMap<string, TargetKind> = new Map(
  Object.entries(TARGETS).flatMap(([kind, row]) =>
    "arn" in row ? [[row.arn, kind as TargetKind] as const] : [],
  ),
);

/** Takes an ARN apart; undefined when the text is none. */
export function parseArn(text: string): Arn | undefined {
  if (!text.startsWith("arn:")) return undefined;
  const partition = text.indexOf(":", 4);
  const service = text.indexOf(":", partition + 1);
  const region = text.indexOf(":", service + 1);
  const account = text.indexOf(":", region + 1);
  if (partition < 0 || service < 0 || region < 0 || account < 0) return undefined;
  return {
    service: text.slice(partition + 1, service),
    account: text.slice(region + 1, account),
    resource: text.slice(account + 1),
  };
}

/**
 * What an SES ARN names: kind and name, as far as it says. Tenants carry their id after the name, receipt rules their
 * set before it. Undefined for what is no ARN of SES.
 */
export function parseSesArn(text: string): SesResource | undefined {
  const arn = parseArn(text);
  if (arn?.service !== "ses") return undefined;
  const { resource } = arn;
  const slash = resource.indexOf("/");
  const kind = KIND_OF_ARN.get(slash < 0 ? resource : resource.slice(0, slash));
  if (slash < 0) return { kind, name: undefined };
  let name = resource.slice(slash + 1);
  if (kind === "tenant") name = upTo(name, "/");
  if (kind === "receipt_rule_set") {
    const rule = name.indexOf(":receipt-rule/");
    if (rule >= 0) return { kind: "receipt_rule", name: nothingIfAny(name.slice(rule + 14)) };
  }
  return { kind, name: nothingIfAny(name) };
}

/** The account in an ARN that is not `own`: twelve digits. Undefined when there is none, or `own` is not known. */
export function foreignAccountIn(text: string, own: string | undefined): string | undefined {
  if (own === undefined) return undefined;
  const account = parseArn(text)?.account;
  return account !== undefined && isAccountId(account) && account !== own ? account : undefined;
}

/** True for the twelve digits of an AWS account id. */
export function isAccountId(text: string): boolean {
  if (text.length !== 12) return false;
  for (let at = 0; at < 12; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 48 || code > 57) return false;
  }
  return true;
}

function upTo(text: string, end: string): string {
  const at = text.indexOf(end);
  return at < 0 ? text : text.slice(0, at);
}

function nothingIfAny(name: string): string | undefined {
  return name === "" || name === "*" ? undefined : name;
}
