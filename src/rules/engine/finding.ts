/** What the engine finds, as data. */
import type { Rule } from "../rule.ts";
import { eachFacet, type Evidence, type Facets } from "./hit.ts";

/** One finding: a rule that holds for one key, from its first record to its last. */
export interface Finding {
  readonly rule: Rule;
  /** What the records have in common, by field: the caller, the identity, the term that is new; several where one record brought several terms. */
  readonly by: readonly (readonly [field: string, values: readonly string[]])[];
  /** Times of the first and last record, ISO 8601; empty where they have none. */
  readonly first: string;
  readonly last: string;
  /** Records. Of what is new: also those that followed, of the term with most. */
  readonly count: number;
  /** Different values of the field that the rule counts; of more than a thousand, a thousand. */
  readonly distinct: { readonly field: string; readonly count: number } | undefined;
  /** Who and where, each up to twenty, sorted. */
  readonly facets: Facets<readonly string[]>;
  /** The first records. */
  readonly evidence: readonly Evidence[];
}

/** All findings, and what could not be judged. */
export interface Findings {
  /** The weightiest first, then the oldest. */
  readonly findings: readonly Finding[];
  /** Terms that began before this are no findings: the time until then was only learned from. ISO 8601; empty where nothing has a time. */
  readonly learnedUntil: string;
  /** Records that were older than what had been settled, when memory was full: judged by rules on one record only. */
  readonly lateCount: number;
  /** Records that found no place in memory. */
  readonly unplacedCount: number;
  /** Records without a time: judged by rules on one record only. */
  readonly untimedCount: number;
  /** Findings that are counted, and not told: there were too many. */
  readonly untold: Readonly<Record<Rule["severity"], number>>;
}

/** Of terms that one record brought, one finding. */
export function withTermsTogether(findings: readonly Finding[]): readonly Finding[] {
  const byRecord = new Map<string, Finding>();
  const others = findings.filter((finding) => {
    const id = finding.evidence[0]?.id ?? "";
    if (finding.rule.detection.type !== "new_terms" || id === "") return true;
    const key = JSON.stringify([finding.rule.key, id]);
    const before = byRecord.get(key);
    byRecord.set(key, before === undefined ? finding : together(before, finding));
    return false;
  });
  return [...others, ...byRecord.values()];
}

function together(one: Finding, other: Finding): Finding {
  const [most, least] = compareAmounts(one, other) <= 0 ? [one, other] : [other, one];
  return {
    ...most,
    by: most.by.map(([field, values], place) => [
      field,
      [...new Set([...values, ...(least.by[place]?.[1] ?? [])])].sort(),
    ]),
    last: most.last > least.last ? most.last : least.last,
    facets: eachFacet((name) => [...new Set([...most.facets[name], ...least.facets[name]])].sort()),
  };
}

/** The one with most records first; of equal ones by their terms, so that chance decides nothing. */
function compareAmounts(one: Finding, other: Finding): number {
  return other.count - one.count || compare(JSON.stringify(one.by), JSON.stringify(other.by));
}

/** How much each word weighs. */
export const WEIGHTS = { low: 1, medium: 2, high: 3 } as const satisfies Readonly<
  Record<Rule["severity"], number>
>;

/** The order of findings; 0 only for the same one. */
export function compareFindings(one: Finding, other: Finding): number {
  return (
    WEIGHTS[other.rule.severity] - WEIGHTS[one.rule.severity] ||
    compare(one.first, other.first) ||
    compare(one.rule.key, other.rule.key) ||
    compare(JSON.stringify(one.by), JSON.stringify(other.by)) ||
    compare(one.last, other.last)
  );
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
