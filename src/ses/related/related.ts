/** Calls of other services that tell of mail: which records they are, and what they tell. Pure and total. */
import type { JsonObject } from "../../records/element.ts";
import { RELATED, type RelatedRow } from "../../tables/related.ts";
import type { SeverityName, SignalName } from "../../tables/signals.ts";
import { failureReason, isDenied } from "../call/failure.ts";
import { readRefusal } from "../call/refusal.ts";
import { clip, say } from "../effect/sentence.ts";
import { highestSeverity } from "../meaning/severity.ts";
import { textOf } from "../values/json.ts";
import { isObject, scalarText, valueAt } from "../values/parameters.ts";

/** What a related call tells. */
export interface Related {
  readonly name: string | undefined;
  readonly effect: string;
  readonly signals: readonly SignalName[];
  readonly severity: SeverityName | undefined;
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
  const name = row.name === undefined ? undefined : paramText(record, row.name);
  const code = textOf(record["errorCode"]);
  const message = textOf(record["errorMessage"]);
  const refusal = readRefusal(code, isDenied(code), message);
  const action = textOf(record["eventName"]) ?? "";
  const [verb, what, rest = ""] = row.effect;
  const shown = what.replace("{name}", () => clip(name ?? "", MAX_NAME)).trimEnd();
  return {
    name,
    effect: say([verb, shown, rest], failureReason(action, code, message, refusal), ""),
    signals: row.signals,
    severity: highestSeverity(row.signals),
  };
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

function byCall(): ReadonlyMap<string, readonly RelatedRow[]> {
  const found = new Map<string, RelatedRow[]>();
  for (const row of RELATED)
    for (const action of row.actions) {
      const key = `${row.source} ${action}`;
      found.set(key, [...(found.get(key) ?? []), row]);
    }
  return found;
}
