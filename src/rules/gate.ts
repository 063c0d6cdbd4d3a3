/** What tells at a glance that an event can't meet a condition: so that of many conditions few are asked. Pure. */
import { wildcardParts, type Kql } from "./kql.ts";

/** An event that meets the condition has one of these values in this field. */
export interface Gate {
  readonly field: string;
  readonly values: readonly string[];
}

/**
 * Fields that tell most, the best first: most events have none of the values that rules look for in them. What most
 * events have, such as an outcome, tells nothing.
 */
const TELLING = [
  "aws.ses.signals",
  "aws.ses.setting.pair",
  "event.action",
  "aws.ses.target.kind",
  "aws.ses.verb",
  "aws.ses.caller.kind",
] as const;

/** The gate of a condition; undefined where it has none, and every event has to be asked. */
export function gateOf(query: Kql): Gate | undefined {
  switch (query.kind) {
    case "is": {
      const { field, value } = query;
      if (placeOf(field) < 0) return undefined;
      const parts = value.quoted ? [value.text] : wildcardParts(value.text);
      return parts.length === 1 ? { field, values: parts } : undefined;
    }
    case "and":
      return query.of
        .flatMap((part) => gateOf(part) ?? [])
        .toSorted((one, other) => placeOf(one.field) - placeOf(other.field))[0];
    case "or": {
      const gates = query.of.flatMap((part) => gateOf(part) ?? []);
      const [first] = gates;
      if (first === undefined || gates.length < query.of.length) return undefined;
      return gates.every(({ field }) => field === first.field)
        ? { field: first.field, values: [...new Set(gates.flatMap(({ values }) => values))] }
        : undefined;
    }
    case "everything":
    case "exists":
    case "range":
    case "not":
      return undefined;
    default:
      return query satisfies never;
  }
}

function placeOf(field: string): number {
  return (TELLING as readonly string[]).indexOf(field);
}
