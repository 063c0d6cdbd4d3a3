/** The program as people start it: compiled once for all tests, run with real pipes, signals and exit codes. */
import { execFileSync, spawn, type ChildProcessByStdio } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";

/** The folder of the package. */
export const ROOT: string = fileURLToPath(new URL("../..", import.meta.url));

/** What a run of the program gave. */
export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A program that runs. */
export interface Started {
  readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly ended: Promise<Ended>;
}

/** What a program is given besides its arguments. */
export interface ProgramOptions {
  /** Over the test's own environment; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly stdin?: string;
}

/** Starts `sestrail` with these arguments, in the folder of the package. */
export function startProgram(args: readonly string[], options: ProgramOptions = {}): Started {
  const child = spawn(process.execPath, [join(programFolder(), "main.js"), ...args], {
    cwd: ROOT,
    env: { ...process.env, ...options.env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let out = "";
  let err = "";
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
  if (options.stdin !== undefined) child.stdin.end(options.stdin);
  const ended = once(child, "close").then(([code]) => {
    // Whatever happens, nobody is shown a stack trace.
    expect(err).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m);
    return { code: code as number, out, err };
  });
  return { child, ended };
}

/** Runs `sestrail` with these arguments to its end. */
export async function runProgram(
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<Ended> {
  return startProgram(args, { stdin: "", ...options }).ended;
}

/** Runs it with `--summary json`, and gives the summary too. */
export async function runWithSummary(
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<Ended & { readonly summary: RunSummary }> {
  const ended = await runProgram([...args, "--summary", "json"], options);
  return { ...ended, summary: summaryOf(ended.err) };
}

/** The summary: the last line of stderr. Before it there is a line for each problem. */
export function summaryOf(err: string): RunSummary {
  return JSON.parse(err.trimEnd().split("\n").at(-1) ?? "") as RunSummary;
}

/** The parts of a summary that tests look at. */
export interface RunSummary {
  readonly exit_code: number;
  readonly balanced: boolean;
  readonly records: number;
  readonly selected: number;
  readonly files: Readonly<
    Record<"read" | "done" | "acked" | "nacked" | "stopped" | "piped" | "not_begun", number>
  >;
  readonly destinations: readonly {
    readonly name: string;
    readonly delivered: number;
    readonly duplicate: number;
    readonly rejected: number;
    readonly unsettled: number;
  }[];
  readonly problems: readonly { readonly code: string; readonly count: number }[];
}

let folder: string | undefined;

/** The folder of the compiled program: one for each state of the sources, shared by all tests. */
export function programFolder(): string {
  folder ??= build();
  return folder;
}

function build(): string {
  const hash = createHash("sha256");
  const sources = readdirSync(join(ROOT, "src"), { recursive: true, encoding: "utf8" });
  for (const name of sources.filter((each) => each.endsWith(".ts")).toSorted())
    hash.update(name).update(readFileSync(join(ROOT, "src", name)));
  // Beside `src`, so that what stands two folders up is found as well.
  const target = join(ROOT, `.built-${hash.digest("hex").slice(0, 16)}`);
  if (existsSync(target)) return target;
  for (const old of readdirSync(ROOT).filter((name) => /^\.built-[0-9a-f]{16}$/.test(name)))
    rmSync(join(ROOT, old), { recursive: true, force: true });
  const fresh = mkdtempSync(join(ROOT, ".built-"));
  const flags = ["--declaration", "false", "--sourceMap", "false"];
  execFileSync(
    join(ROOT, "node_modules/.bin/tsc"),
    ["-p", join(ROOT, "tsconfig.build.json"), "--outDir", fresh, ...flags],
    { cwd: ROOT },
  );
  try {
    renameSync(fresh, target);
  } catch {
    // Another test was faster.
    rmSync(fresh, { recursive: true, force: true });
  }
  return target;
}
