/**
 * The metric table: every number that `--status` shows. The page, the alert rules' and the board's check are made from it.
 * Names and units: https://prometheus.io/docs/practices/naming/
 */

/** One row of the metric table. */
export interface MetricRow {
  /** `counter` only grows, within one run; `gauge` goes up and down; `histogram` counts values by size. */
  readonly type: "counter" | "gauge" | "histogram";
  /** What it is: shown with the metric, and in the docs. */
  readonly help: string;
  readonly labels?: readonly string[];
  /** Upper bounds of a histogram, in the unit of its name. */
  readonly buckets?: readonly number[];
}

const DESTINATION = ["destination"] as const;

/** CloudTrail itself takes minutes; a file that is followed, less than one. */
const LAG_BUCKETS = [1, 2.5, 5, 10, 30, 60, 120, 300, 600, 900, 1800, 3600, 21_600, 86_400];
const ANSWER_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

export const METRICS = {
  sestrail_build_info: { type: "gauge", labels: ["version", "node_version"], help: "Which sestrail this is; always 1." },
  sestrail_start_time_seconds: { type: "gauge", help: "When the run began, in seconds since 1970." },
  sestrail_ready: { type: "gauge", help: "1 if /readyz says ready, else 0." },

  sestrail_files_begun_total: { type: "counter", help: "Files begun." },
  sestrail_files_total: { type: "counter", labels: ["ending"], help: "Files that ended: acked (done), failed or stopped (a later run reads them again), not_begun (found, but the run was stopped), done_before (by an earlier run)." },
  sestrail_files_lasting_failures_total: { type: "counter", help: "Files not done for a reason that a further run alone does not mend." },
  sestrail_files_piped_total: { type: "counter", help: "Inputs not done that came through a pipe, and can't be read again." },
  sestrail_files_unreadable_total: { type: "counter", help: "Files that could not be read to their end." },
  sestrail_files_foreign_total: { type: "counter", help: "Files of another kind than JSON or gzip, such as archives." },
  sestrail_files_empty_total: { type: "counter", help: "Files of 0 bytes." },
  sestrail_files_passed_over_total: { type: "counter", labels: ["kind"], help: "Files that lay beside logs and are none, such as plain text." },
  sestrail_files_skipped_total: { type: "counter", labels: ["sort"], help: "Files that hold no API calls: digest, insight, notification." },
  sestrail_stored_bytes_total: { type: "counter", help: "Bytes read, as stored." },
  sestrail_read_bytes_total: { type: "counter", help: "Bytes read, after gunzip." },

  sestrail_elements_total: { type: "counter", help: "Elements: unreadable + unrecognised + records." },
  sestrail_elements_unreadable_total: { type: "counter", help: "Elements that could not be read." },
  sestrail_elements_unrecognised_total: { type: "counter", help: "Elements that mention what is wanted, in a form that is not read." },
  sestrail_records_total: { type: "counter", help: "Records: other services + left out + selected." },
  sestrail_records_other_services_total: { type: "counter", help: "Records of other services." },
  sestrail_records_left_out_total: { type: "counter", help: "Records left out by options." },
  sestrail_records_selected_total: { type: "counter", help: "Records selected: shaped events + unshapeable." },
  sestrail_records_unshapeable_total: { type: "counter", help: "Records of which no event can be made." },
  sestrail_events_shaped_total: { type: "counter", help: "Events made. For each destination: delivered + duplicate + rejected + unsettled, and those under way." },

  sestrail_events_delivered_total: { type: "counter", labels: DESTINATION, help: "Events delivered." },
  sestrail_events_duplicate_total: { type: "counter", labels: DESTINATION, help: "Events that were there already." },
  sestrail_events_rejected_total: { type: "counter", labels: DESTINATION, help: "Events refused for good." },
  sestrail_events_unsettled_total: { type: "counter", labels: DESTINATION, help: "Events that were given up without an answer: their files are read again by a later run." },
  sestrail_retries_total: { type: "counter", labels: DESTINATION, help: "Batches that were sent again." },
  sestrail_destination_up: { type: "gauge", labels: DESTINATION, help: "0 while a destination takes nothing or does not answer, else 1." },
  sestrail_delivery_lag_seconds: { type: "histogram", labels: DESTINATION, buckets: LAG_BUCKETS, help: "Time from the call (eventTime) to the delivery of its event." },
  sestrail_answer_duration_seconds: { type: "histogram", labels: DESTINATION, buckets: ANSWER_BUCKETS, help: "Time that a destination took to answer for one batch." },
  sestrail_newest_event_timestamp_seconds: { type: "gauge", help: "Time of the newest event seen, in seconds since 1970. Absent before the first." },

  sestrail_open_bytes: { type: "gauge", help: "Bytes of events that are read and not yet delivered." },
  sestrail_open_limit_bytes: { type: "gauge", help: "How many there may be: --max-memory." },
  sestrail_dead_letters_total: { type: "counter", help: "Dead letters written." },
  sestrail_problems_total: { type: "counter", labels: ["code"], help: "Problems and warnings by their code, as in docs/errors.md." },

  process_cpu_seconds_total: { type: "counter", help: "Processor time of the process." },
  process_resident_memory_bytes: { type: "gauge", help: "Memory of the process." },
  process_start_time_seconds: { type: "gauge", help: "When the process began, in seconds since 1970." },
} as const satisfies Readonly<Record<string, MetricRow>>;

/** Name of a metric. */
export type MetricName = keyof typeof METRICS;

/** Names in the order of the table. */
export const METRIC_NAMES = Object.keys(METRICS) as readonly MetricName[];

/** The row of a metric. */
export function metricRow(name: MetricName): MetricRow {
  return METRICS[name];
}
