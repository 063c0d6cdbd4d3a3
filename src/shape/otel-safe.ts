/**
 * Makes values safe to send over OTLP: one value that an encoder or a collector cannot take costs its whole batch.
 *
 * Source: seen with @opentelemetry/otlp-transformer 0.223.1 and Collector 0.165: JSON with NaN, Infinity or an integer
 * out of int64 is refused, maps nested 32 deep are refused as protobuf, bigint, undefined and Date silently become nothing.
 */
import type { AnyValue, LogAttributes } from "@opentelemetry/api-logs";
import type { ReadableLogRecord } from "@opentelemetry/sdk-logs";

/** Arrays and maps inside one another, at most. What is deeper is written as JSON text. */
const MAX_LEVELS = 20;
const INT64_LIMIT = 2 ** 63;

/** The record with a safe body and safe attributes; the same object when they are safe already. Pure and total. */
export function otelSafeRecord(record: ReadableLogRecord): ReadableLogRecord {
  const body = otelSafe(record.body);
  const attributes = otelSafeAttributes(record.attributes);
  const bodyIsSame = body === record.body || record.body === undefined;
  if (bodyIsSame && attributes === record.attributes) return record;
  return { ...record, ...(bodyIsSame ? {} : { body }), attributes };
}

/** The attributes with safe values, without those that are undefined; the same object when they are safe already. */
export function otelSafeAttributes(attributes: LogAttributes): LogAttributes {
  if (areAllPlain(attributes)) return attributes;
  let changed = false;
  const entries: [string, AnyValue][] = [];
  for (const [key, value] of Object.entries(attributes)) {
    const sent = otelSafe(value);
    if (value !== undefined) entries.push([key, sent]);
    if (sent !== value) changed = true;
  }
  // Object.fromEntries, since an assignment to a key `__proto__` would be lost.
  return changed ? Object.fromEntries(entries) : attributes;
}

/** Whether all are texts, booleans, small integers or lists of texts: nearly always so, and nothing is to be made. */
function areAllPlain(attributes: LogAttributes): boolean {
  for (const key in attributes) {
    const value = attributes[key];
    if (typeof value === "string" || typeof value === "boolean") continue;
    if (typeof value === "number" && Number.isSafeInteger(value)) continue;
    if (Array.isArray(value) && value.every((item) => typeof item === "string")) continue;
    return false;
  }
  return true;
}

/**
 * A value that both encodings can carry; the same one when it is safe already.
 * bigint, non-finite numbers and integers out of int64: text. Date: ISO 8601. Deeper than 20 levels: JSON text.
 * undefined, functions and symbols: null.
 */
export function otelSafe(value: unknown): AnyValue {
  return safe(value, []);
}

function safe(value: unknown, above: readonly object[]): AnyValue {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      return safeNumber(value);
    case "bigint":
      return value.toString();
    case "object":
      return value === null ? null : safeObject(value, above);
    case "undefined":
    case "function":
    case "symbol":
      break;
  }
  return null;
}

function safeNumber(value: number): number | string {
  // Past int64 the JSON encoder writes an integer that Go refuses, at -(2^63) too, since it prints rounded digits.
  const fits = Number.isInteger(value) ? Math.abs(value) < INT64_LIMIT : Number.isFinite(value);
  return fits ? value : String(value);
}

function safeObject(value: object, above: readonly object[]): AnyValue {
  if (value instanceof Uint8Array) return value;
  if (value instanceof Date)
    return Number.isNaN(value.getTime()) ? String(value) : value.toISOString();
  if (above.includes(value)) return "[circular]";
  if (above.length === MAX_LEVELS) return jsonText(value);
  const path = [...above, value];
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    const safeItems = Array.from(items, (item) => safe(item, path));
    return safeItems.every((item, index) => item === items[index])
      ? (value as AnyValue[])
      : safeItems;
  }
  const entries = Object.entries(value);
  const safeEntries = entries.map(([key, item]) => [key, safe(item, path)] as const);
  return entries.every(([, item], index) => item === safeEntries[index]?.[1])
    ? (value as Record<string, AnyValue>)
    : Object.fromEntries(safeEntries);
}

function jsonText(value: object): string {
  try {
    return JSON.stringify(value, (_key, item: unknown) => {
      if (typeof item === "bigint") return item.toString();
      return typeof item === "number" ? safeNumber(item) : item;
    });
  } catch {
    // Circular, or so deep that JSON.stringify runs out of stack: no JSON text exists.
    return "[nested too deeply]";
  }
}
