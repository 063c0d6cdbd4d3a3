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

/** Prints the actions that hold the pattern anywhere: in their name, target, settings or signals. */
export function actions(terminal: Terminal): Promise<number> {
  return Promise.resolve(printActions(terminal));
}

function printActions({ args, env, now, stdout, stderr }: Terminal): number {
  const asked = readArguments("actions", args);
  const resolved = resolveOptions({ command: "actions", asked, env, file: undefined, now: now() });
  const [pattern = "", ...more] = asked.operands;
  const rows = ACTIONS.filter((row) => matches(row, pattern));
  const problems: UsageProblem[] = [
    ...resolved.problems,
    ...more.map((word) => usage(word, "one pattern is enough")),
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

function matches(row: ActionRow, pattern: string): boolean {
  const wanted = pattern.toLowerCase();
  return [row.action, row.target, ...settingsOf(row), ...signalsOf(row)].some((text) =>
    text.toLowerCase().includes(wanted),
  );
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
