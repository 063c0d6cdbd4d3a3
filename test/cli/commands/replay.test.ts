import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { takeLock } from "../../../src/checkpoint/lock.ts";
import { runCommandLine } from "../../../src/cli/command-line.ts";
import { trailOf } from "../../support/running.ts";
import { memoryTerminal } from "../../support/terminal.ts";

let folder = "";
const at = (name: string): string => join(folder, name);
const position = { file: "trail.json", index: 5 };
const [record] = (JSON.parse(trailOf("e", 1)) as { Records: object[] }).Records;
const GOOD = JSON.stringify({ code: "E_X", position, raw: JSON.stringify(record) });
const IAM = { ...record, eventSource: "iam.amazonaws.com", eventID: "other" };
const OTHER = JSON.stringify({ code: "E_X", position, raw: JSON.stringify(IAM) });
const CUT = JSON.stringify({ code: "E_X", position, raw: '{"a":', cut: true });

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sestrail-replay-"));
  mkdirSync(at("letters"));
  writeFileSync(at("letters/dead.ndjson"), `${GOOD}\n${OTHER}\n`);
  writeFileSync(at("cut.ndjson"), `${GOOD}\n${CUT}\n`);
  symlinkSync(at("letters"), at("link"));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const terminal = memoryTerminal(["replay", ...args]);
  const code = await runCommandLine(terminal);
  return { code, out: terminal.out(), err: terminal.err() };
}

describe("replay", () => {
  it("delivers letters as the events that they were, of whatever service", async () => {
    const { code, out, err } = await run(at("letters"));
    const events = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as unknown);
    expect(code).toBe(0);
    expect(events).toMatchObject([
      { event: { id: "e-0", sequence: 5 }, log: { file: { path: "trail.json" } } },
      { event: { id: "other" } },
    ]);
    expect(err).toBe("2 events in 1 file, 2 records · 0.0 s\n");
  });

  it("says what cannot be sent again, and keeps it", async () => {
    const { code, err } = await run(at("cut.ndjson"), "--dead-letter", at("again.ndjson"));
    expect(code).toBe(3);
    expect(err).toContain("[E_LETTER_CUT]");
    expect(err).toContain("1 record is in ");
    const json = await run(at("cut.ndjson"), "--summary", "json");
    expect(JSON.parse(json.err.trim().split("\n").at(-1) ?? "")).toMatchObject({
      command: "replay",
      exit_code: 3,
      unreadable: 1,
    });
  });

  it.each([
    ["the very file", ["letters/dead.ndjson"], "letters/dead.ndjson"],
    ["by way of a link", ["link/dead.ndjson"], "letters/dead.ndjson"],
    ["in a folder that is read", ["letters"], "letters/new.ndjson"],
    ["the folder that is read", ["letters/"], "letters"],
    ["among the files of a glob", ["letters/*.ndjson"], "letters/dead.ndjson"],
    ["the second one", ["cut.ndjson", "letters/dead.ndjson"], "link/dead.ndjson"],
  ])("refuses to write letters where they are read: %s", async (_name, sources, target) => {
    const { code, out, err } = await run(...sources.map(at), "--dead-letter", at(target));
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(/--dead-letter .* is read here/);
  });

  it("is refused while another replay has the same letters, and leaves them alone", async () => {
    const path = at("shared.ndjson");
    writeFileSync(path, `${GOOD}\n`);
    const lock = await takeLock(at(".shared.ndjson"), new AbortController().signal);
    const { code, err } = await run(path, "--to", "otlp:http://127.0.0.1:9");
    lock.release();
    expect([code, err]).toEqual([1, expect.stringContaining("[E_LETTERS_IN_USE]")]);
    expect(readFileSync(path, "utf8")).toBe(`${GOOD}\n`);
    // Free again, it gets as far as the endpoint.
    expect((await run(path, "--to", "otlp:http://127.0.0.1:9")).err).toContain(
      "[E_OTLP_UNREACHABLE]",
    );
    expect(readdirSync(folder).filter((name) => name.includes("shared"))).toEqual([
      "shared.ndjson",
    ]);
  });

  it("lists everything else that is wrong", async () => {
    const { code, err } = await run("--writes-only", "--to", "pigeon:x");
    expect(code).toBe(2);
    expect(err).toMatch(/3 problems[^]*--writes-only +is no option of replay[^]*source[^]*pigeon/);
  });
});
