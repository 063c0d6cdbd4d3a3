/** Names of delivered objects, as CloudTrail makes them. */

/** What an object holds. */
export type FileKind = "log" | "digest" | "insight";

const FOLDERS: Readonly<Record<FileKind, string>> = {
  log: "CloudTrail",
  digest: "CloudTrail-Digest",
  insight: "CloudTrail-Insight",
};

/**
 * The key of an object delivered at a time (milliseconds since 1970).
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
 */
export function keyOf(
  kind: FileKind,
  account: string,
  region: string,
  at: number,
  unique: string,
): string {
  const iso = new Date(at).toISOString();
  const [year, month, day] = iso.slice(0, 10).split("-");
  const folder = FOLDERS[kind];
  const compact = iso.slice(0, 19).replaceAll(/[-:]/g, "");
  const name =
    kind === "digest"
      ? `${account}_${folder}_${region}_demo-trail_us-east-1_${compact}Z`
      : `${account}_${folder}_${region}_${compact.slice(0, 13)}Z_${unique}`;
  return `AWSLogs/${account}/${folder}/${region}/${year}/${month}/${day}/${name}.json.gz`;
}
