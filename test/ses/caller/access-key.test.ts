/** The kind of an access key, by the beginning of its id. */
import { expect, test } from "vitest";
import { accessKeyKind } from "../../../src/ses/caller/access-key.ts";

test.each([
  ["AKIAEXAMPLE000000001", "long-lived"],
  ["ASIAEXAMPLE000000001", "temporary"],
  ["AIDAEXAMPLE000000001", undefined],
  ["akiaEXAMPLE000000001", undefined],
  ["XAKIA", undefined],
  ["", undefined],
  [undefined, undefined],
])("%s is %s", (id, kind) => {
  expect(accessKeyKind(id)).toBe(kind);
});
