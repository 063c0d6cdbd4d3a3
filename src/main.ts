#!/usr/bin/env node
/**
 * The program: the only file that touches the process. Everything but the look at Node's version is loaded after that
 * look, since imports that stand at the top come before any line of code.
 */
import type { Stats } from "node:fs";
import type { Screen } from "./cli/screen/terminal.ts";
import type { StopSignal } from "./job/stopped.ts";
import { tooOldNode } from "./node-version.ts";

/** What a stream is to those who write to it. */
function screenOf(
  stream: NodeJS.WriteStream & { readonly fd: number },
  statOf: (descriptor: number) => Stats,
): Screen {
  return {
    stream,
    isTerminal: stream.isTTY,
    isPipe: isPipe(stream.fd, statOf),
    columns: stream.columns || 80,
  };
}

/** Shells make pipes of sockets, too. A stream that is closed is none. */
function isPipe(descriptor: number, statOf: (descriptor: number) => Stats): boolean {
  try {
    const stats = statOf(descriptor);
    return stats.isFIFO() || stats.isSocket();
  } catch {
    return false;
  }
}

/**
 * How much garbage may lie about, in percent of what is in use, before V8 looks for it, where memory is to be spared. By
 * itself it allows up to three times as much, so that the process takes a multiple of `--max-memory`.
 */
const GARBAGE_PERCENT = 50;

/**
 * How long functions are to run before V8 compiles them for speed, in its own measure: four times as long as by itself.
 * Most runs are over before that pays: it took a sixth of the CPU of one with 3,000 events. Only for V8 11, of Node 20:
 * later ones count calls, and complain of settings that they don't know.
 */
const RUN_BEFORE_COMPILED = 270_000;

async function main(): Promise<number> {
  if (process.versions.v8.startsWith("11."))
    process
      .getBuiltinModule("node:v8")
      .setFlagsFromString(`--interrupt-budget=${RUN_BEFORE_COMPILED}`);
  // The client of AWS would tell users of Node 20 what only whoever installs it can mend.
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";
  const { fstatSync } = await import("node:fs");
  const { isatty } = await import("node:tty");
  const { runCommandLine } = await import("./cli/command-line.ts");
  return runCommandLine({
    args: process.argv.slice(2),
    env: process.env,
    stdin: () => process.stdin,
    stdinIsTerminal: isatty(0),
    stdout: screenOf(process.stdout, fstatSync),
    stderr: screenOf(process.stderr, fstatSync),
    now: () => new Date(),
    spareMemory: () =>
      process
        .getBuiltinModule("node:v8")
        .setFlagsFromString(`--heap-growing-percent=${GARBAGE_PERCENT}`),
    onSignal(listener: (signal: StopSignal) => void) {
      process.on("SIGINT", listener);
      process.on("SIGTERM", listener);
      return () => {
        process.off("SIGINT", listener);
        process.off("SIGTERM", listener);
      };
    },
  });
}

const tooOld = tooOldNode(process.versions.node, process.execPath);
if (tooOld !== undefined) {
  process.stderr.write(`${tooOld}\n`);
  process.exitCode = 2;
} else {
  // Nothing that was left open, such as stdin, may keep the process.
  void main().then((code) => process.exit(code));
}
