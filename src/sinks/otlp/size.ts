/** How many bytes a record takes in a request, so that batches stay under the limit without being encoded twice. */
import type { ReadableLogRecord } from "@opentelemetry/sdk-logs";

/** What the parts of a record take. Source: OTLP/JSON as JsonLogsSerializer writes it, `{"key":"k","value":{"stringValue":"v"}}`. */
const BYTES = {
  // Quotes and escapes included: the parameter texts are JSON themselves, full of quotes.
  text: (value: string) => Buffer.byteLength(JSON.stringify(value)) + '{"stringValue":}'.length,
  number: '{"doubleValue":-1.2345678901234567e-300}'.length,
  boolean: '{"boolValue":false}'.length,
  nothing: "{}".length,
  bytes: (count: number) => Math.ceil(count / 3) * 4 + '{"bytesValue":""}'.length,
  /** An array or map, by the bytes of its members. */
  array: (memberBytes: number) => memberBytes + '{"arrayValue":{"values":[]}}'.length,
  map: (memberBytes: number) => memberBytes + '{"kvlistValue":{"values":[]}}'.length,
  member: (bytes: number) => bytes + 1,
  entry: (name: number, bytes: number) => name + bytes + '{"key":,"value":},'.length,
  /** A log record or resource without its texts, attributes and body. */
  frame: 320,
};

/**
 * An upper bound of the bytes that records take in a request of OTLP/JSON, uncompressed. Each record counts its resource and scope,
 * though a request carries those once for all records that share them.
 */
export function recordSizer(): (record: ReadableLogRecord) => number {
  // Resources and scopes are few and shared, by identity.
  const shared = new WeakMap<object, number>();
  const sharedBytes = (owner: object, count: () => number): number => {
    const known = shared.get(owner);
    if (known !== undefined) return known;
    const bytes = count();
    shared.set(owner, bytes);
    return bytes;
  };
  return (record) =>
    BYTES.frame +
    BYTES.text(record.severityText ?? "") +
    BYTES.text(record.eventName ?? "") +
    valueBytes(record.body) +
    entriesBytes(record.attributes) +
    sharedBytes(
      record.resource,
      () =>
        BYTES.frame +
        BYTES.text(record.resource.schemaUrl ?? "") +
        entriesBytes(record.resource.attributes),
    ) +
    sharedBytes(
      record.instrumentationScope,
      () =>
        BYTES.frame +
        BYTES.text(record.instrumentationScope.name) +
        BYTES.text(record.instrumentationScope.version ?? "") +
        BYTES.text(record.instrumentationScope.schemaUrl ?? "") +
        entriesBytes(record.instrumentationScope.attributes ?? {}),
    );
}

function entriesBytes(map: object): number {
  let bytes = 0;
  // Not by entries: this is done for every attribute of every record.
  for (const key in map) {
    if (!Object.hasOwn(map, key)) continue;
    const value = (map as Readonly<Record<string, unknown>>)[key];
    bytes += BYTES.entry(keyBytes(key), valueBytes(value));
  }
  return bytes;
}

const knownKeys = new Map<string, number>();
/** The names of attributes are few; those of maps that somebody sends need not be. */
const MAX_KNOWN_KEYS = 500;

function keyBytes(key: string): number {
  const known = knownKeys.get(key);
  if (known !== undefined) return known;
  const counted = BYTES.text(key);
  if (knownKeys.size < MAX_KNOWN_KEYS) knownKeys.set(key, counted);
  return counted;
}

function valueBytes(value: unknown): number {
  switch (typeof value) {
    case "string":
      return BYTES.text(value);
    case "number":
      return BYTES.number;
    case "boolean":
      return BYTES.boolean;
    case "object":
      if (value === null) return BYTES.nothing;
      if (value instanceof Uint8Array) return BYTES.bytes(value.length);
      if (Array.isArray(value)) {
        const members: readonly unknown[] = value;
        let bytes = 0;
        for (const member of members) bytes += BYTES.member(valueBytes(member));
        return BYTES.array(bytes);
      }
      return BYTES.map(entriesBytes(value));
    case "undefined":
    case "bigint":
    case "function":
    case "symbol":
      break;
  }
  return BYTES.nothing;
}
