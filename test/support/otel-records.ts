/** Log records for tests of OTLP, and what a Collector wrote of them. */
import { randomUUID } from "node:crypto";
import { createReadStream, statSync } from "node:fs";
import { createInterface } from "node:readline";
import { SeverityNumber, type LogAttributes } from "@opentelemetry/api-logs";
import { resourceFromAttributes } from "@opentelemetry/resources";
import type { ReadableLogRecord } from "@opentelemetry/sdk-logs";
import type { SesEvent } from "../../src/ses/event.ts";
import { otelSafeRecord } from "../../src/shape/otel-safe.ts";
import type { OtlpProtocol } from "../../src/sinks/otlp/environment.ts";
import { ProtobufEncoder } from "../../src/sinks/otlp/protobuf.ts";
import type { Item } from "../../src/sinks/sink.ts";

/**
 * Makes records with attributes of the test's own. Like those of `toOtel`, they carry the namespace of their data stream,
 * by which a `Run` finds them again.
 */
export function recordsOf(
  run: string,
  attributesOf: (event: SesEvent) => LogAttributes = () => ({}),
): (event: SesEvent) => ReadableLogRecord {
  const resource = resourceFromAttributes({
    "service.name": "amazon-ses",
    "data_stream.namespace": run,
  });
  const instrumentationScope = { name: "sestrail", version: "0.0.0" };
  return (event) => ({
    hrTime: [1_764_000_000, 123_456_789],
    hrTimeObserved: [1_764_000_060, 1],
    severityNumber: SeverityNumber.INFO,
    severityText: "INFO",
    body: event.fields.message ?? "",
    eventName: "aws.ses.api_call",
    resource,
    instrumentationScope,
    attributes: {
      "log.record.uid": event.fields["aws.ses.record_id"] ?? "",
      ...attributesOf(event),
    },
    droppedAttributesCount: 0,
  });
}

/** Such a record on its way to a sink of this protocol. */
export function recordItem(
  event: SesEvent,
  toRecord: ReturnType<typeof recordsOf>,
  protocol: OtlpProtocol,
): Item {
  const record = otelSafeRecord(toRecord(event));
  const body = protocol === "http/json" ? record : new ProtobufEncoder().record(record);
  return { id: event.fields["aws.ses.record_id"] ?? "", event, body, sizeBytes: 1 };
}

/** A value of OTLP/JSON. */
interface WireValue {
  readonly stringValue?: string;
  readonly intValue?: string;
  readonly doubleValue?: number | string;
  readonly boolValue?: boolean;
  readonly bytesValue?: string;
  readonly arrayValue?: { readonly values?: readonly WireValue[] };
  readonly kvlistValue?: { readonly values?: readonly WireEntry[] };
}

interface WireEntry {
  /** Absent: the empty string. */
  readonly key?: string;
  readonly value: WireValue;
}

/** A record as the Collector wrote it, its attributes and body decoded. */
export interface ReadRecord {
  readonly timeUnixNano: string;
  readonly observedTimeUnixNano: string;
  readonly severityNumber: number;
  readonly eventName: string;
  readonly body: unknown;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly resource: Readonly<Record<string, unknown>>;
}

interface WireRequest {
  readonly resourceLogs?: readonly {
    readonly resource?: { readonly attributes?: readonly WireEntry[] };
    readonly scopeLogs?: readonly {
      readonly logRecords?: readonly (Omit<ReadRecord, "attributes" | "body" | "resource"> & {
        readonly body?: WireValue;
        readonly attributes?: readonly WireEntry[];
      })[];
    }[];
  }[];
}

/** What one test sends to a Collector. */
export interface Run {
  /** The namespace of its data stream, which no other run has. */
  readonly namespace: string;
  /** Its records so far, in the order of the Collector's file. */
  readonly read: () => Promise<readonly ReadRecord[]>;
}

/**
 * Begins a run. What a Collector's file held before is not read again: many tests write to one file, and together more
 * than each of them could read in its time.
 */
export function beginRun(logsPath: string): Run {
  const namespace = randomUUID().replaceAll("-", "");
  const start = statSync(logsPath, { throwIfNoEntry: false })?.size ?? 0;
  return { namespace, read: async () => readRun(logsPath, namespace, start) };
}

async function readRun(
  logsPath: string,
  run: string,
  start: number,
): Promise<readonly ReadRecord[]> {
  // Line by line: what other tests send meanwhile may be more than a string can hold.
  const lines: string[] = [];
  for await (const line of createInterface({ input: createReadStream(logsPath, { start }) }))
    if (line.includes(run)) lines.push(line);
  return lines
    .flatMap((line) => (JSON.parse(line) as WireRequest).resourceLogs ?? [])
    .flatMap(({ resource, scopeLogs = [] }) =>
      scopeLogs
        .flatMap(({ logRecords = [] }) => logRecords)
        .map((record) => ({
          ...record,
          body: valueOf(record.body ?? {}),
          attributes: mapOf(record.attributes),
          resource: mapOf(resource?.attributes),
        })),
    )
    .filter((record) => record.resource["data_stream.namespace"] === run);
}

function mapOf(entries: readonly WireEntry[] = []): Record<string, unknown> {
  return Object.fromEntries(entries.map(({ key = "", value }) => [key, valueOf(value)]));
}

function valueOf(value: WireValue): unknown {
  if (value.intValue !== undefined) return Number(value.intValue);
  if (value.arrayValue !== undefined) return (value.arrayValue.values ?? []).map(valueOf);
  if (value.kvlistValue !== undefined) return mapOf(value.kvlistValue.values);
  if (value.bytesValue !== undefined) return Buffer.from(value.bytesValue, "base64");
  return value.stringValue ?? value.doubleValue ?? value.boolValue ?? null;
}
