/**
 * The canonical event made from a Record: flat, typed by the field table, the same for every shape.
 * Absent is `undefined`; there are no nulls, no empty strings and no empty arrays.
 */
import type { JsonValue, Position, RawElement } from "../records/element.ts";
import type { FIELDS, FieldName } from "../tables/fields.ts";

/** One entry of `aws.cloudtrail.resources`. */
export interface Resource {
  readonly arn?: string;
  readonly account_id?: string;
  readonly type?: string;
}

type Scalar<Type> = Type extends "long"
  ? number
  : Type extends "boolean"
    ? boolean
    : Type extends "objects"
      ? Resource
      : Type extends "flattened"
        ? JsonValue
        : string;

/** What a field of this row holds. */
export type ValueOf<Row> = Row extends { type: infer Type; many: true }
  ? readonly Scalar<Type>[]
  : Row extends { type: infer Type }
    ? Scalar<Type>
    : never;

/** Fields that `normalise` fills; the others are the shaper's. */
export type EventFieldName = {
  [Name in FieldName]: (typeof FIELDS)[Name] extends { by: "shape" } ? never : Name;
}[FieldName];

/** Every field, present or undefined: one hidden class for all events. */
export type EventFields = {
  readonly [Name in EventFieldName]: ValueOf<(typeof FIELDS)[Name]> | undefined;
};

/** The canonical event. Immutable. */
export interface SesEvent {
  readonly fields: EventFields;
  /** True for calls of Amazon SES, false for other services (`--event-source`). */
  readonly ses: boolean;
  readonly position: Position;
  readonly raw: RawElement;
}

/** What `normalise` is told besides the Record. It has no clock of its own. */
export interface NormaliseContext {
  /** Time of reading, ISO 8601. */
  readonly readAt: string;
  /** Put the raw record into `event.original`. */
  readonly keepOriginal: boolean;
}

/** The reason why a Record has no event. */
export interface Unshapeable {
  readonly unshapeable: { readonly code: string; readonly reason: string };
}

/** What became of a Record: an event, or the reason why it has none. */
export type Normalised = { readonly event: SesEvent } | Unshapeable;
