/** What a call changed: which attribute of which thing, and to what, as far as its record shows it. Pure and total. */
import {
  ATTRIBUTES,
  BELONGS_TO,
  GONE,
  SWITCH_WORDS,
  THERE,
  type AttributeRow,
} from "../tables/attributes.ts";
import { TARGETS, type TargetKind } from "../tables/actions.ts";
import { readGrants } from "./call/policy.ts";
import type { EventFields, SesEvent } from "./event.ts";

/** A thing in SES: every account has its own in each Region. */
export interface Thing {
  readonly account: string;
  readonly region: string;
  readonly kind: TargetKind;
  /** Empty where the record does not show it. */
  readonly name: string;
}

/** One attribute of one thing, set by a call. */
export interface Change {
  readonly thing: Thing;
  readonly attribute: string;
  /** Undefined: the record does not show to what. */
  readonly value: string | undefined;
}

const SHOWS_NOTHING = "(none)";
const VERBS: ReadonlySet<string> = new Set(["create", "update", "delete", "start", "stop"]);
/** An event may name very many things. */
const MOST_THINGS = 200;

/** What a call sets, whether it succeeded or not; none where it only reads or sends. */
export function changesOf({ fields, ses }: SesEvent): readonly Change[] {
  const kind = fields["aws.ses.target.kind"];
  const verb = fields["aws.ses.verb"];
  if (!ses || !isKind(kind) || verb === undefined || !VERBS.has(verb)) return [];
  const call: Call = { fields, kind, verb, action: fields["event.action"] ?? "" };
  const rows = ATTRIBUTES.filter(({ by }) => Object.hasOwn(by, call.action));
  const used = new Set(rows.flatMap((row) => [...pathsOf(row, call), row.key ?? ""]));
  const changes = rows.flatMap((row) => changesBy(row, call));
  return [...changes, ...(kind in BELONGS_TO ? ofPart(call, used) : ofWhole(call, used))];
}

interface Call {
  readonly fields: EventFields;
  readonly kind: TargetKind;
  readonly verb: string;
  readonly action: string;
}

function isKind(kind: string | undefined): kind is TargetKind {
  return kind !== undefined && Object.hasOwn(TARGETS, kind);
}

function pathsOf({ by }: AttributeRow, { action }: Call): readonly string[] {
  const paths = by[action] ?? [];
  return typeof paths === "string" ? [paths] : paths;
}

function changesBy(row: AttributeRow, call: Call): readonly Change[] {
  const told = pathsOf(row, call).map((path) =>
    path.startsWith("=") ? path.slice(1) : settingAt(call, path),
  );
  const text = told.find((value) => value !== undefined);
  const isShown = text !== undefined;
  // What a call may leave out, it did not set; unless the record shows none of its parameters.
  if (!isShown && !isHidden(call)) return [];
  const key = row.key === "name" ? namesIn(call)[0] : row.key && settingAt(call, row.key);
  if (row.key !== undefined && key === undefined) return [];
  const attribute = row.label.replace("{key}", () => (key ?? "").toLowerCase());
  const value = text === undefined ? undefined : valueOf(row, text);
  return thingsFor(row.of, call).map((thing) => ({ thing, attribute, value }));
}

function valueOf({ form, none, words }: AttributeRow, text: string): string {
  if (form === "switch") return SWITCH_WORDS[text.toLowerCase()] ?? text;
  if (text === SHOWS_NOTHING) return none ?? "none";
  return words?.[text] ?? text;
}

/** What is done to something that belongs to another: it is an attribute of that. */
function ofPart(call: Call, used: ReadonlySet<string>): readonly Change[] {
  const { kind, verb } = call;
  const owner = BELONGS_TO[kind] ?? kind;
  const rest = restOf(call, used);
  // Moved or reordered, and not set anew.
  if (verb === "update" && rest.length === 0 && used.size > 0 && !isHidden(call)) return [];
  const names = namesIn(call);
  const value = verb === "delete" ? "deleted" : partValue(call, rest);
  return thingsFor(owner, call).flatMap((thing) =>
    (names.length === 0 ? [""] : names).map((name) => ({
      thing,
      attribute: `${TARGETS[kind].one} ${name}`.trim(),
      value,
    })),
  );
}

function partValue(call: Call, rest: readonly (readonly [string, string])[]): string | undefined {
  const { kind, fields } = call;
  if (isHidden(call)) return undefined;
  if (kind === "identity_policy") {
    const policy = rest.find(([name]) => name === "policy")?.[1];
    return policy === undefined ? undefined : grantsText(policy, fields["cloud.account.id"]);
  }
  // The first word of their paths is the same for all: `rule`, `eventDestination`, `filter`.
  const texts = rest.map(([name, value]) => `${name.replace(/^\w+\.(?=\w)/, "")}=${value}`);
  return texts.length === 0 ? "there" : texts.join("; ");
}

/** Whom a sending policy lets in. */
function grantsText(policy: string, account: string | undefined): string {
  const { everyone, organizations, accounts, conditional } = readGrants(policy, account);
  const who = [
    ...(everyone ? ["anyone"] : []),
    ...organizations.map((id) => `organization ${id}`),
    ...accounts.map((id) => `account ${id}`),
  ];
  if (who.length === 0) return "may send: nobody of another account";
  return `may send: ${who.join(", ")}${conditional ? ", under conditions" : ""}`;
}

/** What is done to a thing itself. */
function ofWhole(call: Call, used: ReadonlySet<string>): readonly Change[] {
  const { kind, verb } = call;
  const things = thingsFor(kind, call);
  // What sets an attribute of something else, such as which rule set is active, is no change of what it names.
  if (ATTRIBUTES.some(({ by, names }) => names === kind && Object.hasOwn(by, call.action)))
    return [];
  const rest = restOf(call, used);
  const each = (attribute: string, value: string | undefined): readonly Change[] =>
    things.map((thing) => ({ thing, attribute, value }));
  if (verb === "delete") return used.size > 0 ? [] : each(THERE, GONE);
  const set = rest.flatMap(([name, value]) => each(name, value === SHOWS_NOTHING ? "none" : value));
  if (verb === "create") return [...each(THERE, "yes"), ...set];
  // The texts of templates and the like are in no setting.
  return set.length === 0 && used.size === 0 ? each("content", undefined) : set;
}

/** Settings that no row of the table has used, each once, lists as one. */
function restOf(call: Call, used: ReadonlySet<string>): readonly (readonly [string, string])[] {
  const names = new Set(call.fields["aws.ses.setting.name"] ?? []);
  return [...names].flatMap((name) => {
    if (used.has(name)) return [];
    const value = settingAt(call, name);
    return value === undefined ? [] : [[name, value] as const];
  });
}

function settingAt({ fields }: Call, path: string): string | undefined {
  const names = fields["aws.ses.setting.name"] ?? [];
  const values = fields["aws.ses.setting.value"] ?? [];
  const found = names.flatMap((name, place) => (name === path ? (values[place] ?? []) : []));
  return found.length === 0 ? undefined : found.join(", ");
}

/** CloudTrail has left the parameters out: too large, or hidden. */
function isHidden({ fields }: Call): boolean {
  return fields["aws.ses.omitted"]?.includes("requestParameters") === true;
}

function namesIn({ fields }: Call): readonly string[] {
  return (fields["aws.ses.target.name"] ?? []).slice(0, MOST_THINGS);
}

/** The things of a sort that a call is about. */
function thingsFor(of: TargetKind, call: Call): readonly Thing[] {
  const { fields, kind } = call;
  const account = fields["cloud.account.id"] ?? "";
  const region = fields["cloud.region"] ?? "";
  const thing = (name: string): Thing => ({ account, region, kind: of, name });
  if (of === "account") return [thing(account)];
  const part = TARGETS[of];
  const named =
    of === kind
      ? namesIn(call)
      : of === "identity"
        ? fields["aws.ses.identity.name"]
        : "part" in part
          ? PARTS[part.part](fields)
          : undefined;
  const names = named ?? [];
  return names.length === 0 ? [thing("")] : names.slice(0, MOST_THINGS).map(thing);
}

type Part = {
  [Kind in TargetKind]: (typeof TARGETS)[Kind] extends { part: infer Name } ? Name : never;
}[TargetKind];

const PARTS: Readonly<Record<Part, (fields: EventFields) => readonly string[] | undefined>> = {
  configuration_set: (fields) => fields["aws.ses.configuration_set"],
  contact_list: (fields) => fields["aws.ses.contact_list"],
  dedicated_ip_pool: (fields) => fields["aws.ses.dedicated_ip_pool"],
  receipt_rule_set: (fields) => fields["aws.ses.receipt_rule_set"],
  template: (fields) => fields["aws.ses.template"],
  tenant: (fields) => fields["aws.ses.tenant"],
};
