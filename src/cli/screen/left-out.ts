/** Why a run found nothing: which option left out how many, and of what time they are. Pure. */
import type { ShipConfig } from "../../config/ship-config.ts";
import type { Books } from "../../pipeline/books.ts";
import type { LeftOutBy } from "../../ses/select.ts";
import { formatCount, formatCounted } from "./format.ts";

/** What was selected by. */
export type Selected = Pick<ShipConfig, "selection" | "on" | "around">;

/**
 * `0 of 2,052 SES events match: --since 2026-11-22 left out all; they are of 2026-11-16 to 2026-11-21`. Undefined where
 * something matches, or nothing was left out.
 */
export function nothingMatches(
  { selected, leftOut, leftOutBy }: Books,
  noun: string,
  by: Selected,
): string | undefined {
  if (selected > 0 || leftOut === 0) return undefined;
  // The two bounds of `--on` and `--around` are one option.
  const counts = new Map<string, number>();
  for (const [option, count] of leftOutBy.by) {
    const text = optionText(option, by);
    counts.set(text, (counts.get(text) ?? 0) + count);
  }
  const reasons = [...counts].map(([text, count], place) => {
    const share = count === leftOut ? "all" : formatCount(count);
    return `${text}${place === 0 ? " left out" : ""} ${share}`;
  });
  return `0 of ${formatCounted(leftOut, noun)} ${leftOut === 1 ? "matches" : "match"}: ${reasons.join(", ")}${spanText(leftOutBy, leftOut === 1)}`;
}

function spanText({ oldestMs, newestMs }: Books["leftOutBy"], isOne: boolean): string {
  if (oldestMs === undefined || newestMs === undefined) return "";
  const [oldest, newest] = [dayOf(oldestMs), dayOf(newestMs)];
  return `; ${isOne ? "it is" : "they are"} of ${oldest === newest ? oldest : `${oldest} to ${newest}`}`;
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** As it would be written. */
function optionText(option: LeftOutBy, { selection, on, around }: Selected): string {
  switch (option) {
    case "since":
    case "until":
      if (on !== undefined) return `--on ${on}`;
      if (around !== undefined) return `--around ${around}`;
      return `--${option} ${(selection[option] ?? "").replace("T00:00:00Z", "")}`;
    case "account":
      return `--account ${listed(selection.accounts)}`;
    case "region":
      return `--region ${listed(selection.regions)}`;
    case "action":
      return `--action ${listed(selection.actions)}`;
    case "writes-only":
    case "changes":
    case "denied":
    case "failed":
    case "people":
      return `--${option}`;
    case "caller":
    case "key":
    case "ip":
    case "identity":
    case "target":
    case "signal":
    case "severity":
    case "grep":
      return `--${option} ${listed(selection.filters?.[option] ?? [])}`;
  }
}

function listed(values: readonly string[]): string {
  const text = values.join(",");
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}

const MOST_CHARACTERS = 60;
