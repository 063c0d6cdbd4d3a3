import { describe, expect, it } from "vitest";
import { readArguments } from "../../../src/cli/configuration/arguments.ts";
import { NO_VALUE } from "../../../src/config/asked.ts";

function read(line: string) {
  const { operands, values, unknown } = readArguments("ship", line.split(" "));
  return { operands, values: Object.fromEntries(values), unknown };
}

describe("readArguments", () => {
  it.each([
    ["a b", { operands: ["a", "b"], values: {}, unknown: [] }],
    ["a --to x --to=y", { operands: ["a"], values: { to: ["x", "y"] }, unknown: [] }],
    [
      "--dry-run a --no-setup",
      { operands: ["a"], values: { "dry-run": ["on"], setup: ["off"] }, unknown: [] },
    ],
    ["a --to", { operands: ["a"], values: { to: [NO_VALUE] }, unknown: [] }],
    [
      "a --to --since 7d",
      { operands: ["a"], values: { to: [NO_VALUE], since: ["7d"] }, unknown: [] },
    ],
    ["a --to=", { operands: ["a"], values: { to: [""] }, unknown: [] }],
    [
      "--formt text a --since 7d",
      { operands: ["text", "a"], values: { since: ["7d"] }, unknown: ["--formt"] },
    ],
    ["a -x --y=z", { operands: ["a"], values: {}, unknown: ["-x", "--y=z"] }],
    ["- --to -", { operands: ["-"], values: { to: ["-"] }, unknown: [] }],
    ["a -- --to -x --", { operands: ["a", "--to", "-x", "--"], values: {}, unknown: [] }],
    // Never guessed from a beginning.
    ["a --dry", { operands: ["a"], values: {}, unknown: ["--dry"] }],
  ])("%s", (line, expected) => expect(read(line)).toEqual(expected));

  it("knows only the options of the command", () => {
    expect(readArguments("help", ["errors", "--to", "x"])).toMatchObject({
      operands: ["errors", "x"],
      unknown: ["--to"],
    });
  });
});
