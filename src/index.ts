/**
 * The library. Importing it does nothing but load pure code; what needs the pipeline, a server or a large package loads
 * that when it is called.
 */
export { readRecords, type ReadRecordsOptions } from "./library/read-records.ts";
export { sesEvents, type LeftElement, type SesEventsOptions } from "./library/ses-events.ts";
export { sesEventDuplex } from "./library/ses-event-duplex.ts";
export { sesEventStream } from "./library/ses-event-stream.ts";
export { ship, type RunResult, type ShipOptions } from "./library/ship.ts";
export type { Bytes } from "./library/bytes.ts";
export type { ReadElement } from "./library/elements.ts";

export type {
  JsonObject,
  JsonValue,
  Position,
  RawElement,
  RecordElement,
  UnreadableElement,
} from "./records/element.ts";

export { needlesOf, selector, type Selection, type Verdict } from "./ses/select.ts";
export { normalise } from "./ses/normalise.ts";
export type {
  EventFieldName,
  EventFields,
  NormaliseContext,
  Normalised,
  Resource,
  SesEvent,
} from "./ses/event.ts";

export { ecsLine, toEcs, type EcsDocument } from "./shape/ecs.ts";
export { otelLine, toOtel } from "./shape/otel.ts";
export { inOrder } from "./shape/text/order.ts";
export { textRow, type TextRow } from "./shape/text/row.ts";
export { textTable, type TextOptions, type TextTable } from "./shape/text/table.ts";
export { tsvTable } from "./shape/tsv.ts";
export { DEFAULT_STREAM, type StreamOptions } from "./shape/stream.ts";

export { exporterSink } from "./sinks/otlp/exporter-sink.ts";
export type { BatchLimits, CheckResult, Item, Outcome, Sink } from "./sinks/sink.ts";
export type { LogBytes, LogFile, Source } from "./sources/source.ts";
export type { Books, DestinationBooks } from "./pipeline/books.ts";

export {
  ACTIONS,
  TARGETS,
  type ActionApi,
  type ActionPart,
  type ActionRow,
  type ActionVerb,
  type TargetKind,
  type TargetRow,
} from "./tables/actions.ts";
export { ERRORS, type ErrorCode, type ErrorRow } from "./tables/errors.ts";
export {
  FIELDS,
  FIELD_NAMES,
  type FieldName,
  type FieldRow,
  type FieldType,
} from "./tables/fields.ts";
export { SIGNALS, SIGNAL_NAMES, type SignalName, type SignalRow } from "./tables/signals.ts";
export { CodedError, todoOf, type Problem } from "./telemetry/problem.ts";
