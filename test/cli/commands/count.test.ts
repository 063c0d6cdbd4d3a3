import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCommandLine } from "../../../src/cli/command-line.ts";
import { memoryTerminal, type TerminalOptions } from "../../support/terminal.ts";

const RECORD = {
  eventVersion: "1.11",
  eventTime: "2026-11-20T09:02:11Z",
  eventSource: "ses.amazonaws.com",
  eventName: "ListIdentities",
  awsRegion: "us-east-1",
  sourceIPAddress: "203.0.113.44",
  userAgent: "aws-cli/2.1",
  userIdentity: { type: "IAMUser", userName: "ana\u001b[2J", accountId: "111122223333" },
  eventID: "e1",
  eventType: "AwsApiCall",
  recipientAccountId: "111122223333",
};
const BEN = {
  ...RECORD,
  eventID: "e2",
  eventTime: "2026-11-21T10:00:00Z",
  userIdentity: { ...RECORD.userIdentity, userName: "ben" },
};

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sestrail-count-"));
  const more = { ...BEN, eventID: "e3", eventName: "GetSendQuota" };
  // The last is a copy.
  writeFileSync(join(folder, "a.json"), JSON.stringify({ Records: [RECORD, BEN, more, RECORD] }));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function count(args: readonly string[], options: TerminalOptions = {}) {
  const terminal = memoryTerminal(["count", join(folder, "a.json"), ...args], options);
  const code = await runCommandLine(terminal);
  return { code, out: terminal.out(), err: terminal.err() };
}

describe("sestrail count", () => {
  it("counts each record once, names printable", async () => {
    const { code, out, err } = await count(["--by", "caller"]);
    expect(code).toBe(0);
    expect(out.split("\n")).toEqual([
      "COUNT  FIRST UTC         LAST UTC          CALLER",
      "    2  2026-11-21 10:00  2026-11-21 10:00  ben",
      "    1  2026-11-20 09:02  2026-11-20 09:02  ana⟨U+001B⟩[2J",
      "",
    ]);
    expect(err).toContain("1 copy folded");
    expect(err).not.toContain("Next:");
  });

  it("draws bars on a terminal, and shows the top", async () => {
    const { out } = await count(["--by", "caller,action", "--top", "1"], { isTerminal: true });
    expect(out).toContain("██████████");
    expect(out).toContain("2 more: --top 3");
  });

  it("takes filters, and writes csv", async () => {
    const { out } = await count(["--by", "action", "--caller", "BEN", "--format", "csv"]);
    expect(out.split("\r\n")).toEqual([
      "count,first,last,action",
      "1,2026-11-21T10:00:00.000Z,2026-11-21T10:00:00.000Z,GetSendQuota",
      "1,2026-11-21T10:00:00.000Z,2026-11-21T10:00:00.000Z,ListIdentities",
      "",
    ]);
  });

  it("says why there is nothing to count", async () => {
    const { code, out, err } = await count(["--by", "caller", "--denied"]);
    expect([code, out]).toEqual([0, ""]);
    expect(err).toContain("0 of 4 SES events match: --denied left out all");
  });

  it.each([
    [[], "--by"],
    [["--by", "calller"], "did you mean caller?"],
    [["--by", "caller", "--format", "ecs"], "none of text, csv, tsv"],
    [["--by", "caller", "--to", "stdout"], "is no option of count"],
  ])("says what is wrong with %j", async (args, words) => {
    const { code, err } = await count(args);
    expect(code).toBe(2);
    expect(err).toContain(words);
  });
});
