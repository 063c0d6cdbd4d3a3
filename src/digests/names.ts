/** What the names of CloudTrail's files and digests tell. Pure. */

/** Where a file belongs: an account in a Region, below one place that files were read from. */
export interface Lane {
  /** What stands before the account in the path: two copies of a trail are two trails. Empty where no folders tell. */
  readonly root: string;
  readonly account: string;
  readonly region: string;
}

/** A digest, by its name. */
export interface DigestName extends Lane {
  readonly trail: string;
  /** Backfill digests are for files that came late, and are a chain of their own. */
  readonly isBackfill: boolean;
  readonly endMs: number;
}

/** A log file, by its name. */
export interface LogName extends Lane {
  /** About when it was delivered. */
  readonly atMs: number;
}

/** Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html */
const DIGEST =
  /^(\d{12})_CloudTrail-Digest_([a-z0-9-]+)_(.+)_[a-z0-9-]+_(\d{8}T\d{6}Z)(_backfill)?\.json(?:\.gz)?$/;
/** Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html */
const LOG = /^(\d{12})_CloudTrail_([a-z0-9-]+)_(\d{8}T\d{4}Z)_[^_/]+\.json(?:\.gz)?$/;
const LAYOUT = /(?:^|\/)(\d{12}\/CloudTrail[^/]*\/[^/]+\/.*)$/s;

/** Reads the name of a digest; undefined where it is none. */
export function digestName(path: string): DigestName | undefined {
  const parts = DIGEST.exec(baseName(path));
  if (parts === null) return undefined;
  const [, account = "", region = "", trail = "", end = "", backfill] = parts;
  return {
    root: rootOf(path),
    account,
    region,
    trail,
    isBackfill: backfill !== undefined,
    endMs: compactTimeMs(end),
  };
}

/** Reads the name of a log file; undefined where it is none. */
export function logName(path: string): LogName | undefined {
  const parts = LOG.exec(baseName(path));
  if (parts === null) return undefined;
  const [, account = "", region = "", at = ""] = parts;
  return { root: rootOf(path), account, region, atMs: compactTimeMs(at) };
}

/** The name of a file without its folders and without `.gz`: copies may be unzipped. */
export function plainName(path: string): string {
  return baseName(path).replace(/\.gz$/, "");
}

/** What is before the account in the layout of a trail; empty elsewhere. */
function rootOf(path: string): string {
  const place = placeIn(path);
  return place === undefined ? "" : slashed(path).slice(0, -place.length);
}

/** The path from the account on, where the folders are those of a trail: `ACCOUNT/CloudTrail/…`. */
export function placeIn(path: string): string | undefined {
  return LAYOUT.exec(slashed(path))?.[1];
}

/** One word for a lane. */
export function laneKey({ root, account, region }: Lane): string {
  return `${root}|${account}|${region}`;
}

function slashed(path: string): string {
  return path.replaceAll("\\", "/");
}

function baseName(path: string): string {
  return /[^/\\]*$/.exec(path)?.[0] ?? path;
}

/** `20261120T1205Z` or `20261120T120500Z`. */
function compactTimeMs(text: string): number {
  const [, year, month, day, hour, minute, second = "00"] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)?Z$/.exec(text) ?? [];
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}
