import { mkdtempSync, rmSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { runCommandLine } from "../../../src/cli/command-line.ts";
import { demoSource } from "../../../src/cli/commands/demo.ts";
import { tallyOf } from "../../../src/demo/manifest.ts";
import { sampleDay } from "../../../src/demo/sample.ts";
import { memorySink } from "../../support/memory-sink.ts";
import { ran } from "../../support/running.ts";
import { memoryTerminal } from "../../support/terminal.ts";

const folder = mkdtempSync(join(tmpdir(), "sestrail-demo-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const terminal = memoryTerminal(["demo", ...args]);
  const code = await runCommandLine(terminal);
  return { code, out: terminal.out(), err: terminal.err() };
}

describe("demo", () => {
  it("ships a week, and the files that it writes hold the same", async () => {
    const shipped = await run("--end", "2026-11-21", "--to", `file:${join(folder, "a.ndjson")}`);
    expect(shipped.code).toBe(0);
    const made = /^made up {5}712 log files, .* of SES; seven days until 2026-11-21 00:00 UTC, /m;
    expect(shipped.err).toMatch(made);
    expect(shipped.err).toMatch(/^ {2}leaked-key +167 records {2}A leaked key /m);

    const target = join(folder, "week");
    const { code, out, err } = await run("--output", target, "--end", "2026-11-21");
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(made);
    // At the end, and to the stories.
    expect(out.trimEnd().split("\n").at(-2)).toBe(
      `Next: sestrail ship ${target} --changes --related`,
    );
    expect(readdirSync(target).toSorted()).toEqual([
      ".manifest.json",
      ".public-keys.json",
      "AWSLogs",
    ]);

    const terminal = memoryTerminal(["ship", target, "--related", "--dry-run"]);
    await runCommandLine(terminal);
    const found = (text: string): string | undefined => /^found .*/m.exec(text)?.[0];
    expect(found(terminal.err())).toBe(found(shipped.err));
    expect(found(shipped.err)).toMatch(/^found +2,\d+ events/);
    // Sixty thousand records, three times: ten seconds, and much more on a machine that does other things as well.
  }, 240_000);

  it("takes no sources, and writes or ships, not both", async () => {
    const { code, out, err } = await run("x", "--output", folder, "--to", "stdout", "--format=ecs");
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(/3 problems[^]* x [^]* --to [^]* --format /);
  });

  it("tells what cannot be written", async () => {
    const { code, err } = await run("--output", "/dev/null/x");
    expect(code).toBe(1);
    expect(err).toContain("sestrail: the week could not be written to /dev/null/x");
    expect(err).toContain("[E_OUTPUT]");
  });
});

describe("demoSource", () => {
  it("gives each file once, and can open it twice", async () => {
    const tally = tallyOf(1, new Date(0));
    const sink = memorySink();
    const { books } = await ran([demoSource(sampleDay(), tally)], [sink]);
    const { files, ses, records } = tally.manifest();
    expect(books).toMatchObject({
      files: { read: files.log + files.digest, acked: files.log + files.digest, digests: 2 },
      records,
      selected: ses.records,
    });
    const calm = new AbortController().signal;
    for await (const file of demoSource(sampleDay(), tally).files(calm))
      expect(await file.open(calm)).toEqual(await file.open(calm));
  });

  it("makes nothing more when it is stopped", async () => {
    const stop = new AbortController();
    const tally = tallyOf(1, new Date(0));
    for await (const file of demoSource(sampleDay(), tally).files(stop.signal)) {
      expect(file.name).toMatch(/^AWSLogs\//);
      stop.abort();
    }
    expect(tally.manifest().files.log).toBe(1);
  });
});
