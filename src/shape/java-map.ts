/**
 * Parameters as Java prints a map: the form that Elastic's own CloudTrail pipeline gives them, and that its detection
 * rules search for, such as `*enabled=true*`.
 */

/**
 * `{"enabled":true,"identity":"example.com"}` becomes `{enabled=true, identity=example.com}`. Takes canonical JSON
 * text, whose order of keys it keeps; text that is no JSON comes back as it is.
 */
export function javaMapText(json: string): string {
  try {
    return print(JSON.parse(json) as unknown);
  } catch {
    return json;
  }
}

function print(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(print).join(", ")}]`;
  if (typeof value !== "object" || value === null) return String(value);
  const members = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${members.map(([key, at]) => `${key}=${print(at)}`).join(", ")}}`;
}
