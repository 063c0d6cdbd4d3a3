/** Whether a text is an IP address. Not `node:net`, so that events can be made in a browser, too. */

const V4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?=\d)|$)){4}$/;
const V6_GROUP = /^[\da-f]{1,4}$/i;
/** No longer text is one: eight groups, the last two as IPv4. */
const MOST_CHARACTERS = 45;

/**
 * True for IPv4 and IPv6 without a zone, as Elasticsearch's type `ip` takes them.
 * Source: RFC 4291, section 2.2.
 */
export function isIp(text: string): boolean {
  if (text.length > MOST_CHARACTERS) return false;
  return text.includes(":") ? isV6(text) : V4.test(text);
}

function isV6(text: string): boolean {
  const [before = "", after, ...more] = text.split("::");
  if (more.length > 0) return false;
  const left = groupsOf(before);
  const right = groupsOf(after ?? "");
  const last = right.at(-1) ?? (after === undefined ? left.at(-1) : undefined);
  const endsAsV4 = last !== undefined && V4.test(last);
  const groups = [...left, ...right];
  if (endsAsV4) groups.splice(-1, 1, "0", "0");
  if (!groups.every((group) => V6_GROUP.test(group))) return false;
  return after === undefined ? groups.length === 8 : groups.length < 8;
}

function groupsOf(part: string): readonly string[] {
  return part === "" ? [] : part.split(":");
}
