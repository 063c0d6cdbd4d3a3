/** Calls of other services that tell of mail: which records they are, and what they tell. Pure and total. */
import type { JsonObject } from "../../records/element.ts";
import type { ActionVerb } from "../../tables/actions.ts";
import {
  apiOf,
  HOLDERS,
  RELATED,
  type RelatedRow,
  type RelatedTarget,
} from "../../tables/related.ts";
import type { SeverityName, SignalName } from "../../tables/signals.ts";
import { failureReason, isDenied } from "../call/failure.ts";
import { readRefusal, type RefusalName } from "../call/refusal.ts";
import { clip, say } from "../effect/sentence.ts";
import { highestSeverity } from "../meaning/severity.ts";
import { textOf } from "../values/json.ts";
import { isObject, scalarText, valueAt } from "../values/parameters.ts";

/** What a related call tells. */
export interface Related {
  /** The service, as AWS's host names have it: `iam`. */
  readonly api: string;
  readonly verb: ActionVerb;
  readonly target: RelatedTarget;
  readonly name: string | undefined;
  readonly arn: string | undefined;
  readonly effect: string;
  readonly signals: readonly SignalName[];
  readonly severity: SeverityName | undefined;
  /** Why access was refused, where AWS says it. */
  readonly refusal: RefusalName | undefined;
}

/** Longest name in the effect. */
const MAX_NAME = 256;

const BY_CALL: ReadonlyMap<string, readonly RelatedRow[]> = byCall();

/** Needles of all rows, each once, for the reader's prefilter. */
export const RELATED_NEEDLES: readonly string[] = [
  ...new Set(RELATED.flatMap((row) => row.needles)),
];

/** True for a record of another service that tells of mail. */
export function isRelated(record: JsonObject): boolean {
  return rowOf(record) !== undefined;
}

/** What a record of another service tells of mail; undefined for most, which tell nothing. */
export function readRelated(record: JsonObject): Related | undefined {
  const row = rowOf(record);
  if (row === undefined) return undefined;
  const named = firstOf(record, row.names);
  const arn = named?.startsWith("arn:") === true ? named : undefined;
  const name = arn === undefined ? named : arn.slice(arn.lastIndexOf("/") + 1);
  const code = textOf(record["errorCode"]);
  const message = textOf(record["errorMessage"]);
  const denied = isDenied(code);
  const refusal = readRefusal(code, denied, message);
  const action = textOf(record["eventName"]) ?? "";
  const signals = new Set(row.signals);
  if (refusal?.name === "key_quarantined") signals.add("key_quarantined");
  if (denied) signals.add("access_denied");
  const [verb, what, rest = ""] = row.effect;
  const slots = { name, holder: firstOf(record, HOLDERS) };
  return {
    api: apiOf(row),
    verb: row.verb,
    target: row.target,
    name,
    arn,
    effect: say(
      [verb, filled(what, slots), filled(rest, slots)],
      failureReason(action, code, message, refusal),
      "",
    ),
    signals: [...signals],
    severity: highestSeverity([...signals]),
    refusal: refusal?.name,
  };
}

/** The words with their names. */
function filled(words: string, slots: Readonly<Record<string, string | undefined>>): string {
  return words.replaceAll(
    /\[(.*?)\{(\w+)\}(.*?)\]/g,
    (_, before: string, slot: string, after: string) => {
      const value = slots[slot];
      return value === undefined ? "" : before + clip(value, MAX_NAME) + after;
    },
  );
}

function rowOf(record: JsonObject): RelatedRow | undefined {
  const source = textOf(record["eventSource"]) ?? "";
  const rows = BY_CALL.get(`${source} ${textOf(record["eventName"]) ?? ""}`);
  return rows?.find(({ asks }) => {
    if (asks === undefined) return true;
    const text = paramText(record, asks.path);
    return text !== undefined && asks.matches.test(text);
  });
}

function paramText(record: JsonObject, path: string): string | undefined {
  const parameters = record["requestParameters"];
  return isObject(parameters) ? scalarText(valueAt(parameters, path.split("."))) : undefined;
}

function firstOf(record: JsonObject, paths: readonly string[]): string | undefined {
  for (const path of paths) {
    const text = paramText(record, path);
    if (text !== undefined && text !== "") return text;
  }
  return undefined;
}

function byCall(): ReadonlyMap<string, readonly RelatedRow[]> {
  const found = new Map<string, RelatedRow[]>();
  for (const row of RELATED)
    for (const action of row.actions) {
      const key = `${row.source} ${action}`;
      found.set(key, [...(found.get(key) ?? []), row]);
    }
  return found;
}
