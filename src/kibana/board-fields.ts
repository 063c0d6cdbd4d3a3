/** The fields that boards, searches and rules may name, by data view, and what may be done with each. */
import { FIELDS, type FieldName, type FieldRow, type FieldType } from "../tables/fields.ts";
import type { ViewKey } from "./ids.ts";

/** Fields of a run's document: the books of one run of sestrail, or of one interval with `--follow`. */
const RUN_TYPES = {
  "@timestamp": "date",
  "sestrail.run.files": "long",
  "sestrail.run.bytes": "long",
  "sestrail.run.records": "long",
  "sestrail.run.selected": "long",
  "sestrail.run.delivered": "long",
  "sestrail.run.duplicate": "long",
  "sestrail.run.rejected": "long",
  "sestrail.run.unreadable": "long",
  "sestrail.run.retries": "long",
  "sestrail.run.lag_ms": "long",
  "sestrail.run.exit_code": "long",
  "sestrail.run.version": "keyword",
} as const satisfies Readonly<Record<string, FieldType>>;

/** Name of a field of a run's document. */
export type RunField = keyof typeof RUN_TYPES;

/** Any field that a board may name. */
export type BoardField = FieldName | RunField;

/** What a data view knows of a field. */
export interface ViewField {
  readonly type: FieldType;
  readonly label?: string;
  /** Stands in one shape only: a board that uses it is blind on the other road. */
  readonly shape?: "ecs" | "otel";
}

const EVENT_FIELDS: ReadonlyMap<string, ViewField> = new Map(
  Object.entries<FieldRow>(FIELDS).map(([name, row]) => [
    name,
    {
      type: row.type,
      ...(row.label === undefined ? {} : { label: row.label }),
      // In OTel the timestamp is no attribute but a part of every record; Elasticsearch stores it under this name.
      ...(row.shape === undefined || name === "@timestamp" ? {} : { shape: row.shape }),
    },
  ]),
);

const RUN_FIELDS: ReadonlyMap<string, ViewField> = new Map(
  Object.entries<FieldType>(RUN_TYPES).map(([name, type]) => [name, { type }]),
);

/** The fields of a data view, by name. */
export const VIEW_FIELDS: Readonly<Record<ViewKey, ReadonlyMap<string, ViewField>>> = {
  events: EVENT_FIELDS,
  runs: RUN_FIELDS,
};
