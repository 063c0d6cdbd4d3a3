/** A real Elasticsearch for tests: a client of our own, a namespace nobody else has, and what lies in a stream. */
import { randomBytes } from "node:crypto";
import { bulkLines } from "../../../src/sinks/elasticsearch/bulk.ts";
import { type Client, elasticsearchClient } from "../../../src/sinks/elasticsearch/client.ts";
import { type FeatureName, lackingFeatures } from "../../../src/sinks/elasticsearch/features.ts";
import {
  type ElasticsearchSink,
  type ElasticsearchSinkOptions,
  elasticsearchSink,
} from "../../../src/sinks/elasticsearch/sink.ts";
import type { Problem } from "../../../src/telemetry/problem.ts";
import type { Item, Sink } from "../../../src/sinks/sink.ts";
import { eventOf, itemOf } from "../../support/events.ts";

/** A namespace for one test. */
export function freshNamespace(): string {
  return `test${randomBytes(6).toString("hex")}`;
}

/** Features that the server lacks: not every test server has all. */
export async function lackingAt(client: Client): Promise<ReadonlySet<FeatureName>> {
  const lacking = await lackingFeatures(client, calm());
  if ("why" in lacking) throw new Error(lacking.why);
  return lacking;
}

/** A signal that never aborts. */
export function calm(): AbortSignal {
  return new AbortController().signal;
}

/** A client for looking around. */
export function plainClient(url: string): Client {
  return elasticsearchClient({ url, requestTimeoutMs: 30_000 });
}

/** A sink of its own namespace, and what it reported. */
export function sinkAt(
  url: string,
  options: Partial<ElasticsearchSinkOptions> = {},
): { sink: ElasticsearchSink; namespace: string; stream: string; problems: Problem[] } {
  const problems: Problem[] = [];
  const namespace = options.namespace ?? freshNamespace();
  const dataset = options.dataset ?? "ses.cloudtrail";
  const sink = elasticsearchSink({
    connection: { url, requestTimeoutMs: 30_000 },
    dataset,
    namespace,
    setup: true,
    report: (problem) => problems.push(problem),
    ...options,
  });
  return { sink, namespace, stream: `logs-${dataset}-${namespace}`, problems };
}

/** An Item whose document is given, whatever the shaper would make. */
export function rawItem(id: string, document: string): Item<Uint8Array> {
  const event = eventOf(id);
  const body = Buffer.from(bulkLines(id, document));
  return { id, event, body, sizeBytes: body.length };
}

/** An Item whose document has these members over the usual ones. */
export function oddItem(
  sink: Sink<Uint8Array>,
  id: string,
  members: Record<string, unknown>,
): Item<Uint8Array> {
  const item = itemOf(sink, eventOf(id));
  const [, line = ""] = Buffer.from(item.body).toString().split("\n");
  const document = JSON.parse(line) as Record<string, unknown>;
  return rawItem(id, JSON.stringify({ ...document, ...members }));
}

/** Ids in a data stream, repeats included. A missing stream holds none. */
export async function idsIn(client: Client, stream: string): Promise<string[]> {
  await client.indices.refresh({ index: stream }, { ignore: [404] });
  const answer = await client.search(
    { index: stream, size: 10_000, _source: false },
    { ignore: [404] },
  );
  return (answer.hits?.hits ?? []).map((hit) => hit._id ?? "");
}

/** Mappings of a data stream's newest index. */
export async function mappingOf(client: Client, stream: string): Promise<unknown> {
  const answer = await client.indices.getMapping({ index: stream });
  return Object.entries(answer).sort(([a], [b]) => (a < b ? 1 : -1))[0]?.[1];
}

/** Takes a data stream away. */
export async function dropStream(client: Client, stream: string): Promise<void> {
  await client.transport.request(
    { method: "DELETE", path: `/_data_stream/${stream}` },
    { ignore: [404, 405] },
  );
}

/** Takes a dataset's streams and templates away. */
export async function dropDataset(client: Client, dataset: string): Promise<void> {
  const drop = (path: string) =>
    client.transport.request({ method: "DELETE", path }, { ignore: [400, 404, 405] });
  await drop(`/_data_stream/logs-${dataset}-*`);
  for (const name of [dataset, `${dataset}.otel`]) {
    await drop(`/_index_template/logs-${name}`);
    for (const part of ["mappings", "settings", "lifecycle"]) {
      await drop(`/_component_template/logs-${name}@${part}`);
    }
  }
}
