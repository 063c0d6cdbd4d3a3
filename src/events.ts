/**
 * `sestrail/events`: the pure part of the library, from decoded records to events and their shapes. It needs nothing of
 * Node, so that it can be bundled for browsers and edge workers.
 */
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

export { ecsLine, toEcs } from "./shape/ecs.ts";
export type { EcsDocument } from "./shape/ecs-document.ts";
export { otelLine, toOtel } from "./shape/otel.ts";
export { inOrder } from "./shape/text/order.ts";
export { textRow, type TextRow } from "./shape/text/row.ts";
export { textTable, type TextOptions, type TextTable } from "./shape/text/table.ts";
export { tsvTable } from "./shape/tsv.ts";
export { DEFAULT_STREAM, type StreamOptions } from "./shape/stream.ts";

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
export {
  FIELDS,
  FIELD_NAMES,
  type FieldName,
  type FieldRow,
  type FieldType,
} from "./tables/fields.ts";
export {
  SEVERITIES,
  SIGNALS,
  SIGNAL_NAMES,
  type SeverityName,
  type SignalName,
  type SignalRow,
} from "./tables/signals.ts";
