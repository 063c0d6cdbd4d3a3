/** The OpenTelemetry shape: one log record an event, with flat attributes of the same names as the ECS fields. */
import { type LogAttributes, SeverityNumber } from "@opentelemetry/api-logs";
import type { ReadableLogRecord } from "@opentelemetry/sdk-logs";
import type { EventFields, SesEvent } from "../ses/event.ts";
import { FIELD_NAMES, FIELDS, type FieldName, type FieldRow } from "../tables/fields.ts";
import { quoted, unquoted } from "./json-text.ts";
import { type ResourceAttributes, resourceOf } from "./otel-resource.ts";
import { DEFAULT_STREAM, type StreamOptions } from "./stream.ts";
import { slotOf, valuesOf } from "./values.ts";

/** Values of attributes: scalars and arrays of scalars, which no encoder can spoil. */
type AttributeValue = string | number | boolean | readonly string[];

/** One attribute, and where its value stands. */
interface Attribute {
  readonly name: string;
  /** `{"key":"…","value":`, ready to be written; the same with `{"stringValue":"` after it. */
  readonly prefix: string;
  readonly textPrefix: string;
  /** Its slot among the values of the event. */
  readonly slot: number;
  /** How it is found, where it is no field of the event. */
  readonly read:
    | ((fields: EventFields, options: StreamOptions) => AttributeValue | undefined)
    | undefined;
}

const ATTRIBUTES: readonly Attribute[] = FIELD_NAMES.flatMap(attributesOf);

/** Identity of the scope groups records: there is one. */
const SCOPE = Object.freeze({ name: "sestrail" });

/** What a log record has beside its attributes. */
export type RecordFrame = Omit<ReadableLogRecord, "attributes" | "droppedAttributesCount">;

/**
 * The event as a log record. The resource is the same object for all events of one account, Region, service and data
 * stream, which is how exporters group them.
 */
export function toOtel(
  event: SesEvent,
  options: StreamOptions = DEFAULT_STREAM,
): ReadableLogRecord {
  const attributes: Record<string, AttributeValue> = {};
  eachAttribute(event, options, (name, value) => {
    attributes[name] = value;
  });
  return {
    ...recordFrame(event, options),
    // Read-only arrays: LogAttributes has no such type, and no exporter writes to them.
    attributes: attributes as LogAttributes,
    droppedAttributesCount: 0,
  };
}

/** The log record of an event without its attributes, for those who write these one by one. */
export function recordFrame(event: SesEvent, options: StreamOptions): RecordFrame {
  const { fields } = event;
  return {
    hrTime: hrTimeOf(fields["@timestamp"]),
    hrTimeObserved: hrTimeOf(fields["event.created"]),
    severityNumber: severityOf(fields),
    body: fields.message ?? "",
    eventName: eventNameOf(event),
    resource: resourceOf(event, options),
    instrumentationScope: SCOPE,
  };
}

/** Gives each attribute of an event, in table order. */
export function eachAttribute(
  { fields }: SesEvent,
  options: StreamOptions,
  take: (name: string, value: AttributeValue) => void,
): void {
  const values = valuesOf(fields);
  for (const { name, slot, read } of ATTRIBUTES) {
    const value = read === undefined ? values[slot] : read(fields, options);
    if (value !== undefined) take(name, value as AttributeValue);
  }
}

/**
 * The event as one line of the OTLP file format, `{"resourceLogs":[…]}` with one record, without the newline.
 * Source: https://opentelemetry.io/docs/specs/otel/protocol/file-exporter/ and OTLP/JSON: 64-bit integers as strings,
 * enums as integers, lowerCamelCase.
 */
export function otelLine(event: SesEvent, options: StreamOptions = DEFAULT_STREAM): string {
  const { fields } = event;
  const values = valuesOf(fields);
  let attributes = "";
  for (const { prefix, textPrefix, slot, read } of ATTRIBUTES) {
    const value = read === undefined ? values[slot] : read(fields, options);
    if (value === undefined) continue;
    if (attributes !== "") attributes += ",";
    attributes +=
      typeof value === "string"
        ? `${textPrefix}${unquoted(value)}"}}`
        : `${prefix}${anyValue(value as AttributeValue)}}`;
  }
  const record =
    `{"timeUnixNano":"${nanosOf(hrTimeOf(fields["@timestamp"]))}"` +
    `,"observedTimeUnixNano":"${nanosOf(hrTimeOf(fields["event.created"]))}"` +
    `,"severityNumber":${severityOf(fields)}` +
    `,"body":${anyValue(fields.message ?? "")}` +
    `,"attributes":[${attributes}]` +
    `,"eventName":${quoted(eventNameOf(event))}}`;
  return beginningOf(resourceOf(event, options).attributes) + record + "]}]}]}";
}

/** Beginnings of lines by their resources, of which there are few. */
const beginnings = new WeakMap<ResourceAttributes, string>();

/** A line as far as its record. */
function beginningOf(resource: ResourceAttributes): string {
  const known = beginnings.get(resource);
  if (known !== undefined) return known;
  const attributes = Object.entries(resource)
    .map(([key, value]) => `{"key":${quoted(key)},"value":${anyValue(value)}}`)
    .join(",");
  const beginning =
    `{"resourceLogs":[{"resource":{"attributes":[${attributes}]},` +
    `"scopeLogs":[{"scope":{"name":${quoted(SCOPE.name)}},"logRecords":[`;
  beginnings.set(resource, beginning);
  return beginning;
}

function anyValue(value: AttributeValue): string {
  if (typeof value === "string") return `{"stringValue":${quoted(value)}}`;
  if (typeof value === "boolean") return `{"boolValue":${value}}`;
  if (typeof value === "number") return `{"intValue":"${value}"}`;
  let values = "";
  for (const entry of value) values += `${values === "" ? "" : ","}${anyValue(entry)}`;
  return `{"arrayValue":{"values":[${values}]}}`;
}

function severityOf(fields: EventFields): SeverityNumber {
  return fields["event.outcome"] === "failure" ? SeverityNumber.ERROR : SeverityNumber.INFO;
}

function eventNameOf(event: SesEvent): string {
  return event.ses ? "aws.ses.api_call" : "aws.api_call";
}

/** Seconds and nanoseconds since 1970; zero, which is OTLP's "unknown", for what is no time. */
function hrTimeOf(iso: string | undefined): [seconds: number, nanoseconds: number] {
  const ms = iso === undefined ? Number.NaN : Date.parse(iso);
  if (!(ms >= 0)) return [0, 0];
  const seconds = Math.floor(ms / 1000);
  return [seconds, (ms - seconds * 1000) * 1_000_000];
}

function nanosOf([seconds, nanoseconds]: readonly [number, number]): string {
  return seconds === 0 && nanoseconds === 0
    ? "0"
    : `${seconds}${String(nanoseconds).padStart(9, "0")}`;
}

/** The attributes of a row: one; none for what is the document's or the resource's; three lists for `resources`. */
function attributesOf(name: FieldName): readonly Attribute[] {
  const row: FieldRow = FIELDS[name];
  if (row.shape === "ecs" || row.resource === true) return [];
  if (name === "aws.cloudtrail.resources") {
    return (["arn", "account_id", "type"] as const).map((key) =>
      attribute(`${name}.${key}`, (fields) => {
        const resources = fields["aws.cloudtrail.resources"];
        // In step: a resource without this member has an empty text in its place.
        return resources?.some((resource) => resource[key] !== undefined) === true
          ? resources.map((resource) => resource[key] ?? "")
          : undefined;
      }),
    );
  }
  if (name === "event.dataset") return [attribute(name, (_fields, { dataset }) => dataset)];
  if (name === "rpc.system.name") return [attribute(name, () => "aws-api")];
  // The shaper's own rows are above; `normalise` fills all others.
  return [attribute(name, undefined, slotOf((row.sameAs ?? name) as FieldName))];
}

function attribute(name: string, read: Attribute["read"], slot = -1): Attribute {
  const prefix = `{"key":${JSON.stringify(name)},"value":`;
  return { name, prefix, textPrefix: `${prefix}{"stringValue":"`, slot, read };
}
