/** What stands in for Node in a browser does what Node does. */
import * as fc from "fast-check";
import { expect, it } from "vitest";
import * as web from "../../../src/ses/values/bytes-web.ts";
import * as node from "../../../src/ses/values/bytes.ts";

it("has the same exports", () => {
  expect(Object.keys(web)).toEqual(Object.keys(node));
});

it("counts, writes and digests any text alike, lone surrogates too", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), fc.nat(9), (text, place) => {
      const [one, other] = [node, web].map(({ byteCount, sha256, writeText, zeroBytes }) => {
        const bytes = zeroBytes(700);
        const written = writeText(bytes, text, place);
        const digest = sha256(bytes.subarray(0, place + written));
        return {
          written,
          counted: byteCount(text),
          bytes: Buffer.from(bytes).toString("hex"),
          digest,
        };
      });
      expect(other).toEqual(one);
      expect(one?.counted).toBe(one?.written);
    }),
  );
});

it("tells texts apart (control)", () => {
  expect(web.sha256(new Uint8Array(2))).not.toBe(web.sha256(new Uint8Array(3)));
});
