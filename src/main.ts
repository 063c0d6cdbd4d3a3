#!/usr/bin/env node
/** The program: the only file that touches the process. */
import process from "node:process";
import { isatty } from "node:tty";
import { runCommandLine } from "./cli/command-line.ts";
import type { StopSignal } from "./job/stopped.ts";
import type { Screen } from "./cli/screen/terminal.ts";

function screenOf(stream: NodeJS.WriteStream): Screen {
  return { stream, isTerminal: stream.isTTY, columns: stream.columns ?? 80 };
}

const code = await runCommandLine({
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

// Nothing that was left open, such as stdin, may keep the process.
process.exit(code);
