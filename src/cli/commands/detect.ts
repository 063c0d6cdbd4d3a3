/** `sestrail detect`: what detection rules find in a trail. */
import { askingSink } from "../../ask/asking-sink.ts";
import { detection, FINDINGS_FORMS, weighs, type FindingsForm } from "../../ask/detection.ts";
import { closingLines } from "../../ask/findings-text.ts";
import { ruleText } from "../../ask/rule-text.ts";
import { resolveOptions } from "../../config/resolve.ts";
import type { OwnRules } from "../../config/own-rules/read.ts";
import { chosenRules } from "../../config/rule-choice.ts";
import type { ShipConfig } from "../../config/ship-config.ts";
import type { OptionValues } from "../../config/values.ts";
import type { Engine } from "../../job/engine.ts";
import { RULES } from "../../rules/rules.ts";
import type { Rule } from "../../rules/rule.ts";
import { streamTarget } from "../../sinks/stdout.ts";
import { configureRun, optionSources } from "../configuration/configure.ts";
import { formatDuration } from "../screen/format.ts";
import { usageLines } from "../screen/problems.ts";
import {
  proseWidth,
  textColumns,
  wantsColor,
  writeLines,
  type Terminal,
} from "../screen/terminal.ts";
import { wrapUnder } from "../screen/wrap.ts";
import { deliver } from "./deliver.ts";

/** Runs `sestrail detect` and gives the exit code: 4 where `--fail-on` says so. */
export async function detect(
  terminal: Terminal,
  loadEngine: () => Promise<Engine>,
): Promise<number> {
  const { stdout, stderr } = terminal;
  const { values, setBy } = resolveOptions(await optionSources("detect", terminal));
  const own = await ownRules(values["own-rules"]);
  const chosen = chosenRules([...RULES, ...own.rules], values, setBy);
  if (values.explain !== undefined && "rules" in chosen && own.problems.length === 0)
    return explain(terminal, chosen.rules);
  const configured = await configureRun("detect", terminal);
  if ("problems" in configured || "problems" in chosen || own.problems.length > 0) {
    const problems = [
      // Who wants to know of a rule names no source.
      ...("problems" in configured && values.explain === undefined ? configured.problems : []),
      ...own.problems,
      // A rule that is not understood is not found either.
      ...("problems" in chosen && own.problems.length === 0 ? chosen.problems : []),
    ];
    writeLines(stderr, usageLines(problems, proseWidth(stderr)));
    return 2;
  }
  const { config } = configured;
  const { since } = config.selection;
  const view = {
    ...config.view,
    columns: textColumns(terminal),
    color: wantsColor(terminal.env, stdout.isTerminal),
    learned: values.history === 0 ? "" : spanText(values.history),
  };
  const form = formOf(values.format, stdout.isTerminal);
  let isOver = false;
  let closing: readonly string[] = [];
  const code = await deliver(
    terminal,
    {
      again: ["detect", ...config.sources],
      config: { ...config, destinations: [], selection: withHistory(config, values.history) },
      sinks: (report) => [
        askingSink(
          streamTarget("stdout", stdout.stream),
          detection({
            rules: chosen.rules,
            form,
            view,
            report,
            ...(since === undefined ? { learnMs: values.history } : { fromMs: Date.parse(since) }),
            onFound(found, options) {
              const least = values["fail-on"];
              isOver = least !== undefined && weighs(found, least);
              closing = closingLines(found, options);
            },
          }),
        ),
      ],
      exitCode: (ended) => (isOver && (ended === 0 || ended === 3) ? 4 : ended),
    },
    await loadEngine(),
  );
  // What sums up the lines of a pipe is none of them.
  if (form === "lines" && config.summary === "text")
    writeLines(
      stderr,
      closing.flatMap((line) => wrapUnder(line, proseWidth(stderr))),
    );
  return code;
}

/** Loaded only where there are any. */
async function ownRules(paths: readonly string[]): Promise<OwnRules> {
  if (paths.length === 0) return { rules: [], problems: [] };
  const { readOwnRules } = await import("../../config/own-rules/read.ts");
  return readOwnRules(paths);
}

function explain(terminal: Terminal, rules: readonly Rule[]): number {
  const { env, stdout } = terminal;
  const options = { columns: textColumns(terminal), color: wantsColor(env, stdout.isTerminal) };
  const texts = rules.map((rule) => ruleText(rule, options).join("\n"));
  writeLines(stdout, [texts.join("\n\n")]);
  return 0;
}

function formOf(format: OptionValues["format"], isTerminal: boolean): FindingsForm {
  const asked = FINDINGS_FORMS.find((form) => form === format);
  return asked ?? (isTerminal ? "text" : "lines");
}

/** What is wanted, and the time before it that is only learned from. */
function withHistory({ selection }: ShipConfig, historyMs: number): ShipConfig["selection"] {
  const { since } = selection;
  return since === undefined
    ? selection
    : { ...selection, since: new Date(Date.parse(since) - historyMs).toISOString() };
}

const DAY_MS = 86_400_000;

function spanText(ms: number): string {
  const days = ms / DAY_MS;
  if (!Number.isInteger(days)) return formatDuration(ms);
  return days === 1 ? "a day" : `${days} days`;
}
