/** The real program as a child: started, waited for, killed. No process but these is ever touched. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import type { Readable } from "node:stream";
import { Broken } from "./broken.ts";

/** A run that takes longer hangs. */
const HANGS_AFTER_MS = 120_000;
const PROGRAM = resolve("dist", "main.js");

/** How a child ended: by itself with a code, or by a signal. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly err: string;
}

/** A child that runs. */
export interface Child {
  readonly pid: number;
  /** What it writes to its file descriptor 3, where it was given one. */
  readonly observed: Readable | null;
  readonly ended: Promise<Ended>;
  isOver(): boolean;
  kill(signal: "SIGKILL" | "SIGTERM" | "SIGSTOP" | "SIGCONT"): void;
}

/** How a child is started besides its arguments. */
export interface StartOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Arguments of node itself, before the program's. */
  readonly nodeArgs?: readonly string[];
  readonly hangsAfterMs?: number;
}

const running = new Set<ChildProcess>();
// A child that outlived this process would be nobody's.
process.on("exit", endChildren);

/** Kills what a trial that failed has left: the children that were started here, and no others. */
export function endChildren(): void {
  for (const child of running) child.kill("SIGKILL");
}

/** Starts `sestrail` with these arguments. What it writes to stdout is not looked at. */
export function startChild(args: readonly string[], options: StartOptions = {}): Child {
  const { env = {}, nodeArgs = [], hangsAfterMs = HANGS_AFTER_MS } = options;
  const child = spawn(process.execPath, [...nodeArgs, PROGRAM, ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "ignore", "pipe", "pipe"],
  });
  running.add(child);
  let err = "";
  child.stderr?.on("data", (chunk: Buffer) => (err += chunk.toString()));
  let isHung = false;
  const timer = setTimeout(() => {
    isHung = true;
    child.kill("SIGKILL");
  }, hangsAfterMs);
  const ended = once(child, "close").then(([code, signal]) => {
    running.delete(child);
    clearTimeout(timer);
    if (isHung) throw new Broken(`a run hangs: it was killed after ${hangsAfterMs / 1000} s`);
    return { code: code as number | null, signal: signal as NodeJS.Signals | null, err };
  });
  // Whoever waits for it is told; until then it is no failure of nobody's.
  ended.catch(() => {});
  return {
    pid: child.pid ?? 0,
    observed: child.stdio[3] as Readable | null,
    ended,
    isOver: () => !running.has(child),
    kill: (signal) => void child.kill(signal),
  };
}

/** Runs it to its end, which must be one of these codes. */
export async function runChild(
  args: readonly string[],
  codes: readonly number[],
  options: StartOptions = {},
): Promise<Ended> {
  const ended = await startChild(args, options).ended;
  if (ended.code === null || !codes.includes(ended.code))
    throw new Broken(
      `a run ended with ${ended.code ?? ended.signal}, not ${codes.join(" or ")}: ${ended.err.slice(-600)}`,
    );
  return ended;
}

/** The parts of a summary that are looked at. */
export interface Summary {
  readonly balanced: boolean;
  readonly files: Readonly<Record<"read" | "acked" | "nacked", number>>;
  readonly problems: readonly { readonly code: string }[];
}

/** The summary of a run with `--summary json`: its last line. */
export function summaryOf({ err }: Ended): Summary {
  const summary = JSON.parse(err.trimEnd().split("\n").at(-1) ?? "") as Summary;
  if (!summary.balanced) throw new Broken("the books of a run do not balance");
  return summary;
}
