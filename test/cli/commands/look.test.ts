/** `look`: order, folding, names and clocks, one line in a pipe; and one event whole with its neighbours. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCommandLine } from "../../../src/cli/command-line.ts";
import { memoryTerminal, type TerminalOptions } from "../../support/terminal.ts";

const RECORD = {
  eventVersion: "1.11",
  eventTime: "2026-11-20T23:02:11Z",
  eventSource: "ses.amazonaws.com",
  eventName: "ListIdentities",
  awsRegion: "us-east-1",
  sourceIPAddress: "203.0.113.44",
  userAgent: "aws-cli/2.1",
  userIdentity: {
    type: "IAMUser",
    userName: "ana\u001b[2J\u202e",
    accountId: "111122223333",
    accessKeyId: "AKIAVX4MSXMEAEXAMPLE",
  },
  eventID: "aaaaaaaa-0000-0000-0000-000000000001",
  eventType: "AwsApiCall",
  recipientAccountId: "111122223333",
};
const DELETED = {
  ...RECORD,
  eventTime: "2026-11-20T23:05:00Z",
  eventName: "DeleteIdentity",
  requestParameters: { identity: "example.com" },
  eventID: "bbbbbbbb-0000-0000-0000-000000000002",
};
const EARLY = {
  ...RECORD,
  eventTime: "2026-11-20T08:00:00Z",
  eventID: "aaaaaaaa-0000-0000-0000-000000000003",
};

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sestrail-look-"));
  const records = [DELETED, RECORD, RECORD, EARLY];
  writeFileSync(join(folder, "a.json"), JSON.stringify({ Records: records }));
  writeFileSync(join(folder, "names.yaml"), "accounts: {prod: 111122223333}");
});
afterAll(() => rmSync(folder, { recursive: true }));

async function look(args: readonly string[], options: TerminalOptions = {}) {
  const terminal = memoryTerminal(["look", ...args], options);
  const code = await runCommandLine(terminal);
  return { code, out: terminal.out(), err: terminal.err() };
}
const trail = (): string => join(folder, "a.json");

describe("sestrail look", () => {
  it("shows calls in order of time on a terminal, and sums up", async () => {
    const { code, out } = await look([trail()], { isTerminal: true, env: { NO_COLOR: "1" } });
    expect(code).toBe(0);
    expect(out.replaceAll(folder, "FOLDER").split("\n")).toEqual([
      "account 111122223333 · region us-east-1 · caller ana⟨U+001B⟩[2J⟨U+202E⟩ (user) · from 203.0.113.44 ·",
      "key AKIAVX4MSXMEAEXAMPLE · client AWS CLI",
      "   TIME UTC  WHAT HAPPENED                        SIGNALS           ID",
      "Friday, 20 November 2026",
      "   08:00:00  Identities listed                                      aaaaaaaa",
      "   23:02:11  Identities listed                                      aaaaaaaa",
      "▲▲ 23:05:00  Sender identity example.com deleted  identity_deleted  bbbbbbbb",
      "",
      "signals: ▲▲ medium 1 · what signals mean: sestrail help signals",
      "2026-11-20 08:00 to 23:05 UTC · 3 events",
      "Next: sestrail look bbbbbbbb FOLDER/a.json",
      "",
    ]);
  });

  it("in a pipe each call is one line with all of it, and the sum stands on stderr", async () => {
    const { out, err } = await look([trail(), "--severity", "medium"]);
    expect(out.split("\n")).toHaveLength(3);
    expect(out).toMatch(
      /\n▲▲ 2026-11-20 23:05:00 +111122223333 .* Sender identity example\.com deleted .* AKIAVX4MSXMEAEXAMPLE .* identity_deleted +bbbbbbbb\n$/,
    );
    expect(err).toContain("2026-11-20 23:05 UTC · 1 of 4 events");
  });

  it("shows times by the clock of TZ, which it names, and accounts by their names", async () => {
    const options = { isTerminal: true, env: { NO_COLOR: "1", TZ: "Europe/Berlin" } };
    const named = ["--config", join(folder, "names.yaml")];
    const { out } = await look([trail(), "--local", "--on", "2026-11-21", ...named], options);
    expect(out).toMatch(/^account prod .* times in Europe\/Berlin\n/s);
    expect(out).toContain("Saturday, 21 November 2026\n   00:02:11");
    expect(out).toContain("2026-11-21 00:02 to 00:05 · 2 of 3 events");
  });

  it("says which zone it does not know", async () => {
    const { code, err } = await look([trail(), "--local"], { env: { TZ: "Middle/Earth" } });
    expect([code, err]).toEqual([
      2,
      expect.stringContaining('"Middle/Earth" (TZ) is no time zone'),
    ]);
  });

  it.each([
    [["--format", "ecs"], "is none of text, csv, tsv"],
    [["--by", "caller"], "is no option of look"],
  ])("says what is wrong with %j", async (args, words) => {
    const { code, err } = await look([trail(), ...args]);
    expect([code, err]).toEqual([2, expect.stringContaining(words)]);
  });

  it("writes csv with columns that were chosen", async () => {
    const { out } = await look([trail(), "--format", "csv", "--columns", "time,key"]);
    expect(out.split("\r\n")[1]).toBe("2026-11-20T08:00:00.000Z,AKIAVX4MSXMEAEXAMPLE");
  });

  it("reads stdin to its end", async () => {
    const stdin = [`${JSON.stringify(DELETED)}\n`, `${JSON.stringify(RECORD)}\n`];
    const { out } = await look(["-"], { stdin });
    expect(out.indexOf("Identities listed")).toBeLessThan(out.indexOf("deleted"));
  });
});

describe("sestrail look ID", () => {
  it("shows one event whole: its meaning, its fields, the record, its neighbours", async () => {
    const { code, out } = await look(["BBBBBBBB", trail()]);
    expect(code).toBe(0);
    expect(out).toContain("Friday, 20 November 2026, 23:05:00 UTC\n▲▲ ana [2J");
    expect(out).toContain("signal  identity_deleted, medium: Sender identity deleted.");
    expect(out).toMatch(
      /\nevent\.action +DeleteIdentity {2}# The API action, as AWS spells it\.\n/,
    );
    expect(out).toContain('\n  "eventName": "DeleteIdentity",\n');
    expect(out.slice(out.indexOf("Around it"))).toMatch(
      /Identities listed.*\n.*Identities listed.*\n.*deleted/,
    );
    for (const harmful of ["\u001b", "\u202e"]) expect(out).not.toContain(harmful);
  });

  it.each([
    ["aaaaaaaa", "is the beginning of several ids"],
    ["dddd", "no event has an id that begins so"],
  ])("%s: %s", async (id, words) => {
    const { code, err } = await look([id, trail()]);
    expect([code, err]).toEqual([2, expect.stringContaining(words)]);
  });

  it("takes record ids, which tell apart what eventIDs do not", async () => {
    const several = await look(["aaaaaaaa", trail()]);
    const ids = several.out
      .split("\n")
      .slice(1, -1)
      .map((line) => line.split(" ").at(-1) ?? "");
    expect(ids).toHaveLength(2);
    const { code, out } = await look([ids[0] ?? "", trail()], { isTerminal: true });
    expect(code).toBe(0);
    expect(out).toContain("08:00:00 UTC");
  });
});
