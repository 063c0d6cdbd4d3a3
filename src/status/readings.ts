/** The numbers of a run as readings of the metric table. Pure. */
import type { Books } from "../pipeline/books.ts";
import { METRICS, type MetricName } from "../tables/metrics.ts";
import type { ProcessNumbers } from "./own-process.ts";

/** One value of a metric. */
export interface Reading {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What the readings are made of. */
export interface StatusFacts {
  readonly version: string;
  readonly startedAt: Date;
  readonly isReady: boolean;
  readonly books: Books;
  readonly openBytes: number;
  readonly openLimitBytes: number;
  readonly deadLetters: number;
  /** Problems by their code. */
  readonly problems: readonly { readonly code: string; readonly count: number }[];
  /** Names of destinations that take nothing now. */
  readonly failing: ReadonlySet<string>;
  readonly own: ProcessNumbers;
}

/** Histograms are no readings: they grow as events are delivered. */
export type ReadMetric = {
  [Name in MetricName]: (typeof METRICS)[Name]["type"] extends "histogram" ? never : Name;
}[MetricName];

/** Whether a metric is read, and no histogram. */
export function isRead(name: MetricName): name is ReadMetric {
  return METRICS[name].type !== "histogram";
}

/** A reading of every metric but the histograms. */
export function readingsOf(facts: StatusFacts): Readonly<Record<ReadMetric, readonly Reading[]>> {
  const { books, failing, own } = facts;
  const { files, destinations } = books;
  const each = (count: (to: Books["destinations"][number]) => number): readonly Reading[] =>
    destinations.map((to) => ({ labels: { destination: to.name }, value: count(to) }));
  return {
    sestrail_build_info: [
      { labels: { version: facts.version, node_version: own.nodeVersion }, value: 1 },
    ],
    sestrail_start_time_seconds: one(facts.startedAt.getTime() / 1000),
    sestrail_ready: one(facts.isReady ? 1 : 0),

    sestrail_files_begun_total: one(files.read),
    sestrail_files_total: labelled("ending", {
      acked: files.acked,
      failed: files.nacked - files.stopped,
      stopped: files.stopped,
      not_begun: files.notBegun,
      done_before: files.done,
    }),
    sestrail_files_lasting_failures_total: one(files.lasting),
    sestrail_files_piped_total: one(files.piped),
    sestrail_files_unreadable_total: one(files.unreadable),
    sestrail_files_foreign_total: one(files.foreign),
    sestrail_files_empty_total: one(files.empty),
    sestrail_files_passed_over_total: books.passedOver.map(({ kind, count }) => ({
      labels: { kind },
      value: count,
    })),
    sestrail_files_skipped_total: labelled("sort", {
      digest: files.digests,
      insight: files.insights,
      notification: files.notifications,
    }),
    sestrail_stored_bytes_total: one(books.bytesStored),
    sestrail_read_bytes_total: one(books.bytesRead),

    sestrail_elements_total: one(books.elements),
    sestrail_elements_unreadable_total: one(books.unreadable),
    sestrail_elements_unrecognised_total: one(books.unrecognised),
    sestrail_records_total: one(books.records),
    sestrail_records_other_services_total: one(books.otherServices),
    sestrail_records_left_out_total: one(books.leftOut),
    sestrail_records_selected_total: one(books.selected),
    sestrail_records_unshapeable_total: one(books.unshapeable),
    sestrail_events_shaped_total: one(books.shaped),

    sestrail_events_delivered_total: each((to) => to.delivered),
    sestrail_events_duplicate_total: each((to) => to.duplicate),
    sestrail_events_rejected_total: each((to) => to.rejected),
    sestrail_events_unsettled_total: each((to) => to.unsettled),
    sestrail_retries_total: each((to) => to.retries),
    sestrail_destination_up: each(({ name }) => (failing.has(name) ? 0 : 1)),
    sestrail_newest_event_timestamp_seconds:
      books.newestEventTime === undefined ? [] : one(Date.parse(books.newestEventTime) / 1000),

    sestrail_open_bytes: one(facts.openBytes),
    sestrail_open_limit_bytes: one(facts.openLimitBytes),
    sestrail_dead_letters_total: one(facts.deadLetters),
    sestrail_problems_total: facts.problems.map(({ code, count }) => ({
      labels: { code },
      value: count,
    })),

    process_cpu_seconds_total: one(own.cpuSeconds),
    process_resident_memory_bytes: one(own.residentBytes),
    process_start_time_seconds: one(own.startedAtSeconds),
  };
}

function one(value: number): readonly Reading[] {
  return [{ value }];
}

function labelled(label: string, counts: Readonly<Record<string, number>>): readonly Reading[] {
  return Object.entries(counts).map(([name, value]) => ({ labels: { [label]: name }, value }));
}
