/** `sestrail actions`: the table of SES actions, searched. */
import { usage, type UsageProblem } from "../../config/asked.ts";
import { resolveOptions } from "../../config/resolve.ts";
import { didYouMean } from "../../config/suggest.ts";
import { ACTIONS, type ActionRow } from "../../tables/actions.ts";
import { SIGNALS } from "../../tables/signals.ts";
import { readArguments } from "../configuration/arguments.ts";
import { usageLines } from "../screen/problems.ts";
import { asText, type ReferenceTable } from "../reference/page.ts";
import { actionsReference, settingsOf, signalsOf } from "../reference/actions.ts";
import { proseWidth, writeLines, type Terminal } from "../screen/terminal.ts";

/**
 * Prints the actions that hold all words anywhere, or where there are none, any of them: in their name, verb, target,
 * settings, in what they do, in their signals.
 */
export function actions(terminal: Terminal): Promise<number> {
  return Promise.resolve(printActions(terminal));
}

function printActions({ args, env, now, stdout, stderr }: Terminal): number {
  const asked = readArguments("actions", args);
  const resolved = resolveOptions({ command: "actions", asked, env, file: undefined, now: now() });
  const pattern = asked.operands.join(" ").trim();
  const rows = found(pattern.toLowerCase().split(/\s+/));
  const problems: UsageProblem[] = [
    ...resolved.problems,
    ...(rows.length === 0 ? [usage(pattern, `no such action${suggestion(pattern)}`)] : []),
  ];
  if (problems.length > 0) {
    writeLines(stderr, usageLines(problems, proseWidth(stderr)));
    return 2;
  }
  if (resolved.values.json) writeLines(stdout, [JSON.stringify(rows.map(asJson), undefined, 2)]);
  else {
    const width = stdout.isTerminal ? stdout.columns : Number.POSITIVE_INFINITY;
    const page = actionsReference(rows);
    const tables = pattern === "" ? page.tables : [...page.tables, ...whenTables(rows)];
    writeLines(stdout, asText({ ...page, intro: [], tables }, width).slice(1));
  }
  return 0;
}

function found(words: readonly string[]): readonly ActionRow[] {
  const texts = ACTIONS.map((row) => ({ row, text: textOf(row) }));
  const all = texts.filter(({ text }) => words.every((word) => text.includes(word)));
  const some =
    all.length > 0 ? all : texts.filter(({ text }) => words.some((word) => text.includes(word)));
  return some.map(({ row }) => row);
}

/** Everything about an action that people may search by, in small letters. */
function textOf(row: ActionRow): string {
  const { action, verb, target, effect = [] } = row;
  const signals = SIGNALS.filter(({ name }) => signalsOf(row).includes(name));
  const words = [action, verb, target, ...settingsOf(row), ...effect];
  return [...words, ...signals.flatMap(({ name, title }) => [name, title])]
    .join("\n")
    .toLowerCase();
}

/** When the signals of the found actions are set; no table when they have none. */
function whenTables(rows: readonly ActionRow[]): readonly ReferenceTable[] {
  const names = new Set(rows.flatMap(signalsOf));
  const signals = SIGNALS.filter(({ name }) => names.has(name));
  if (signals.length === 0) return [];
  return [{ head: ["Signal", "Set when"], rows: signals.map(({ name, when }) => [name, when]) }];
}

function suggestion(pattern: string): string {
  return didYouMean(
    pattern,
    ACTIONS.map(({ action }) => action),
  );
}

function asJson(row: ActionRow): object {
  return {
    action: row.action,
    api: row.api,
    verb: row.verb,
    target: row.target,
    data_event: row.dataEvent === true,
    settings: settingsOf(row),
    signals: signalsOf(row),
  };
}
