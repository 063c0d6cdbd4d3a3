#!/usr/bin/env node
/** The program: the only file that touches the process. */
import { fstatSync } from "node:fs";
import process from "node:process";
import { runCommandLine } from "./cli/command-line.ts";
import type { Screen, StopSignal } from "./cli/terminal.ts";

function screenOf(stream: NodeJS.WriteStream & { readonly fd: number }): Screen {
  return {
    stream,
    isTerminal: stream.isTTY,
    isPipe: isPipe(stream.fd),
    columns: stream.columns ?? 80,
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

const code = await runCommandLine({
  args: process.argv.slice(2),
  env: process.env,
  stdin: () => process.stdin,
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

// Nothing that was left open, such as stdin, may keep the process.
process.exit(code);
