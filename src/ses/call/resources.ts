/** resources[], brought to Elastic's names, each once. */
import type { JsonObject, JsonValue } from "../../records/element.ts";
import type { Resource } from "../event.ts";
import { textOf } from "../values/json.ts";
import { isObject } from "../values/parameters.ts";

/** Entries of `resources`, which AWS writes with a capital `ARN`. `undefined` when none can be read. */
export function readResources(value: JsonValue | undefined): readonly Resource[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const kept: Resource[] = [];
  const known = new Set<string>();
  for (const entry of value) {
    const resource = isObject(entry) ? readResource(entry) : undefined;
    if (resource === undefined) continue;
    const key = keyOf(resource);
    if (known.has(key)) continue;
    known.add(key);
    kept.push(resource);
  }
  return kept.length === 0 ? undefined : kept;
}

function readResource(entry: JsonObject): Resource | undefined {
  const arn = textOf(entry["ARN"]);
  const account = textOf(entry["accountId"]);
  const type = textOf(entry["type"]);
  if (arn === undefined && account === undefined && type === undefined) return undefined;
  const resource: { arn?: string; account_id?: string; type?: string } = {};
  if (arn !== undefined) resource.arn = arn;
  if (account !== undefined) resource.account_id = account;
  if (type !== undefined) resource.type = type;
  return resource;
}

/** Equal for equal resources only: the lengths tell where one text ends. */
function keyOf({ arn = "", account_id: account = "", type = "" }: Resource): string {
  return `${arn.length} ${account.length} ${arn}${account}${type}`;
}
