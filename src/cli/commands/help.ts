/** Help, made from the tables of commands and options. */
import { didYouMean } from "../../config/suggest.ts";
import { usage } from "../../config/asked.ts";
import {
  COMMANDS,
  COMMAND_NAMES,
  commandAt,
  commandNamed,
  type CommandName,
  type CommandRow,
} from "../../tables/commands.ts";
import { LEGEND } from "../../shape/text/marks.ts";
import {
  OPTION_GROUPS,
  OPTION_NAMES,
  flagOf,
  optionRow,
  optionRowOf,
  valueName,
  type OptionName,
} from "../../tables/options.ts";
import { asText } from "../reference/page.ts";
import { usageLines } from "../screen/problems.ts";
import { wrap } from "../screen/wrap.ts";
import { proseWidth, writeLines, type Terminal } from "../screen/terminal.ts";

/** What sestrail is, in one line. */
const WHAT_IT_IS =
  "sestrail: who did what to our mail? Explains the Amazon SES calls in CloudTrail.";

/** `sestrail --help`. */
export function rootHelp(topics: readonly string[]): readonly string[] {
  const commands = COMMAND_NAMES.map((name) => {
    const { usage: operands, doc }: CommandRow = COMMANDS[name];
    return [`  sestrail ${name} ${operands}`, `      ${doc}`];
  });
  return [
    WHAT_IT_IS,
    "",
    ...commands.flat(),
    "",
    "Examples",
    ...exampleLines(COMMANDS.ship.examples),
    "",
    "Options of a command: sestrail ship --help. Version: sestrail --version",
    `Tables: sestrail help ${topics.join("|")}`,
  ];
}

/** `sestrail ship --help`. Fits two screens. */
export function commandHelp(name: string, command: CommandRow): readonly string[] {
  const names = OPTION_NAMES.filter((option) => optionRow(option).commands.includes(name));
  const groups = OPTION_GROUPS.flatMap((group) => {
    const members = names.filter((option) => {
      const row = optionRow(option);
      return row.group === group && row.rare !== true;
    });
    if (members.length === 0) return [];
    // Where there are destinations to tell of, too, filters are only named.
    return group === "Which events" && names.includes("to")
      ? [`${group}: sestrail help options`, ...flagLines(members)]
      : [group, ...members.map((option) => optionLine(option, name))];
  });
  return [
    `sestrail ${name}: ${command.doc}`,
    "",
    `  sestrail ${name} ${command.usage}`,
    ...(command.operands ?? []).map((line) => `    ${line}`),
    ...(command.examples.length === 0 ? [] : ["Examples", ...exampleLines(command.examples)]),
    ...groups,
    ...rareLines(names),
    ...(names.includes("format") && names.includes("to")
      ? ["", `Marks: ${LEGEND} (sestrail help signals)`]
      : []),
    ...(!names.includes("config")
      ? []
      : [
          "",
          "Options may also stand in the environment (SESTRAIL_MAX_MEMORY=64MiB) or in the",
          "file of --config. Secrets never are options: sestrail help options.",
        ]),
  ];
}

/** Options that few need, by their names alone. */
function rareLines(names: readonly OptionName[]): readonly string[] {
  const rare = names.filter((name) => optionRow(name).rare === true);
  return rare.length === 0 ? [] : ["Seldom needed: sestrail help options", ...flagLines(rare)];
}

function flagLines(names: readonly OptionName[]): readonly string[] {
  return wrap(names.map(flagOf).join(" "), PAGE_WIDTH - 2).map((line) => `  ${line}`);
}

const PAGE_WIDTH = 80;

function exampleLines(examples: CommandRow["examples"]): readonly string[] {
  return examples.map(([command, doc]) =>
    doc === "" ? `  ${command}` : `  ${command.padEnd(52)}  ${doc}`,
  );
}

function optionLine(name: OptionName, command: string): string {
  const row = optionRowOf(name, command);
  const value = valueName(name) + (row.many === "," ? ",…" : "");
  const shown = row.kind === "switch" ? undefined : (row.default ?? row.unset);
  const suffix = shown === undefined ? "" : ` (${shown})`;
  return `  ${`${flagOf(name)} ${value}`.padEnd(25)}${row.doc}${suffix}`;
}

/** Commands of two words that begin with this one. */
function namesBelow(word: string): readonly CommandName[] {
  return COMMAND_NAMES.filter((name) => name.startsWith(`${word} `));
}

/** `sestrail help [topic]`. */
export async function help(terminal: Terminal): Promise<number> {
  const { REFERENCES, TOPICS } = await import("../reference/topics.ts");
  const [word] = terminal.args;
  // Where a command prints a table, the word means the command.
  const topics = TOPICS.filter((name) => commandNamed(name) === undefined);
  if (word === undefined) {
    writeLines(terminal.stdout, rootHelp(topics));
    return 0;
  }
  const found = commandAt(terminal.args);
  const names = found === undefined ? namesBelow(word) : [found.name];
  if (names.length > 0) {
    const pages = names.map((name) => commandHelp(name, COMMANDS[name]).join("\n"));
    writeLines(terminal.stdout, [pages.join("\n\n")]);
    return 0;
  }
  if (word === "man") {
    terminal.stdout.stream.write((await import("../reference/man.ts")).manPage());
    return 0;
  }
  const topic = topics.find((name) => name === word);
  if (topic !== undefined) {
    writeLines(terminal.stdout, asText(await REFERENCES[topic](), proseWidth(terminal.stdout)));
    return 0;
  }
  const known = [...topics, ...COMMAND_NAMES];
  const problem = usage(
    word,
    `no such topic${didYouMean(word, known)}; known: ${known.join(", ")}`,
  );
  writeLines(terminal.stderr, usageLines([problem], proseWidth(terminal.stderr)));
  return 2;
}
