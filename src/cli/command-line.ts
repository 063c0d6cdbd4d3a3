/** Finds the command that was meant, and runs it. Nothing else is loaded. */
import { usage } from "../config/asked.ts";
import { didYouMean } from "../config/suggest.ts";
import type { Problem } from "../telemetry/problem.ts";
import { COMMAND_NAMES, commandNamed } from "./commands.ts";
import { problemLines, problemOf, usageLines } from "./problems.ts";
import { proseWidth, writeLines, type Screen, type Terminal } from "./terminal.ts";

/** Runs a command line and gives the exit code. Throws nothing. */
export async function runCommandLine(terminal: Terminal): Promise<number> {
  const { stdout, stderr } = terminal;
  let outputError: NodeJS.ErrnoException | undefined;
  stdout.stream.on("error", (error) => {
    outputError ??= error;
  });
  // Whoever closed stderr cannot be told of it.
  stderr.stream.on("error", () => undefined);
  const tell = (problem: Problem): void => {
    const group = { code: problem.code, count: 1, first: [problem] };
    writeLines(stderr, problemLines(group, proseWidth(stderr)));
  };
  let code: number;
  try {
    code = await dispatch(terminal);
  } catch (error) {
    tell(problemOf(error));
    code = 1;
  }
  await written(stdout);
  if (code === 0 && outputError !== undefined && outputError.code !== "EPIPE") {
    tell({ code: "E_OUTPUT", what: "stdout could not be written", why: outputError.message });
    code = 1;
  }
  await written(stderr);
  return code;
}

/** Waits until everything written before has gone out, or cannot. */
function written({ stream }: Screen): Promise<void> {
  return new Promise((resolve) => {
    stream.write("", () => resolve());
  });
}

async function dispatch(terminal: Terminal): Promise<number> {
  const [name, ...args] = terminal.args;
  if (name === "--version" || name === "-V") {
    const { readVersion } = await import("./version.ts");
    writeLines(terminal.stdout, [await readVersion()]);
    return 0;
  }
  const askedForHelp = name === "--help" || name === "-h";
  const command = commandNamed(name);
  if (command !== undefined && name !== undefined) {
    const end = args.indexOf("--");
    const flags = end === -1 ? args : args.slice(0, end);
    return flags.includes("--help") || flags.includes("-h")
      ? runHelp(terminal, [name])
      : command.run({ ...terminal, args });
  }
  if (askedForHelp) return runHelp(terminal, []);
  const problem =
    name === undefined
      ? usage("command", `none is named; known: ${COMMAND_NAMES.join(", ")}`)
      : name.startsWith("-")
        ? usage(
            name.split("=")[0] ?? name,
            "the command comes first: sestrail ship <source...> [options]",
          )
        : usage(
            name,
            `unknown command${didYouMean(name, COMMAND_NAMES)}; known: ${COMMAND_NAMES.join(", ")}`,
          );
  writeLines(terminal.stderr, usageLines([problem], proseWidth(terminal.stderr)));
  return 2;
}

async function runHelp(terminal: Terminal, args: readonly string[]): Promise<number> {
  const { help } = await import("./help.ts");
  return help({ ...terminal, args });
}
