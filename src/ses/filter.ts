/** Which events are wanted, by what was made of their records. Pure and total. */
import { FIELD_NAMES, type FieldName } from "../tables/fields.ts";
import { FILTERS, FILTER_NAMES, type FilterName } from "../tables/filters.ts";
import type { SesEvent } from "./event.ts";
import { globMatcher } from "./values/glob.ts";
import { networkMatcher } from "./values/network.ts";

/** What is asked of each filter. An empty list and `false` ask nothing. */
export type Filters = {
  readonly [Name in FilterName]: (typeof FILTERS)[Name]["fits"] extends "switch"
    ? boolean
    : readonly string[];
};

/**
 * Compiles filters into a judge that names the first filter, in table order, which leaves an event out. Undefined where
 * nothing is asked. A filter's values are alternatives; all filters must agree.
 */
export function eventFilter(
  filters: Filters,
): ((event: SesEvent) => FilterName | undefined) | undefined {
  const judges = askedFilters(filters).map((name) => [name, judgeOf(name, filters)] as const);
  if (judges.length === 0) return undefined;
  return (event) => judges.find(([, fits]) => !fits(event))?.[0];
}

/** Filters of which something is asked, in table order. */
export function askedFilters(filters: Filters): readonly FilterName[] {
  return FILTER_NAMES.filter((name) => {
    const asked = filters[name];
    return typeof asked === "boolean" ? asked : asked.length > 0;
  });
}

/** Values of an event that a filter looks at, as text. */
export function valuesOf({ fields }: SesEvent, names: readonly FieldName[]): readonly string[] {
  return names.flatMap((name) => {
    const value = (fields as Readonly<Partial<Record<FieldName, unknown>>>)[name];
    return textsOf(value);
  });
}

type Judge = (event: SesEvent) => boolean;

function judgeOf(name: FilterName, filters: Filters): Judge {
  if (name === "denied") return ({ fields }) => fields["event.type"]?.includes("denied") === true;
  if (name === "failed") return ({ fields }) => fields["event.outcome"] === "failure";
  if (name === "people") return isPerson;
  const asked = filters[name];
  if (name === "grep") return holdsAny(asked);
  const fits = name === "ip" ? inAnyNetwork(asked) : globMatcher(asked, true);
  const { fields } = FILTERS[name];
  return (event) => valuesOf(event, fields).some(fits);
}

function inAnyNetwork(networks: readonly string[]): (address: string) => boolean {
  const judges = networks.flatMap((network) => networkMatcher(network) ?? []);
  return (address) => judges.some((isIn) => isIn(address));
}

/** Someone at a keyboard: root, Identity Center, a session of the console, or one that was begun with MFA. */
function isPerson({ fields }: SesEvent): boolean {
  const kind = fields["aws.ses.caller.kind"];
  return (
    kind === "root" ||
    kind === "sso" ||
    fields["aws.cloudtrail.session_credential_from_console"] === "true" ||
    fields["aws.cloudtrail.user_identity.session_context.mfa_authenticated"] === "true"
  );
}

/** What is no part of the call: the reader's clock and place would fit by chance, and the raw record is there only by an option. */
const NOT_SEARCHED: readonly FieldName[] = [
  "event.created",
  "event.sequence",
  "event.original",
  "log.file.path",
];
const SEARCHED = FIELD_NAMES.filter((name) => !NOT_SEARCHED.includes(name));

function holdsAny(words: readonly string[]): Judge {
  const wanted = words.map((word) => word.toLowerCase());
  const holds = (text: string): boolean => {
    const small = text.toLowerCase();
    return wanted.some((word) => small.includes(word));
  };
  return (event) => valuesOf(event, SEARCHED).some(holds);
}

function textsOf(value: unknown): readonly string[] {
  if (value === undefined || value === null) return [];
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  return [JSON.stringify(value)];
}
