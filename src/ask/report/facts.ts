/** Everything that a report is made of, and how it shows times and accounts. */
import { dayAndTime } from "../../shape/text/day.ts";
import type { ViewOptions } from "../../shape/text/view.ts";
import { shownBy } from "../../shape/text/zone.ts";
import type { Coverage } from "./coverage.ts";
import type { Gathered } from "./gather.ts";

/** What was read, and what of it is not in the report. */
export interface ReportBooks {
  readonly files: number;
  readonly records: number;
  readonly otherServices: number;
  readonly leftOut: number;
  readonly unreadable: number;
  readonly unreadableFiles: number;
  readonly copies: number;
}

/** Everything that a report tells. */
export interface ReportFacts {
  readonly gathered: Gathered;
  readonly coverage: Coverage;
  readonly books: ReportBooks;
  /** As they were named. */
  readonly sources: readonly string[];
  /** ISO 8601. */
  readonly madeAt: string;
  readonly view: ViewOptions;
}

/** How times and accounts are shown. */
export interface Shown {
  readonly minute: (time: string) => string;
  readonly account: (id: string) => string;
  readonly zone: string;
}

/** By what a view says. */
export function shownOf({ zone, accounts }: ViewOptions): Shown {
  return {
    minute: (time) =>
      dayAndTime(zone === undefined ? time : shownBy(zone.clock, time)).slice(0, MINUTE),
    account: (id) => accounts?.get(id) ?? id,
    zone: zone?.name ?? "UTC",
  };
}

const MINUTE = "2026-11-20 09:02".length;
