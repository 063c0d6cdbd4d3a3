/**
 * Looks for events that a data stream holds already. `create` refuses a known id only in the newest backing index, so
 * an event that is sent again after a rollover would be doubled, unless the older ones are asked first.
 */
import { listIn, textIn } from "./answer.ts";
import { ask } from "./ask.ts";
import type { Client } from "./client.ts";
import type { Fault } from "./faults.ts";

/** Those of the ids that the stream holds, or why it cannot be asked. */
export type Recheck = (
  ids: readonly string[],
  signal: AbortSignal,
) => Promise<ReadonlySet<string> | Fault>;

/** A recheck for one data stream. With one backing index it costs one short question; `create` does the rest. */
export function recheckOf(clientNow: () => Client, stream: string): Recheck {
  const path = encodeURIComponent(stream);
  let refreshed = "";
  return async (ids, signal) => {
    const client = clientNow();
    const resolved = await ask(client, { method: "GET", path: `/_resolve/index/${path}` }, signal);
    if (resolved.kind === "refused" && resolved.status === 404) return new Set();
    if (resolved.kind !== "granted") return resolved;
    const [dataStream] = listIn(resolved.body, "data_streams");
    const indices = listIn(dataStream, "backing_indices");
    if (indices.length < 2) return new Set();

    // Indices behind the newest take no more events: one refresh a rollover shows all that they hold.
    if (refreshed !== indices.join()) {
      const refresh = await ask(client, { method: "POST", path: `/${path}/_refresh` }, signal);
      if (refresh.kind !== "granted") return refresh;
      refreshed = indices.join();
    }
    const search = await ask(
      client,
      {
        method: "POST",
        path: `/${path}/_search`,
        query: { filter_path: "hits.hits._id" },
        body: {
          query: { ids: { values: ids } },
          size: ids.length,
          _source: false,
          track_total_hits: false,
        },
      },
      signal,
    );
    if (search.kind !== "granted") return search;
    return new Set(listIn(search.body, "hits", "hits").map((hit) => textIn(hit, "_id")));
  };
}
