/** Sequences as EQL. Source: https://www.elastic.co/guide/en/elasticsearch/reference/current/eql-syntax.html */
import { VIEW_FIELDS } from "./board-fields.ts";
import { parseKql, wildcardParts, type Kql } from "../rules/kql.ts";
import type { Detection } from "../rules/rule.ts";

/** The EQL of a sequence. Throws on a step that is no KQL. */
export function eqlSequence({
  by,
  withinMinutes,
  steps,
}: Extract<Detection, { type: "sequence" }>): string {
  const span = withinMinutes % 60 === 0 ? `${withinMinutes / 60}h` : `${withinMinutes}m`;
  return [
    `sequence by ${by.join(", ")} with maxspan=${span}`,
    ...steps.map((step) => `  [any where ${eql(parsed(step))}]`),
  ].join("\n");
}

function parsed(kql: string): Kql {
  const result = parseKql(kql);
  if (!result.ok) throw new Error(`${kql}: ${result.why}`);
  return result.query;
}

const RANGES = { gt: ">", gte: ">=", lt: "<", lte: "<=" } as const;

function eql(query: Kql): string {
  switch (query.kind) {
    case "everything":
      return "true";
    case "exists":
      return `${query.field} != null`;
    case "is": {
      const { text, quoted } = query.value;
      const parts = quoted ? [text] : wildcardParts(text);
      const operator = parts.length > 1 ? "like" : "==";
      return `${query.field} ${operator} ${literal(query.field, parts.join("*"))}`;
    }
    case "range":
      return `${query.field} ${RANGES[query.operator]} ${literal(query.field, query.value.text)}`;
    case "and":
    case "or":
      return query.of.map((one) => nested(one)).join(` ${query.kind} `);
    case "not":
      return `not (${eql(query.of)})`;
    default:
      return query satisfies never;
  }
}

/** EQL, unlike KQL, tells numbers and truth from text. */
function literal(field: string, text: string): string {
  const type = VIEW_FIELDS.events.get(field)?.type;
  return type === "long" || type === "boolean" ? text : JSON.stringify(text);
}

function nested(query: Kql): string {
  return query.kind === "and" || query.kind === "or" ? `(${eql(query)})` : eql(query);
}
