/** Checks of fields and queries against the field table. */
import { VIEW_FIELDS } from "../board-fields.ts";
import type { ViewKey } from "../ids.ts";
import { comparisons, parseKql, type KqlValue } from "../../rules/kql.ts";
import type { Fault } from "./fault.ts";

/** Values that a field can have, for fields with few. */
export type Vocabulary = ReadonlyMap<string, ReadonlySet<string>>;

/** What is wrong with naming a field. With `aggregate`, its type must also allow counting and ranking. */
export function checkField(
  field: string,
  view: ViewKey,
  where: string,
  aggregate: boolean,
): readonly Fault[] {
  const known = VIEW_FIELDS[view].get(field);
  if (known === undefined) return [{ kind: "unknown_field", where, what: field }];
  const faults: Fault[] = [];
  if (known.shape !== undefined) {
    faults.push({ kind: "one_shape_field", where, what: `${field} is in ${known.shape} only` });
  }
  const isText = ["text", "json_text", "flattened", "objects"].includes(known.type);
  if (aggregate && isText) {
    faults.push({ kind: "not_aggregatable", where, what: `${field} is ${known.type}` });
  }
  return faults;
}

/** What is wrong with a KQL query: its form, its fields, and values that they cannot have. */
export function checkKql(
  query: string,
  view: ViewKey,
  where: string,
  vocabulary: Vocabulary,
): readonly Fault[] {
  const result = parseKql(query);
  if (!result.ok) return [{ kind: "bad_kql", where, what: `${query}: ${result.why}` }];
  return comparisons(result.query).flatMap((comparison) => {
    const field = comparison.field.replaceAll("\\", "");
    const faults = checkField(field, view, where, false);
    if (faults.length > 0 || comparison.kind === "exists") return faults;
    const why = whyNot(field, comparison.value, view, vocabulary);
    return why === undefined ? [] : [{ kind: "wrong_value" as const, where, what: why }];
  });
}

function whyNot(
  field: string,
  value: KqlValue,
  view: ViewKey,
  vocabulary: Vocabulary,
): string | undefined {
  const type = VIEW_FIELDS[view].get(field)?.type;
  if (type === "boolean" && !(value.text === "true" || value.text === "false")) {
    return `${field} is true or false, never ${value.text}`;
  }
  if (type === "long" && !/^-?\d+$/u.test(value.text)) {
    return `${field} is a number, never ${value.text}`;
  }
  const words = vocabulary.get(field);
  const isWild = !value.quoted && value.text.includes("*");
  return words === undefined || isWild || words.has(value.text)
    ? undefined
    : `${field} is never ${value.text}`;
}
