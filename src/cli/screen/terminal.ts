/** What a command may touch of the world: `main.ts` hands it over, tests hand over their own. */
import type { Writable } from "node:stream";
import type { Environment } from "../../config/asked.ts";
import type { StopSignal } from "../../job/stopped.ts";
import { PAGE_COLUMNS } from "../../shape/text/columns.ts";

/** A stream that may be a terminal. */
export interface Screen {
  readonly stream: Writable;
  readonly isTerminal: boolean;
  /** Another program reads it. */
  readonly isPipe: boolean;
  /** Width of the terminal; 80 where it is none. */
  readonly columns: number;
}

/** The surroundings of a command. */
export interface Terminal {
  /** Arguments behind the program's name. */
  readonly args: readonly string[];
  readonly env: Environment;
  /** A function, since merely looking at stdin opens it. */
  readonly stdin: () => AsyncIterable<Uint8Array>;
  /** Stdin is a keyboard: whoever sits there may not know that input is waited for. */
  readonly stdinIsTerminal?: boolean;
  readonly stdout: Screen;
  readonly stderr: Screen;
  readonly now: () => Date;
  /** From now on memory is worth more than CPU: what is read may have to wait for whoever takes it. */
  readonly spareMemory: () => void;
  /** Calls the listener at each signal, until the function that it returns is called. */
  readonly onSignal: (listener: (signal: StopSignal) => void) => () => void;
}

/** Writes whole lines. */
export function writeLines(screen: Screen, lines: readonly string[]): void {
  if (lines.length > 0) screen.stream.write(`${lines.join("\n")}\n`);
}

/** Whether colours are wanted. FORCE_COLOR and NO_COLOR have the last word. Source: https://no-color.org */
export function wantsColor(env: Environment, isTerminal: boolean): boolean {
  const forced = env["FORCE_COLOR"];
  if (forced !== undefined && forced !== "") return forced !== "0" && forced !== "false";
  if (env["NO_COLOR"] !== undefined && env["NO_COLOR"] !== "") return false;
  return isTerminal && env["TERM"] !== "dumb";
}

/** Width of text on stdout: the terminal's; elsewhere what COLUMNS says. */
export function textColumns({ env, stdout }: Pick<Terminal, "env" | "stdout">): number {
  const asked = /^[1-9]\d{0,4}$/.exec(env["COLUMNS"] ?? "")?.[0];
  if (stdout.isTerminal) return stdout.columns;
  return asked === undefined ? PAGE_COLUMNS : Number(asked);
}

/** Width that prose is wrapped to; a pipe gets whole lines. */
export function proseWidth(screen: Screen): number {
  return screen.isTerminal ? Math.min(Math.max(screen.columns, 80), 110) : Number.POSITIVE_INFINITY;
}
