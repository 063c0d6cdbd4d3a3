/** JSON as the demo makes it. `demo/` imports nothing of the pipeline, so that it can check it from outside. */

/** Any JSON value. */
export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  [key: string]: JsonValue;
}
