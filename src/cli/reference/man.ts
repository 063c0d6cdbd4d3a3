/** The man page, made from the tables, in the language of troff. The build writes `dist/sestrail.1` with it. */
import { COMMAND_NAMES, COMMANDS, type CommandRow } from "../../tables/commands.ts";
import {
  environmentName,
  flagOf,
  OPTION_GROUPS,
  OPTION_NAMES,
  optionRow,
  valueName,
  type OptionName,
} from "../../tables/options.ts";
import { EXIT_CODES } from "./errors.ts";

/** The whole page. */
export function manPage(): string {
  const lines = [
    ".TH SESTRAIL 1",
    ".SH NAME",
    "sestrail \\- who did what to our mail: explains the Amazon SES calls in AWS CloudTrail",
    ".SH SYNOPSIS",
    ...COMMAND_NAMES.flatMap((name) => [".P", `.B sestrail ${name}`, textOf(COMMANDS[name].usage)]),
    ".SH DESCRIPTION",
    textOf(
      "It reads CloudTrail log files, picks the calls to Amazon SES, explains each in plain words, and delivers it to the terminal, to files, to Elasticsearch or to any OTLP endpoint. Other commands answer questions about the same files without a server.",
    ),
    ".SH COMMANDS",
    ...COMMAND_NAMES.flatMap(commandLines),
    ".SH OPTIONS",
    textOf(
      "An option may be a flag, a variable of the environment, or a key of the file that --config names. A flag goes before a variable, a variable before the file, the file before the default.",
    ),
    ...OPTION_GROUPS.flatMap((group) => {
      const names = OPTION_NAMES.filter((name) => optionRow(name).group === group);
      return names.length === 0 ? [] : [`.SS ${textOf(group)}`, ...names.flatMap(optionLines)];
    }),
    ".SH ENVIRONMENT",
    textOf(
      "Secrets are never options: ELASTICSEARCH_API_KEY, or ELASTICSEARCH_USERNAME and ELASTICSEARCH_PASSWORD; the same names with _FILE name a file; KIBANA_ in the same way; OTEL_EXPORTER_OTLP_HEADERS; for buckets what AWS's tools know, such as AWS_PROFILE.",
    ),
    ".SH EXIT STATUS",
    ...EXIT_CODES.flatMap(([code, means]) => [".TP", `.B ${code}`, textOf(means)]),
    ".SH SEE ALSO",
    textOf(
      "sestrail help errors, sestrail help fields, sestrail help signals; the pages in docs/ of the package",
    ),
  ];
  return `${lines.join("\n")}\n`;
}

function commandLines(name: (typeof COMMAND_NAMES)[number]): readonly string[] {
  const { usage, doc, operands = [], examples }: CommandRow = COMMANDS[name];
  return [
    ".TP",
    `.B sestrail ${name} ${textOf(usage)}`,
    textOf(`${doc.charAt(0).toUpperCase()}${doc.slice(1)}.`),
    ...operands.flatMap((line) => [".br", textOf(line.trim().replaceAll(/ {2,}/g, ": "))]),
    ...(examples.length === 0
      ? []
      : [
          ".RS",
          ".P",
          ".nf",
          ...examples.map(([command, words]) =>
            textOf(words === "" ? command : `${command}   # ${words}`),
          ),
          ".fi",
          ".RE",
        ]),
  ];
}

function optionLines(name: OptionName): readonly string[] {
  const row = optionRow(name);
  const value = valueName(name);
  const shown = row.kind === "switch" ? undefined : (row.default ?? row.unset);
  const sentences = [
    `${row.doc.charAt(0).toUpperCase()}${row.doc.slice(1)}.`,
    row.more ?? "",
    shown === undefined ? "" : `Default: ${shown}.`,
    `For ${row.commands.join(", ")}. ${environmentName(name)}`,
  ];
  return [
    ".TP",
    `.B ${textOf(flagOf(name))}${value === "" ? "" : ` \\fI${textOf(value)}\\fP`}`,
    textOf(sentences.filter((text) => text !== "").join(" ")),
  ];
}

/** A text, so that nothing in it is taken for a request: backslashes, dashes, and what stands first in a line. */
function textOf(text: string): string {
  const safe = text
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replaceAll("…", "...")
    .replaceAll(/`([^`]*)`/g, "\\fB$1\\fP");
  return /^[.']/.test(safe) ? `\\&${safe}` : safe;
}
