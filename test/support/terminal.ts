/** A terminal in memory, with a keyboard that can send signals. */
import { Writable } from "node:stream";
import type { StopSignal } from "../../src/job/stopped.ts";
import type { Screen, Terminal } from "../../src/cli/screen/terminal.ts";

/** A Terminal, and what was written on it. */
export interface MemoryTerminal extends Terminal {
  out(): string;
  err(): string;
  send(signal: StopSignal): void;
  /** Whether the command asked that memory be spared. */
  sparesMemory(): boolean;
}

/** What may be told of a terminal. */
export interface TerminalOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly isTerminal?: boolean;
  /** Of stdout; then stdout is no terminal, whatever stderr is. */
  readonly isPipe?: boolean;
  readonly columns?: number;
  readonly stdin?: readonly string[];
}

/** A terminal with these arguments. Its clock stands still. */
export function memoryTerminal(
  args: readonly string[],
  options: TerminalOptions = {},
): MemoryTerminal {
  const { env = {}, isTerminal = false, isPipe = false, columns = 100, stdin = [] } = options;
  const listeners = new Set<(signal: StopSignal) => void>();
  const out = memoryScreen(isTerminal && !isPipe, isPipe, columns);
  const err = memoryScreen(isTerminal, false, columns);
  let spares = false;
  return {
    args,
    env,
    // oxlint-disable-next-line typescript/require-await -- standard input is asynchronous; this one has nothing to wait for
    stdin: async function* () {
      for (const text of stdin) yield Buffer.from(text);
    },
    stdout: out.screen,
    stderr: err.screen,
    now: () => new Date("2026-11-24T07:00:00Z"),
    spareMemory: () => void (spares = true),
    onSignal(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    sparesMemory: () => spares,
    out: out.text,
    err: err.text,
    send: (signal) => listeners.forEach((listener) => listener(signal)),
  };
}

function memoryScreen(
  isTerminal: boolean,
  isPipe: boolean,
  columns: number,
): { readonly screen: Screen; readonly text: () => string } {
  let text = "";
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      done();
    },
  });
  return { screen: { stream, isTerminal, isPipe, columns }, text: () => text };
}
