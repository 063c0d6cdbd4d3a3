/** Reads JSON of unknown shape, taking nothing for granted: what the linter judges may be broken, and what a server answers may be anything. */

/** A JSON object whose members are not known. */
export type Unknown = Readonly<Record<string, unknown>>;

/** The value as an object; an empty one if it is none. */
export function record(value: unknown): Unknown {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Unknown)
    : {};
}

/** The value as a list; an empty one if it is none. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/** The value as text; empty if it is none. */
export function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** The value as a number, or NaN. */
export function number(value: unknown): number {
  return typeof value === "number" ? value : Number.NaN;
}

/** The texts of a list. */
export function texts(value: unknown): readonly string[] {
  return list(value).filter((item) => typeof item === "string");
}

/** What a string of JSON holds, or undefined if it is no string or no JSON. */
export function parsed(value: unknown): unknown {
  if (typeof value !== "string") return undefined;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return undefined;
  }
}
