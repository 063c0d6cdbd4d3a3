/** The Elasticsearch destination against real faults: one server with TLS, security and small limits, made to fail in turn. */
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { retrying, type Retry } from "../../src/pipeline/retry.ts";
import { type Client, elasticsearchClient } from "../../src/sinks/elasticsearch/client.ts";
import { printedRole } from "../../src/sinks/elasticsearch/role.ts";
import { setupElasticsearch } from "../../src/sinks/elasticsearch/setup.ts";
import type { Outcome } from "../../src/sinks/sink.ts";
import { itemOf, someEvents } from "../support/events.ts";
import { ownElasticsearch, services } from "../support/own-elasticsearch.ts";
import { calm, freshNamespace, rawItem, sinkAt } from "../sinks/elasticsearch/support.ts";
import { textIn } from "../../src/sinks/elasticsearch/answer.ts";

const PASSWORD = "correct-horse-battery";
const elasticsearch = ownElasticsearch(9260, {
  ELASTICSEARCH_PASSWORD: PASSWORD,
  ELASTICSEARCH_TLS: "1",
});

it.runIf(process.env["CI"] === "true")("the folder of the service scripts is set in CI", () => {
  expect(services).toBeTruthy();
});

const SETTINGS = [
  "http.max_content_length=1mb",
  "indexing_pressure.memory.limit=300kb",
  // One thread that writes, with room for one more batch.
  "thread_pool.write.size=1",
  "thread_pool.write.queue_size=1",
];

/** Waits for something that shows itself only in what it leaves. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await sleep(20);
}

describe.skipIf(!services)("a real Elasticsearch", () => {
  let url = "";
  let ca = "";
  let client: Client;
  const admin = () => ({
    url,
    ca,
    username: "sestrail",
    password: PASSWORD,
    from: "ELASTICSEARCH_PASSWORD",
    requestTimeoutMs: 30_000,
  });

  beforeAll(async () => {
    const started = await elasticsearch.start(SETTINGS);
    url = started.url;
    ca = readFileSync(started.caFile ?? "", "utf8");
    client = elasticsearchClient(admin());
  }, 180_000);

  afterAll(async () => {
    await client?.close();
    await elasticsearch.stop();
  });

  const open = (
    connection: Partial<ReturnType<typeof admin>> & { apiKey?: string } = {},
    options: Parameters<typeof sinkAt>[1] = {},
  ) => sinkAt(url, { connection: { ...admin(), ...connection }, ...options });
  const itemsFor = (sink: ReturnType<typeof open>["sink"], count: number, prefix = "e") =>
    someEvents(prefix, count).map((event) => itemOf(sink, event));
  const kindsOf = (outcomes: readonly Outcome[]) => new Set(outcomes.map(({ kind }) => kind));
  const countIn = async (stream: string): Promise<number> => {
    await client.indices.refresh({ index: stream });
    return (await client.count({ index: stream })).count;
  };
  const clusterSetting = (settings: Record<string, unknown>) =>
    client.cluster.putSettings({ persistent: settings });

  /** An API key of this role; `body` as `printedRole` has it. */
  async function keyOf(body: unknown): Promise<string> {
    const answer: unknown = await client.transport.request({
      method: "POST",
      path: "/_security/api_key",
      body: body as Record<string, unknown>,
    });
    return textIn(answer, "encoded");
  }
  /** What an admin has done once. */
  const setUp = (namespace: string) =>
    setupElasticsearch(
      client,
      {
        connection: { url },
        dataset: "ses.cloudtrail",
        namespace,
        overwrite: false,
        dryRun: false,
      },
      calm(),
    );
  const withKey = (apiKey: string) => ({
    connection: { url, ca, apiKey, from: "ELASTICSEARCH_API_KEY", requestTimeoutMs: 30_000 },
  });

  it("is reached over TLS with its authority, and not without", async () => {
    const { sink } = open();
    await sink.open(calm());
    expect(kindsOf(await sink.write(itemsFor(sink, 3), calm()))).toEqual(new Set(["delivered"]));
    const { lines, ok } = await sink.check(calm());
    expect(ok).toBe(true);
    expect(JSON.stringify(lines)).toContain("may write to logs-ses.cloudtrail-");
    expect(JSON.stringify(lines)).toContain("with ELASTICSEARCH_PASSWORD");
    expect(JSON.stringify([lines, sink.name])).not.toContain(PASSWORD);

    const { ca: _, ...distrusting } = admin();
    const other = sinkAt(url, { connection: distrusting });
    await expect(other.sink.open(calm())).rejects.toMatchObject({ code: "E_ES_TLS" });
  });

  it("wants credentials, and the right ones: E_ES_AUTH", async () => {
    const nobody = sinkAt(url, { connection: { url, ca, requestTimeoutMs: 30_000 } });
    await expect(nobody.sink.open(calm())).rejects.toMatchObject({ code: "E_ES_AUTH" });
    const { sink } = open({ password: "wrong" });
    await expect(sink.open(calm())).rejects.toMatchObject({
      code: "E_ES_AUTH",
      problem: { what: expect.stringContaining("ELASTICSEARCH_PASSWORD") as unknown },
    });
    await expect(sink.write(itemsFor(sink, 2), calm())).rejects.toMatchObject({
      code: "E_ES_AUTH",
    });
    const { ok, lines } = await sink.check(calm());
    expect(ok).toBe(false);
    expect(JSON.stringify(lines)).toContain("E_ES_AUTH");
  });

  it("takes a key with the rights that --print-role names: it writes, rechecks and checks", async () => {
    const namespace = freshNamespace();
    await setUp(namespace);
    const [writer] = printedRole("ses.cloudtrail");
    const { sink, stream, problems } = sinkAt(url, {
      namespace,
      ...withKey(await keyOf(writer.body)),
    });
    await sink.open(calm());
    const items = itemsFor(sink, 5).map((item) => ({ ...item, maybeSent: true }));
    expect(kindsOf(await sink.write(items, calm()))).toEqual(new Set(["delivered"]));
    await client.indices.rollover({ alias: stream });
    expect(kindsOf(await sink.write(items, calm()))).toEqual(new Set(["duplicate"]));
    expect(await sink.check(calm())).toMatchObject({ ok: true });
    await sink.writeRunSummary(
      { "@timestamp": "2026-11-20T09:00:00Z", "sestrail.run.id": "r", "sestrail.run.sequence": 0 },
      calm(),
    );
    expect(problems).toEqual([]);
  });

  it("lets the second key of --print-role set everything up", async () => {
    const [, setup] = printedRole("ses.cloudtrail");
    const key = elasticsearchClient(withKey(await keyOf(setup.body)).connection);
    const lines = await setupElasticsearch(
      key,
      {
        connection: { url },
        dataset: "ses.cloudtrail",
        namespace: freshNamespace(),
        overwrite: false,
        dryRun: false,
      },
      calm(),
    );
    expect(lines.some(([, text]) => text.includes("logs-ses.cloudtrail "))).toBe(true);
    await key.close();
  });

  it("with a key for create_doc alone: writes, says once that it cannot recheck, and goes on", async () => {
    const namespace = freshNamespace();
    await setUp(namespace);
    const apiKey = await keyOf({
      name: "small",
      role_descriptors: {
        small: {
          indices: [{ names: ["logs-ses.cloudtrail-*"], privileges: ["create_doc"] }],
        },
      },
    });
    const { sink, problems } = sinkAt(url, { namespace, ...withKey(apiKey) });
    await sink.open(calm());
    expect(new Set(problems.map(({ code }) => code))).toEqual(new Set(["E_ES_TEMPLATE"]));
    const items = itemsFor(sink, 2).map((item) => ({ ...item, maybeSent: true }));
    expect(kindsOf(await sink.write(items, calm()))).toEqual(new Set(["delivered"]));
    expect(kindsOf(await sink.write(items, calm()))).toEqual(new Set(["duplicate"]));
    expect(problems.filter(({ code }) => code === "E_ES_RECHECK")).toHaveLength(1);
  });

  it("without the right to make the data stream, the run ends: E_ES_RIGHTS; check says so before", async () => {
    const apiKey = await keyOf({
      name: "elsewhere",
      role_descriptors: {
        elsewhere: {
          cluster: ["monitor"],
          indices: [
            { names: ["logs-ses.cloudtrail-*"], privileges: ["view_index_metadata", "read"] },
          ],
        },
      },
    });
    await setUp("default");
    const { sink } = sinkAt(url, withKey(apiKey));
    await sink.open(calm());
    await expect(sink.write(itemsFor(sink, 2), calm())).rejects.toMatchObject({
      code: "E_ES_RIGHTS",
    });
    const { ok, lines } = await sink.check(calm());
    expect(ok).toBe(false);
    expect(JSON.stringify(lines)).toContain("may not write to");
  });

  it("without template, data stream and the rights to make them, the run does not begin: E_ES_SETUP", async () => {
    const dataset = "ses.never";
    const apiKey = await keyOf({
      name: "unprepared",
      role_descriptors: {
        unprepared: {
          cluster: ["monitor"],
          indices: [
            {
              names: ["logs-*"],
              privileges: ["create_doc", "auto_configure", "view_index_metadata"],
            },
          ],
        },
      },
    });
    const { sink } = sinkAt(url, { dataset, ...withKey(apiKey) });
    await expect(sink.open(calm())).rejects.toMatchObject({ code: "E_ES_SETUP" });
  });

  it("429 for a whole request is retryable, and what was refused is taken later", async () => {
    const { sink } = open();
    await sink.open(calm());
    // Bulks in flight count together: among several at once, one passes and the others are over the limit.
    const batches = Array.from({ length: 8 }, (_, index) =>
      itemsFor(sink, 300, `pressure-${index}`),
    );
    const answers = await Promise.all(batches.map((batch) => sink.write(batch, calm())));
    const refused = answers.flat().filter(({ kind }) => kind === "retryable");
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]).toMatchObject({ code: "es_rejected_execution_exception" });
    for (const batch of batches) {
      const again = await sink.write(batch, calm());
      expect(again).toHaveLength(batch.length);
      expect(
        [...kindsOf(again)].filter((kind) => kind !== "delivered" && kind !== "duplicate"),
      ).toEqual([]);
    }
  });

  /** A write that goes on over outages, with real waits. */
  const patient = (sink: ReturnType<typeof open>["sink"], retries: Retry[]) =>
    retrying(sink, {
      retryForMs: 400_000,
      now: () => performance.now(),
      random: Math.random,
      sleep: (ms, signal) => sleep(ms, undefined, { signal }),
      onRetry: (retry) => retries.push(retry),
    });

  it("a write queue of 1 refuses events in answers of success: all are taken later, once", async () => {
    const { sink, stream } = open();
    await sink.open(calm());
    const retries: Retry[] = [];
    const write = patient(sink, retries);
    // Small, so that many are within the limit of what may be in flight, and meet at the queue.
    const batches = Array.from({ length: 24 }, (_, index) => itemsFor(sink, 10, `queue-${index}-`));
    const outcomes = await Promise.all(batches.map((items) => write(items, calm())));
    expect(
      [...kindsOf(outcomes.flat())].filter((kind) => kind !== "delivered" && kind !== "duplicate"),
    ).toEqual([]);
    expect(retries.filter(({ reason }) => reason.includes("queue capacity = 1"))).not.toEqual([]);
    expect(await countIn(stream)).toBe(240);
  });

  it("413 is halved; the one document that is too large alone is refused", async () => {
    const { sink } = open();
    await sink.open(calm());
    const [first, second] = itemsFor(sink, 2, "large");
    if (first === undefined || second === undefined) throw new Error("no items");
    const huge = rawItem(
      "huge",
      JSON.stringify({ "@timestamp": 0, message: "x".repeat(1_500_000) }),
    );
    const outcomes = await sink.write([first, huge, second], calm());
    expect(outcomes.map(({ kind }) => kind)).toEqual(["delivered", "rejected", "delivered"]);
    expect(outcomes[1]).toMatchObject({ code: "http_413" });
  });

  it("a cluster that only reads is retryable as a whole, and heals", async () => {
    const { sink } = open();
    await sink.open(calm());
    await clusterSetting({ "cluster.blocks.read_only": true });
    const items = itemsFor(sink, 3, "read-only");
    const outcomes = await sink.write(items, calm());
    await clusterSetting({ "cluster.blocks.read_only": null });
    expect(kindsOf(outcomes)).toEqual(new Set(["retryable"]));
    expect(outcomes[0]).toMatchObject({ code: "cluster_block_exception" });
    expect(kindsOf(await sink.write(items, calm()))).toEqual(new Set(["delivered"]));
  });

  it("no shard left is retryable, and heals", async () => {
    const { sink } = open();
    await sink.open(calm());
    await clusterSetting({ "cluster.max_shards_per_node": 1 });
    const items = itemsFor(sink, 2, "shards");
    const outcomes = await sink.write(items, calm());
    await clusterSetting({ "cluster.max_shards_per_node": null });
    expect(outcomes).toMatchObject([
      { kind: "retryable", code: "validation_exception" },
      { kind: "retryable", code: "validation_exception" },
    ]);
    expect(kindsOf(await sink.write(items, calm()))).toEqual(new Set(["delivered"]));
  });

  it("the failure store is no delivery", async () => {
    const dataset = "ses.failing";
    const { sink } = open({}, { dataset });
    await sink.open(calm());
    await client.transport.request({
      method: "PUT",
      path: `/_component_template/logs-${dataset}@custom`,
      body: { template: { data_stream_options: { failure_store: { enabled: true } } } },
    });
    const [good] = itemsFor(sink, 1, "good");
    if (good === undefined) throw new Error("no item");
    const outcomes = await sink.write([good, rawItem("bad", '{"@timestamp":"no date"}')], calm());
    expect(outcomes).toMatchObject([
      { kind: "delivered" },
      { kind: "rejected", code: "failure_store" },
    ]);
  });

  it("stopped dead, it is a time-out; going on, it takes what was sent again, once", async () => {
    const namespace = freshNamespace();
    await open({}, { namespace }).sink.open(calm());
    const { sink, stream } = open({ requestTimeoutMs: 4000 }, { namespace });
    const retries: Retry[] = [];
    const write = patient(sink, retries);
    await write(itemsFor(sink, 1, "before"), calm());
    elasticsearch.pause();
    const batches = Array.from({ length: 4 }, (_, index) => itemsFor(sink, 50, `paused-${index}-`));
    const writing = Promise.all(batches.map((items) => write(items, calm())));
    // One at a time is heard of while it stands still.
    await until(() => retries.length > 0);
    elasticsearch.resume();
    const outcomes = await writing;
    expect(
      [...kindsOf(outcomes.flat())].filter((kind) => kind !== "delivered" && kind !== "duplicate"),
    ).toEqual([]);
    expect(retries.map(({ code }) => code)).toContain("timeout");
    expect(await countIn(stream)).toBe(201);
  });

  it("gone for good after it had answered: retryable, not the end", async () => {
    const { sink } = open();
    await sink.open(calm());
    await elasticsearch.stop();
    const outcomes = await sink.write(itemsFor(sink, 2, "gone"), calm());
    expect(outcomes).toMatchObject([
      { kind: "retryable", code: expect.stringMatching(/^connection_/) as unknown },
      { kind: "retryable", code: expect.stringMatching(/^connection_/) as unknown },
    ]);
  });
});
