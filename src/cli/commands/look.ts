/** `sestrail look`: SES calls for reading, in order of time; or one of them whole. */
import { existsSync } from "node:fs";
import { lookTable, type LookTable } from "../../ask/look-table.ts";
import { usage, type UsageProblem } from "../../config/asked.ts";
import { resolveOptions } from "../../config/resolve.ts";
import type { ShipConfig } from "../../config/ship-config.ts";
import type { OptionValues } from "../../config/values.ts";
import type { Engine } from "../../job/engine.ts";
import type { Books } from "../../pipeline/books.ts";
import { separatedTable } from "../../shape/csv.ts";
import type { TextRow } from "../../shape/text/row.ts";
import { orderedSink, type BeginTable } from "../../sinks/rows.ts";
import { streamTarget } from "../../sinks/stdout.ts";
import { readArguments } from "../configuration/arguments.ts";
import { configureRun, optionSources } from "../configuration/configure.ts";
import { usageLines } from "../screen/problems.ts";
import { commandText } from "../screen/quote.ts";
import {
  proseWidth,
  textColumns,
  wantsColor,
  writeLines,
  type Terminal,
} from "../screen/terminal.ts";
import { deliver } from "./deliver.ts";

/** Runs `sestrail look` and gives the exit code. */
export async function look(terminal: Terminal, loadEngine: () => Promise<Engine>): Promise<number> {
  const { stdout, stderr, env, args } = terminal;
  const id = eventIdIn(readArguments("look", args).operands);
  const configured = await configureRun("look", terminal, { first: id === undefined ? 0 : 1 });
  const { values } = resolveOptions(await optionSources("look", terminal));
  const problems = [
    ...("problems" in configured ? configured.problems : []),
    ...wrongFormat(values.format, id),
  ];
  if ("problems" in configured || problems.length > 0) {
    writeLines(stderr, usageLines(problems, proseWidth(stderr)));
    return 2;
  }
  const config = { ...configured.config, destinations: [] };
  if (id !== undefined) {
    const { lookAt } = await import("./look-at.ts");
    return lookAt(terminal, id, config, await loadEngine());
  }
  let books: Books | undefined;
  let table: LookTable | undefined;
  const begin = (): LookTable =>
    (table = lookTable({
      ...config.view,
      columns: textColumns(terminal),
      color: wantsColor(env, stdout.isTerminal),
      whole: !stdout.isTerminal && values.format === undefined,
      leftOutCount: () => books?.leftOut ?? 0,
      next: (row) => nextCommands(row, config),
    }));
  const code = await deliver(
    terminal,
    {
      again: ["look", ...config.sources],
      config,
      onStart: (live) => void (books = live),
      sinks: (report) => [
        orderedSink(streamTarget("stdout", stdout.stream), {
          begin: beginOf(values, begin),
          columns: values.columns.length === 0 ? undefined : values.columns,
          report,
        }),
      ],
    },
    await loadEngine(),
  );
  // What sums up the lines of a pipe is none of them.
  if (!stdout.isTerminal && values.format === undefined && config.summary === "text")
    writeLines(stderr, table?.closing(proseWidth(stderr)) ?? []);
  return code;
}

/** An id at the beginning of the operands, if that is one: a word that is no path, as no file is called so. */
function eventIdIn([first = "", ...sources]: readonly string[]): string | undefined {
  const isId = sources.length > 0 ? /^[\w-]{4,64}$/ : /^[\da-f]{4,8}(?:-[\da-f-]*)?$/i;
  return isId.test(first) && !existsSync(first) ? first : undefined;
}

function wrongFormat(
  format: OptionValues["format"],
  id: string | undefined,
): readonly UsageProblem[] {
  return id !== undefined && format !== undefined && format !== "text"
    ? [usage(`--format ${format}`, "is for many events; one event is shown as text")]
    : [];
}

function beginOf({ format, columns }: OptionValues, text: BeginTable): BeginTable {
  if (format !== "csv" && format !== "tsv") return text;
  return () => separatedTable(format, columns.length === 0 ? undefined : columns);
}

/** Where to go on from a row. What came through a pipe is gone. */
function nextCommands({ cells }: TextRow, { sources }: ShipConfig): readonly string[] {
  if (sources.includes("-") || sources.length > MOST_SOURCES || !PLAIN.test(cells.id)) return [];
  return [commandText(["look", cells.id, ...sources])];
}

/** More would hide the command. */
const MOST_SOURCES = 3;
/** Names that a stranger may have made up are not put into commands. */
const PLAIN = /^\w[\w@.+-]*$/;
