/** One rule of somebody's own, from its YAML. Everything that is wrong with it is found in one go. Pure. */
import { comparisons, parseKql } from "../../rules/kql.ts";
import type { Detection, Rule } from "../../rules/rule.ts";
import { fieldCalled, SHORT_NAMES } from "../../shape/chosen.ts";
import { FIELD_NAMES, type FieldName } from "../../tables/fields.ts";
import { didYouMean } from "../suggest.ts";
import { readDuration } from "../units.ts";

/** One thing that is wrong, at the key that it is about; undefined: at the rule as a whole. */
export interface RuleFault {
  readonly key: string | undefined;
  readonly text: string;
}

/** A rule, or what is wrong with it. */
export type OwnRule = { readonly rule: Rule } | { readonly faults: readonly RuleFault[] };

/** Sigma's names for what a rule says of itself. Source: https://sigmahq.io/sigma-specification/specification/sigma-rules-specification.html */
const TOLD = ["name", "title", "level", "description", "falsepositives", "references", "look"];
const ASKED = [
  "query",
  "steps",
  "by",
  "at_least",
  "distinct",
  "within",
  "new",
  "history",
  "in_any_order",
];
/** Sigma has these, too: they may stand there, and change nothing. */
const UNUSED = ["id", "status", "author", "date", "modified", "license", "tags", "logsource"];
const KEYS = [...TOLD, ...ASKED, ...UNUSED];
const LEVELS = ["low", "medium", "high"] as const;
/** Steps of a sequence at most. */
const MOST_STEPS = 5;

/** Understands a document, which is a mapping with text for scalars. */
export function ownRule(document: Readonly<Record<string, unknown>>): OwnRule {
  const faults: RuleFault[] = [];
  const fault = (key: string | undefined, text: string): void => void faults.push({ key, text });
  const has = (key: string): boolean => document[key] !== undefined;
  for (const key of Object.keys(document).filter((name) => !KEYS.includes(name)))
    fault(
      key,
      key === "detection"
        ? "write the condition as query, in KQL"
        : `no key of a rule is called so${didYouMean(key, KEYS)}`,
    );
  const text = (key: string, isNeeded = false): string => {
    const value = document[key];
    if (typeof value === "string" && value.trim() !== "") return value.trim();
    if (has(key)) fault(key, `${key} is no text`);
    else if (isNeeded) fault(undefined, `${key} is missing`);
    return "";
  };
  const texts = (key: string): readonly string[] => {
    const value = document[key];
    if (value === undefined) return [];
    const list: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (list.some((one) => typeof one !== "string")) fault(key, `${key} is no list of texts`);
    return list.filter((one) => typeof one === "string");
  };
  const count = (key: string, value: unknown, least: number): number => {
    const number = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : Number.NaN;
    if (number >= least && number <= MOST_COUNT) return number;
    fault(key, `${key} is no whole number from ${least} to ${MOST_COUNT}`);
    return least;
  };
  const minutes = (key: string): number => {
    const ms = readDuration(text(key, true));
    if (ms !== undefined && ms > 0) return ms / 60_000;
    if (has(key)) fault(key, `${key} is no time span; write for example 10m`);
    return 1;
  };
  const fields = (key: string, names: readonly string[]): readonly FieldName[] =>
    names.flatMap((name) => {
      const field = fieldCalled(name);
      if (field !== undefined) return [field];
      fault(key, `there is no field ${name}${didYouMean(name, [...SHORT_NAMES, ...FIELD_NAMES])}`);
      return [];
    });
  const condition = (key: string, kql: string): string => {
    const parsed = parseKql(kql);
    if (!parsed.ok) fault(key, `${kql}: ${parsed.why}`);
    else
      for (const { field } of comparisons(parsed.query)) {
        if (FIELD_NAMES.some((known) => known === field)) continue;
        const meant = fieldCalled(field);
        fault(
          key,
          `there is no field ${field}${meant === undefined ? didYouMean(field, FIELD_NAMES) : `; did you mean ${meant}?`}`,
        );
      }
    return kql;
  };
  const detectionOf = (): Detection => {
    if (has("steps")) {
      const steps = texts("steps").map((step) => condition("steps", step));
      if (steps.length < 2 || steps.length > MOST_STEPS)
        fault("steps", `steps are 2 to ${MOST_STEPS} conditions`);
      if (has("query")) fault("query", "does not go with steps");
      return {
        type: "sequence",
        by: needed("by"),
        withinMinutes: minutes("within"),
        steps,
        ...(document["in_any_order"] === "true" ? { inAnyOrder: true } : {}),
      };
    }
    const query = condition("query", text("query", true));
    if (has("new")) {
      const days = has("history") ? minutes("history") / 1440 : 30;
      return { type: "new_terms", query, fields: needed("new"), historyDays: days };
    }
    if (!["by", "at_least", "distinct", "within"].some(has)) return { type: "query", query };
    const { distinct } = document;
    const isMapping = typeof distinct === "object" && distinct !== null && "field" in distinct;
    if (has("distinct") && !isMapping)
      fault("distinct", "distinct needs a field and at_least: {field: identity, at_least: 5}");
    const parts = (isMapping ? distinct : {}) as { field?: unknown; at_least?: unknown };
    const [field] = isMapping ? fields("distinct", [String(parts.field)]) : [];
    return {
      type: "threshold",
      query,
      by: needed("by"),
      atLeast: has("at_least") ? count("at_least", document["at_least"], 1) : 1,
      ...(field === undefined
        ? {}
        : { distinct: { field, atLeast: count("distinct", parts.at_least, 2) } }),
      withinMinutes: minutes("within"),
    };
  };
  const needed = (key: string): readonly FieldName[] => {
    if (!has(key)) fault(undefined, `${key} is missing: the fields whose values tell cases apart`);
    return fields(key, texts(key));
  };
  const key = text("name", true);
  if (key !== "" && !/^[a-z0-9][a-z0-9-]{0,63}$/.test(key))
    fault("name", `name is made of small letters, digits and -: ${key}`);
  const level = text("level", true);
  const severity = LEVELS.find((known) => known === level);
  if (level !== "" && severity === undefined)
    fault("level", `level is low, medium or high${didYouMean(level, LEVELS)}`);
  const rule: Rule = {
    key,
    name: text("title", true),
    severity: severity ?? "low",
    description: text("description", true),
    look: text("look") || "Look at the records, and ask the caller.",
    falsePositives: texts("falsepositives"),
    references: texts("references"),
    techniques: [],
    detection: detectionOf(),
  };
  return faults.length === 0 ? { rule } : { faults };
}

const MOST_COUNT = 1_000;
