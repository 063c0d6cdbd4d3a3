/** An event as one line of JSON for a data stream. */
import type { SesEvent } from "../../ses/event.ts";

/** Nested objects from dotted names. */
export function ecsLine(
  event: SesEvent,
  context: { readonly dataset: string; readonly namespace: string },
): string {
  const root: Record<string, unknown> = {};
  const put = (name: string, value: unknown): void => {
    const keys = name.split(".");
    const last = keys.pop() ?? name;
    let at = root;
    for (const key of keys) at = (at[key] ??= {}) as Record<string, unknown>;
    at[last] = value;
  };
  for (const [name, value] of Object.entries(event.fields)) {
    if (value !== undefined) put(name, value);
  }
  put("data_stream.type", "logs");
  put("data_stream.dataset", context.dataset);
  put("data_stream.namespace", context.namespace);
  put("event.dataset", context.dataset);
  return JSON.stringify(root);
}
