/** Findings for programs: as JSON, and as lines of csv. Pure. */
import type { Finding, Findings } from "../rules/engine/finding.ts";
import { FACET_NAMES, type FacetName } from "../rules/engine/hit.ts";
import { separatedLine } from "../shape/csv.ts";
import { printable } from "../shape/printable.ts";
import { VERSION } from "../tables/version.ts";

/** What else is told beside the findings. */
export interface FindingsFacts {
  /** Events that were looked at. */
  readonly eventCount: number;
  /** Keys of the rules that were asked. */
  readonly rules: readonly string[];
}

/** One JSON document. Values are as in the records: whoever shows them has to make them harmless. */
export function findingsJson(found: Findings, { eventCount, rules }: FindingsFacts): string {
  const { findings, learnedUntil, lateCount, unplacedCount, untimedCount, untold } = found;
  return JSON.stringify(
    {
      made_by: `sestrail ${VERSION}`,
      events: eventCount,
      rules,
      learned_until: learnedUntil === "" ? null : learnedUntil,
      not_judged: { late: lateCount, without_room: unplacedCount, without_time: untimedCount },
      not_told: untold,
      findings: findings.map(findingObject),
    },
    undefined,
    2,
  );
}

function findingObject(finding: Finding): object {
  const { rule, by, first, last, count, distinct, facets, evidence } = finding;
  return {
    rule: rule.key,
    name: rule.name,
    severity: rule.severity,
    first: first === "" ? null : first,
    last: last === "" ? null : last,
    count,
    ...(distinct === undefined ? {} : { distinct }),
    by: Object.fromEntries(by),
    ...Object.fromEntries(FACET_NAMES.map((name) => [PLURALS[name], facets[name]])),
    evidence: evidence.map(({ id, at, what, failed, file }) => ({
      record_id: id,
      time: at === 0 ? null : new Date(at).toISOString(),
      what,
      outcome: failed ? "failure" : "success",
      file,
    })),
    description: rule.description,
    to_do: rule.look,
    false_positives: rule.falsePositives,
    techniques: rule.techniques,
    references: rule.references,
  };
}

/** Facets as lists. */
export const PLURALS = {
  caller: "callers",
  account: "accounts",
  region: "regions",
  address: "addresses",
  client: "clients",
  key: "keys",
} as const satisfies Readonly<Record<FacetName, string>>;

const CSV_HEAD = ["severity", "rule", "name", "first", "last", "count", "distinct", "by"];

/** A line for each finding, and a head; texts printable, formulas harmless. */
export function findingsCsv({ findings }: Findings): readonly string[] {
  const facetNames = FACET_NAMES.map((name) => PLURALS[name]);
  return [
    separatedLine("csv", [...CSV_HEAD, ...facetNames, "first_record", "record_ids", "to_do"]),
    ...findings.map(({ rule, by, first, last, count, distinct, facets, evidence }) =>
      separatedLine(
        "csv",
        [
          rule.severity,
          rule.key,
          rule.name,
          first,
          last,
          String(count),
          distinct === undefined ? "" : String(distinct.count),
          by.flatMap(([field, values]) => values.map((value) => `${field}=${value}`)).join("; "),
          ...FACET_NAMES.map((name) => facets[name].join("; ")),
          evidence[0]?.what ?? "",
          evidence.map(({ id }) => id).join("; "),
          rule.look,
        ].map(printable),
      ),
    ),
  ];
}
