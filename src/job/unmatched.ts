/** Values of the selection options that match nothing: a slip that would pass for an answer. Pure. */
import { didYouMean, nearest } from "../config/suggest.ts";
import type { LeftOut, Named } from "../pipeline/books.ts";
import type { Filters } from "../ses/filter.ts";
import { globMatcher } from "../ses/values/glob.ts";
import type { Selection } from "../ses/select.ts";
import { ACTIONS } from "../tables/actions.ts";
import type { FilterName } from "../tables/filters.ts";
import type { Problem } from "../telemetry/problem.ts";

/** Warnings, for a run that came to its end. `onlySes`: no actions but those of SES can match. */
export function unmatched(
  { accounts, regions, actions, filters }: Selection,
  onlySes: boolean,
  { occurring, named }: LeftOut,
): readonly Problem[] {
  return [
    ...(onlySes ? actions.flatMap((action) => unknownAction(action, occurring.action)) : []),
    ...accounts.flatMap((account) => absent("--account", account, occurring.account)),
    ...regions.flatMap((region) => absent("--region", region, occurring.region)),
    ...[...named].flatMap(([name, books]) =>
      namesAsked(filters?.[name]).flatMap((value) => unmet(name, value, books)),
    ),
  ];
}

function namesAsked(asked: Filters[FilterName] | undefined): readonly string[] {
  return typeof asked === "object" ? asked : [];
}

/** A name that fits no event. Signals and severities are known by name: that none is there is an answer. */
function unmet(name: FilterName, value: string, { met, occurring }: Named): readonly Problem[] {
  if (name === "signal" || name === "severity") return [];
  if (met.has(value) || occurring.size === 0) return [];
  return [
    {
      code: "E_NO_MATCH",
      what: `--${name} ${value}: none of the calls is of it${didYouMean(value, [...occurring])}`,
      todo: `There are calls of ${someOf(occurring)}`,
    },
  ];
}

/** Actions may exist that are not known here, so that one that occurs is right. */
function unknownAction(action: string, occurring: ReadonlySet<string>): readonly Problem[] {
  const matches = globMatcher([action], true);
  if ([...occurring].some(matches) || KNOWN.some(matches)) return [];
  const meant = nearest(action, KNOWN);
  return [
    {
      code: "E_NO_MATCH",
      what: `--action ${action}: no known action${meant === undefined ? "" : `; did you mean ${meant}?`}`,
    },
  ];
}

const KNOWN = [...new Set(ACTIONS.map(({ action }) => action))];

function absent(option: string, value: string, occurring: ReadonlySet<string>): readonly Problem[] {
  // Where there are no calls at all, that says nothing of this value.
  if (occurring.size === 0 || [...occurring].some(globMatcher([value], true))) return [];
  return [
    {
      code: "E_NO_MATCH",
      what: `${option} ${value}: none of the calls is of it`,
      todo: `There are calls of ${someOf(occurring)}`,
    },
  ];
}

function someOf(values: ReadonlySet<string>): string {
  const some = [...values].toSorted().slice(0, MOST_NAMED);
  return `${some.join(", ")}${values.size > some.length ? ", …" : ""}`;
}

const MOST_NAMED = 6;
