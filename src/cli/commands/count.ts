/** `sestrail count`: how many events of which values, and when. */
import { askingSink } from "../../ask/asking-sink.ts";
import { counter, groupsOf } from "../../ask/counter.ts";
import { countLines, countTable } from "../../ask/count-table.ts";
import { usage, type UsageProblem } from "../../config/asked.ts";
import { resolveOptions } from "../../config/resolve.ts";
import { didYouMean } from "../../config/suggest.ts";
import type { OptionValues } from "../../config/values.ts";
import type { Engine } from "../../job/engine.ts";
import { fieldCalled, fieldTexts, SHORT_NAMES } from "../../shape/chosen.ts";
import type { Sink } from "../../sinks/sink.ts";
import { streamTarget } from "../../sinks/stdout.ts";
import type { ViewOptions } from "../../shape/text/view.ts";
import { FIELD_NAMES, type FieldName } from "../../tables/fields.ts";
import { configureRun, optionSources } from "../configuration/configure.ts";
import { usageLines } from "../screen/problems.ts";
import { proseWidth, textColumns, writeLines, type Terminal } from "../screen/terminal.ts";
import { deliver } from "./deliver.ts";

/** Runs `sestrail count` and gives the exit code. */
export async function count(
  terminal: Terminal,
  loadEngine: () => Promise<Engine>,
): Promise<number> {
  const { stderr } = terminal;
  const configured = await configureRun("count", terminal);
  const { values } = resolveOptions(await optionSources("count", terminal));
  const problems = [
    ...("problems" in configured ? configured.problems : []),
    ...wrongFields(values.by),
  ];
  if ("problems" in configured || problems.length > 0) {
    writeLines(stderr, usageLines(problems, proseWidth(stderr)));
    return 2;
  }
  const config = { ...configured.config, destinations: [] };
  const delivery = {
    again: ["count", ...config.sources],
    config,
    sinks: [countSink(values, config.view, terminal)],
  } as const;
  return deliver(terminal, delivery, await loadEngine());
}

function wrongFields(by: readonly string[]): readonly UsageProblem[] {
  if (by.length === 0)
    return [usage("--by", `is needed: what to count by, such as ${SHORT_NAMES.join(", ")}`)];
  const wrong = by.filter((name) => fieldCalled(name) === undefined);
  return wrong.map((name) =>
    usage(
      `--by ${name}`,
      `no field is called so${didYouMean(name, [...SHORT_NAMES, ...FIELD_NAMES])}; short names: ${SHORT_NAMES.join(", ")}`,
    ),
  );
}

/** Largest groups that are shown to people who do not say how many. */
const USUAL_TOP = 20;

function countSink(
  { by, top, format }: OptionValues,
  { zone, accounts }: ViewOptions,
  terminal: Terminal,
): Sink<Part> {
  const { stdout } = terminal;
  const fields = by.flatMap((name) => fieldCalled(name) ?? []);
  const counts = counter();
  const isSeparated = format === "csv" || format === "tsv";
  const options = {
    by,
    top: top ?? (isSeparated ? Number.POSITIVE_INFINITY : USUAL_TOP),
    columns: textColumns(terminal),
    bars: stdout.isTerminal,
    zone,
  };
  // In csv and tsv, which programs read, accounts stay numbers.
  const shown = (field: FieldName, value: string): string =>
    (field === "cloud.account.id" && !isSeparated ? accounts?.get(value) : undefined) ?? value;
  return askingSink(streamTarget("stdout", stdout.stream), {
    part: (event): Part => ({
      groups: groupsOf(
        fields.map((field) => fieldTexts(event, field).map((value) => shown(field, value))),
      ),
      time: event.fields["@timestamp"] ?? "",
    }),
    take: ({ groups, time }) => counts.add(groups, time),
    answer() {
      const counted = counts.counted();
      if (isSeparated) return countLines(format, counted, options);
      return counted.events === 0 ? [] : countTable(counted, options);
    },
  });
}

interface Part {
  readonly groups: readonly (readonly string[])[];
  readonly time: string;
}
