/** An Elasticsearch index for one test: made with given mappings, filled, searched, deleted. */
import { randomBytes } from "node:crypto";

import { elasticsearchClient } from "../../src/sinks/elasticsearch/client.ts";
import { lackingFeatures, type FeatureName } from "../../src/sinks/elasticsearch/features.ts";
import { isFault } from "../../src/sinks/elasticsearch/install.ts";

/** What the server lacks of what mappings use. */
export async function lackingOf(url: string): Promise<ReadonlySet<FeatureName>> {
  const client = elasticsearchClient({ url, requestTimeoutMs: 30_000 });
  const lacking = await lackingFeatures(client, new AbortController().signal);
  await client.close();
  if (isFault(lacking)) throw new Error(`${url} does not tell what it lacks`);
  return lacking;
}

/** A document with its id. */
export interface IndexedDocument {
  readonly id: string;
  readonly document: object;
}

/** An index of one's own. */
export interface SearchIndex {
  readonly name: string;
  /** The server knows the aggregation `top_metrics`. */
  readonly hasTopMetrics: boolean;
  /** Answer to a search, or to another API of the index such as `_eql/search`. */
  search(body: object, api?: string): Promise<unknown>;
  delete(): Promise<void>;
}

const BULK_SIZE = 2000;

/** Makes an index and fills it. Fails when one document is not taken. */
export async function searchIndex(
  url: string,
  mappings: object,
  documents: readonly IndexedDocument[],
): Promise<SearchIndex> {
  const name = `kibana-test-${randomBytes(6).toString("hex")}`;
  const ask = async (method: string, path: string, body?: string): Promise<unknown> => {
    const response = await fetch(new URL(path, url), {
      method,
      headers: { "content-type": "application/json" },
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text);
  };
  await ask(
    "PUT",
    `/${name}`,
    JSON.stringify({ settings: { number_of_shards: 1, number_of_replicas: 0 }, mappings }),
  );
  for (let from = 0; from < documents.length; from += BULK_SIZE) {
    const lines = documents
      .slice(from, from + BULK_SIZE)
      .flatMap(({ id, document }) => [{ index: { _id: id } }, document])
      .map((line) => `${JSON.stringify(line)}\n`);
    const answer = await ask(
      "POST",
      `/${name}/_bulk?filter_path=errors,items.*.error`,
      lines.join(""),
    );
    if ((answer as { errors: boolean }).errors)
      throw new Error(JSON.stringify(answer).slice(0, 2000));
  }
  await ask("POST", `/${name}/_refresh`);
  const topMetrics = {
    top_metrics: { metrics: { field: "@timestamp" }, sort: { "@timestamp": "desc" } },
  };
  const probe = await fetch(new URL(`/${name}/_search`, url), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ size: 0, aggs: { probe: topMetrics } }),
  });
  await probe.text();
  return {
    name,
    hasTopMetrics: probe.ok,
    search: (body, api = "_search") => ask("POST", `/${name}/${api}`, JSON.stringify(body)),
    delete: async () => {
      await ask("DELETE", `/${name}`);
    },
  };
}
