/**
 * The fields of a run summary: one document a run, and one an interval while a run follows its sources, in
 * `logs-sestrail.run-<namespace>`. It shows what leaves no event: files that could not be read, lag, retries.
 * Counts are of what came since the run's summary before, so that a sum over documents is a sum over time.
 * The index template and the board of pipeline health are made from it.
 */
import type { FieldRow } from "./fields.ts";

export const RUN_FIELDS = {
  "@timestamp": { type: "date", from: "the clock", doc: "When the summary was written.", label: "Time" },
  message: { type: "text", from: "the books", doc: "A sentence: what the run read, found and delivered.", label: "Summary" },
  "ecs.version": { type: "keyword", from: "constant `9.4.0`", doc: "The version of ECS that the names and types follow." },
  "event.kind": { type: "keyword", from: "constant `event`", doc: "ECS kind." },
  "event.category": { type: "keyword", many: true, from: "constant `process`", doc: "ECS category." },
  "event.type": { type: "keyword", many: true, from: "is it over", doc: "`end` for the last of a run, `info` before." },
  "event.action": { type: "keyword", from: "constant `run`", doc: "What is summed up." },
  "event.outcome": { type: "keyword", from: "exit code", doc: "success for exit 0, failure for others, unknown while the run goes on.", label: "Outcome" },
  "event.module": { type: "keyword", from: "constant `sestrail`", doc: "ECS module." },
  "event.dataset": { type: "keyword", from: "constant `sestrail.run`", doc: "ECS dataset." },
  "event.start": { type: "date", from: "the clock", doc: "When the run began." },
  "event.duration": { type: "long", from: "the clock", doc: "How long it has run, in nanoseconds (ECS).", label: "Duration" },
  "host.name": { type: "keyword", from: "the machine", doc: "Where it ran.", label: "Host" },
  "data_stream.type": { type: "constant_keyword", from: "constant `logs`", doc: "Type of the data stream." },
  "data_stream.dataset": { type: "constant_keyword", from: "constant `sestrail.run`", doc: "Dataset of the data stream." },
  "data_stream.namespace": { type: "constant_keyword", from: "`--namespace`", doc: "Namespace of the data stream." },

  "sestrail.run.id": { type: "keyword", from: "chance", doc: "The run; all its summaries have it.", label: "Run" },
  "sestrail.run.version": { type: "keyword", from: "the package", doc: "Version of sestrail.", label: "Version" },
  "sestrail.run.sequence": { type: "long", from: "a count", doc: "Which summary of the run, from 0." },
  "sestrail.run.final": { type: "boolean", from: "is it over", doc: "The last one of the run.", label: "Final" },
  "sestrail.run.exit_code": { type: "long", from: "exit code", doc: "0 all delivered, 1 failed, 2 usage, 3 something unreadable or rejected, 130 and 143 stopped. Final only.", label: "Exit" },
  "sestrail.run.sources": { type: "keyword", many: true, from: "the request", doc: "What was read." },
  "sestrail.run.destinations": { type: "keyword", many: true, from: "the request", doc: "Where events went." },
  "sestrail.run.newest_event": { type: "date", from: "eventTime", doc: "Time of the newest event seen.", label: "Newest event" },
  "sestrail.run.lag_ms": { type: "long", from: "the clock, eventTime", doc: "Age of the newest event when this was written, in ms.", label: "Lag" },

  "sestrail.run.files": { type: "long", from: "the books", doc: "Files begun.", label: "Files" },
  "sestrail.run.files_acked": { type: "long", from: "the books", doc: "Files done." },
  "sestrail.run.files_nacked": { type: "long", from: "the books", doc: "Files not done: a later run reads them again.", label: "Files not done" },
  "sestrail.run.files_unreadable": { type: "long", from: "the books", doc: "Files that could not be read to their end.", label: "Unreadable files" },
  "sestrail.run.files_digests": { type: "long", from: "the books", doc: "Digest files, skipped." },
  "sestrail.run.files_insights": { type: "long", from: "the books", doc: "Insight files, skipped." },
  "sestrail.run.files_notifications": { type: "long", from: "the books", doc: "Mail-receiving notifications, skipped." },
  "sestrail.run.files_done": { type: "long", from: "the books", doc: "Files that an earlier run had done." },
  "sestrail.run.bytes_stored": { type: "long", from: "the books", doc: "Bytes read, as stored.", label: "Bytes stored" },
  "sestrail.run.bytes": { type: "long", from: "the books", doc: "Bytes read, after gunzip.", label: "Bytes" },

  "sestrail.run.elements": { type: "long", from: "the books", doc: "Elements: unreadable + unrecognised + records." },
  "sestrail.run.unreadable": { type: "long", from: "the books", doc: "Unreadable elements.", label: "Unreadable" },
  "sestrail.run.unrecognised": { type: "long", from: "the books", doc: "Elements that mention what is wanted, in a form that is not read.", label: "Not recognised" },
  "sestrail.run.records": { type: "long", from: "the books", doc: "Records: other services + left out + selected.", label: "Records" },
  "sestrail.run.other_services": { type: "long", from: "the books", doc: "Records of other services." },
  "sestrail.run.left_out": { type: "long", from: "the books", doc: "Records left out by options." },
  "sestrail.run.selected": { type: "long", from: "the books", doc: "Records selected: shaped + unshapeable.", label: "SES events" },
  "sestrail.run.shaped": { type: "long", from: "the books", doc: "Events made." },
  "sestrail.run.unshapeable": { type: "long", from: "the books", doc: "Records of which no event can be made.", label: "Unshapeable" },

  "sestrail.run.destination": { type: "keyword", from: "the books", doc: "The destination that holds this summary; the next six are its." },
  "sestrail.run.delivered": { type: "long", from: "the books", doc: "Events delivered.", label: "Delivered" },
  "sestrail.run.duplicate": { type: "long", from: "the books", doc: "Events that were there already.", label: "Duplicates" },
  "sestrail.run.rejected": { type: "long", from: "the books", doc: "Events refused for good.", label: "Rejected" },
  "sestrail.run.unsettled": { type: "long", from: "the books", doc: "Events without an answer.", label: "Unsettled" },
  "sestrail.run.retries": { type: "long", from: "the books", doc: "Batches that were sent again.", label: "Retries" },
  "sestrail.run.slowest_answer_ms": { type: "long", from: "the books", doc: "Time of the slowest answer, in ms.", label: "Slowest answer" },
} as const satisfies Readonly<Record<string, FieldRow>>;

/** Name of a field of a run summary. */
export type RunFieldName = keyof typeof RUN_FIELDS;
