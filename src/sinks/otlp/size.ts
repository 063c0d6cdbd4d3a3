/** How many bytes a record takes in a request, so that batches stay under the limit without being encoded twice. */
import type { ReadableLogRecord } from "@opentelemetry/sdk-logs";
import type { OtlpProtocol } from "./environment.ts";

/** Bytes of the parts that both encodings are made of. */
interface Encoding {
  /** A string value, or the name of a key. */
  text(value: string): number;
  number: number;
  boolean: number;
  nothing: number;
  bytes(count: number): number;
  /** An array or map, by the bytes of its members. */
  array(memberBytes: number): number;
  map(memberBytes: number): number;
  /** One member of an array or map. */
  member(bytes: number): number;
  entry(nameBytes: number, bytes: number): number;
  /** A log record or resource without its texts, attributes and body. */
  frame: number;
}

const delimited = (bytes: number): number => {
  let size = bytes + 2;
  for (let rest = bytes; rest > 127; rest = Math.floor(rest / 128)) size += 1;
  return size;
};

/** Source: opentelemetry-proto 1.x, common/v1 and logs/v1. */
const PROTOBUF: Encoding = {
  text: (value) => delimited(Buffer.byteLength(value)),
  number: 11,
  boolean: 2,
  nothing: 0,
  bytes: delimited,
  array: delimited,
  map: delimited,
  member: delimited,
  entry: (name, bytes) => delimited(name + delimited(bytes)),
  frame: 48,
};

/** Source: OTLP/JSON as JsonLogsSerializer writes it, `{"key":"k","value":{"stringValue":"v"}}`. */
const JSON_ENCODING: Encoding = {
  // Quotes and escapes included: the parameter texts are JSON themselves, full of quotes.
  text: (value) => Buffer.byteLength(JSON.stringify(value)) + '{"stringValue":}'.length,
  number: '{"doubleValue":-1.2345678901234567e-300}'.length,
  boolean: '{"boolValue":false}'.length,
  nothing: "{}".length,
  bytes: (count) => Math.ceil(count / 3) * 4 + '{"bytesValue":""}'.length,
  array: (memberBytes) => memberBytes + '{"arrayValue":{"values":[]}}'.length,
  map: (memberBytes) => memberBytes + '{"kvlistValue":{"values":[]}}'.length,
  member: (bytes) => bytes + 1,
  entry: (name, bytes) => name + bytes + '{"key":,"value":},'.length,
  frame: 320,
};

/**
 * An upper bound of the bytes that records take in a request, uncompressed. Each record counts its resource and scope,
 * though a request carries those once for all records that share them.
 */
export function recordSizer(protocol: OtlpProtocol): (record: ReadableLogRecord) => number {
  const encoding = protocol === "http/json" ? JSON_ENCODING : PROTOBUF;
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
    encoding.frame +
    encoding.text(record.severityText ?? "") +
    encoding.text(record.eventName ?? "") +
    valueBytes(record.body, encoding) +
    entriesBytes(record.attributes, encoding) +
    sharedBytes(
      record.resource,
      () =>
        encoding.frame +
        encoding.text(record.resource.schemaUrl ?? "") +
        entriesBytes(record.resource.attributes, encoding),
    ) +
    sharedBytes(
      record.instrumentationScope,
      () =>
        encoding.frame +
        encoding.text(record.instrumentationScope.name) +
        encoding.text(record.instrumentationScope.version ?? "") +
        encoding.text(record.instrumentationScope.schemaUrl ?? "") +
        entriesBytes(record.instrumentationScope.attributes ?? {}, encoding),
    );
}

function entriesBytes(map: object, encoding: Encoding): number {
  let bytes = 0;
  // Not by entries: this is done for every attribute of every record.
  for (const key in map) {
    if (!Object.hasOwn(map, key)) continue;
    const value = (map as Readonly<Record<string, unknown>>)[key];
    bytes += encoding.entry(keyBytes(key, encoding), valueBytes(value, encoding));
  }
  return bytes;
}

const KNOWN_KEYS: ReadonlyMap<Encoding, Map<string, number>> = new Map([
  [PROTOBUF, new Map<string, number>()],
  [JSON_ENCODING, new Map<string, number>()],
]);
/** The names of attributes are few; those of maps that somebody sends need not be. */
const MAX_KNOWN_KEYS = 500;

function keyBytes(key: string, encoding: Encoding): number {
  const known = KNOWN_KEYS.get(encoding);
  const bytes = known?.get(key);
  if (bytes !== undefined) return bytes;
  const counted = encoding.text(key);
  if (known !== undefined && known.size < MAX_KNOWN_KEYS) known.set(key, counted);
  return counted;
}

function valueBytes(value: unknown, encoding: Encoding): number {
  switch (typeof value) {
    case "string":
      return encoding.text(value);
    case "number":
      return encoding.number;
    case "boolean":
      return encoding.boolean;
    case "object":
      if (value === null) return encoding.nothing;
      if (value instanceof Uint8Array) return encoding.bytes(value.length);
      if (Array.isArray(value)) {
        const members: readonly unknown[] = value;
        let bytes = 0;
        for (const member of members) bytes += encoding.member(valueBytes(member, encoding));
        return encoding.array(bytes);
      }
      return encoding.map(entriesBytes(value, encoding));
    case "undefined":
    case "bigint":
    case "function":
    case "symbol":
      break;
  }
  return encoding.nothing;
}
