/** Log records for tests of OTLP, and what a Collector wrote of them. */
import { readFile } from "node:fs/promises";
import { SeverityNumber, type LogAttributes } from "@opentelemetry/api-logs";
import { resourceFromAttributes } from "@opentelemetry/resources";
import type { ReadableLogRecord } from "@opentelemetry/sdk-logs";
import type { SesEvent } from "../../src/ses/event.ts";

/** Makes records of events that carry a run's name, by which `readRun` finds them again. */
export function recordsOf(
  run: string,
  attributesOf: (event: SesEvent) => LogAttributes = () => ({}),
): (event: SesEvent) => ReadableLogRecord {
  const resource = resourceFromAttributes({ "service.name": "amazon-ses", "test.run": run });
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

/** The records of a run, in the order of the Collector's file. */
export async function readRun(logsPath: string, run: string): Promise<readonly ReadRecord[]> {
  const lines = (await readFile(logsPath, "utf8")).split("\n");
  return lines
    .filter((line) => line.includes(run))
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
    .filter((record) => record.resource["test.run"] === run);
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
