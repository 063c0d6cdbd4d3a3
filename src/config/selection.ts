/** What is wanted and how it is read, from option values: the same for the command and the library. Pure. */
import { UTC, type ClockOffset } from "../shape/text/zone.ts";
import type { ReadLimits } from "../pipeline/request.ts";
import type { Selection } from "../ses/select.ts";
import type { OptionName } from "../tables/options.ts";
import { usage, type UsageProblem } from "./asked.ts";
import { networkMatcher } from "../ses/values/network.ts";
import { globMatcher } from "../ses/values/glob.ts";
import type { Filters } from "../ses/filter.ts";
import { SIGNAL_NAMES } from "../tables/signals.ts";
import { didYouMean } from "./suggest.ts";
import { boundsAround, boundsOfDay } from "./units.ts";
import type { OptionValues } from "./values.ts";

/** The Selection of option values; days are those of the clock. */
export function selectionOf(values: OptionValues, clock: ClockOffset = UTC): Selection {
  const { since, until } = boundsOf(values, clock);
  return {
    eventSources: values["event-source"],
    since,
    until,
    accounts: values.account,
    regions: values.region,
    actions: values.action,
    writesOnly: values["writes-only"],
    changesOnly: values.changes,
    related: values.related,
    filters: filtersOf(values),
  };
}

function boundsOf(
  { on, around, since, until }: OptionValues,
  clock: ClockOffset,
): Pick<Selection, "since" | "until"> {
  if (on !== undefined) return boundsOfDay(on, clock);
  return around === undefined ? { since, until } : boundsAround(around);
}

/** The filters of option values: each has the name of its option. */
function filtersOf(values: OptionValues): Filters {
  const { caller, key, ip, identity, target, signal, severity, denied, failed, people, grep } =
    values;
  return { caller, key, ip, identity, target, signal, severity, denied, failed, people, grep };
}

/** The reader's limits of option values. */
export function limitsOf(values: OptionValues): ReadLimits {
  return {
    maxRecordBytes: values["max-record"],
    maxDecompressedBytes: values["max-decompressed"],
    maxNesting: values["max-nesting"],
  };
}

/** What is wrong with a Selection as a whole. */
export function selectionProblems(
  values: OptionValues,
  setBy: ReadonlyMap<OptionName, string>,
): readonly UsageProblem[] {
  return [...timeProblems(values, setBy), ...filterProblems(values, setBy)];
}

function filterProblems(
  { ip, signal }: OptionValues,
  setBy: ReadonlyMap<OptionName, string>,
): readonly UsageProblem[] {
  return [
    ...ip
      .filter((network) => networkMatcher(network) === undefined)
      .map((text) =>
        usage(
          setBy.get("ip") ?? "--ip",
          `"${text}" is no address or network; write for example 198.51.100.7 or 198.51.100.0/24`,
        ),
      ),
    ...signal
      .filter((glob) => !SIGNAL_NAMES.some(globMatcher([glob], true)))
      .map((glob) =>
        usage(
          setBy.get("signal") ?? "--signal",
          `no signal is called ${glob}${didYouMean(glob, SIGNAL_NAMES)}; all of them: sestrail help signals`,
        ),
      ),
  ];
}

function timeProblems(
  { on, around, since, until }: OptionValues,
  setBy: ReadonlyMap<OptionName, string>,
): readonly UsageProblem[] {
  if (around !== undefined && (on !== undefined || since !== undefined || until !== undefined))
    return [usage(setBy.get("around") ?? "--around", "does not go with --on, --since or --until")];
  if (on !== undefined && (since !== undefined || until !== undefined))
    return [usage(setBy.get("on") ?? "--on", "does not go with --since or --until")];
  return since !== undefined && until !== undefined && until <= since
    ? [usage(setBy.get("until") ?? "--until", "is not after --since: nothing can match")]
    : [];
}
