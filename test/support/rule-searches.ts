/** Rules asked of a real Elasticsearch. */
import { toQuery } from "../../src/kibana/elasticsearch-query.ts";
import { parseKql } from "../../src/rules/kql.ts";
import type { SearchIndex } from "./search-index.ts";

/** The ids of the documents that meet a condition, sorted. */
export async function idsInIndex(kql: string, index: SearchIndex): Promise<readonly string[]> {
  const parsed = parseKql(kql);
  if (!parsed.ok) throw new Error(`${kql}: ${parsed.why}`);
  const answer = (await index.search({
    size: 10_000,
    query: toQuery(parsed.query),
    _source: false,
  })) as { hits: { hits: { _id: string }[] } };
  return answer.hits.hits.map(({ _id }) => _id).sort();
}
