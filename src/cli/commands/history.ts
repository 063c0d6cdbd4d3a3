/** `sestrail history`: every change of a thing in order, and what held at a time. */
import { existsSync } from "node:fs";
import { askingSink } from "../../ask/asking-sink.ts";
import { historian, historyPart, type HistoryPart } from "../../ask/history.ts";
import { historyJson, historyPage } from "../../ask/history-page.ts";
import { usage } from "../../config/asked.ts";
import { resolveOptions } from "../../config/resolve.ts";
import { didYouMean } from "../../config/suggest.ts";
import type { Engine } from "../../job/engine.ts";
import { changesOf } from "../../ses/changes.ts";
import { globMatcher } from "../../ses/values/glob.ts";
import { streamTarget } from "../../sinks/stdout.ts";
import { configureRun, optionSources } from "../configuration/configure.ts";
import { usageLines } from "../screen/problems.ts";
import { proseWidth, textColumns, writeLines, type Terminal } from "../screen/terminal.ts";
import { deliver } from "./deliver.ts";

/** Runs `sestrail history` and gives the exit code: 2 where nothing of that name was changed. */
export async function history(
  terminal: Terminal,
  loadEngine: () => Promise<Engine>,
): Promise<number> {
  const { stdout, stderr } = terminal;
  const sources = await optionSources("history", terminal);
  const { values } = resolveOptions(sources);
  const target = targetIn(sources.asked.operands);
  const configured = await configureRun("history", terminal, {
    last: target === undefined ? 0 : 1,
  });
  if ("problems" in configured) {
    writeLines(stderr, usageLines(configured.problems, proseWidth(stderr)));
    return 2;
  }
  const { at, format } = values;
  const config = { ...configured.config, destinations: [] };
  const matches = target === undefined ? () => true : targetMatcher(target);
  const seen = new Set<string>();
  const { take, history: told } = historian({ wants: matches, at });
  let found = 0;
  const code = await deliver(
    terminal,
    {
      again: ["history", ...config.sources],
      config,
      sinks: [
        askingSink<HistoryPart>(streamTarget("stdout", stdout.stream), {
          part: (event) => historyPart(event, changesOf(event)),
          take(part) {
            for (const { thing } of part.changes)
              if (seen.size < MOST_NAMES && thing.name !== "") seen.add(thing.name);
            take(part);
          },
          answer() {
            const answer = told();
            found = answer.things.length;
            if (found === 0) return [];
            return format === "json"
              ? historyJson(answer, { at })
              : historyPage(answer, {
                  ...config.view,
                  columns: textColumns(terminal),
                  at,
                  withState: target !== undefined || at !== undefined,
                });
          },
        }),
      ],
    },
    await loadEngine(),
  );
  if (code !== 0 || found > 0 || target === undefined || seen.size === 0) return code;
  const nothing = usage(target, `nothing of that name was changed${didYouMean(target, [...seen])}`);
  writeLines(stderr, usageLines([nothing], proseWidth(stderr)));
  return 2;
}

/** Names that are kept to suggest one. */
const MOST_NAMES = 5000;

/** The last operand, where it is no source: nothing is called so, and it is no address of a bucket. */
function targetIn(operands: readonly string[]): string | undefined {
  const last = operands.at(-1);
  if (operands.length < 2 || last === undefined) return undefined;
  const isSource = last === "-" || /^\w+:\/\//.test(last) || /[/\\]|\.gz$/.test(last);
  return isSource || existsSync(last) ? undefined : last;
}

/** `account`, `example.com`, `news-*`, or a sort and a name: `configuration_set:news-*`. */
function targetMatcher(
  target: string,
): (thing: { readonly kind: string; readonly name: string }) => boolean {
  const [, kind, rest] = /^([a-z_]+):(.+)$/i.exec(target) ?? [];
  const fits = globMatcher([rest ?? target], true);
  return (thing) =>
    target === "account"
      ? thing.kind === "account"
      : (kind === undefined || thing.kind === kind.toLowerCase()) && fits(thing.name);
}
