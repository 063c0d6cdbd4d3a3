/**
 * A condition as a predicate over an event's values, as Elasticsearch would judge the event's document: for engines that
 * have no server. Keywords are compared whole and in their letter case, `field: value` holds if one of several values is
 * equal. Not told: words within prose, addresses by network (`source.ip: "10.0.0.0/8"`).
 */
import { wildcardParts, type Kql, type KqlValue } from "./kql.ts";

/** Values of an event by field; a field that is not there has none. */
export type Values = Readonly<Record<string, unknown>>;

/** Whether an event with these values meets a condition. Pure and total. */
export type Predicate = (values: Values) => boolean;

/** Compiles a condition, once for all events. */
export function predicate(query: Kql): Predicate {
  switch (query.kind) {
    case "everything":
      return () => true;
    case "exists":
      return anyOf(query.field, () => true);
    case "is": {
      const isEqual = equals(query.value);
      return anyOf(
        query.field,
        (value) =>
          (typeof value === "string" && isEqual(value)) ||
          ((typeof value === "number" || typeof value === "boolean") && isEqual(String(value))),
      );
    }
    case "range": {
      const { operator, value } = query;
      const holds = RANGES[operator];
      return anyOf(query.field, (found) => holds(compared(found, value.text)));
    }
    case "and": {
      const parts = query.of.map(predicate);
      return (values) => parts.every((part) => part(values));
    }
    case "or": {
      const parts = query.of.map(predicate);
      return (values) => parts.some((part) => part(values));
    }
    case "not": {
      const part = predicate(query.of);
      return (values) => !part(values);
    }
    default:
      return query satisfies never;
  }
}

/** The values of a field, one or several. */
export function valuesOf(values: Values, field: string): readonly unknown[] {
  const value = values[field];
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as readonly unknown[]) : [value];
}

function anyOf(field: string, holds: (value: unknown) => boolean): Predicate {
  return (values) => {
    const value = values[field];
    if (value === undefined || value === null) return false;
    return Array.isArray(value) ? value.some(holds) : holds(value);
  };
}

const RANGES = {
  gt: (order: number) => order > 0,
  gte: (order: number) => order >= 0,
  lt: (order: number) => order < 0,
  lte: (order: number) => order <= 0,
} as const;

function equals({ text, quoted }: KqlValue): (value: string) => boolean {
  const [first = "", ...rest] = quoted ? [text] : wildcardParts(text);
  const last = rest.pop();
  if (last === undefined) return (value) => value === first;
  return (value) => {
    if (!value.startsWith(first)) return false;
    let from = first.length;
    for (const part of rest) {
      const at = value.indexOf(part, from);
      if (at < 0) return false;
      from = at + part.length;
    }
    return value.length - last.length >= from && value.endsWith(last);
  };
}

/** Below, at or above zero; NaN, of which nothing holds, where the two cannot be compared. */
function compared(value: unknown, text: string): number {
  if (typeof value === "number") return value - Number(text);
  return typeof value === "string" ? (value < text ? -1 : value > text ? 1 : 0) : Number.NaN;
}
