/**
 * Whether an event meets a condition, as Elasticsearch would say it of the event's document: for engines that have no
 * server. Keywords are compared whole and in their letter case, `field: value` holds if one of several values is equal.
 * Not told: words within prose, addresses by network (`source.ip: "10.0.0.0/8"`).
 */
import { wildcardParts, type Kql, type KqlValue } from "./kql.ts";

/** Values of an event by field; a field that is not there has none. */
export type Values = Readonly<Record<string, unknown>>;

/** Whether an event with these values meets a condition. Pure and total. */
export function matches(query: Kql, values: Values): boolean {
  switch (query.kind) {
    case "everything":
      return true;
    case "exists":
      return valuesOf(values, query.field).length > 0;
    case "is": {
      const isEqual = equals(query.value);
      return valuesOf(values, query.field).some(
        (value) =>
          (typeof value === "string" && isEqual(value)) ||
          ((typeof value === "number" || typeof value === "boolean") && isEqual(String(value))),
      );
    }
    case "range": {
      const { operator, value } = query;
      return valuesOf(values, query.field).some((found) => {
        const order = compared(found, value.text);
        switch (operator) {
          case "gt":
            return order > 0;
          case "gte":
            return order >= 0;
          case "lt":
            return order < 0;
          case "lte":
            return order <= 0;
          default:
            return operator satisfies never;
        }
      });
    }
    case "and":
      return query.of.every((part) => matches(part, values));
    case "or":
      return query.of.some((part) => matches(part, values));
    case "not":
      return !matches(query.of, values);
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
