import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCommandLine } from "../../../src/cli/command-line.ts";
import { SAMPLE_SES_CALLS } from "../../support/samples.ts";
import { memoryTerminal, type TerminalOptions } from "../../support/terminal.ts";

const SAMPLES = resolve(import.meta.dirname, "../../../samples");
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sestrail-report-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function report(args: readonly string[], options: TerminalOptions = {}) {
  const terminal = memoryTerminal(["report", ...args], options);
  const code = await runCommandLine(terminal);
  return { code, out: terminal.out(), err: terminal.err() };
}

describe("sestrail report", () => {
  it("writes a page, which takes its name when it is complete", async () => {
    const path = join(folder, "week.html");
    const { code, out } = await report([SAMPLES, "--output", path]);
    expect([code, out, existsSync(`${path}.part`)]).toEqual([0, "", false]);
    const page = readFileSync(path, "utf8");
    expect(page).toMatch(/^<!doctype html>[^]*<\/html>\s*$/);
    expect(page).toContain(`made ${SAMPLE_SES_CALLS} SES calls in`);
    // The names of the samples say of which hours they are.
    expect(page).toContain("Log files by account and Region");
  });

  it("is text without a file, and tells what the options left out", async () => {
    const { out } = await report([SAMPLES, "--account", "444455556666", "--local"], {
      env: { TZ: "Asia/Tokyo" },
    });
    expect(out).toContain("Times are in Asia/Tokyo.");
    expect(out).toMatch(/left out by options · count [1-9]/);
  });

  it("is JSON, too, and reads stdin", async () => {
    const record = {
      eventSource: "ses.amazonaws.com",
      eventName: "GetAccount",
      eventTime: "2026-11-20T09:00:00Z",
    };
    const { out } = await report(["-", "--format", "json"], { stdin: [JSON.stringify(record)] });
    expect(JSON.parse(out)).toMatchObject({
      calls: { count: 1, failed: 0 },
      coverage: { unnamed_files: 1 },
      made_at: "2026-11-24T07:00:00.000Z",
    });
  });

  it.each([
    [["--format", "html"], "add --output report.html"],
    [["--format", "csv"], "is none of html, text, json"],
  ])("says what is wrong with %j", async (args, words) => {
    const { code, err } = await report([SAMPLES, ...args], { isTerminal: true });
    expect([code, err]).toEqual([2, expect.stringContaining(words)]);
  });
});
