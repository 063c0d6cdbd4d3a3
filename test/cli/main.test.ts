/** The program as people start it: compiled, with real pipes and signals. */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT, programFolder } from "../support/program.ts";

const BUILT = programFolder();
const MAIN = join(BUILT, "main.js");
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sestrail-main-"));
  const record = {
    eventVersion: "1.11",
    eventTime: "2026-11-20T09:02:11Z",
    eventSource: "ses.amazonaws.com",
    eventName: "ListIdentities",
    recipientAccountId: "111122223333",
  };
  const records = Array.from({ length: 5000 }, (_, index) => ({ ...record, eventID: `e${index}` }));
  writeFileSync(join(folder, "many.json"), JSON.stringify({ Records: records }));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function start(...args: string[]) {
  const child = spawn(process.execPath, [MAIN, ...args], { cwd: ROOT });
  let err = "";
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
  const ended = once(child, "close").then(([code]) => ({ code: code as number, err }));
  return { child, ended };
}

/** Our own modules that a command line loads. */
async function modulesLoadedBy(...args: string[]): Promise<readonly string[]> {
  return (await filesLoadedBy(...args))
    .filter((path) => path.startsWith(`${BUILT}/`))
    .map((path) => path.slice(BUILT.length + 1));
}

/** All modules that a command line loads, as Node itself tells. */
async function filesLoadedBy(...args: string[]): Promise<readonly string[]> {
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: ROOT,
    env: { ...process.env, NODE_DEBUG: "esm" },
  });
  let told = "";
  child.stdout.resume();
  child.stderr.on("data", (chunk: Buffer) => (told += chunk.toString()));
  await once(child, "close");
  const urls = [...told.matchAll(/file:\/\/(\S+?\.js)/g)].map(([, path = ""]) => path);
  return [...new Set(urls)];
}

describe("the program", () => {
  it("ends quietly with 0 when the reader of its output has had enough", async () => {
    const { child, ended } = start("ship", join(folder, "many.json"));
    await once(child.stdout, "data");
    child.stdout.destroy();
    expect(await ended).toEqual({ code: 0, err: "" });
  });

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("ends with the code of %s, though stdin stays open", async (signal, code) => {
    const { child, ended } = start("ship", "-", "--format", "ecs");
    child.stdin.write(
      '{"Records":[{"eventSource":"ses.amazonaws.com","eventName":"A","eventTime":"2026-11-20T09:02:11Z"},',
    );
    // The event is out: the run is under way.
    await once(child.stdout, "data");
    child.kill(signal);
    const end = await ended;
    expect(end.code).toBe(code);
    expect(end.err).toContain(`stopped by ${signal}`);
  });

  it("loads neither sinks nor sources nor the pipeline for help", async () => {
    const loaded = await modulesLoadedBy("--help");
    expect(loaded).toContain("cli/commands/help.js");
    expect(loaded.filter((name) => /^(?:sinks|sources|pipeline|ses|records)\//.test(name))).toEqual(
      [],
    );
    // The control: shipping does load them.
    expect(await modulesLoadedBy("ship", join(folder, "many.json"))).toContain("pipeline/run.js");
  });

  it("loads nothing of AWS but for a bucket", async () => {
    const ofAws = async (...args: string[]): Promise<number> =>
      (await filesLoadedBy(...args)).filter((path) => /@aws-sdk|@smithy|\/s3\/source/.test(path))
        .length;
    expect(await ofAws("--help")).toBe(0);
    expect(await ofAws("ship", join(folder, "many.json"))).toBe(0);
    // The control: nobody answers at this address, but to find that out the client has to be there.
    expect(await ofAws("ship", "s3:///no-bucket")).toBeGreaterThan(1);
  });

  it("has the version of the package", () => {
    expect(execFileSync(process.execPath, [MAIN, "--version"]).toString()).toMatch(
      /^\d+\.\d+\.\d+\n$/,
    );
  });
});
