/**
 * A file takes its name only when it is complete: whatever ends a run early, the old file stays byte for byte, what was
 * written stands beside it as `.part`, and that is said.
 */
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import {
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  watch,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startOtlpStub } from "../support/otlp-stub.ts";
import { startProgram, summaryOf, type Started } from "../support/program.ts";
import { trailOf } from "../support/running.ts";

const OLD = "an old file,\nwhole\n";
let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sestrail-part-"));
  writeFileSync(join(folder, "y.ndjson"), OLD);
});
afterEach(() => rmSync(folder, { recursive: true }));

const at = (name: string): string => join(folder, name);

/** A folder of so many log files of one event each. */
function trail(name: string, count: number): string {
  mkdirSync(at(name));
  for (let index = 0; index < count; index += 1)
    writeFileSync(join(at(name), `${index}.json`), trailOf(`${name}-${index}`, 1));
  return at(name);
}

/** Resolves when a file holds so many lines: the file system tells of each change. */
async function lines(path: string, count: number): Promise<void> {
  const has = (): boolean =>
    existsSync(path) && readFileSync(path, "utf8").split("\n").length > count;
  const watcher = watch(folder);
  try {
    while (!has()) await once(watcher, "change");
  } finally {
    watcher.close();
  }
}

/** What must hold of a run that ended early. */
function expectOldStays(err: string): void {
  expect(readFileSync(at("y.ndjson"), "utf8")).toBe(OLD);
  const part = readFileSync(at("y.ndjson.part"), "utf8").trimEnd().split("\n");
  for (const line of part) expect(JSON.parse(line)).toHaveProperty(["event", "action"]);
  expect(err).toContain(`${at("y.ndjson")} is not complete`);
  expect(err).toContain(`what was written is in ${at("y.ndjson.part")}`);
}

/** Reads 50 files, then a pipe that gives one event and stays open, and has 677 files before it. */
async function stuckInPipe(
  ...more: readonly string[]
): Promise<Started & { readonly close: () => void }> {
  const pipe = at("pipe");
  execFileSync("mkfifo", [pipe]);
  // Both ends, so that neither of the two has to wait for the other.
  const writer = openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK);
  writeSync(writer, `${trailOf("piped", 1)}\n{"half":`);
  const sources = [trail("before", 50), pipe, trail("behind", 677)];
  const args = ["ship", ...sources, "--to", `file:${at("y.ndjson")}`, "--concurrency", "1"];
  const started = startProgram([...args, ...more]);
  await lines(at("y.ndjson.part"), 51);
  return { ...started, close: () => closeSync(writer) };
}

describe("the old file stays, and the part stands beside it", () => {
  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("after %s, which counts what was not begun", async (signal, exit) => {
    const { child, ended, close } = await stuckInPipe();
    child.kill(signal);
    const { code, err } = await ended;
    close();
    expect(code).toBe(exit);
    expectOldStays(err);
    expect(err).toMatch(/^not done +678 of 728 files \(677 not begun\): /m);
    expect(readFileSync(at("y.ndjson.part"), "utf8").trimEnd().split("\n")).toHaveLength(51);
  });

  it("with stdin that is held open, and the same numbers in JSON", async () => {
    const args = ["ship", "-", trail("t", 3), "--to", `file:${at("y.ndjson")}`];
    const { child, ended } = startProgram([...args, "--concurrency", "1", "--summary", "json"]);
    child.stdin.write(`${trailOf("typed", 2)}\n`);
    await lines(at("y.ndjson.part"), 2);
    child.kill("SIGTERM");
    const { code, err } = await ended;
    expect(code).toBe(143);
    expectOldStays(err);
    const { files, balanced, destinations } = summaryOf(err);
    expect(files).toMatchObject({ read: 1, acked: 0, nacked: 1, not_begun: 3, piped: 1 });
    expect([balanced, destinations[0]?.delivered]).toEqual([true, 2]);
  });

  it("after a failure of another destination", async () => {
    const stub = await startOtlpStub((_request, response, index) => {
      response.writeHead(index === 0 ? 200 : 401).end();
    });
    const args = ["ship", "-", "--to", `file:${at("y.ndjson")}`, "--to", `otlp:${stub.url}`];
    const { child, ended } = startProgram(args);
    child.stdin.write(`${trailOf("typed", 2)}\n`);
    const { code, err } = await ended;
    await stub.close();
    expect(code).toBe(1);
    expect(err).toContain("[E_OTLP_AUTH]");
    expectOldStays(err);
  });

  it("with a reader of stdout that has seen enough", async () => {
    writeFileSync(at("long.json"), trailOf("long", 20_000));
    const args = ["ship", at("long.json"), "--to", `file:${at("y.ndjson")}`, "--to", "stdout"];
    const { child, ended } = startProgram(args);
    await once(child.stdout, "data");
    child.stdout.destroy();
    const { code, err } = await ended;
    expect(code).toBe(1);
    expectOldStays(err);
  });

  it("but not where all is well, nor where nothing was written", async () => {
    const args = ["ship", trail("t", 3), "--to", `file:${at("y.ndjson")}`];
    expect((await startProgram(args).ended).code).toBe(0);
    expect(statSync(at("y.ndjson")).size).toBeGreaterThan(OLD.length);
    const before = readFileSync(at("y.ndjson"));
    const { child, ended } = startProgram(["ship", "-", "--to", `file:${at("y.ndjson")}`]);
    child.stdin.write("{");
    await lines(at("y.ndjson.part"), 0);
    child.kill("SIGTERM");
    const { code, err } = await ended;
    expect([code, err.includes("E_OUTPUT_PART")]).toEqual([143, false]);
    expect(readFileSync(at("y.ndjson"))).toEqual(before);
    expect(readdirSync(folder).toSorted()).toEqual(["t", "y.ndjson"]);
  });

  it("control: a sink that calls itself complete when it is closed is found out", async () => {
    const { runJob } = await import("../../src/job/job.ts");
    const { loadEngine } = await import("../../src/job/engine.ts");
    const { NOT_STOPPED } = await import("../../src/job/stopped.ts");
    const { shipConfig } = await import("../../src/config/ship-config.ts");
    const { readArguments } = await import("../../src/cli/configuration/arguments.ts");
    const args = [trail("t", 3), "--to", `file:${at("y.ndjson")}`];
    const configured = shipConfig(
      {
        command: "ship",
        asked: readArguments("ship", args),
        env: {},
        file: undefined,
        now: new Date(),
      },
      { stdoutFormat: "ecs", text: { columns: 80, color: false }, readFile: () => "" },
    );
    if ("problems" in configured) throw new Error(JSON.stringify(configured.problems));
    const engine = await loadEngine();
    const stopAfterFirst = async (broken: boolean): Promise<string> => {
      const drain = new AbortController();
      const told: string[] = [];
      await runJob(
        configured,
        {
          stdin: () => expect.unreachable("no stdin is named"),
          stdout: process.stdout,
          env: {},
          now: () => new Date(),
          drain: drain.signal,
          abort: new AbortController().signal,
          stopped: () => ({ ...NOT_STOPPED, signal: "SIGTERM" }),
          onProblem: ({ what, why }) => void told.push(`${what}: ${why}`),
        },
        {
          ...engine,
          async openSink(destination, context) {
            const sink = await engine.openSink(destination, context);
            return {
              ...sink,
              async write(items, signal) {
                drain.abort();
                return sink.write(items, signal);
              },
              async close() {
                if (broken) await sink.complete?.();
                await sink.close();
              },
            };
          },
        },
      );
      return told.join("\n");
    };
    expectOldStays(await stopAfterFirst(false));
    const told = await stopAfterFirst(true);
    expect(() => expectOldStays(told)).toThrow(/an old file/);
  });
});
