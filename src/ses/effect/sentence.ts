/**
 * Sentences in plain words: what was done, or what was tried and why it failed.
 *
 * A phrase has three parts: a verb, what it was done to, and the rest. `["turn off", "DKIM signing", "for a.example"]`
 * says "DKIM signing turned off for a.example", or "tried to turn off DKIM signing for a.example: access denied".
 * Templates are phrases with slots: `{slot}`, `{slot|words if there is nothing}`, `[ words with a {slot}]` that are
 * left away when there is nothing. Slots: `it` (the target with its name), `name`, `identity`, `resource`, a part (`configuration_set`), or a parameter's path. Names stand as they came: whoever prints them escapes them.
 */
import type { ActionPart, EffectText, TargetKind } from "../../tables/actions.ts";
import { TARGETS } from "../../tables/actions.ts";
import { parseSesArn } from "../call/arn.ts";
import type { Call } from "../call/call.ts";
import { paramText } from "../call/call.ts";

/** A verb, what it is done to, and the rest. */
export type Phrase = readonly [verb: string, what: string, rest?: string];

/** A sentence that is no phrase: both of its forms. `tried` follows "tried to ". */
export interface Sentence {
  readonly done: string;
  readonly tried: string;
}

/** Words made from a call. */
type Template = (call: Call) => Phrase | Sentence;

/** Longest name in a sentence, in UTF-16 units. */
const MAX_NAME = 256;

/** Longest name where there are several. */
const MAX_NAME_OF_SEVERAL = 100;

/** How many names are told one by one. */
const MAX_NAMES = 3;

/** Longest sentence: what a keyword field of the index template still takes. */
const MAX_SENTENCE = 1000;

/** Participles that are not made with "ed". */
const PARTICIPLES: ReadonlyMap<string, string> = new Map([
  ["cancel", "cancelled"],
  ["copy", "copied"],
  ["give", "given"],
  ["let", "let"],
  ["make", "made"],
  ["put", "put"],
  ["read", "read"],
  ["send", "sent"],
  ["set", "set"],
  ["stop", "stopped"],
  ["take", "taken"],
  ["write", "written"],
]);

/** Says a phrase or a sentence, done or tried. `by` ends what was done: `, by account 111122223333`. */
export function say(what: Phrase | Sentence, failure: string | undefined, by: string): string {
  const end = failure === undefined ? by : `${by}: ${clip(failure, MAX_NAME_OF_SEVERAL)}`;
  const told = failure === undefined ? done(what) : `tried to ${tried(what)}`;
  return clip(told + end, MAX_SENTENCE);
}

/** `"turn off"` → `"turned off"`. */
function participle(verb: string): string {
  const space = verb.indexOf(" ");
  const word = space < 0 ? verb : verb.slice(0, space);
  const rest = space < 0 ? "" : verb.slice(space);
  return (PARTICIPLES.get(word) ?? (word.endsWith("e") ? `${word}d` : `${word}ed`)) + rest;
}

/** Names in a row: `a, b, c and 4 more`. Undefined when there are none. */
export function several(names: readonly string[] | undefined): string | undefined {
  const [first] = names ?? [];
  if (names === undefined || first === undefined) return undefined;
  if (names.length === 1) return clip(first, MAX_NAME);
  const shown = names.slice(0, MAX_NAMES).map((name) => clip(name, MAX_NAME_OF_SEVERAL));
  if (names.length > MAX_NAMES) return `${shown.join(", ")} and ${names.length - MAX_NAMES} more`;
  const last = shown.pop() ?? "";
  return `${shown.join(", ")} and ${last}`;
}

/** The target with its name, `configuration set marketing`, or without: `a configuration set`. */
export function target(call: Call): string {
  return withName(call.kind, several(call.names), call.names.length > 1);
}

/** `sender identity a.example`, or the names of the target where it is an identity; else `a sender identity`. */
export function identity(call: Call): string {
  return several(call.identities.map((each) => each.name)) ?? several(call.names) ?? "an identity";
}

/** Cuts a text to a length, never through a surrogate pair, and says so with an ellipsis. */
export function clip(text: string, length: number): string {
  if (text.length <= length) return text;
  const last = text.charCodeAt(length - 2);
  return `${text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 2 : length - 1)}…`;
}

/** Words for an action that is not known: its name is all that there is to say. */
function calledByName(call: Call): Sentence {
  const name = clip(call.action, MAX_NAME);
  return { done: `${name} called`, tried: `call ${name}` };
}

/** Fills an action's template. Without one its name has to do. */
export function fill(text: EffectText | undefined, call: Call): Phrase | Sentence {
  if (text === undefined) return calledByName(call);
  let template = compiled.get(text);
  if (template === undefined) {
    template = compile(text);
    compiled.set(text, template);
  }
  return template(call);
}

const compiled = new WeakMap<EffectText, Template>();

function compile(text: EffectText): Template {
  const [verb, what, rest] = text;
  const subject = compileText(what);
  if (rest === undefined) return (call) => [verb, subject(call)];
  const end = compileText(rest);
  return (call) => [verb, subject(call), end(call)];
}

function done(what: Phrase | Sentence): string {
  if ("done" in what) return what.done;
  const [verb, subject, rest] = what;
  return `${capital(subject)} ${participle(verb)}${tail(rest)}`;
}

function tried(what: Phrase | Sentence): string {
  if ("tried" in what) return what.tried;
  const [verb, subject, rest] = what;
  return `${verb} ${subject}${tail(rest)}`;
}

function tail(rest = ""): string {
  return rest === "" || rest.startsWith(",") ? rest : ` ${rest.trimStart()}`;
}

/** Begins a text with a capital letter. */
export function capital(text: string): string {
  const first = text.charAt(0);
  return first >= "a" && first <= "z" ? first.toUpperCase() + text.slice(1) : text;
}

function withName(kind: TargetKind | undefined, name: string | undefined, plural: boolean): string {
  if (kind === undefined) return name ?? "something";
  const { one, many } = TARGETS[kind];
  if (name !== undefined) return `${plural ? many : one} ${name}`;
  return `${"aeioS".includes(one.charAt(0)) ? "an" : "a"} ${one}`;
}

function resource(call: Call): string | undefined {
  const [arn] = call.arns;
  if (arn === undefined) return undefined;
  const named = parseSesArn(arn);
  return named?.kind === undefined || named.name === undefined
    ? `resource ${clip(arn, MAX_NAME)}`
    : withName(named.kind, clip(named.name, MAX_NAME), false);
}

type Piece = (call: Call) => string | undefined;

function slot(name: string): Piece {
  if (name === "it") return target;
  if (name === "name") return (call) => several(call.names);
  if (name === "identity") return (call) => several(call.identities.map((each) => each.name));
  if (name === "resource") return resource;
  if (PARTS.has(name)) return (call) => several(call.parts[name as ActionPart]);
  return (call) => {
    const text = paramText(call, name);
    return text === undefined ? undefined : clip(text, MAX_NAME);
  };
}

const PARTS: ReadonlySet<string> = new Set<ActionPart>([
  "configuration_set",
  "template",
  "receipt_rule_set",
  "receipt_rule",
  "receipt_filter",
  "event_destination",
  "contact_list",
  "dedicated_ip_pool",
  "tenant",
  "policy.name",
  "topic_arn",
  "mail_from_domain",
  "message_id",
]);

/** Text outside of brackets always stands; text in brackets only with all its slots. */
function compileText(text: string): (call: Call) => string {
  const pieces: Piece[] = [];
  for (const section of text.split(/(\[[^\]]*\])/)) {
    if (section === "") continue;
    const optional = section.startsWith("[");
    const parts = words(optional ? section.slice(1, -1) : section);
    pieces.push((call) => {
      let all = "";
      for (const part of parts) {
        const said = typeof part === "string" ? part : part(call);
        if (said === undefined && optional) return "";
        all += said ?? "";
      }
      return all;
    });
  }
  const [only] = pieces;
  if (pieces.length === 1 && only !== undefined) return (call) => only(call) ?? "";
  return (call) => pieces.reduce((all, piece) => all + (piece(call) ?? ""), "");
}

function words(text: string): (string | Piece)[] {
  return text
    .split(/(\{[^}]*\})/)
    .filter((part) => part !== "")
    .map((part) => {
      if (!part.startsWith("{")) return part;
      const [name = "", otherwise] = part.slice(1, -1).split("|");
      const piece = slot(name);
      return otherwise === undefined ? piece : (call: Call) => piece(call) ?? otherwise;
    });
}
