import { isIP } from "node:net";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isIp } from "../../../src/ses/values/ip.ts";

/** What Node says: the oracle. */
const told = (text: string): boolean => isIP(text) !== 0 && !text.includes("%");

describe("isIp", () => {
  it.each([
    ["203.0.113.44", true],
    ["0.0.0.0", true],
    ["255.255.255.255", true],
    ["256.1.1.1", false],
    ["01.2.3.4", false],
    ["1.2.3", false],
    ["1.2.3.4.", false],
    ["1.2.3.4.5", false],
    ["::", true],
    ["::1", true],
    ["2001:db8::1", true],
    ["2001:DB8:0:0:0:0:0:1", true],
    ["1:2:3:4:5:6:7::", true],
    ["1:2:3:4:5:6:7:8::", false],
    ["1:2:3:4:5:6:7", false],
    ["::ffff:192.0.2.1", true],
    ["::192.0.2.256", false],
    ["192.0.2.1::", false],
    ["192.0.2.1", true],
    ["1::2::3", false],
    [":::", false],
    [":1", false],
    ["1:", false],
    ["12345::", false],
    ["fe80::1%eth0", false],
    ["203.0.113.44\n", false],
    ["AWS Internal", false],
    ["ses.amazonaws.com", false],
    ["", false],
    [`${"0:".repeat(1_000)}0`, false],
  ])("%j: %s", (text, is) => {
    expect([isIp(text), told(text)]).toEqual([is, is]);
  });

  const nearly = fc
    .array(
      fc.constantFrom("::", ":", ".", "0", "1", "f", "db8", "255", "256", "1.2.3.4", "%", " "),
      {
        maxLength: 17,
      },
    )
    .map((parts) => parts.join(""));

  it("agrees with Node on addresses and on what nearly is one", () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), nearly, fc.string()), (text) => {
        expect(isIp(text)).toBe(told(text));
      }),
      { numRuns: 5_000 },
    );
  });
});
