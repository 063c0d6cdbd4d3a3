/** Saved objects: the lines of a Kibana import file, their ids and their stamps. */

/** A pointer from one saved object to another. Kibana resolves `id`, and finds its place by `name`. */
export interface Reference {
  readonly type: ObjectType;
  readonly id: string;
  readonly name: string;
}

/** Types of saved objects that sestrail ships. */
export type ObjectType = "tag" | "index-pattern" | "search" | "dashboard";

/** One line of the import file. */
export interface SavedObject {
  readonly id: string;
  readonly type: ObjectType;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly references: readonly Reference[];
  readonly coreMigrationVersion: string;
  readonly typeMigrationVersion: string;
  readonly managed: false;
}

/**
 * Versions of the shapes that are written, by type. A Kibana that does not know a stamp yet refuses the whole file,
 * so these are the oldest that carry what the boards need.
 */
export const STAMPS: Readonly<Record<ObjectType, string>> = {
  tag: "8.0.0",
  "index-pattern": "8.0.0",
  search: "8.0.0",
  dashboard: "8.9.0",
};

/** Version of the shape that all objects share. */
export const CORE_STAMP = "8.8.0";

/** Makes a saved object with its stamps. `managed` is false, so that users may edit what they have imported. */
export function savedObject(
  type: ObjectType,
  id: string,
  attributes: Readonly<Record<string, unknown>>,
  references: readonly Reference[] = [],
): SavedObject {
  return {
    id,
    type,
    attributes,
    references,
    coreMigrationVersion: CORE_STAMP,
    typeMigrationVersion: STAMPS[type],
    managed: false,
  };
}

/** One object a line, with a line end after the last. */
export function toNdjson(objects: readonly object[]): string {
  return objects.map((object) => `${JSON.stringify(object)}\n`).join("");
}
