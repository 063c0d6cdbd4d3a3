/** The findings that are told: the weightiest, of these the latest. What there is no room for is counted. */
import type { Rule } from "../rule.ts";
import { WEIGHTS, type Finding, type Findings } from "./finding.ts";
import { findingBytes } from "./weight.ts";

/** How much is told. */
export interface ToldLimits {
  readonly mostFindings: number;
  readonly mostBytes: number;
}

/** A collection that never grows beyond its limits. */
export interface Told {
  /** Takes a finding in; it is made only where there may be room. `at` is the time of its last record. */
  add(severity: Rule["severity"], at: number, make: () => Finding): void;
  findings(): readonly Finding[];
  /** How many were given up. */
  untold(): Findings["untold"];
  /** Another with the same in it, for what is found so far. */
  copy(): Told;
}

interface Entry {
  readonly severity: Rule["severity"];
  readonly at: number;
  readonly finding: Finding;
  readonly bytes: number;
}

/** Begins one. */
export function toldFindings(
  limits: ToldLimits,
  before: readonly Entry[] = [],
  lost: Findings["untold"] = { low: 0, medium: 0, high: 0 },
): Told {
  let entries = [...before];
  let bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  const untold = { ...lost };
  /** What is no better than this is given up at once. */
  let least: Pick<Entry, "severity" | "at"> | undefined;

  const cut = (mostFindings: number, mostBytes: number): void => {
    if (entries.length <= mostFindings && bytes <= mostBytes) return;
    const sorted = entries.toSorted(worstFirst);
    entries = [];
    bytes = 0;
    for (const entry of sorted) {
      const isRoom = entries.length < mostFindings && bytes + entry.bytes <= mostBytes;
      // Nothing lighter comes in where something heavier found no room.
      if (least !== undefined && worstFirst(entry, least) >= 0) untold[entry.severity] += 1;
      else if (isRoom) {
        entries.push(entry);
        bytes += entry.bytes;
      } else {
        least = entry;
        untold[entry.severity] += 1;
      }
    }
  };

  return {
    add(severity, at, make) {
      if (least !== undefined && worstFirst({ severity, at }, least) >= 0) {
        untold[severity] += 1;
        return;
      }
      const finding = make();
      const entry = { severity, at, finding, bytes: findingBytes(finding) };
      entries.push(entry);
      bytes += entry.bytes;
      // Sorted seldom: only when a quarter more is there.
      if (entries.length > limits.mostFindings * 1.25 || bytes > limits.mostBytes * 1.25)
        cut(limits.mostFindings, limits.mostBytes);
    },
    findings() {
      cut(limits.mostFindings, limits.mostBytes);
      return entries.map(({ finding }) => finding);
    },
    untold: () => ({ ...untold }),
    copy: () => toldFindings(limits, entries, untold),
  };
}

function worstFirst(
  one: Pick<Entry, "severity" | "at">,
  other: Pick<Entry, "severity" | "at">,
): number {
  return WEIGHTS[other.severity] - WEIGHTS[one.severity] || other.at - one.at;
}
