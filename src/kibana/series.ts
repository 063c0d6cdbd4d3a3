/** The series that charts of several boards share. Each record stands in one of them. */
import { SEVERITIES, type SeverityName } from "../tables/signals.ts";
import { CHANGES, both, FAILED, SUCCEEDED } from "../rules/queries.ts";
import { count } from "./columns.ts";
import type { Series } from "./lens.ts";
import { SEVERITY_COLOURS, SHADES } from "./palette.ts";
import { WORDS } from "./words.ts";

/** What a call was for if it succeeded, else that it failed. */
export const CALLS: readonly Series[] = [
  { entry: count("read", "Read", both("aws.ses.verb: read", SUCCEEDED)), color: SHADES.read },
  { entry: count("send", "Send", both("aws.ses.verb: send", SUCCEEDED)), color: SHADES.send },
  { entry: count("change", "Change", both(CHANGES, SUCCEEDED)), color: SHADES.change },
  { entry: count("failed", "Failed", FAILED), color: SHADES.failed },
];

/** What became of a change. Starts and stops of jobs and the like count as changed. */
export const WRITES: readonly Series[] = [
  {
    entry: count("created", "Created", both("aws.ses.verb: create", SUCCEEDED)),
    color: SHADES.created,
  },
  {
    entry: count("changed", "Changed", both("aws.ses.verb: (update or start or stop)", SUCCEEDED)),
    color: SHADES.changed,
  },
  {
    entry: count("deleted", "Deleted", both("aws.ses.verb: delete", SUCCEEDED)),
    color: SHADES.deleted,
  },
  { entry: count("failed", "Failed", FAILED), color: SHADES.failed },
];

/** How bad the worst signal of a record is. The worst stands at the bottom, where it is seen first. */
export const BY_SEVERITY: readonly Series[] = (Object.keys(SEVERITIES) as SeverityName[])
  .toReversed()
  .map((name) => ({
    entry: count(name, WORDS["aws.ses.severity"]?.[name] ?? name, severity(name)),
    color: SEVERITY_COLOURS[name],
  }));

/** KQL: the worst signal of the record is this bad. */
export function severity(name: SeverityName): string {
  return `aws.ses.severity: ${name}`;
}
