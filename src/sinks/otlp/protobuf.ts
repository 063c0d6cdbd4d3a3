/**
 * OTLP's ExportLogsServiceRequest as protobuf: the very bytes that OpenTelemetry's serializer gives, for records without a
 * span. Theirs goes through everything twice, to size it and to write it; this goes once, with keys, resources and scopes
 * that are written once.
 *
 * Source: opentelemetry-proto 1.x (collector/logs/v1, logs/v1, common/v1, resource/v1); protobuf's encoding,
 * https://protobuf.dev/programming-guides/encoding/
 */
import { SeverityNumber } from "@opentelemetry/api-logs";
import type { ReadableLogRecord } from "@opentelemetry/sdk-logs";
import type { SesEvent } from "../../ses/event.ts";
import { otelSafe } from "../../shape/otel-safe.ts";
import { eachAttribute, recordFrame, type RecordFrame } from "../../shape/otel.ts";
import type { StreamOptions } from "../../shape/stream.ts";
import { openSlab } from "../slab.ts";

type Resource = ReadableLogRecord["resource"];
type Scope = ReadableLogRecord["instrumentationScope"];

/** A record as it stands in a request, and what it stands below. */
export interface EncodedRecord {
  readonly resource: Resource;
  readonly scope: Scope;
  readonly bytes: Uint8Array;
}

/** Wire types, the low three bits of a tag. */
const VARINT = 0;
const FIXED64 = 1;
const DELIMITED = 2;

const tag = (field: number, wire: number): number => (field << 3) | wire;

/** Fields of the messages: all numbers below 16, so that a tag is one byte. */
const RESOURCE_LOGS = tag(1, DELIMITED);
const RESOURCE = tag(1, DELIMITED);
const SCOPE_LOGS = tag(2, DELIMITED);
const SCOPE = tag(1, DELIMITED);
const LOG_RECORDS = tag(2, DELIMITED);
const SCHEMA_URL = tag(3, DELIMITED);
const TIME = tag(1, FIXED64);
const SEVERITY_NUMBER = tag(2, VARINT);
const SEVERITY_TEXT = tag(3, DELIMITED);
const BODY = tag(5, DELIMITED);
const RECORD_ATTRIBUTES = tag(6, DELIMITED);
const RECORD_DROPPED = tag(7, VARINT);
const OBSERVED_TIME = tag(11, FIXED64);
const EVENT_NAME = tag(12, DELIMITED);
const RESOURCE_ATTRIBUTES = tag(1, DELIMITED);
const RESOURCE_DROPPED = tag(2, VARINT);
const SCOPE_NAME = tag(1, DELIMITED);
const SCOPE_VERSION = tag(2, DELIMITED);
const SCOPE_ATTRIBUTES = tag(3, DELIMITED);
const SCOPE_DROPPED = tag(4, VARINT);
const KEY = tag(1, DELIMITED);
const VALUE = tag(2, DELIMITED);
const STRING = tag(1, DELIMITED);
const BOOLEAN = tag(2, VARINT);
const INTEGER = tag(3, VARINT);
const DOUBLE = tag(4, FIXED64);
const ARRAY = tag(5, DELIMITED);
const MAP = tag(6, DELIMITED);
const BYTES = tag(7, DELIMITED);
const MEMBER = tag(1, DELIMITED);

/** The names of attributes are few; those of maps that somebody sends need not be. */
const MAX_KNOWN_KEYS = 500;
/** Up to this length a text is written character by character: the way to native code costs more. */
const SHORT_TEXT = 48;
/** Bytes that the length of a message is expected to take. Where it takes others, the message is moved. */
const OF_FEW = 1;
const OF_RECORD = 2;
const OF_MANY = 3;
/** Tags and lengths of what a record stands in, at most. */
const FRAMES = 48;

/**
 * Encodes records one by one, and makes requests of them. What it gives is memory of its own; it writes messages into one
 * room, which grows and is used again. Has state, hence a class.
 */
export class ProtobufEncoder {
  #room = Buffer.allocUnsafeSlow(1 << 20);
  #end = 0;
  readonly #keys = new Map<string, Uint8Array>();
  readonly #resources = new WeakMap<Resource, Uint8Array>();
  readonly #scopes = new WeakMap<Scope, Uint8Array>();

  readonly #slab = openSlab();

  /** A record. Its values MUST be safe to send, see `otelSafeRecord`. */
  record(record: ReadableLogRecord): EncodedRecord {
    return this.#encoded(record, record.droppedAttributesCount, () =>
      this.#attributes(RECORD_ATTRIBUTES, record.attributes),
    );
  }

  /** An event: what `record(otelSafeRecord(toOtel(event, stream)))` gives, without the objects between. */
  event(event: SesEvent, stream: StreamOptions): EncodedRecord {
    return this.#encoded(recordFrame(event, stream), 0, () =>
      eachAttribute(event, stream, this.#recordAttribute),
    );
  }

  readonly #recordAttribute = (name: string, value: unknown): void => {
    // Texts and lists of texts are safe as they are.
    this.#attribute(RECORD_ATTRIBUTES, name, typeof value === "number" ? otelSafe(value) : value);
  };

  /** An upper bound of the bytes that a record takes in a request; each counts its resource and scope. */
  sizeBytes({ resource, scope, bytes }: EncodedRecord): number {
    return (
      bytes.length +
      this.#resourceBytes(resource).length +
      this.#scopeBytes(scope).length +
      byteCount(resource.schemaUrl ?? "") +
      byteCount(scope.schemaUrl ?? "") +
      FRAMES
    );
  }

  /** A request with these records. */
  request(records: readonly EncodedRecord[]): Uint8Array {
    this.#end = 0;
    for (const [resource, scopes] of grouped(records)) {
      const start = this.#open(RESOURCE_LOGS, OF_MANY);
      this.#delimited(RESOURCE, this.#resourceBytes(resource));
      for (const [scope, some] of scopes) this.#scopeLogs(scope, some);
      if (resource.schemaUrl) this.#text(SCHEMA_URL, resource.schemaUrl);
      this.#close(start, OF_MANY);
    }
    // A copy: the room is used again while this is on its way.
    return new Uint8Array(this.#room.subarray(0, this.#end));
  }

  #scopeLogs(scope: Scope, records: readonly EncodedRecord[]): void {
    const start = this.#open(SCOPE_LOGS, OF_MANY);
    this.#delimited(SCOPE, this.#scopeBytes(scope));
    for (const { bytes } of records) this.#append(bytes);
    if (scope.schemaUrl) this.#text(SCHEMA_URL, scope.schemaUrl);
    this.#close(start, OF_MANY);
  }

  #encoded(record: RecordFrame, droppedCount: number, writeAttributes: () => void): EncodedRecord {
    this.#end = 0;
    const start = this.#open(LOG_RECORDS, OF_RECORD);
    this.#time(TIME, record.hrTime);
    if (
      record.severityNumber !== undefined &&
      record.severityNumber !== SeverityNumber.UNSPECIFIED
    ) {
      this.#byte(SEVERITY_NUMBER);
      this.#varint(record.severityNumber);
    }
    if (record.severityText) this.#text(SEVERITY_TEXT, record.severityText);
    if (record.body !== undefined) {
      const body = this.#open(BODY, OF_FEW);
      this.#value(record.body);
      this.#close(body, OF_FEW);
    }
    writeAttributes();
    this.#byte(RECORD_DROPPED);
    this.#varint(droppedCount);
    this.#time(OBSERVED_TIME, record.hrTimeObserved);
    if (record.eventName) this.#text(EVENT_NAME, record.eventName);
    this.#close(start, OF_RECORD);
    const bytes = this.#slab.bytes(this.#room.subarray(0, this.#end));
    return { resource: record.resource, scope: record.instrumentationScope, bytes };
  }

  #resourceBytes(resource: Resource): Uint8Array {
    return this.#once(this.#resources, resource, () => {
      this.#attributes(RESOURCE_ATTRIBUTES, resource.attributes);
      this.#byte(RESOURCE_DROPPED);
      this.#varint(0);
    });
  }

  #scopeBytes(scope: Scope): Uint8Array {
    return this.#once(this.#scopes, scope, () => {
      this.#text(SCOPE_NAME, scope.name);
      if (scope.version) this.#text(SCOPE_VERSION, scope.version);
      this.#attributes(SCOPE_ATTRIBUTES, scope.attributes ?? {});
      if (scope.droppedAttributesCount) {
        this.#byte(SCOPE_DROPPED);
        this.#varint(scope.droppedAttributesCount);
      }
    });
  }

  /** What is written for an owner, which does not change: written once, and remembered. */
  #once<Owner extends object>(
    known: WeakMap<Owner, Uint8Array>,
    owner: Owner,
    write: () => void,
  ): Uint8Array {
    const before = known.get(owner);
    if (before !== undefined) return before;
    const start = this.#end;
    write();
    const bytes = new Uint8Array(this.#room.subarray(start, this.#end));
    this.#end = start;
    known.set(owner, bytes);
    return bytes;
  }

  #attributes(field: number, attributes: object): void {
    // Not by entries: those of a record are many.
    for (const key in attributes)
      if (Object.hasOwn(attributes, key))
        this.#attribute(field, key, (attributes as Readonly<Record<string, unknown>>)[key]);
  }

  #attribute(field: number, key: string, value: unknown): void {
    if (typeof value === "string") return this.#textAttribute(field, key, value);
    const start = this.#open(field, OF_FEW);
    this.#append(this.#keyBytes(key));
    const inner = this.#open(VALUE, OF_FEW);
    this.#value(value);
    this.#close(inner, OF_FEW);
    this.#close(start, OF_FEW);
  }

  /** Nearly all attributes: sizes are known before anything is written. */
  #textAttribute(field: number, key: string, text: string): void {
    const keyBytes = this.#keyBytes(key);
    const bytes = byteCount(text);
    const value = 1 + varintBytes(bytes) + bytes;
    const entry = keyBytes.length + 1 + varintBytes(value) + value;
    this.#reserve(entry + 6);
    this.#byte(field);
    this.#varint(entry);
    for (let at = 0; at < keyBytes.length; at += 1) this.#room[this.#end + at] = keyBytes[at] ?? 0;
    this.#end += keyBytes.length;
    this.#byte(VALUE);
    this.#varint(value);
    this.#byte(STRING);
    this.#varint(bytes);
    this.#characters(text, bytes);
  }

  #value(value: unknown): void {
    if (typeof value === "string") this.#text(STRING, value);
    else if (typeof value === "boolean") {
      this.#byte(BOOLEAN);
      this.#byte(value ? 1 : 0);
    } else if (typeof value === "number") this.#number(value);
    else if (value instanceof Uint8Array) this.#delimited(BYTES, value);
    else if (Array.isArray(value)) {
      const members: readonly unknown[] = value;
      const start = this.#open(ARRAY, OF_FEW);
      for (const member of members) {
        const inner = this.#open(MEMBER, OF_FEW);
        this.#value(member);
        this.#close(inner, OF_FEW);
      }
      this.#close(start, OF_FEW);
    } else if (typeof value === "object" && value !== null) {
      const start = this.#open(MAP, OF_FEW);
      this.#attributes(MEMBER, value);
      this.#close(start, OF_FEW);
    }
    // What else there is has no place in the protocol: an empty value.
  }

  #number(value: number): void {
    if (Number.isInteger(value) && value >= -(2 ** 63) && value < 2 ** 63) {
      this.#byte(INTEGER);
      this.#varint(value);
      return;
    }
    this.#reserve(9);
    this.#byte(DOUBLE);
    this.#room.writeDoubleLE(value, this.#end);
    this.#end += 8;
  }

  /** Nanoseconds since 1970, by parts that numbers hold exactly. */
  #time(field: number, [seconds, nanos]: ReadableLogRecord["hrTime"]): void {
    const upper = Math.floor(seconds / 2 ** 16) * 1e9;
    const lower = (seconds % 2 ** 16) * 1e9 + nanos;
    const low = (upper % 2 ** 16) * 2 ** 16 + (lower % 2 ** 32);
    const high =
      Math.floor(upper / 2 ** 16) + Math.floor(lower / 2 ** 32) + Math.floor(low / 2 ** 32);
    this.#reserve(9);
    this.#byte(field);
    this.#room.writeUInt32LE(low % 2 ** 32, this.#end);
    this.#room.writeUInt32LE(high % 2 ** 32, this.#end + 4);
    this.#end += 8;
  }

  #text(field: number, text: string): void {
    const bytes = byteCount(text);
    this.#reserve(bytes + 6);
    this.#byte(field);
    this.#varint(bytes);
    this.#characters(text, bytes);
  }

  /** There is room for it. */
  #characters(text: string, bytes: number): void {
    if (bytes > SHORT_TEXT || bytes !== text.length) this.#room.write(text, this.#end);
    else for (let at = 0; at < bytes; at += 1) this.#room[this.#end + at] = text.charCodeAt(at);
    this.#end += bytes;
  }

  #delimited(field: number, bytes: Uint8Array): void {
    this.#byte(field);
    this.#varint(bytes.length);
    this.#append(bytes);
  }

  #append(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#room.set(bytes, this.#end);
    this.#end += bytes.length;
  }

  /** The key of an entry, with its tag and length. */
  #keyBytes(key: string): Uint8Array {
    const known = this.#keys.get(key);
    if (known !== undefined) return known;
    const start = this.#end;
    this.#text(KEY, key);
    const bytes = new Uint8Array(this.#room.subarray(start, this.#end));
    this.#end = start;
    if (this.#keys.size < MAX_KNOWN_KEYS) this.#keys.set(key, bytes);
    return bytes;
  }

  /** Begins a message whose length is expected to take so many bytes. Gives the place behind them. */
  #open(field: number, lengthBytes: number): number {
    this.#reserve(1 + lengthBytes);
    this.#byte(field);
    this.#end += lengthBytes;
    return this.#end;
  }

  #close(start: number, lengthBytes: number): void {
    const length = this.#end - start;
    const needed = varintBytes(length);
    const place = start - lengthBytes;
    if (needed !== lengthBytes) {
      this.#reserve(needed);
      this.#room.copyWithin(place + needed, start, this.#end);
    }
    this.#end = place;
    this.#varint(length);
    this.#end += length;
  }

  #varint(value: number): void {
    this.#reserve(10);
    if (value < 0 || value >= 2 ** 32) {
      let rest = BigInt.asUintN(64, BigInt(value));
      for (; rest > 127n; rest >>= 7n) this.#byte(Number(rest & 127n) | 128);
      this.#byte(Number(rest));
      return;
    }
    let rest = value >>> 0;
    for (; rest > 127; rest >>>= 7) this.#byte((rest & 127) | 128);
    this.#byte(rest);
  }

  #byte(value: number): void {
    if (this.#end >= this.#room.length) this.#reserve(1);
    this.#room[this.#end] = value;
    this.#end += 1;
  }

  #reserve(bytes: number): void {
    const needed = this.#end + bytes;
    if (needed <= this.#room.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.#room.length * 2));
    larger.set(this.#room.subarray(0, this.#end));
    this.#room = larger;
  }
}

/** Records by resource and scope, in the order in which each first comes: nearly always one of each. */
function grouped(
  records: readonly EncodedRecord[],
): ReadonlyMap<Resource, ReadonlyMap<Scope, readonly EncodedRecord[]>> {
  const groups = new Map<Resource, Map<Scope, EncodedRecord[]>>();
  for (const record of records) {
    const { resource, scope } = record;
    let scopes = groups.get(resource);
    if (scopes === undefined) groups.set(resource, (scopes = new Map<Scope, EncodedRecord[]>()));
    const some = scopes.get(scope);
    if (some === undefined) scopes.set(scope, [record]);
    else some.push(record);
  }
  return groups;
}

function varintBytes(value: number): number {
  return value < 128 ? 1 : value < 1 << 14 ? 2 : value < 1 << 21 ? 3 : value < 1 << 28 ? 4 : 5;
}

function byteCount(text: string): number {
  const { length } = text;
  if (length > SHORT_TEXT) return Buffer.byteLength(text);
  for (let at = 0; at < length; at += 1)
    if (text.charCodeAt(at) > 127) return Buffer.byteLength(text);
  return length;
}
