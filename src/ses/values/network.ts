/** Networks in CIDR notation. Not `node:net`, so that events can be judged in a browser, too. */
import { isIp } from "./ip.ts";

/** An address as a number, and how many bits it has. */
interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

/**
 * A judge of addresses: whether they are in the network, `192.0.2.0/24`, `2001:db8::/32` or one address. Undefined where
 * the text is no network. An IPv4 address in IPv6 clothing (`::ffff:192.0.2.7`) is the IPv4 address.
 * Source: RFC 4632, section 3.1; RFC 4291, sections 2.3 and 2.5.5.2.
 */
export function networkMatcher(text: string): ((address: string) => boolean) | undefined {
  const [written = "", length, ...more] = text.split("/");
  const network = addressOf(written);
  if (network === undefined || more.length > 0) return undefined;
  if (length !== undefined && !/^\d{1,3}$/.test(length)) return undefined;
  const prefix = length === undefined ? network.bits : Number(length);
  if (prefix > network.bits) return undefined;
  const rest = BigInt(network.bits - prefix);
  const wanted = network.value >> rest;
  return (candidate) => {
    const address = addressOf(candidate);
    return address?.bits === network.bits && address.value >> rest === wanted;
  };
}

function addressOf(text: string): Address | undefined {
  if (!isIp(text)) return undefined;
  if (!text.includes(":")) return { bits: 32, value: valueOfV4(text) };
  const v4 = /^(.*:)([\d.]+)$/.exec(text.includes(".") ? text : "");
  const tail = v4?.[2] === undefined ? undefined : valueOfV4(v4[2]);
  const groups = tail === undefined ? text : `${v4?.[1]}${hex(tail >> 16n)}:${hex(tail & 0xffffn)}`;
  const [left = [], right = []] = groups
    .split("::")
    .map((part) => (part === "" ? [] : part.split(":")));
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => "0");
  const value = [...left, ...zeros, ...right].reduce(
    (sum, group) => (sum << 16n) | BigInt(`0x${group}`),
    0n,
  );
  return value >> 32n === 0xffffn ? { bits: 32, value: value & 0xffffffffn } : { bits: 128, value };
}

function valueOfV4(text: string): bigint {
  return text.split(".").reduce((sum, part) => (sum << 8n) | BigInt(part), 0n);
}

function hex(group: bigint): string {
  return group.toString(16);
}
