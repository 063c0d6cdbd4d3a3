import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cut, fit, widthOf } from "../../src/shape/width.ts";

describe("widthOf", () => {
  it.each([
    ["", 0],
    ["plain", 5],
    ["Grüße", 5],
    ["e\u0301", 1],
    ["\u0301", 0],
    ["東京", 4],
    ["ｆｕｌｌ", 8],
    ["한국", 4],
    ["👋", 2],
    ["▲ ✗ …", 5],
  ])("%s: %i", (text, width) => expect(widthOf(text)).toBe(width));
});

describe("cut and fit", () => {
  it.each([
    ["short", 10, "short"],
    ["exactly", 7, "exactly"],
    ["much too long", 8, "much to…"],
    ["much too long", 6, "much…"],
    ["東京都庁", 5, "東京…"],
    ["東京都庁", 4, "東…"],
    ["ab", 0, ""],
  ])("%s to %i: %s", (text, width, shown) => expect(cut(text, width)).toBe(shown));

  it("fits any text into exactly the width", () => {
    const anyText = fc.string({ unit: "grapheme" });
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 40 }), (text, width) => {
        expect(widthOf(fit(text, width))).toBe(width);
      }),
    );
  });
});
