/** Which rules an event meets, and by which keys. Pure: what is remembered is the engine's. */
import { valuesOf, type Values } from "../predicate.ts";
import { eachFacet, FACETS, UNTIMED, type Evidence } from "./hit.ts";
import type { Plan } from "./plan.ts";

/** What rules see in one event. */
export interface Sighting {
  /** Time of the call, ms; undefined where it has none. */
  readonly at: number | undefined;
  /** Undefined where no rule sees anything. */
  readonly seen?: { readonly evidence: Evidence; readonly marks: readonly Mark[] };
}

/** That an event met a rule. */
export interface Mark {
  /** Place of the rule. */
  readonly rule: number;
  /** The keys under which it counts: values of the fields, as a JSON array. */
  readonly keys: readonly string[];
  readonly values: readonly string[];
  readonly steps: number;
}

/** Keys and values that one event counts for at most: records are untrusted, and lists times lists are without end. */
const MOST_KEYS = 100;
const MOST_VALUES = 1_000;
/** Of a longer text so much is kept, and its length. */
const MOST_CHARACTERS = 300;

/** Looks at one event. */
export function sight(plans: readonly Plan[], values: Values): Sighting {
  const marks: Mark[] = [];
  for (const [rule, plan] of plans.entries()) {
    const steps = stepsOf(plan, values);
    if (steps === 0) continue;
    const keys = keysOf(values, plan);
    if (keys.length === 0) continue;
    const counted = plan.counted === undefined ? [] : textsOf(values, plan.counted);
    marks.push({ rule, keys, values: counted.slice(0, MOST_VALUES), steps });
  }
  const at = Date.parse(textOf(values, "@timestamp"));
  const time = Number.isNaN(at) ? undefined : at;
  return marks.length === 0
    ? { at: time }
    : { at: time, seen: { evidence: evidenceOf(values, time ?? UNTIMED), marks } };
}

/** Bit n is set where the event is what step n looks for. */
function stepsOf({ conditions }: Plan, values: Values): number {
  let steps = 0;
  for (let step = 0; step < conditions.length; step += 1)
    if (conditions[step]?.(values) === true) steps |= 1 << step;
  return steps;
}

function keysOf(values: Values, { by, takesKeyless }: Plan): readonly string[] {
  return by
    .reduce<readonly (readonly string[])[]>(
      (heads, field) => {
        const texts = textsOf(values, field);
        const ends = texts.length === 0 && takesKeyless ? [""] : texts;
        return heads.flatMap((head) => ends.map((text) => [...head, text])).slice(0, MOST_KEYS);
      },
      [[]],
    )
    .map((key) => JSON.stringify(key));
}

function evidenceOf(values: Values, at: number): Evidence {
  return {
    id: textOf(values, "aws.ses.record_id"),
    at,
    what: textOf(values, "aws.ses.effect") || textOf(values, "event.action"),
    failed: values["event.outcome"] === "failure",
    file: textOf(values, "log.file.path"),
    facets: eachFacet((name) => textOf(values, FACETS[name])),
  };
}

function textOf(values: Values, field: string): string {
  const value = values[field];
  return typeof value === "string" ? clipped(value) : "";
}

/** The different values of a field, as text. */
function textsOf(values: Values, field: string): readonly string[] {
  const texts = valuesOf(values, field).map((value) =>
    clipped(typeof value === "string" ? value : (JSON.stringify(value) ?? "")),
  );
  return texts.length < 2 ? texts : [...new Set(texts)];
}

function clipped(text: string): string {
  return text.length > MOST_CHARACTERS
    ? `${text.slice(0, MOST_CHARACTERS)}… (${text.length} characters)`
    : text;
}
