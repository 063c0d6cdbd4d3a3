import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { printable } from "../../src/shape/printable.ts";

describe("printable", () => {
  it.each([
    ["ana.silva@example.org", "ana.silva@example.org"],
    ["Grüße, 東京 👋 é", "Grüße, 東京 👋 é"],
    ["\u001b[31mred", "⟨U+001B⟩[31mred"],
    ["a\tb\r\nc", "a⟨U+0009⟩b⟨U+000D⟩⟨U+000A⟩c"],
    ["\u007f\u009b2J", "⟨U+007F⟩⟨U+009B⟩2J"],
    ["user\u202egpj.exe", "user⟨U+202E⟩gpj.exe"],
    ["\u2066a\u2069\u200f", "⟨U+2066⟩a⟨U+2069⟩⟨U+200F⟩"],
    ["ad\u200bmin\ufeff\u00ad", "ad⟨U+200B⟩min⟨U+FEFF⟩⟨U+00AD⟩"],
    ["a\u2028b\u2029c", "a⟨U+2028⟩b⟨U+2029⟩c"],
    ["\ud800x\udc00", "⟨U+D800⟩x⟨U+DC00⟩"],
    // Letters that nobody sees, and tags that spell hidden text.
    ["\u3164\u{e0041}", "⟨U+3164⟩⟨U+E0041⟩"],
  ])("%j becomes %j", (text, shown) => expect(printable(text)).toBe(shown));

  it("leaves nothing harmful in any text, and changes nothing twice", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const shown = printable(text);
        expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
        expect(printable(shown)).toBe(shown);
      }),
    );
  });
});
