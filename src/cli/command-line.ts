/** Finds the command that was meant, and runs it. Nothing else is loaded. */
import { existsSync } from "node:fs";
import { usage, type UsageProblem } from "../config/asked.ts";
import { didYouMean } from "../config/suggest.ts";
import { COMMAND_NAMES, commandAt, secondWords } from "../tables/commands.ts";
import { VERSION } from "../tables/version.ts";
import type { Problem } from "../telemetry/problem.ts";
import { problemOf } from "../job/problem-log.ts";
import { runCommand } from "./commands/run-command.ts";
import { problemLines, usageLines } from "./screen/problems.ts";
import { commandText } from "./screen/quote.ts";
import { proseWidth, writeLines, type Screen, type Terminal } from "./screen/terminal.ts";

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

/** Ways to ask for the version. */
const VERSION_WORDS = ["--version", "-V", "-v", "version"];

async function dispatch(terminal: Terminal): Promise<number> {
  const { args } = terminal;
  const [first] = args;
  if (first !== undefined && VERSION_WORDS.includes(first)) {
    writeLines(terminal.stdout, [VERSION]);
    return 0;
  }
  const found = commandAt(args);
  if (found !== undefined) {
    const { name, rest } = found;
    const end = rest.indexOf("--");
    const flags = end === -1 ? rest : rest.slice(0, end);
    return asksForHelp(flags)
      ? runHelp(terminal, name.split(" "))
      : runCommand(name, { ...terminal, args: rest });
  }
  if (asksForHelp(args.slice(0, 1))) return runHelp(terminal, []);
  if (first !== undefined && secondWords(first).length > 0 && asksForHelp(args))
    return runHelp(terminal, [first]);
  writeLines(terminal.stderr, usageLines([noCommand(args)], proseWidth(terminal.stderr)));
  return 2;
}

function asksForHelp(args: readonly string[]): boolean {
  return args.includes("--help") || args.includes("-h");
}

function noCommand([first, second]: readonly string[]): UsageProblem {
  if (first === undefined)
    return usage("command", `none is named; known: ${COMMAND_NAMES.join(", ")}`);
  const seconds = secondWords(first);
  if (seconds.length > 0) {
    const known = seconds.map((word) => `${first} ${word}`).join(", ");
    const meant = second === undefined ? "" : didYouMean(second, seconds);
    return usage(
      second === undefined ? first : `${first} ${second}`,
      `what is to be set up?${meant.replace(/^;/, "")} Known: ${known}`,
    );
  }
  if (first.startsWith("-"))
    return usage(
      first.split("=")[0] ?? first,
      "the command comes first: sestrail ship <source...> [options]",
    );
  // Logs of that name are there, so the command was left out.
  const meant = existsSync(first)
    ? `; did you mean: ${commandText(["ship", first])}?`
    : didYouMean(first, COMMAND_NAMES);
  return usage(first, `unknown command${meant}; known: ${COMMAND_NAMES.join(", ")}`);
}

function runHelp(terminal: Terminal, args: readonly string[]): Promise<number> {
  return runCommand("help", { ...terminal, args });
}
