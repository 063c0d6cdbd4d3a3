import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { graphemesOf, widthOf } from "../../src/shape/width.ts";
import { parts } from "../../src/shape/wrap.ts";

describe("parts", () => {
  it.each([
    ["", 5, [""]],
    ["short", 5, ["short"]],
    ["tried to list identities", 10, ["tried to ", "list ", "identities"]],
    ["two  blanks", 4, ["two  ", "blan", "ks"]],
    ["to arn:aws:sns:eu-west-1", 12, ["to ", "arn:aws:sns:", "eu-west-1"]],
    ["AWSServiceRoleForTrustedAdvisor", 24, ["AWSServiceRoleForTrusted", "Advisor"]],
    ["https://example.org/a", 9, ["https://", "example.", "org/a"]],
    ["歓迎メール", 4, ["歓迎", "メー", "ル"]],
    ["e\u0301e\u0301e\u0301", 2, ["e\u0301e\u0301", "e\u0301"]],
    ["🇩🇪🇫🇷", 3, ["🇩🇪", "🇫🇷"]],
    ["か\u3099か\u3099", 2, ["か\u3099", "か\u3099"]],
  ])("%j in %i", (text, width, expected) => {
    expect(parts(text, width)).toEqual(expected);
  });

  const text = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 80 }),
    fc.string({ unit: fc.constantFrom("a", "B", " ", ":", "語", "e\u0301", "👍🏽"), maxLength: 80 }),
  );
  const isRight = (cutter: typeof parts): boolean =>
    !fc.check(
      fc.property(text, fc.integer({ min: 2, max: 40 }), (written, width) => {
        const made = cutter(written, width);
        expect(made.join("")).toBe(written);
        // One character may be wider than the line: notes and some syllables are.
        const widest = Math.max(width, ...[...graphemesOf(written)].map((one) => one.width));
        for (const part of made)
          expect(widthOf(part.replace(/ +$/, ""))).toBeLessThanOrEqual(widest);
      }),
    ).failed;

  it("together are the text, and each fits", () => {
    expect(isRight(parts)).toBe(true);
  });

  it("broken controls: one that drops blanks, and one that keeps words whole", () => {
    expect(isRight((written, width) => parts(written, width).map((part) => part.trimEnd()))).toBe(
      false,
    );
    expect(isRight((written) => written.split(/(?<= )/))).toBe(false);
  });

  it("takes a very long text in its stride", () => {
    const long = " ".repeat(200_000) + "x".repeat(200_000);
    expect(parts(long, 30).join("")).toBe(long);
  });
});
