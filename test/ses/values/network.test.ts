import { BlockList, isIPv4 } from "node:net";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { networkMatcher } from "../../../src/ses/values/network.ts";

describe("networkMatcher", () => {
  it.each([
    ["192.0.2.0/24", "192.0.2.255", true],
    ["192.0.2.0/24", "192.0.3.0", false],
    ["192.0.2.7", "192.0.2.7", true],
    ["192.0.2.7", "192.0.2.70", false],
    ["192.0.2.99/24", "192.0.2.1", true],
    ["0.0.0.0/0", "8.8.8.8", true],
    ["0.0.0.0/0", "2001:db8::1", false],
    ["2001:db8::/32", "2001:DB8:ffff::1", true],
    ["2001:db8::/32", "2001:db9::1", false],
    ["::1", "0:0:0:0:0:0:0:1", true],
    // An IPv4 address in IPv6 clothing.
    ["192.0.2.0/24", "::ffff:192.0.2.7", true],
    ["64:ff9b::192.0.2.0/120", "64:ff9b::c000:0207", true],
    ["192.0.2.0/24", "AWS Internal", false],
    ["192.0.2.0/24", "", false],
  ])("%s, %s: %s", (network, address, isIn) => {
    expect(networkMatcher(network)?.(address)).toBe(isIn);
  });

  it.each([
    "",
    "10.0.0",
    "10.0.0.0/33",
    "10.0.0.0/",
    "10.0.0.0/-1",
    "::/129",
    "a",
    "1.2.3.4/8/8",
    "::/0x1",
  ])("%j is no network", (text) => expect(networkMatcher(text)).toBeUndefined());

  it("agrees with Node's own", () => {
    const address = fc.oneof(fc.ipV4(), fc.ipV6());
    fc.assert(
      fc.property(address, address, fc.nat(32), (network, other, prefix) => {
        const kind = isIPv4(network) ? "ipv4" : "ipv6";
        // Node takes mapped addresses for both kinds, which is another question.
        fc.pre(isIPv4(network) === isIPv4(other) && !/^(?:::|0)/.test(network + other));
        fc.pre(!/^(?:::|0)/.test(other));
        const list = new BlockList();
        list.addSubnet(network, prefix, kind);
        const known = list.check(other, isIPv4(other) ? "ipv4" : "ipv6");
        expect(networkMatcher(`${network}/${prefix}`)?.(other)).toBe(known);
      }),
    );
  });
});
