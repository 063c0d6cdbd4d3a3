/** Looks into answers of the server, of which nothing is known until it is looked at. */

/** True for a JSON object. */
export function isJsonObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What lies at a path of keys; undefined where any of them is missing. */
export function valueIn(value: unknown, ...path: readonly string[]): unknown {
  let inner: unknown = value;
  for (const key of path) {
    if (!isJsonObject(inner)) return undefined;
    inner = inner[key];
  }
  return inner;
}

/** The text at a path of keys; empty where there is none. */
export function textIn(value: unknown, ...path: readonly string[]): string {
  const found = valueIn(value, ...path);
  return typeof found === "string" ? found : "";
}

/** The array at a path of keys; empty where there is none. */
export function listIn(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = valueIn(value, ...path);
  return Array.isArray(found) ? found : [];
}
