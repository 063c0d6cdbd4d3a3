/** What findings have in common in every form: words for counts, for what is new, and for who and where. Pure. */
import { printable } from "../shape/printable.ts";
import { fieldRow, FIELD_NAMES } from "../tables/fields.ts";
import type { Finding } from "../rules/engine/finding.ts";

/** The word that people have for a field: its short name, else the end of its whole one. */
export function wordOf(field: string): string {
  const name = FIELD_NAMES.find((known) => known === field);
  const short = name === undefined ? undefined : fieldRow(name).short;
  return (short ?? field.split(".").at(-1) ?? field).replaceAll("_", " ");
}

/** More than one of them. */
export function plural(word: string): string {
  return word.endsWith("y") ? `${word.slice(0, -1)}ies` : `${word}s`;
}

/** How many: `27 calls, 9 different regions`. */
export function amountOf({ count, distinct }: Finding): string {
  const calls = `${grouped(count)} call${count === 1 ? "" : "s"}`;
  return distinct === undefined
    ? calls
    : `${calls}, ${grouped(distinct.count)} different ${plural(wordOf(distinct.field))}`;
}

/** What the records have in common, or what is new, beside what is told anyway: `identity example.com`. Printable. */
export function commonOf({ rule, by }: Finding): string {
  const isNew = rule.detection.type === "new_terms";
  return by
    .filter(([field]) => !(isNew ? ACCOUNT : TOLD_ANYWAY).includes(field))
    .map(([field, values]) => `${wordOf(field)} ${values.map(printable).join(", ")}`)
    .join(" · ");
}

/** A caller is a name in an account. */
const ACCOUNT: readonly string[] = ["aws.ses.caller.account"];
const TOLD_ANYWAY: readonly string[] = [
  ...ACCOUNT,
  "aws.ses.caller.name",
  "cloud.account.id",
  "cloud.region",
];

/** `12,345`. Not by Intl, whose making takes as long as all findings of a week. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");
}

/** The first names of many, printable: `a, b, c and 4 more`. */
export function someOf(names: readonly string[], most: number): string {
  const shown = names.slice(0, most).map(printable).join(", ");
  const more = names.length - most;
  return more > 0 ? `${shown} and ${more} more` : shown;
}

/** The beginning of a record id: `sestrail look` takes it. */
export function shortId(id: string): string {
  return printable(id.slice(0, 8));
}
