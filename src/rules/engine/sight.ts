/** Which rules an event meets, and by which keys. Pure: what is remembered is the engine's. */
import { valuesOf, type Predicate, type Values } from "../predicate.ts";
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
  /** The keys under which it counts. */
  readonly keys: readonly Key[];
  readonly values: readonly string[];
  readonly steps: number;
}

/** What events have in common that are judged together. */
export interface Key {
  /** Differs where the values differ. */
  readonly id: string;
  /** Values of the rule's fields, in their order. */
  readonly values: readonly string[];
}

/** Keys and values that one event counts for at most: records are untrusted, and lists times lists are without end. */
const MOST_KEYS = 100;
const MOST_VALUES = 1_000;
/** Of a longer text so much is kept, and its length. */
const MOST_CHARACTERS = 300;

/**
 * Looks at one event after the other for these rules. Most rules see nothing in most events: what is asked of an event
 * is found by its values, and keys that rules have in common are made once.
 */
export function lookout(plans: readonly Plan[]): (values: Values) => Sighting {
  const { gated, others } = doors(plans);
  const kinds = [...new Map(plans.map((plan) => [kindOf(plan), plan])).keys()];
  const kindByRule = plans.map((plan) => kinds.indexOf(kindOf(plan)));
  /** Bit n is set where the event is what step n of the rule looks for. */
  const steps = new Int32Array(plans.length);
  const ask = ({ rule, bit, holds }: Door, values: Values): void => {
    if (((steps[rule] ?? 0) & bit) === 0 && holds(values)) steps[rule] = (steps[rule] ?? 0) | bit;
  };
  const knock = (byValue: Gated["byValue"], value: unknown, values: Values): void => {
    const open = byValue.get(typeof value === "string" ? value : String(value));
    if (open !== undefined) for (const door of open) ask(door, values);
  };
  return (values) => {
    steps.fill(0);
    for (const { field, byValue } of gated) {
      const value = values[field];
      if (value === undefined || value === null) continue;
      if (Array.isArray(value)) for (const one of value) knock(byValue, one, values);
      else knock(byValue, value, values);
    }
    for (const door of others) ask(door, values);
    const keysByKind: (readonly Key[] | undefined)[] = [];
    const marks: Mark[] = [];
    for (let rule = 0; rule < plans.length; rule += 1) {
      const met = steps[rule] ?? 0;
      const plan = plans[rule];
      if (met === 0 || plan === undefined) continue;
      const keys = (keysByKind[kindByRule[rule] ?? 0] ??= keysOf(values, plan));
      if (keys.length === 0) continue;
      const counted = plan.counted === undefined ? NOTHING : textsOf(values, plan.counted);
      marks.push({ rule, keys, values: counted.slice(0, MOST_VALUES), steps: met });
    }
    const at = Date.parse(textOf(values, "@timestamp"));
    const time = Number.isNaN(at) ? undefined : at;
    return marks.length === 0
      ? { at: time }
      : { at: time, seen: { evidence: evidenceOf(values, time ?? UNTIMED), marks } };
  };
}

const NOTHING: readonly string[] = [];

/** A condition, and whose it is. */
interface Door {
  readonly rule: number;
  readonly bit: number;
  readonly holds: Predicate;
}

/** Conditions that need be asked only where a field has a value. */
interface Gated {
  readonly field: string;
  readonly byValue: ReadonlyMap<string, readonly Door[]>;
}

function doors(plans: readonly Plan[]): {
  readonly gated: readonly Gated[];
  readonly others: readonly Door[];
} {
  const byField = new Map<string, Map<string, Door[]>>();
  const others: Door[] = [];
  for (const [rule, { conditions }] of plans.entries())
    for (const [step, { holds, gate }] of conditions.entries()) {
      const door = { rule, bit: 1 << step, holds };
      if (gate === undefined) others.push(door);
      for (const value of gate?.values ?? []) {
        const byValue = byField.get(gate?.field ?? "") ?? new Map<string, Door[]>();
        byField.set(gate?.field ?? "", byValue);
        byValue.set(value, [...(byValue.get(value) ?? []), door]);
      }
    }
  return { gated: [...byField].map(([field, byValue]) => ({ field, byValue })), others };
}

/** Plans of the same kind make the same keys of an event. */
function kindOf({ by, takesKeyless }: Plan): string {
  return [...by, takesKeyless].join(" ");
}

function keysOf(values: Values, { by, takesKeyless }: Plan): readonly Key[] {
  let keys: readonly Key[] = [{ id: "", values: NOTHING }];
  for (const field of by) {
    const texts = textsOf(values, field);
    const ends = texts.length === 0 && takesKeyless ? [""] : texts;
    const [only] = ends;
    keys =
      ends.length === 1 && only !== undefined
        ? keys.map((key) => withEnd(key, only))
        : keys.flatMap((key) => ends.map((end) => withEnd(key, end))).slice(0, MOST_KEYS);
  }
  return keys;
}

/** With its length, a value can't be taken for the end of another. */
function withEnd({ id, values }: Key, end: string): Key {
  return { id: `${id}${end.length}:${end}`, values: [...values, end] };
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
