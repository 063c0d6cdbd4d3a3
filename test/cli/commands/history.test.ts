import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCommandLine } from "../../../src/cli/command-line.ts";
import { memoryTerminal, type TerminalOptions } from "../../support/terminal.ts";

const BASE = {
  eventVersion: "1.11",
  eventSource: "ses.amazonaws.com",
  awsRegion: "us-east-1",
  userIdentity: {
    type: "IAMUser",
    userName: "ana",
    accountId: "111122223333",
    accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  },
  recipientAccountId: "111122223333",
};
const call = (time: string, eventName: string, requestParameters: object, more: object = {}) => ({
  ...BASE,
  eventTime: `2026-11-20T${time}Z`,
  eventID: `e${time}`,
  eventName,
  requestParameters,
  ...more,
});

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sestrail-history-"));
  const dkim = (time: string, dkimEnabled: boolean, more: object = {}) =>
    call(time, "SetIdentityDkimEnabled", { identity: "example.com", dkimEnabled }, more);
  const Records = [
    dkim("10:00:00", false),
    dkim("09:00:00", true),
    dkim("11:00:00", true, { errorCode: "AccessDenied" }),
    call("09:30:00", "SetActiveReceiptRuleSet", { ruleSetName: "inbound" }),
    call("12:00:00", "SetActiveReceiptRuleSet", {}),
  ];
  writeFileSync(join(folder, "a.json"), JSON.stringify({ Records }));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function history(args: readonly string[], options: TerminalOptions = {}) {
  const terminal = memoryTerminal(["history", join(folder, "a.json"), ...args], options);
  const code = await runCommandLine(terminal);
  return { code, out: terminal.out(), err: terminal.err() };
}

describe("sestrail history", () => {
  it("tells each change in order, and what holds", async () => {
    const { code, out } = await history(["example.com"]);
    expect(code).toBe(0);
    expect(out.split("\n")).toEqual([
      "sender identity example.com, account 111122223333, us-east-1, times in UTC",
      "  2026-11-20 09:00:00  DKIM signing  not known → on, by ana AKIAIOSFODNN7EXAMPLE SetIdentityDkimEnabled",
      "  2026-11-20 10:00:00  DKIM signing  on → off, by ana AKIAIOSFODNN7EXAMPLE SetIdentityDkimEnabled",
      "  at 2026-11-20 12:00:00:",
      "    DKIM signing  off, since 2026-11-20 10:00:00, by ana",
      "    not known, no call set it: DKIM key, DKIM selector, DKIM key length, MAIL FROM domain, without MX record, feedback by mail,",
      "    configuration set",
      "",
      "2 changes of 1 thing; records from 2026-11-20 09:00:00 to 2026-11-20 12:00:00",
      "1 failed call left out: it changed nothing",
      "What was set before the first record, and what AWS or the DNS changes by itself (verified, paused), is in no trail.",
      "",
    ]);
  });

  it("tells what held at a time", async () => {
    const { out } = await history(["example.com", "--at", "2026-11-20T09:30"]);
    expect(out).toContain("at 2026-11-20 09:30:00:\n    DKIM signing  on, since");
    expect(out).not.toContain("10:00:00");
  });

  it("knows nothing of the time before the first change", async () => {
    const { code, out } = await history(["example.com", "--at", "2026-11-20T08:00"]);
    expect(code).toBe(0);
    expect(out).toContain("at 2026-11-20 08:00:00:\n    not known, no call set it: DKIM signing,");
    expect(out).toContain("0 changes of 1 thing");
  });

  it("of a rule set tells when it was the active one", async () => {
    const { out } = await history(["inbound", "--format", "json"]);
    const lines = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map(({ kind, before, after }) => [kind, before, after])).toEqual([
      ["change", null, "inbound"],
      ["change", "inbound", "none, all incoming mail is refused"],
      ["state", undefined, undefined],
      ["summary", undefined, undefined],
    ]);
  });

  it("without a target lists the changes of all, and takes filters", async () => {
    const { out } = await history([]);
    expect(out).toContain("the account, account 111122223333");
    expect(out).not.toContain("not known, no call set it");
    expect((await history(["--action", "*Dkim*"])).out).not.toContain("the account");
  });

  it("suggests what was changed", async () => {
    const { code, out, err } = await history(["exampel.com"]);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain("did you mean example.com?");
  });

  it.each([
    [["--at", "soon"], "is no time"],
    [["--format", "ecs"], "none of text, json"],
  ])("says what is wrong with %j", async (args, words) => {
    const { code, err } = await history(args);
    expect(code).toBe(2);
    expect(err).toContain(words);
  });
});
