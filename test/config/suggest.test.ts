import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { didYouMean, editDistance, nearest } from "../../src/config/suggest.ts";

describe("editDistance", () => {
  it.each([
    ["", "", 0],
    ["to", "", 2],
    ["formt", "format", 1],
    ["fromat", "format", 1],
    ["kitten", "sitting", 3],
  ])("%s → %s: %i", (from, to, edits) => expect(editDistance(from, to)).toBe(edits));

  it("is the same both ways, and nought only between equals", () => {
    const word = fc.string({ maxLength: 8 });
    fc.assert(
      fc.property(word, word, (from, to) => {
        expect(editDistance(from, to)).toBe(editDistance(to, from));
        expect(editDistance(from, to) === 0).toBe(from === to);
      }),
    );
  });
});

describe("nearest", () => {
  const names = ["--to", "--format", "--max-memory", "--max-record"];
  it.each([
    ["--formt", "--format"],
    ["--max_memory", "--max-memory"],
    ["--MAX-RECORD", "--max-record"],
    ["--ot", "--to"],
    ["--follow", undefined],
    ["x".repeat(10_000), undefined],
  ])("%s: %s", (word, name) => expect(nearest(word, names)).toBe(name));

  it("says it as a question, or not at all", () => {
    expect(didYouMean("--formt", names)).toBe("; did you mean --format?");
    expect(didYouMean("--pigeon", names)).toBe("");
  });
});
