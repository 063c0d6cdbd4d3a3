/** What a selection wants, in the form in which Sources are told of it. Pure. */
import type { Selection } from "../ses/select.ts";
import { globMatcher } from "../ses/values/glob.ts";
import { parseTimeMs } from "../ses/values/time.ts";
import type { Wanted } from "../sources/source.ts";

/** The part of a selection that may spare a Source some looking. */
export function wantedOf({ since, until, accounts, regions }: Selection): Wanted {
  return {
    sinceMs: since === undefined ? undefined : parseTimeMs(since),
    untilMs: until === undefined ? undefined : parseTimeMs(until),
    accounts,
    regions,
    matchesRegion: regions.length === 0 ? () => true : globMatcher(regions, true),
  };
}
