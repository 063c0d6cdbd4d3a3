/**
 * Decides every option: flag before environment before file before default. Pure.
 * Everything that is wrong is found in one go, unknown names too.
 */
import {
  OPTION_NAMES,
  environmentName,
  flagOf,
  optionRow,
  optionRowOf,
  type OptionName,
  type OptionRow,
} from "../tables/options.ts";
import { NO_VALUE, usage, type Asked, type Environment, type UsageProblem } from "./asked.ts";
import type { ConfigFile } from "./file.ts";
import { didYouMean, nearest } from "./suggest.ts";
import { readValue, type OptionValues } from "./values.ts";
import { localZone, type Zone } from "./zone.ts";

/** Commands that read sources and know destinations. */
export type RunCommand =
  | "ship"
  | "check"
  | "replay"
  | "demo"
  | "count"
  | "look"
  | "who"
  | "report"
  | "detect"
  | "verify"
  | "history"
  | "backfill";

/** Where the options of one command come from. */
export interface OptionSources {
  readonly command: string;
  readonly asked: Asked;
  readonly env: Environment;
  readonly file: ConfigFile | undefined;
  /** For times such as `7d`. */
  readonly now: Date;
  /** Sources are given that have no name here, so that none has to be named. */
  readonly hasOwnSources?: boolean;
}

/** Options, and all that is wrong with them. Values are only to be used when nothing is. */
export interface Resolved {
  readonly values: OptionValues;
  /** What set an option, for messages: `--format`, `SESTRAIL_FORMAT`, `format in sestrail.yaml`. */
  readonly setBy: ReadonlyMap<OptionName, string>;
  /** Whose clock times are read and shown by; undefined: UTC's. */
  readonly zone: Zone | undefined;
  readonly problems: readonly UsageProblem[];
}

/** Decides every option of a command. Options of other commands have their defaults. */
export function resolveOptions(sources: OptionSources): Resolved {
  const problems: UsageProblem[] = [
    ...sources.asked.unknown.map((argument) => unknownFlag(argument, sources.command)),
    ...unknownVariables(sources.env),
    ...unknownKeys(sources.file),
  ];
  const zone = zoneOf(sources);
  if (zone !== undefined && "text" in zone) problems.push(zone);
  const clock = zone !== undefined && "zone" in zone ? zone.zone.clock : undefined;
  const setBy = new Map<OptionName, string>();
  const values = new Map<OptionName, unknown>();
  for (const name of OPTION_NAMES) {
    const row = optionRowOf(name, sources.command);
    const given = row.commands.includes(sources.command) ? givenFor(name, row, sources) : undefined;
    if (given !== undefined) setBy.set(name, given.subject);
    const { texts, subject } = given ?? { texts: split(row, row.default), subject: flagOf(name) };
    const read = texts.flatMap((written) => {
      const text = name === "account" ? (sources.file?.accounts.get(written) ?? written) : written;
      const result =
        text === NO_VALUE ? { wrong: "needs a value" } : readValue(row, text, sources.now, clock);
      if ("value" in result) return [result.value];
      problems.push({
        subject,
        text: result.wrong + nameOfAccount(name, text, sources.file),
        code: given?.inFile === true ? "E_CONFIG_FILE" : "E_USAGE",
      });
      return [];
    });
    // Of a single option that is written twice the last one holds, as is the custom.
    values.set(name, row.many === undefined ? read.at(-1) : read);
  }
  // Each value was read by the kind of its row, from which the type is made.
  return {
    values: Object.fromEntries(values) as OptionValues,
    setBy,
    zone: zone !== undefined && "zone" in zone ? zone.zone : undefined,
    problems,
  };
}

/** The zone of `--local`, which is to be known before times are read. */
function zoneOf(sources: OptionSources): ReturnType<typeof localZone> | undefined {
  const row = optionRow("local");
  if (!row.commands.includes(sources.command)) return undefined;
  const text = givenFor("local", row, sources)?.texts.at(-1) ?? row.default ?? "";
  const read = readValue(row, text, sources.now);
  return "value" in read && read.value === true ? localZone(sources.env) : undefined;
}

/** Accounts may have names, which may be misspelt. */
function nameOfAccount(name: OptionName, text: string, file: ConfigFile | undefined): string {
  const names = [...(file?.accounts.keys() ?? [])];
  return name === "account" && names.length > 0
    ? `, or a name in ${file?.path}${didYouMean(text, names)}`
    : "";
}

interface Given {
  readonly texts: readonly string[];
  readonly subject: string;
  readonly inFile?: true;
}

function givenFor(name: OptionName, row: OptionRow, sources: OptionSources): Given | undefined {
  const flags = sources.asked.values.get(name);
  if (flags !== undefined) {
    const off = row.kind === "switch" && flags.at(-1) === "off";
    // A destination may hold blanks (a path), so that only lists with commas are taken apart.
    const texts = row.many === "," ? flags.flatMap((text) => split(row, text)) : flags;
    return { texts, subject: off ? `--no-${name}` : `--${name}` };
  }
  const variable = environmentName(name);
  const text = sources.env[variable];
  if (text !== undefined && text !== "") return { texts: split(row, text), subject: variable };
  if (sources.file === undefined || row.notInFile === true || !sources.file.entries.has(name))
    return undefined;
  const entry = sources.file.entries.get(name);
  const subject = `${name} in ${sources.file.path}`;
  if (typeof entry === "string") return { texts: split(row, entry), subject, inFile: true };
  // Something that is no word, or a list where one value is wanted, has no text that could be right.
  const isList = entry !== undefined && (row.many !== undefined || entry.length === 1);
  return { texts: isList ? entry : [NO_VALUE], subject, inFile: true };
}

function split(row: OptionRow, text: string | undefined): readonly string[] {
  if (text === undefined) return [];
  if (row.many === undefined || text === NO_VALUE) return [text];
  const parts = text.split(row.many === "," ? "," : /\s+/).map((part) => part.trim());
  const filled = parts.filter((part) => part !== "");
  return filled.length === 0 ? [""] : filled;
}

/** People look for these, and must not find them: a command line is seen by everyone on the machine. */
const SECRET_FLAG = /^--?(?:api-?key|token|username|password|pass|secret|auth|header)s?$/i;

/** What people call filters that have another name here. */
const FILTER_NAMES_ELSEWHERE: ReadonlyMap<string, OptionName> = new Map([
  ["--user", "caller"],
  ["--who", "caller"],
  ["--access-key", "key"],
  ["--address", "ip"],
  ["--from", "since"],
  ["--search", "grep"],
  ["--query", "grep"],
  ["--filter", "grep"],
  ["--outcome", "failed"],
]);

function unknownFlag(argument: string, command: string): UsageProblem {
  // What follows the equals sign may be a secret.
  const [flag = argument] = argument.split("=");
  const name = flag.replace(/^--?(?:no-)?/, "");
  const row = OPTION_NAMES.find((known) => known === name);
  if (row !== undefined && optionRow(row).commands.includes(command)) {
    const takesNone = optionRow(row).kind === "switch";
    return usage(flag, takesNone ? "takes no value" : `is written --${name}`);
  }
  if (row !== undefined) return usage(flag, `is no option of ${command}`);
  if (SECRET_FLAG.test(flag))
    return usage(
      flag,
      "secrets are no options; set ELASTICSEARCH_API_KEY, or ELASTICSEARCH_USERNAME and ELASTICSEARCH_PASSWORD, or the same names with _FILE",
    );
  const meant = FILTER_NAMES_ELSEWHERE.get(flag.toLowerCase());
  if (meant !== undefined && optionRow(meant).commands.includes(command))
    return usage(flag, `unknown option; did you mean --${meant}?`);
  const known = OPTION_NAMES.filter((other) => optionRow(other).commands.includes(command));
  const flags = [...known.map(flagOf), "--help"];
  return usage(flag, `unknown option${didYouMean(flag, flags)}`);
}

function unknownVariables(env: Environment): readonly UsageProblem[] {
  const known = OPTION_NAMES.map(environmentName);
  return Object.keys(env)
    .filter((variable) => variable.startsWith("SESTRAIL_") && !known.includes(variable))
    .toSorted()
    .flatMap((variable) => {
      // Other names are other people's; only what looks like a slip is told.
      const meant = nearest(
        variable.slice("SESTRAIL_".length),
        known.map((name) => name.slice("SESTRAIL_".length)),
      );
      return meant === undefined
        ? []
        : [usage(variable, `unknown variable; did you mean SESTRAIL_${meant}?`)];
    });
}

function unknownKeys(file: ConfigFile | undefined): readonly UsageProblem[] {
  if (file === undefined) return [];
  const options = OPTION_NAMES.filter((name) => optionRow(name).notInFile !== true);
  const known = [...options, "source", "accounts"];
  return [...file.entries.keys()]
    .filter((key) => !known.includes(key))
    .map((key) => ({
      subject: `${key} in ${file.path}`,
      text: `unknown option${didYouMean(key, known)}`,
      code: "E_CONFIG_FILE" as const,
    }));
}
