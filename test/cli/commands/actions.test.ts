import { describe, expect, it } from "vitest";
import { runCommandLine } from "../../../src/cli/command-line.ts";
import { ACTIONS } from "../../../src/tables/actions.ts";
import { memoryTerminal } from "../../support/terminal.ts";

async function run(...args: string[]) {
  const terminal = memoryTerminal(["actions", ...args]);
  const code = await runCommandLine(terminal);
  return { code, out: terminal.out(), err: terminal.err() };
}

describe("actions", () => {
  it("lists every action, once for each API", async () => {
    const { code, out } = await run();
    expect(code).toBe(0);
    expect(out.trim().split("\n")).toHaveLength(ACTIONS.length + 1);
  });

  it.each([
    ["DKIM", "SetIdentityDkimEnabled"],
    ["mail_diverted", "CreateReceiptRule"],
    ["receipt_filter", "DeleteReceiptFilter"],
    ["dkimEnabled", "SetIdentityDkimEnabled"],
  ])("finds %s: %s", async (pattern, action) => {
    const { out } = await run(pattern);
    expect(out).toMatch(new RegExp(`^ {2}${action} `, "m"));
    expect(out.split("\n").length).toBeLessThan(ACTIONS.length);
  });

  it.each([
    [["production access"], "PutAccountDetails"],
    [["production", "access"], "PutAccountDetails"],
    [["delete", "identity"], "DeleteIdentity"],
    // A word of the sentence that tells what was done, and one of a signal's title.
    [["turned", "off"], "UpdateAccountSendingEnabled"],
    // No action has both words, each has one.
    [["dkim", "quantum"], "SetIdentityDkimEnabled"],
  ])("finds %j: %s", async (words, action) => {
    const { code, out } = await run(...words);
    expect(code).toBe(0);
    expect(out).toMatch(new RegExp(`^ {2}${action} `, "m"));
    expect(out.split("\n").length).toBeLessThan(ACTIONS.length);
  });

  it("says when the signals of what it finds are set", async () => {
    const { out } = await run("SetIdentityDkim");
    expect(out).toMatch(/^ {2}dkim_weakened +DKIM signing is turned off/m);
    expect(out).not.toMatch(/^ {2}mail_diverted/m);
    expect((await run("ListTemplates")).out).not.toContain("Set when");
  });

  it("writes JSON", async () => {
    const { out } = await run("SetIdentityDkimEnabled", "--json");
    expect(JSON.parse(out)).toEqual([
      {
        action: "SetIdentityDkimEnabled",
        api: "v1",
        verb: "update",
        target: "identity",
        data_event: false,
        settings: ["dkimEnabled"],
        signals: ["dkim_weakened"],
      },
    ]);
  });

  it.each([
    [["DeleteIdentiti"], /no such action; did you mean DeleteIdentity\?/],
    [["quantum", "leap"], /quantum leap {2}no such action/],
    [["dkim", "--jsn"], /--jsn {2}unknown option; did you mean --json\?/],
    [["dkim", "--to", "x"], /is no option of actions/],
  ])("%j is a usage error", async (args, text) => {
    const { code, out, err } = await run(...args);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(text);
  });
});
