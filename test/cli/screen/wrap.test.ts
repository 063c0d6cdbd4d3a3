import { describe, expect, it } from "vitest";
import { wrapUnder } from "../../../src/cli/screen/wrap.ts";

describe("wrapUnder", () => {
  const line = "otlp:host:4318      cannot be reached: nothing listens there [E_OTLP_UNREACHABLE]";
  it("leaves a line alone that fits", () => {
    expect(wrapUnder(line, 90)).toEqual([line]);
    expect(wrapUnder("", 10)).toEqual([""]);
  });

  it("never breaks a word, and stays under the text", () => {
    expect(wrapUnder(line, 60)).toEqual([
      "otlp:host:4318      cannot be reached: nothing listens there",
      "                    [E_OTLP_UNREACHABLE]",
    ]);
  });

  it("puts the text below a label that takes all the room", () => {
    expect(wrapUnder(`${"x".repeat(50)}  ${"word ".repeat(8).trim()}`, 60)).toEqual([
      "x".repeat(50),
      "    word word word word word word word word",
    ]);
  });

  it("wraps a line without a label", () => {
    const words = "one two three four five six";
    expect(wrapUnder(words, 13)).toEqual(["one two", "  three four", "  five six"]);
  });
});
