import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { runCommandLine } from "../../../src/cli/command-line.ts";
import { memoryTerminal, type TerminalOptions } from "../../support/terminal.ts";

const SAMPLES = resolve(import.meta.dirname, "../../../samples");

async function who(args: readonly string[], options: TerminalOptions = {}) {
  const terminal = memoryTerminal(["who", ...args], options);
  const code = await runCommandLine(terminal);
  return { code, out: terminal.out(), err: terminal.err() };
}

describe("sestrail who", () => {
  it.each([
    ["dev-kim"],
    ["DEV-KIM"],
    ["arn:aws:iam::777788889999:user/dev-kim"],
    ["AKIALUKU2BEDZEXAMPLE"],
  ])("knows %s", async (subject) => {
    const { code, out } = await who([subject, SAMPLES]);
    expect(code).toBe(0);
    expect(out).toMatch(/^caller +\d+ +[\d :-]+ dev-kim \(user\)$/m);
    expect(out).toMatch(/^key +\d+ +[\d :-]+ AKIALUKU2BEDZEXAMPLE$/m);
    expect(out).toContain("100 % of its calls were denied (8 of 8), of the others 0 %");
  });

  it("knows networks, and says how to go on", async () => {
    const { out } = await who(["192.0.2.0/24", SAMPLES], { isTerminal: true });
    expect(out).toContain("192.0.2.145");
    expect(out).toMatch(/Next: sestrail look \S*samples --ip 192\.0\.2\.0\/24/);
  });

  it.each<[readonly string[], string]>([
    [["dev-kin", SAMPLES], "made no calls; did you mean dev-kim?"],
    [[], "is to be profiled?"],
    [["ana"], "none is named"],
    [["ana", SAMPLES, "--format", "ecs"], "is none of text, csv, tsv"],
  ])("says what is wrong with %j", async (args, words) => {
    const { code, err } = await who(args);
    expect([code, err]).toEqual([2, expect.stringContaining(words)]);
  });
});
