/** Books what the selection options leave out, and what there would be: a run that finds nothing says why. */
import type { JsonObject } from "../records/element.ts";
import { textOf } from "../ses/values/json.ts";
import { asAwsTypes } from "../ses/values/as-aws-types.ts";
import type { SesEvent } from "../ses/event.ts";
import { askedFilters, valuesOf } from "../ses/filter.ts";
import { accountOf, type LeftOutBy, type Selection } from "../ses/select.ts";
import { globMatcher } from "../ses/values/glob.ts";
import { FILTERS } from "../tables/filters.ts";
import { parseTimeMs } from "../ses/values/time.ts";
import type { LeftOut } from "./books.ts";

/** Different values that are kept of each sort: records are untrusted, and may hold any number. */
const MOST_VALUES = 1000;

/** Longer values are no names that anybody meant. */
const MOST_CHARACTERS = 200;

/** Books one Record of a wanted service, with the event where one was made of it. */
type Note = (record: JsonObject, leftOutBy: LeftOutBy | undefined, event?: SesEvent) => void;

/** Makes what books Records; it looks only at what the options ask for. */
export function leftOutNotes(selection: Selection, books: LeftOut): Note {
  const { accounts, regions, actions } = selection;
  const looks: ((record: JsonObject) => void)[] = [];
  const { account, region, action } = books.occurring;
  if (accounts.length > 0) looks.push((record) => keep(account, accountOf(record)));
  if (regions.length > 0) looks.push((record) => keep(region, textOf(record["awsRegion"])));
  if (actions.length > 0) looks.push((record) => keep(action, textOf(record["eventName"])));
  const names = namesOf(selection, books);
  return (written, by, event) => {
    if (event !== undefined) for (const look of names) look(event);
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

/** What books the names of an event: one look for each filter that is given names. */
function namesOf({ filters }: Selection, { named }: LeftOut): ((event: SesEvent) => void)[] {
  if (filters === undefined) return [];
  return askedFilters(filters).flatMap((name) => {
    const asked = filters[name];
    if (typeof asked === "boolean" || FILTERS[name].fits !== "glob") return [];
    const books = { met: new Set<string>(), occurring: new Set<string>() };
    named.set(name, books);
    const waiting = new Map(asked.map((value) => [value, globMatcher([value], true)]));
    const { fields } = FILTERS[name];
    return (event: SesEvent): void => {
      for (const value of valuesOf(event, fields.slice(0, 1)))
        if (value.length <= MOST_CHARACTERS) keep(books.occurring, value);
      for (const [value, fits] of waiting) {
        if (!valuesOf(event, fields).some(fits)) continue;
        books.met.add(value);
        waiting.delete(value);
      }
    };
  });
}

function keep(values: Set<string>, value: string | undefined): void {
  if (value !== undefined && values.size < MOST_VALUES) values.add(value);
}
