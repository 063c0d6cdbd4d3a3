/**
 * Where CloudTrail puts its files in a bucket, and what a key tells of an object. Pure.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
 */
import type { Wanted } from "../source.ts";

/** Why an object is passed over unread, by its key. */
export type Skip =
  | "digest"
  | "insight"
  | "network activity"
  | "aggregated"
  | "other service"
  | "folder marker";

/** What the path of a trail tells, as far as it goes. */
export interface TrailPlace {
  /** All before the account, or before an organisation, that ends in `AWSLogs/` or `AWSLogs/o-…/`. */
  readonly root: string;
  /** Whether the root names an organisation: then only accounts are below it. */
  readonly isOrganisation: boolean;
  readonly account: string | undefined;
  /** `CloudTrail`, `CloudTrail-Digest`, or another service. */
  readonly kind: string | undefined;
  readonly region: string | undefined;
  /** `2026/11/20`: the day of delivery, in UTC. */
  readonly day: string | undefined;
}

const TRAIL =
  /^((?:.*\/)?AWSLogs\/(o-[a-z0-9]+\/)?)(?:(\d{12})\/(?:([^/]+)\/(?:([a-z0-9-]+)\/(?:(\d{4}\/\d\d\/\d\d)\/)?)?)?)?/s;

/** Reads a key, or a folder that ends in a slash. Undefined where it lies below no `AWSLogs/`. */
export function placeOf(path: string): TrailPlace | undefined {
  const parts = TRAIL.exec(path);
  if (parts === null) return undefined;
  const [, root = "", organisation, account, kind, region, day] = parts;
  return { root, isOrganisation: organisation !== undefined, account, kind, region, day };
}

/** The kind that holds records. */
const RECORDS_KIND = "CloudTrail";
/** The kind that holds digests. */
const DIGESTS_KIND = "CloudTrail-Digest";

/** The kind that is wanted. */
export function kindOf({ digests }: Pick<Wanted, "digests">): string {
  return digests === true ? DIGESTS_KIND : RECORDS_KIND;
}

const SKIPPED_KINDS: Readonly<Record<string, Skip>> = {
  [DIGESTS_KIND]: "digest",
  "CloudTrail-Insight": "insight",
  "CloudTrail-NetworkActivity": "network activity",
  "CloudTrail-Aggregated": "aggregated",
};

/** Why an object need not be opened. Names that no trail makes are opened: there the content decides. */
export function skipOf(
  key: string,
  sizeBytes: number,
  wanted: Pick<Wanted, "digests"> = {},
): Skip | undefined {
  if (key.endsWith("/") && sizeBytes === 0) return "folder marker";
  const kind = placeOf(key)?.kind;
  if (kind === undefined || kind === kindOf(wanted)) return undefined;
  return SKIPPED_KINDS[kind] ?? "other service";
}

/** Whether an object may hold what is wanted, by its key. */
export function mayHold(key: string, wanted: Wanted): boolean {
  const place = placeOf(key);
  if (place === undefined) return true;
  const { account, region, day } = place;
  if (account !== undefined && !wantsAccount(account, wanted)) return false;
  if (region !== undefined && !wanted.matchesRegion(region)) return false;
  if (day === undefined) return true;
  const { first, beyond } = daysOf(wanted);
  return (first === undefined || day >= first) && (beyond === undefined || day < beyond);
}

/** Whether an account is among those that are wanted. */
export function wantsAccount(account: string, { accounts }: Wanted): boolean {
  return accounts.length === 0 || accounts.includes(account);
}

const DAY_MS = 86_400_000;

/**
 * Days of delivery that may hold what is wanted: from `first` on, before `beyond`. An event is delivered some minutes
 * after the call, so that a day's events lie under that day and the next.
 */
export function daysOf({ sinceMs, untilMs }: Wanted): {
  readonly first: string | undefined;
  readonly beyond: string | undefined;
} {
  return {
    first: sinceMs === undefined ? undefined : dayOf(sinceMs),
    beyond: untilMs === undefined ? undefined : dayOf(untilMs - 1 + 2 * DAY_MS),
  };
}

const LAST_MS = Date.UTC(9999, 11, 31);

function dayOf(ms: number): string {
  return new Date(Math.min(Math.max(ms, 0), LAST_MS))
    .toISOString()
    .slice(0, 10)
    .replaceAll("-", "/");
}
