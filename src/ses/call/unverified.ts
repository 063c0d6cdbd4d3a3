/** Which identities SES found unverified: it says so at the end of its message, be they senders or, in the sandbox, recipients. */
import { once } from "../values/parameters.ts";
import { bareAddress, lowerDomain } from "./identity.ts";

/**
 * `Email address is not verified. The following identities failed the check in region EU-WEST-1: Ann <a@b.example>, c@d.example`
 * Source: SES Developer Guide, "Amazon SES sending errors".
 */
const FAILED = /The following identities failed the check in region [A-Za-z0-9-]{1,32}: /;

/** Longest list that is read. SES takes 50 recipients a message. */
const MAX_LENGTH = 20_000;

/** The identities that a message names, each once, in its order; none in any other message. */
export function unverifiedIn(message: string | undefined): readonly string[] {
  const found = message === undefined ? null : FAILED.exec(message);
  if (message === undefined || found === null) return [];
  const list = message.slice(found.index + found[0].length, MAX_LENGTH);
  return once(
    namesIn(list)
      .map((name) => lowerDomain(bareAddress(name)))
      .filter((name) => name !== ""),
  );
}

/** Cuts at commas that stand in no quotes: a display name may hold some. */
function namesIn(list: string): readonly string[] {
  const names: string[] = [];
  let from = 0;
  let quoted = false;
  for (let at = 0; at < list.length; at += 1) {
    const char = list.charAt(at);
    if (char === "\\" && quoted) at += 1;
    else if (char === '"') quoted = !quoted;
    else if (char === "," && !quoted) {
      names.push(list.slice(from, at));
      from = at + 1;
    }
  }
  names.push(list.slice(from));
  return names;
}
