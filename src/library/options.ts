/**
 * The command's options in the library: made from the option table, in camelCase, with values of JavaScript. They are
 * judged by the very code that judges the command line.
 */
import { NO_VALUE, type Asked, type UsageProblem } from "../config/asked.ts";
import { resolveOptions } from "../config/resolve.ts";
import { selectionProblems } from "../config/selection.ts";
import type { OptionValues } from "../config/values.ts";
import {
  OPTION_NAMES,
  optionRow,
  type OPTIONS,
  type OptionName,
  type OptionRow,
} from "../tables/options.ts";
import { CodedError } from "../telemetry/problem.ts";

/** `max-memory` → `maxMemory`. */
type Camel<Name extends string> = Name extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<Camel<Tail>>}`
  : Name;

type Single<Row> = Row extends { choicesOf: { ship: readonly (infer Word)[] } }
  ? Word
  : Row extends { choices: readonly (infer Word)[] }
    ? Word
    : Row extends { kind: "size" | "duration" }
      ? number | string
      : Row extends { kind: "count" }
        ? number
        : Row extends { kind: "switch" }
          ? boolean
          : Row extends { kind: "time" }
            ? Date | string
            : string;

type InputOf<Row> = Row extends { many: string }
  ? Single<Row> | readonly Single<Row>[]
  : Single<Row>;

/**
 * Options of these names. Sizes are bytes or `"64MiB"`, durations ms or `"30s"`, times a Date, ISO 8601 or `"7d"` (that
 * long ago), lists one value or several. `undefined` is not given.
 */
export type OptionsOf<Name extends OptionName> = {
  readonly [Each in Name as Camel<Each>]?: InputOf<(typeof OPTIONS)[Each]> | undefined;
};

/** Options of `sestrail ship` that mean something where no terminal is. */
export type ShipOptionName = Exclude<
  {
    [Name in OptionName]: "ship" extends (typeof OPTIONS)[Name]["commands"][number] ? Name : never;
  }[OptionName],
  (typeof NOT_OURS)[number]
>;

/** The forms of summary and log, and clocks, are the command's; `signal` is what ends a run here, so that events are chosen by their `signals` in the program. */
const NOT_OURS = [
  "summary",
  "log-format",
  "local",
  "signal",
] as const satisfies readonly OptionName[];

/** Whether `ship` of the library has this option. */
export function isShipOption(name: OptionName): name is ShipOptionName {
  return !NOT_OURS.some((other) => other === name) && optionRow(name).commands.includes("ship");
}

/** Options that say which events are wanted, and how a file is read. */
export const EVENT_OPTION_NAMES = [
  "since",
  "until",
  "on",
  "around",
  "account",
  "region",
  "action",
  "event-source",
  "writes-only",
  "changes",
  "related",
  "caller",
  "key",
  "ip",
  "identity",
  "target",
  "severity",
  "denied",
  "failed",
  "people",
  "grep",
  "keep-original",
  "max-record",
  "max-decompressed",
  "max-nesting",
] as const satisfies readonly OptionName[];

/** The options of `sesEvents` that are in the table. */
export type EventOptionName = (typeof EVENT_OPTION_NAMES)[number];

/** Whether `sesEvents` has this option. */
export function isEventOption(name: OptionName): name is EventOptionName {
  return EVENT_OPTION_NAMES.some((known) => known === name);
}

/** The name of an option in the library: `max-memory` → `maxMemory`. */
export function camelName(name: string): string {
  return name.replace(/-([a-z])/g, (_dash, letter: string) => letter.toUpperCase());
}

/**
 * The options as if they had been written on a command line. `own` are the members that are no options of the command.
 */
export function askedOf(
  options: object,
  has: (name: OptionName) => boolean,
  own: readonly string[],
): Asked {
  const values = new Map<OptionName, readonly string[]>();
  const unknown: string[] = [];
  for (const [key, value] of Object.entries(options) as [string, unknown][]) {
    if (value === undefined || own.includes(key)) continue;
    const name = OPTION_NAMES.find((known) => camelName(known) === key);
    if (name !== undefined && has(name)) values.set(name, textsOf(value, optionRow(name)));
    else unknown.push(`--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`);
  }
  return { operands: [], values, unknown };
}

function textsOf(value: unknown, row: OptionRow): readonly string[] {
  const each: readonly unknown[] = Array.isArray(value) && row.many !== undefined ? value : [value];
  return each.map((one) => {
    if (typeof one === "boolean" && row.kind === "switch") return one ? "on" : "off";
    if (typeof one === "number") return row.kind === "duration" ? `${one}ms` : String(one);
    if (one instanceof Date) return Number.isNaN(one.getTime()) ? String(one) : one.toISOString();
    return typeof one === "string" ? one : NO_VALUE;
  });
}

/**
 * The values of options, with the command's defaults. Throws everything that is wrong with them. `own` are the members
 * that are no options of the command.
 */
export function valuesOf(
  options: object,
  has: (name: OptionName) => boolean,
  own: readonly string[],
): OptionValues {
  const asked = askedOf(options, has, own);
  const { values, setBy, problems } = resolveOptions({
    command: "ship",
    asked,
    env: {},
    file: undefined,
    now: new Date(),
  });
  throwUsage([...problems, ...selectionProblems(values, setBy)]);
  return values;
}

/** Throws everything that is wrong as one E_USAGE (or E_CONFIG_FILE), in the names of the library. */
export function throwUsage(problems: readonly UsageProblem[]): void {
  if (problems.length === 0) return;
  const isFile = problems.every(({ code }) => code === "E_CONFIG_FILE");
  throw new CodedError({
    code: isFile ? "E_CONFIG_FILE" : "E_USAGE",
    what:
      problems.length === 1
        ? "a problem with these options"
        : `${problems.length} problems with these options`,
    why: problems.map(({ subject, text }) => inCamel(`${subject}: ${text}`)).join("; "),
    todo: "The options are those of docs/options.md, in camelCase; see docs/library.md, both in the package.",
  });
}

/** Flags in a text as the library writes them. */
function inCamel(text: string): string {
  return text.replace(/(?<![\w-])--(?:no-)?([a-z]+(?:-[a-z]+)*)/g, (_flag, name: string) =>
    camelName(name),
  );
}
