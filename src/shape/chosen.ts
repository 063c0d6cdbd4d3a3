/** Columns that people choose by name: those of tsv, and fields by their whole or short names. */
import type { EventFields, SesEvent } from "../ses/event.ts";
import { FIELD_NAMES, fieldRow, type FieldName } from "../tables/fields.ts";
import { printable } from "./printable.ts";
import type { TextRow } from "./text/row.ts";
import { TSV_COLUMNS, tsvCells } from "./tsv.ts";

/** A field that can be chosen, by its whole name or its short one; undefined where there is none. */
export function fieldCalled(name: string): FieldName | undefined {
  return FIELD_NAMES.find((field) => {
    const { by, short } = fieldRow(field);
    return by === undefined && (field === name || short === name);
  });
}

/** Short names of fields, in table order. */
export const SHORT_NAMES: readonly string[] = FIELD_NAMES.flatMap(
  (field) => fieldRow(field).short ?? [],
);

/** Names that a column may be chosen by, for suggestions. */
export const COLUMN_NAMES: readonly string[] = [
  ...new Set([...TSV_COLUMNS, ...SHORT_NAMES, ...FIELD_NAMES]),
];

/** Whether a column can be chosen by this name. */
export function isColumn(name: string): boolean {
  return TSV_COLUMNS.includes(name) || fieldCalled(name) !== undefined;
}

/** What an event shows in chosen columns: printable, and empty where it has nothing. */
export function chosenCells(
  names: readonly string[],
  event: SesEvent,
  row: TextRow,
): readonly string[] {
  const cells = tsvCells(row);
  return names.map((name) => {
    const place = TSV_COLUMNS.indexOf(name);
    if (place !== -1) return cells[place] ?? "";
    const field = fieldCalled(name);
    return field === undefined ? "" : fieldTexts(event, field).join(", ");
  });
}

/** The values of a field, printable; none where the event does not have it. */
export function fieldTexts({ fields }: SesEvent, name: FieldName): readonly string[] {
  const value: unknown = (fields as Partial<Record<FieldName, EventFields[keyof EventFields]>>)[
    name
  ];
  if (value === undefined) return [];
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.map((one) => printable(typeof one === "string" ? one : JSON.stringify(one)));
}
