#!/usr/bin/env node
/**
 * The program: the only file that touches the process. Everything but the look at Node's version is loaded after that
 * look, since imports that stand at the top come before any line of code.
 */
import { fstatSync } from "node:fs";
import { isatty } from "node:tty";
import type { Screen } from "./cli/screen/terminal.ts";
import type { StopSignal } from "./job/stopped.ts";
import { tooOldNode } from "./node-version.ts";

function screenOf(stream: NodeJS.WriteStream & { readonly fd: number }): Screen {
  return {
    stream,
    isTerminal: stream.isTTY,
    isPipe: isPipe(stream.fd),
    columns: stream.columns || 80,
  };
}

/** Shells make pipes of sockets, too. A stream that is closed is none. */
function isPipe(descriptor: number): boolean {
  try {
    const stats = fstatSync(descriptor);
    return stats.isFIFO() || stats.isSocket();
  } catch {
    return false;
  }
}

async function main(): Promise<number> {
  // The client of AWS would tell users of Node 20 what only whoever installs it can mend.
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";
  const { runCommandLine } = await import("./cli/command-line.ts");
  return runCommandLine({
    args: process.argv.slice(2),
    env: process.env,
    stdin: () => process.stdin,
    stdinIsTerminal: isatty(0),
    stdout: screenOf(process.stdout),
    stderr: screenOf(process.stderr),
    now: () => new Date(),
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
