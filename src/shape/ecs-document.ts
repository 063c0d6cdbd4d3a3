/** The type of an ECS document, made from the field table: `doc.aws?.ses?.effect` is known to be a text. */
import type { ValueOf } from "../ses/event.ts";
import type { FIELDS, FieldName } from "../tables/fields.ts";

/** Fields that stand in the ECS shape. */
type EcsName = {
  [Name in FieldName]: (typeof FIELDS)[Name] extends { shape: "otel" } ? never : Name;
}[FieldName];

/** `aws` of `aws.ses.effect`. */
type Head<Name extends string> = Name extends `${infer Key}.${string}` ? Key : Name;

/** `ses.effect` of `aws.ses.effect`, under `aws`. */
type Rest<Key extends string, Name extends string> = Name extends `${Key}.${infer Tail}`
  ? Tail
  : never;

/** The object of all names below a path, which is empty or ends in a dot. */
type Nested<Path extends string, Name extends string> = {
  readonly [Key in Head<Name>]?: `${Path}${Key}` extends EcsName
    ? ValueOf<(typeof FIELDS)[`${Path}${Key}`]>
    : // oxlint-disable-next-line typescript/no-generated-empty-object-type -- never comes to that: a name that is no field has names below it
      Nested<`${Path}${Key}.`, Rest<Key, Name>>;
};

/** A document: nested objects, without nulls and empties. */
export type EcsDocument = Nested<"", EcsName>;
