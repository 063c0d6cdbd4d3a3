/**
 * The template of the OTel road: documents as a Collector's Elasticsearch exporter writes them (mapping mode `otel`) are
 * found under the same field names as those of the ECS road.
 * Source: https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/exporter/elasticsearchexporter
 */
import { expect, it, onTestFinished } from "vitest";
import { setupElasticsearch } from "../../../src/sinks/elasticsearch/setup.ts";
import {
  calm,
  dropDataset,
  dropStream,
  freshNamespace,
  lackingAt,
  mappingOf,
  plainClient,
} from "./support.ts";
import { describeWith } from "../../support/services.ts";

const DOCUMENT = {
  // Milliseconds with a fraction, as text.
  "@timestamp": "1795165331000.123456",
  observed_timestamp: "1795165400000.5",
  severity_number: 9,
  event_name: "aws.ses.api_call",
  body: { text: "DKIM signing turned off for example.com" },
  data_stream: { type: "logs", dataset: "ses.cloudtrail.otel", namespace: "default" },
  resource: {
    attributes: { "cloud.region": "eu-west-1", "service.name": "amazon-ses", "unknown.one": 1 },
  },
  attributes: {
    "event.action": "SetIdentityDkimEnabled",
    "event.created": "2026-11-20T09:03:20.000Z",
    "source.ip": "203.0.113.44",
    "aws.ses.verb": "update",
    "aws.ses.signals": ["dkim_weakened"],
    "aws.cloudtrail.resources.arn": ["arn:aws:ses:eu-west-1:111122223333:identity/example.com"],
    "aws.cloudtrail.request_parameters": '{"dkimEnabled":false}',
    "unknown.two": { deep: [1, "two"] },
  },
};

describeWith("ELASTICSEARCH_URL", "the template of the OTel road", (url) => {
  const client = plainClient(url);

  it("finds a Collector's documents under the names of the ECS road, and grows by none", async () => {
    const dataset = `ses.${freshNamespace()}`;
    const namespace = freshNamespace();
    const stream = `logs-${dataset}.otel-${namespace}`;
    onTestFinished(async () => {
      await dropStream(client, stream);
      await dropStream(client, `logs-sestrail.run-${namespace}`);
      await dropDataset(client, dataset);
    });
    await setupElasticsearch(
      client,
      { connection: { url }, dataset, namespace, overwrite: false, dryRun: false },
      calm(),
    );
    const write = (document: unknown) =>
      client.transport.request({
        method: "POST",
        path: `/${stream}/_create/${freshNamespace()}`,
        querystring: { refresh: true },
        body: document as Record<string, unknown>,
      });
    await write(DOCUMENT);
    const before = await mappingOf(client, stream);
    await write({
      ...DOCUMENT,
      attributes: { "event.created": "Jan 19, 2023", "source.ip": "AWS Internal", new: { a: 1 } },
    });
    expect(await mappingOf(client, stream)).toEqual(before);

    for (const query of [
      { term: { "aws.ses.verb": "update" } },
      { term: { "aws.ses.signals": "dkim_weakened" } },
      { term: { "source.ip": "203.0.113.0/24" } },
      { prefix: { "aws.cloudtrail.resources.arn": "arn:aws:ses" } },
      { range: { "event.created": { gte: "2026-11-20T09:00:00Z", lt: "2026-11-20T10:00:00Z" } } },
      { term: { "attributes.event.action": "SetIdentityDkimEnabled" } },
    ]) {
      const { count } = await client.count({ index: stream, query });
      expect([query, count]).toEqual([query, 1]);
    }
    for (const query of [
      { match_phrase: { message: "signing turned off" } },
      { term: { "cloud.region": "eu-west-1" } },
      { range: { "@timestamp": { gte: "2026-11-20", lt: "2026-11-21" } } },
    ]) {
      const { count } = await client.count({ index: stream, query });
      expect([query, count]).toEqual([query, 2]);
    }
    expect((await lackingAt(client)).has("passthrough")).toBe(
      JSON.stringify(before).includes('"type":"alias","path":"attributes.aws.ses.verb"'),
    );
  });
});
