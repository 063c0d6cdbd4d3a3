/** What is wanted and how it is read, from option values: the same for the command and the library. Pure. */
import type { ReadLimits } from "../pipeline/request.ts";
import type { Selection } from "../ses/select.ts";
import type { OptionName } from "../tables/options.ts";
import { usage, type UsageProblem } from "./asked.ts";
import { boundsOfDay } from "./units.ts";
import type { OptionValues } from "./values.ts";

/** The Selection of option values. */
export function selectionOf(values: OptionValues): Selection {
  const { since, until } = values.on === undefined ? values : boundsOfDay(values.on);
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
  };
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
  { on, since, until }: OptionValues,
  setBy: ReadonlyMap<OptionName, string>,
): readonly UsageProblem[] {
  if (on !== undefined && (since !== undefined || until !== undefined))
    return [usage(setBy.get("on") ?? "--on", "does not go with --since or --until")];
  return since !== undefined && until !== undefined && until <= since
    ? [usage(setBy.get("until") ?? "--until", "is not after --since: nothing can match")]
    : [];
}
