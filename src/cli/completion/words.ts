/** What can be completed where: made from the tables of commands, options, actions, signals, fields and Regions. */
import { COLUMN_NAMES, SHORT_NAMES } from "../../shape/chosen.ts";
import { ACTIONS } from "../../tables/actions.ts";
import { COMMAND_NAMES, COMMANDS, secondWords } from "../../tables/commands.ts";
import { flagOf, OPTION_NAMES, optionRowOf, type OptionName } from "../../tables/options.ts";
import { SES_REGIONS } from "../../tables/regions.ts";
import { SIGNAL_NAMES } from "../../tables/signals.ts";

/** Shells that completion is made for. */
export const SHELLS = ["bash", "zsh", "fish"] as const;

/** One of them. */
export type Shell = (typeof SHELLS)[number];

/** An option of a command. */
export interface CompletedOption {
  /** `--since`. */
  readonly flag: string;
  readonly doc: string;
  /** What stands behind it: nothing, a path, one of some words, or something that nobody can guess. */
  readonly takes: "nothing" | "path" | "anything" | readonly string[];
}

/** A command. */
export interface CompletedCommand {
  /** One word or two. */
  readonly name: string;
  readonly doc: string;
  readonly options: readonly CompletedOption[];
  /** What its operands may be. */
  readonly operands: "paths" | readonly string[];
}

const WORDS_OF: Readonly<Partial<Record<OptionName, readonly string[]>>> = {
  action: [...new Set(ACTIONS.map(({ action }) => action))].toSorted(),
  signal: SIGNAL_NAMES,
  region: SES_REGIONS,
  by: SHORT_NAMES,
  columns: COLUMN_NAMES,
  to: ["stdout", "file:", "elasticsearch:", "otlp:"],
};

/** Every command, in table order. `topics` are those of help. */
export function completedCommands(topics: readonly string[]): readonly CompletedCommand[] {
  return COMMAND_NAMES.map((name) => ({
    name,
    doc: COMMANDS[name].doc,
    options: [
      ...OPTION_NAMES.filter((option) => optionRowOf(option, name).commands.includes(name)).map(
        (option) => completedOption(option, name),
      ),
      { flag: "--help", doc: "shows what the command does", takes: "nothing" },
    ],
    operands: operandsOf(name, topics),
  }));
}

/** First words of all commands, with what they do. */
export function firstWords(): readonly (readonly [word: string, doc: string])[] {
  const words = new Map<string, string>();
  for (const name of COMMAND_NAMES) {
    const [first = name] = name.split(" ");
    const seconds = secondWords(first);
    const doc = seconds.length > 0 ? `prepares ${seconds.join(" or ")}` : COMMANDS[name].doc;
    if (!words.has(first)) words.set(first, doc);
  }
  return [...words];
}

/** Commands of two words: the first, and what may follow. */
export function pairs(): readonly (readonly [first: string, seconds: readonly string[]])[] {
  return firstWords().flatMap(([first]) => {
    const seconds = secondWords(first);
    return seconds.length > 0 ? [[first, seconds] as const] : [];
  });
}

function completedOption(name: OptionName, command: string): CompletedOption {
  const { kind, choices, doc } = optionRowOf(name, command);
  const words = WORDS_OF[name] ?? choices;
  if (kind === "switch") return { flag: flagOf(name), doc, takes: "nothing" };
  if (words !== undefined) return { flag: `--${name}`, doc, takes: words };
  return { flag: `--${name}`, doc, takes: kind === "path" ? "path" : "anything" };
}

function operandsOf(name: string, topics: readonly string[]): "paths" | readonly string[] {
  switch (name) {
    case "help":
      return [...topics, ...firstWords().map(([word]) => word)];
    case "completion":
      return SHELLS;
    case "actions":
      return WORDS_OF.action ?? [];
    default:
      return name.startsWith("setup ") ? [] : "paths";
  }
}
