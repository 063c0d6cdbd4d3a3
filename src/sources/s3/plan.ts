/** Which parts of a bucket have to be listed for what is wanted: the fewest requests that miss nothing. Pure. */
import type { Wanted } from "../source.ts";
import { daysOf, kindOf, placeOf, wantsAccount } from "./layout.ts";

/** One thing to ask of a bucket. */
export type Step =
  /** The folders right below a folder, of which `stepsInto` tells what to do next. */
  | { readonly kind: "look"; readonly folder: string }
  /** All keys that begin so, those up to `after` and from `before` on left out. */
  | {
      readonly kind: "walk";
      readonly prefix: string;
      readonly after?: string;
      readonly before?: string;
    };

/**
 * What to ask about a folder, which is empty or ends in a slash. Where the days are told, one list from the first to the
 * last of them takes the place of one for each: S3 begins a list at any key.
 */
export function stepsInto(folder: string, wanted: Wanted): readonly Step[] {
  const place = placeOf(folder);
  if (place === undefined) return [narrows(wanted) ? look(folder) : walk(folder)];
  const { root, isOrganisation, account, kind, region } = place;
  if (account === undefined) {
    // An unknown folder beside the accounts.
    if (folder !== root) return [walk(folder)];
    return isOrganisation && wanted.accounts.length > 0
      ? wanted.accounts.flatMap((id) => stepsInto(`${root}${id}/`, wanted))
      : [look(folder)];
  }
  if (!wantsAccount(account, wanted)) return [];
  const records = `${root}${account}/${kindOf(wanted)}/`;
  if (kind === undefined || folder === records) {
    if (wanted.regions.length > 0 && wanted.regions.every(isLiteral))
      return wanted.regions.flatMap((name) =>
        stepsInto(`${records}${name.toLowerCase()}/`, wanted),
      );
    if (wanted.regions.length > 0 || hasDays(wanted)) return [look(records)];
    // Without the slash, so that digests and the like, which lie beside, are counted.
    return [walk(kind === undefined ? records.slice(0, -1) : folder)];
  }
  if (kind !== kindOf(wanted) || region === undefined) return [walk(folder)];
  return wanted.matchesRegion(region) ? days(folder, `${records}${region}/`, wanted) : [];
}

/** What to ask about a folder that was found below another. */
export function stepsBelow(folder: string, wanted: Wanted): readonly Step[] {
  if (placeOf(folder) !== undefined) return stepsInto(folder, wanted);
  // Control Tower puts the organisation in front of AWSLogs. Others are no trail's: they are not searched one by one.
  return /(?:^|\/)o-[a-z0-9]+\/$/.test(folder) ? [look(folder)] : [walk(folder)];
}

function look(folder: string): Step {
  return { kind: "look", folder };
}

function walk(prefix: string): Step {
  return { kind: "walk", prefix };
}

function isLiteral(glob: string): boolean {
  return !/[*?]/.test(glob);
}

function hasDays({ sinceMs, untilMs }: Wanted): boolean {
  return sinceMs !== undefined || untilMs !== undefined;
}

function narrows(wanted: Wanted): boolean {
  return hasDays(wanted) || wanted.accounts.length > 0 || wanted.regions.length > 0;
}

/** The wanted days of one Region, within a folder that is the Region's or below it. */
function days(folder: string, region: string, wanted: Wanted): readonly Step[] {
  const { first, beyond } = daysOf(wanted);
  const after = first === undefined ? undefined : region + first;
  const before = beyond === undefined ? undefined : region + beyond;
  const both = after === undefined || before === undefined ? folder : commonStart(after, before);
  const prefix = both.length > folder.length && both.startsWith(folder) ? both : folder;
  if (before !== undefined && folder >= before) return [];
  // A folder of a month, say, that ends before the first day.
  if (after !== undefined && after > folder && !after.startsWith(folder)) return [];
  return [
    {
      kind: "walk",
      prefix,
      ...(after !== undefined && after > prefix ? { after } : {}),
      ...(before === undefined ? {} : { before }),
    },
  ];
}

function commonStart(one: string, other: string): string {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return one.slice(0, length);
}
