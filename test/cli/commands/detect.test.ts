import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCommandLine } from "../../../src/cli/command-line.ts";
import { RULES } from "../../../src/rules/rules.ts";
import { printable } from "../../../src/shape/printable.ts";
import { widthOf } from "../../../src/shape/width.ts";
import { memoryTerminal, type TerminalOptions } from "../../support/terminal.ts";

/** A user who adds identities, with a name that would clear the screen. */
const RECORD = {
  eventVersion: "1.11",
  eventSource: "ses.amazonaws.com",
  eventName: "CreateEmailIdentity",
  awsRegion: "us-east-1",
  sourceIPAddress: "203.0.113.44",
  userAgent: "aws-cli/2.1",
  userIdentity: {
    type: "IAMUser",
    userName: "ana\u001b[2J\u202e",
    accountId: "111122223333",
    accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  },
  eventType: "AwsApiCall",
  recipientAccountId: "111122223333",
};
const added = (index: number) => ({
  ...RECORD,
  eventTime: `2026-11-20T09:0${index}:00Z`,
  eventID: `e${index}`,
  requestParameters: { emailIdentity: `=cmd-${index}.example.org` },
});

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sestrail-detect-"));
  const all = [0, 1, 2, 3, 4, 5].map(added);
  const old = {
    ...added(0),
    eventTime: "2026-11-10T09:00:00Z",
    eventID: "old",
    eventName: "GetAccount",
    requestParameters: null,
  };
  // The latest come first, and one is a copy.
  writeFileSync(join(folder, "a.json"), JSON.stringify({ Records: [...all.slice(3), all[5]] }));
  writeFileSync(join(folder, "b.json"), JSON.stringify({ Records: [old, ...all.slice(0, 3)] }));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function detect(args: readonly string[], options: TerminalOptions = {}) {
  const terminal = memoryTerminal(["detect", ...args], options);
  const code = await runCommandLine(terminal);
  return { code, out: terminal.out(), err: terminal.err() };
}

const burst = ["--rule", "identity-burst"];

interface FindingJson {
  readonly rule: string;
  readonly count: number;
  readonly evidence: readonly { readonly record_id: string; readonly what: string }[];
}

async function findingsOf(args: readonly string[]): Promise<readonly FindingJson[]> {
  const { out } = await detect([folder, "--format", "json", ...args]);
  return (JSON.parse(out) as { readonly findings: readonly FindingJson[] }).findings;
}

describe("sestrail detect", () => {
  it("tells people what was found, whatever the order of files, and what to do", async () => {
    const { code, out } = await detect([folder, ...burst], { isTerminal: true, columns: 100 });
    expect(code).toBe(0);
    const plain = stripVTControlCharacters(out);
    expect(plain.split("\n").slice(0, 12)).toEqual([
      "▲▲▲ Many SES sender identities added (high: identity-burst)",
      "    One caller added five or more different sender identities within an hour. One that is asked for",
      "    again and again, or fails, counts once or not at all.",
      "    To do: Are they names that resemble yours?",
      "  • 2026-11-20 09:00:00 to 09:05:00 · 6 calls, 6 different identities",
      "      who   ana⟨U+001B⟩[2J⟨U+202E⟩ · AKIAIOSFODNN7EXAMPLE",
      "      from  203.0.113.44 · AWS CLI",
      "      in    111122223333 · us-east-1",
      expect.stringMatching(
        /^ {6}09:00:00 {2}Sender identity =cmd-0\.example\.org added {2}[\w-]{8}$/,
      ),
      expect.stringMatching(/^ {6}09:01:00 {2}/),
      expect.stringMatching(/^ {6}09:02:00 {2}/),
      "      and 3 more",
    ]);
    expect(plain).toContain("▲▲▲ high 1 · in 7 events by 1 rule\n");
  });

  it.each([40, 80, 140])("fits into %s columns", async (columns) => {
    const { out } = await detect([folder, "--history", "0s"], { isTerminal: true, columns });
    const lines = stripVTControlCharacters(out).split("\n");
    expect(lines.length).toBeGreaterThan(40);
    expect(lines.filter((line) => widthOf(line) > columns)).toEqual([]);
    expect(lines.filter((line) => printable(line) !== line)).toEqual([]);
  });

  it("writes a line for each finding into a pipe, and the sum beside it", async () => {
    const { out, err } = await detect([folder, ...burst]);
    expect(out.split("\n")).toEqual([
      expect.stringMatching(
        /^high {4}2026-11-20T09:00:00Z to 2026-11-20T09:05:00Z {2}Many .*\[identity-burst [\w-]{8}\]$/,
      ),
      "",
    ]);
    expect(err).toContain("▲▲▲ high 1 · in 7 events by 1 rule");
  });

  it("takes filters, times and history as they are meant", async () => {
    const isNew = ["--rule", "new-key-user"];
    expect(await findingsOf(isNew)).toEqual([]);
    expect((await findingsOf([...isNew, "--history", "0s"])).map(({ count }) => count)).toEqual([
      7,
    ]);
    const since = [...isNew, "--since", "2026-11-20"];
    expect((await findingsOf([...since, "--history", "1h"])).map(({ count }) => count)).toEqual([
      6,
    ]);
    expect(await findingsOf([...since, "--history", "11d"])).toEqual([]);
    expect(await findingsOf(["--caller", "ben"])).toEqual([]);
  });

  it("tells of each record once", async () => {
    const [finding] = await findingsOf(burst);
    expect(finding?.count).toBe(6);
    expect(new Set(finding?.evidence.map(({ record_id }) => record_id)).size).toBe(5);
  });

  it("writes csv, harmless for spreadsheets", async () => {
    const { out } = await detect([folder, ...burst, "--format", "csv"]);
    const [head, row] = out.split("\r\n");
    expect(head).toMatch(/^severity,rule,name,first,last,count,distinct,by,callers,/);
    expect(row).toMatch(/^high,identity-burst,Many SES sender identities added,.*ana⟨U\+001B⟩/);
  });

  it("writes SARIF with what its standard asks for", async () => {
    const { out } = await detect([folder, "--format", "sarif"]);
    const sarif = JSON.parse(out) as {
      readonly version: string;
      readonly runs: readonly {
        readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
        readonly results: readonly {
          readonly ruleId: string;
          readonly ruleIndex: number;
          readonly level: string;
          readonly message: { readonly text: string };
          readonly locations: readonly object[];
        }[];
      }[];
    };
    expect(sarif.version).toBe("2.1.0");
    const [run] = sarif.runs;
    const rules = run?.tool.driver.rules ?? [];
    expect(rules.map(({ id }) => id)).toEqual(RULES.map(({ key }) => key));
    expect(run?.results.length).toBeGreaterThan(1);
    for (const { ruleId, ruleIndex, level, message, locations } of run?.results ?? []) {
      expect(rules[ruleIndex]?.id).toBe(ruleId);
      expect(["note", "warning", "error"]).toContain(level);
      expect(message.text).toBe(printable(message.text));
      expect(locations).toEqual([
        {
          physicalLocation: {
            artifactLocation: { uri: expect.stringMatching(/^[\w%./-]+$/) as unknown },
          },
          logicalLocations: [{ name: "111122223333", kind: "account" }],
        },
      ]);
    }
  });

  it.each([
    [["--fail-on", "high"], 4],
    [["--fail-on", "high", "--rule", "identity-added"], 0],
    [["--fail-on", "low", "--rule", "identity-added"], 4],
    [["--fail-on", "high", "--caller", "ben"], 0],
  ])("ends with what %j asks for", async (args, expected) => {
    const { code, err } = await detect([folder, ...args, "--summary", "json"]);
    expect(code).toBe(expected);
    expect(JSON.parse(err.trimEnd().split("\n").at(-1) ?? "")).toMatchObject({
      exit_code: expected,
    });
  });

  it("explains a rule, and all of them, without a source", async () => {
    const { code, out } = await detect(["--explain", "region-sweep"]);
    expect(code).toBe(0);
    expect(out).toMatch(/^SES swept over many Regions \(high: region-sweep\)\n {2}Finds {5}/);
    expect(out).toContain("4 calls or more with 4 different regions within 10 minutes");
    const all = await detect(["--explain", "*"]);
    for (const { name } of RULES) expect(all.out).toContain(name);
  });

  it("asks rules of one's own, and tells what is wrong with them", async () => {
    const own = join(mkdtempSync(join(tmpdir(), "sestrail-own-")), "own.yaml");
    const rule =
      "name: adds\ntitle: Adds\nlevel: high\ndescription: Adds.\nquery: 'event.action: Create*'";
    writeFileSync(own, rule);
    const rules = ["--own-rules", own, "--rule", "adds"];
    expect((await findingsOf(rules)).map(({ rule: key, count }) => [key, count])).toEqual([
      ["adds", 6],
    ]);
    expect((await detect([folder, ...rules, "--fail-on", "high"])).code).toBe(4);
    writeFileSync(own, rule.replace("event.action", "event.acton"));
    const { code, err } = await detect([folder, ...rules]);
    rmSync(join(own, ".."), { recursive: true });
    expect(code).toBe(2);
    expect(err).toContain("there is no field event.acton; did you mean event.action?");
    expect(err).toContain(`${own}:5`);
  });

  it("says so where nothing is found", async () => {
    const { code, out, err } = await detect([folder, "--rule", "root-*"], { isTerminal: true });
    expect(code).toBe(0);
    expect(out).toContain("nothing found in 7 events by 1 rule");
    expect(err).not.toContain("warning");
  });

  it.each([
    [["--rule", "region-swep"], "did you mean region-sweep?"],
    [["--explain", "regionsweep"], "did you mean region-sweep?"],
    [["--rule", "identity-added", "--min-severity", "high"], "leaves no rule"],
    [["--fail-on", "hihg"], "did you mean high?"],
    [["--format", "ecs"], "is none of text, csv, json, sarif"],
    [["--to", "stdout"], "is no option of detect"],
  ])("says what is wrong with %j", async (args, words) => {
    const { code, err } = await detect([folder, ...args]);
    expect(code).toBe(2);
    expect(err).toContain(words);
  });
});
