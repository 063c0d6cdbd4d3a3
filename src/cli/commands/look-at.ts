/** `sestrail look ID`: one event whole. */
import { eventPage } from "../../ask/event-page.ts";
import { eventSearch, type Found } from "../../ask/event-search.ts";
import { usage } from "../../config/asked.ts";
import type { ShipConfig } from "../../config/ship-config.ts";
import type { Engine } from "../../job/engine.ts";
import { textTable, type TextOptions } from "../../shape/text/table.ts";
import { streamTarget } from "../../sinks/stdout.ts";
import { commandText } from "../screen/quote.ts";
import { usageLines } from "../screen/problems.ts";
import {
  proseWidth,
  textColumns,
  wantsColor,
  writeLines,
  type Terminal,
} from "../screen/terminal.ts";
import { deliver } from "./deliver.ts";

/** Shows the event whose id begins with `id`, and gives the exit code: 2 where there is none, or several. */
export async function lookAt(
  terminal: Terminal,
  id: string,
  config: ShipConfig,
  engine: Engine,
): Promise<number> {
  const { stdout, stderr, env } = terminal;
  const options: TextOptions = {
    ...config.view,
    columns: textColumns(terminal),
    color: wantsColor(env, stdout.isTerminal),
    whole: !stdout.isTerminal,
  };
  let foundCount = 0;
  const answer = ({ event, rows, neighbours }: Found): readonly string[] => {
    foundCount = rows.length;
    if (event !== undefined) return eventPage(event, neighbours, options);
    const named = rows.map((row) => ({ ...row, cells: { ...row.cells, id: row.id } }));
    const table = textTable({ ...options, whole: true }, named);
    return named.length === 0 ? [] : [...table.head(), ...named.flatMap((row) => table.next(row))];
  };
  const code = await deliver(
    terminal,
    {
      again: ["look", ...config.sources],
      config,
      sinks: (report) => [
        eventSearch(streamTarget("stdout", stdout.stream), id, { report, answer }),
      ],
    },
    engine,
  );
  if (code !== 0 || foundCount === 1) return code;
  const text =
    foundCount === 0
      ? `no event has an id that begins so; ids stand in the last column of: ${commandText(["look", ...config.sources])}`
      : "is the beginning of several ids: take the whole one of the last column";
  writeLines(stderr, usageLines([usage(id, text)], proseWidth(stderr)));
  return 2;
}
