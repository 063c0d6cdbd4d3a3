/** resources[], brought to Elastic's names, each once. */
import type { JsonValue } from "../records/element.ts";
import type { Resource } from "./event.ts";
import { member, textOf } from "./json.ts";
import { isObject } from "./parameters.ts";

/** Entries of `resources`, which AWS writes with a capital `ARN`. `undefined` when none can be read. */
export function readResources(value: JsonValue | undefined): readonly Resource[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const kept = new Map<string, Resource>();
  for (const entry of value) {
    if (!isObject(entry)) continue;
    const arn = textOf(member(entry, "ARN"));
    const account = textOf(member(entry, "accountId"));
    const type = textOf(member(entry, "type"));
    if (arn === undefined && account === undefined && type === undefined) continue;
    kept.set(JSON.stringify([arn, account, type]), {
      ...(arn === undefined ? {} : { arn }),
      ...(account === undefined ? {} : { account_id: account }),
      ...(type === undefined ? {} : { type }),
    });
  }
  return kept.size === 0 ? undefined : [...kept.values()];
}
