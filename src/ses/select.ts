/** Which Records become events. Pure and total. */
import type { JsonObject } from "../records/element.ts";

/** What is wanted: the selection options, compiled. */
export interface Selection {
  /** eventSource globs; `["ses.amazonaws.com"]` by default, `["*"]` for any. */
  readonly eventSources: readonly string[];
  /** ISO 8601, inclusive. */
  readonly since: string | undefined;
  /** ISO 8601, exclusive. */
  readonly until: string | undefined;
  readonly accounts: readonly string[];
  /** Globs; empty: all. */
  readonly regions: readonly string[];
  readonly actions: readonly string[];
  readonly writesOnly: boolean;
}

/** Why a Record is no event, or `selected`. */
export type Verdict = "selected" | "other-service" | "left-out";

/** Compiles a Selection into a judge. */
export function selector(selection: Selection): (record: JsonObject) => Verdict {
  const sources = new Set(selection.eventSources);
  return (record) => {
    const source = record["eventSource"];
    if (typeof record["eventName"] !== "string" || typeof record["eventTime"] !== "string")
      return "other-service";
    return typeof source === "string" && (sources.has(source) || sources.has("*"))
      ? "selected"
      : "other-service";
  };
}
