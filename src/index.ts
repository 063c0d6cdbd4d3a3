/**
 * The library. Importing it does nothing but load pure code; what needs the pipeline, a server or a large package loads
 * that when it is called.
 */
export { readRecords, type ReadRecordsOptions } from "./library/read-records.ts";
export { sesEvents, type SesEventsOptions } from "./library/ses-events.ts";
export { trailEvents, type TrailEventsOptions } from "./library/trail-events.ts";
export type { LeftElement } from "./library/events-of.ts";
export { sesEventDuplex } from "./library/ses-event-duplex.ts";
export { sesEventStream } from "./library/ses-event-stream.ts";
export { ship } from "./library/ship.ts";
export type { RunResult, ShipOptions } from "./library/ship-options.ts";
export type { Bytes } from "./library/bytes.ts";
export type { ReadElement } from "./library/elements.ts";

export * from "./events.ts";

export { exporterSink } from "./sinks/otlp/exporter-sink.ts";
export type { BatchLimits, CheckResult, Item, Outcome, Sink } from "./sinks/sink.ts";
export type { Heartbeat, LogBytes, LogFile, NotDone, Source } from "./sources/source.ts";
export type { Books, DestinationBooks } from "./pipeline/books.ts";

export { ERRORS, type ErrorCode, type ErrorRow } from "./tables/errors.ts";
export { CodedError, todoOf, type Problem } from "./telemetry/problem.ts";
