/** Sender identities: one name for an address, a domain, or the ARN of either. */
import { parseSesArn } from "./arn.ts";

/** A sender identity. */
export interface Identity {
  /** Address or domain, the domain in lower case, without a display name. */
  readonly name: string;
  readonly kind: "address" | "domain";
  readonly domain: string;
}

/**
 * Reads an identity from a parameter: `example.com`, `Ann <ann@Example.com>`, `arn:aws:ses:…:identity/example.com`.
 * Undefined where nothing is left of it.
 */
export function parseIdentity(text: string): Identity | undefined {
  const resource = parseSesArn(text);
  if (resource !== undefined) {
    return resource.kind === "identity" && resource.name !== undefined
      ? bareIdentity(resource.name)
      : undefined;
  }
  return bareIdentity(text);
}

/**
 * The address in `Ann <ann@example.com>`, however the display name is written; other text trimmed. Brackets that do not
 * end the text are part of an address: `"a<b>"@example.com`.
 */
export function bareAddress(text: string): string {
  const whole = text.trim();
  const open = whole.endsWith(">") ? whole.lastIndexOf("<") : -1;
  return open < 0 ? whole : whole.slice(open + 1, -1).trim();
}

/**
 * Brings the domain of an address, or a domain, to lower case and without the dot of the root. The local part may be
 * case-sensitive.
 */
export function lowerDomain(name: string): string {
  const begin = name.lastIndexOf("@") + 1;
  const domain = name.slice(begin).toLowerCase();
  const bare = domain.endsWith(".") ? domain.slice(0, -1) : domain;
  return begin === 0 ? bare : name.slice(0, begin) + bare;
}

function bareIdentity(text: string): Identity | undefined {
  const name = lowerDomain(bareAddress(text));
  const at = name.lastIndexOf("@");
  if (name === "" || at === name.length - 1) return undefined;
  return at < 0
    ? { name, kind: "domain", domain: name }
    : { name, kind: "address", domain: name.slice(at + 1) };
}
