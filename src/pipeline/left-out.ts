/** Books what the selection options leave out, and what there would be: a run that finds nothing says why. */
import type { JsonObject } from "../records/element.ts";
import { textOf } from "../ses/values/json.ts";
import { asAwsTypes } from "../ses/values/as-aws-types.ts";
import { accountOf, type LeftOutBy, type Selection } from "../ses/select.ts";
import { parseTimeMs } from "../ses/values/time.ts";
import type { LeftOut } from "./books.ts";

/** Different values that are kept of each sort: records are untrusted, and may hold any number. */
const MOST_VALUES = 1000;

/** Books one Record of a wanted service. */
type Note = (record: JsonObject, leftOutBy: LeftOutBy | undefined) => void;

/** Makes what books Records; it looks only at what the options ask for. */
export function leftOutNotes({ accounts, regions, actions }: Selection, books: LeftOut): Note {
  const looks: ((record: JsonObject) => void)[] = [];
  const { account, region, action } = books.occurring;
  if (accounts.length > 0) looks.push((record) => keep(account, accountOf(record)));
  if (regions.length > 0) looks.push((record) => keep(region, textOf(record["awsRegion"])));
  if (actions.length > 0) looks.push((record) => keep(action, textOf(record["eventName"])));
  return (written, by) => {
    if (looks.length === 0 && by === undefined) return;
    const record = asAwsTypes(written);
    for (const look of looks) look(record);
    if (by === undefined) return;
    books.by.set(by, (books.by.get(by) ?? 0) + 1);
    const atMs = parseTimeMs(textOf(record["eventTime"]) ?? "");
    if (atMs === undefined) return;
    books.oldestMs = Math.min(books.oldestMs ?? atMs, atMs);
    books.newestMs = Math.max(books.newestMs ?? atMs, atMs);
  };
}

function keep(values: Set<string>, value: string | undefined): void {
  if (value !== undefined && values.size < MOST_VALUES) values.add(value);
}
