/** The fields that boards, searches and rules may name, by data view, and what may be done with each. */
import { FIELDS, type FieldName, type FieldRow, type FieldType } from "../tables/fields.ts";
import { RUN_FIELDS, type RunFieldName } from "../tables/run-fields.ts";
import type { ViewKey } from "./ids.ts";
import { RUNTIME_FIELDS, type RuntimeFieldName } from "./runtime-fields.ts";

/** Any field that a board may name. */
export type BoardField = FieldName | RunFieldName | RuntimeFieldName;

/** What a data view knows of a field. */
export interface ViewField {
  readonly type: FieldType;
  readonly label?: string;
  /** Stands in one shape only: a board that uses it is blind on the other road. */
  readonly shape?: "ecs" | "otel";
}

function viewFields(table: Readonly<Record<string, FieldRow>>): ReadonlyMap<string, ViewField> {
  return new Map(
    Object.entries(table).map(([name, row]) => [
      name,
      {
        type: row.type,
        ...(row.label === undefined ? {} : { label: row.label }),
        // In OTel the timestamp is no attribute but a part of every record; Elasticsearch stores it under this name.
        ...(row.shape === undefined || name === "@timestamp" ? {} : { shape: row.shape }),
      },
    ]),
  );
}

/** The fields of a data view, by name. */
export const VIEW_FIELDS: Readonly<Record<ViewKey, ReadonlyMap<string, ViewField>>> = {
  events: new Map<string, ViewField>([
    ...viewFields(FIELDS),
    ...Object.entries(RUNTIME_FIELDS).map(
      ([name, { type, label }]) => [name, { type, label }] as const,
    ),
  ]),
  runs: viewFields(RUN_FIELDS),
};
