/** KQL as Elasticsearch query DSL, in the form in which Kibana sends it. */
import { wildcardParts, type Kql, type KqlValue } from "../rules/kql.ts";

/** A part of a search request: plain JSON. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json };

/** An object of plain JSON. */
export type JsonObject = { readonly [key: string]: Json };

/** The query DSL of a parsed query. Source: kbn-es-query's KQL nodes, `is`, `range`, `and`, `or`, `not`. */
export function toQuery(query: Kql): JsonObject {
  switch (query.kind) {
    case "everything":
      return { match_all: {} };
    case "exists":
      return any([{ exists: { field: query.field } }]);
    case "is":
      return any([isQuery(query.field, query.value)]);
    case "range":
      return any([{ range: { [query.field]: { [query.operator]: plain(query.value) } } }]);
    case "and":
      return { bool: { filter: query.of.map(toQuery) } };
    case "or":
      return any(query.of.map(toQuery));
    case "not":
      return { bool: { must_not: toQuery(query.of) } };
    default:
      return query satisfies never;
  }
}

function any(should: readonly JsonObject[]): JsonObject {
  return { bool: { should, minimum_should_match: 1 } };
}

function isQuery(field: string, value: KqlValue): JsonObject {
  if (value.quoted) return { match_phrase: { [field]: value.text } };
  const parts = wildcardParts(value.text);
  if (parts.length > 1) {
    return {
      query_string: { fields: [field], query: parts.map(escapeQueryString).join("*") },
    };
  }
  return { match: { [field]: plain(value) } };
}

/** Text of a value; `true` and `false` without quotes are booleans. */
function plain(value: KqlValue): string | boolean {
  if (value.quoted) return value.text;
  const text = wildcardParts(value.text).join("*");
  return text === "true" ? true : text === "false" ? false : text;
}

function escapeQueryString(text: string): string {
  return text.replaceAll(/[+\-=&|><!(){}[\]^"~*?:\\/\s]/gu, "\\$&");
}
