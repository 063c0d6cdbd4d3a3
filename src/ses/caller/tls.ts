/** tlsDetails, brought to ECS: version and protocol apart. Any of its members may be missing. */
import type { JsonObject, JsonValue } from "../../records/element.ts";
import { textOf } from "../values/json.ts";

/** TLS of a connection. */
export interface Tls {
  /** `1.2`; what is spelled otherwise stands whole. */
  readonly version: string | undefined;
  /** `tls`. */
  readonly protocol: string | undefined;
  readonly cipher: string | undefined;
  readonly serverName: string | undefined;
}

/** What writers put where there is nothing to tell, in lower case. */
const NOTHING: ReadonlySet<string> = new Set(["-", "none", "null", "n/a", "undefined"]);
const LONGEST_NOTHING = 9;

/**
 * True for what stands in the place of a value without being one: a dash, a printed nothing, or the member's own name.
 * Source: https://github.com/elastic/integrations/pull/13345 (`"tlsVersion": "tlsVersion"` in real records).
 */
export function isPlaceholder(member: string, value: JsonValue): boolean {
  if (typeof value !== "string") return false;
  return value === member || (mayBeNothing(value) && NOTHING.has(value.trim().toLowerCase()));
}

/** False for a text that is longer than nothing is, and has no white space around it: nearly all. */
function mayBeNothing(text: string): boolean {
  return text.length <= LONGEST_NOTHING || !isSeen(text, 0) || !isSeen(text, text.length - 1);
}

/** True for a character of ASCII that is no white space. */
function isSeen(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code > 0x20 && code < 0x7f;
}

/** Reads tlsDetails, such as `{ "tlsVersion": "TLSv1.2", … }`, without placeholders. */
export function readTls(details: JsonObject): Tls {
  const written = toldAt(details, "tlsVersion");
  const [, protocol, version] =
    (written === undefined ? null : /^(TLS|SSL)v(\d+(?:\.\d+)?)$/i.exec(written)) ?? [];
  return {
    version: version ?? written,
    protocol: protocol?.toLowerCase(),
    cipher: toldAt(details, "cipherSuite"),
    serverName: toldAt(details, "clientProvidedHostHeader"),
  };
}

function toldAt(details: JsonObject, member: string): string | undefined {
  const text = textOf(details[member]);
  return text === undefined || isPlaceholder(member, text) ? undefined : text;
}
