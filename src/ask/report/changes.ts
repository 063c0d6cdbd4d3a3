/** Changes with what was before them, as far as the records show. Pure but for what it remembers. */
import type { SesEvent } from "../../ses/event.ts";
import { textRow, type TextRow } from "../../shape/text/row.ts";
import { printable } from "../../shape/printable.ts";

/** One call that changed something, or tried to. */
export interface Change {
  readonly row: TextRow;
  /** What it was about: account, Region, kind and name. Two changes of the same thing have the same. */
  readonly thing: string;
  /** Settings that it wrote, as `name=value`. */
  readonly pairs: readonly (readonly [name: string, value: string])[];
}

/** A setting that a change wrote. */
export interface Written {
  readonly name: string;
  /** The value that an earlier change of these records wrote; undefined where none did. */
  readonly before: string | undefined;
  readonly after: string;
}

/** A change, and what it wrote. A call that failed wrote nothing. */
export interface ToldChange {
  readonly row: TextRow;
  /** Without those that it wrote as they were before. */
  readonly written: readonly Written[];
}

const VERBS: ReadonlySet<string> = new Set([
  "create",
  "update",
  "delete",
  "start",
  "stop",
  "unknown",
]);
/** Settings of one call. */
const MOST_PAIRS = 30;
/** Of a text, so much is kept. */
const MOST_CHARACTERS = 300;

/** The change that an event is; undefined for reads and sends. Pure. */
export function changeOf(event: SesEvent): Change | undefined {
  const { fields } = event;
  if (!VERBS.has(fields["aws.ses.verb"] ?? "")) return undefined;
  const targets = fields["aws.ses.target.name"] ?? [];
  const values = fields["aws.ses.setting.value"] ?? [];
  const row = textRow(event);
  const { cells } = row;
  return {
    row: {
      ...row,
      cells: { ...cells, caller: clipped(cells.caller), what: clipped(cells.what) },
    },
    thing: JSON.stringify([
      fields["cloud.account.id"],
      fields["cloud.region"],
      fields["aws.ses.target.kind"],
      targets.slice(0, MOST_PAIRS).map(clipped),
    ]),
    pairs: pairsOf((fields["aws.ses.setting.name"] ?? []).slice(0, MOST_PAIRS), values),
  };
}

/** Names with their values; a setting that is a list has one name for several. */
function pairsOf(
  names: readonly string[],
  values: readonly string[],
): readonly (readonly [name: string, value: string])[] {
  const lists = new Map<string, string[]>();
  for (const [place, name] of names.entries())
    lists.set(name, [...(lists.get(name) ?? []), values[place] ?? ""]);
  return [...lists].map(([name, list]) => [clipped(name), clipped(list.join(", "))]);
}

/** Changes in order of time, each with what it wrote over. */
export function toldChanges(inOrder: readonly Change[]): readonly ToldChange[] {
  const known = new Map<string, Map<string, string>>();
  return inOrder.map(({ row, thing, pairs }) => {
    if (row.failed) return { row, written: [] };
    const settings = known.get(thing) ?? new Map<string, string>();
    known.set(thing, settings);
    const written = pairs
      .map(([name, after]) => ({ name, before: settings.get(name), after }))
      .filter(({ before, after }) => before !== after);
    for (const [name, after] of pairs) settings.set(name, after);
    return { row, written };
  });
}

/** Text of strangers, printable and of bounded length. */
export function clipped(text: string): string {
  const shown = text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
  return printable(Buffer.from(shown).toString());
}
