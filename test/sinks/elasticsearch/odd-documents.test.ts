/**
 * Odd documents: whatever CloudTrail records hold, no document is refused for it, and no mapping grows by it. The
 * conflicts are those between SES's own actions: the same parameter as a text here and as an object there.
 */
import { expect, it, onTestFinished } from "vitest";
import type { JsonValue } from "../../../src/records/element.ts";
import { eventOf, itemOf } from "../../support/events.ts";
import {
  calm,
  dropStream,
  freshNamespace,
  lackingAt,
  mappingOf,
  oddItem,
  plainClient,
  sinkAt,
} from "./support.ts";
import { describeWith } from "../../support/services.ts";

const LONG = "y".repeat(100_000);

function nested(depth: number): JsonValue {
  let value: JsonValue = "bottom";
  for (let level = 0; level < depth; level += 1) value = { level: value };
  return value;
}

/** Parameters that would break a dynamic mapping, in pairs or by themselves. */
const PARAMETERS: Readonly<Record<string, JsonValue>> = {
  "template as an object": { template: { templateName: "welcome", subjectPart: "hi" } },
  "template as a text": { template: "welcome" },
  "content as a text": { templateContent: "<p>hi</p>" },
  "content as an object": { templateContent: { html: "<p>hi</p>", subject: "hi" } },
  "destinations as texts": { destinations: ["a@example.com", "b@example.com"] },
  "destinations as objects": {
    destinations: [{ destination: { toAddresses: ["a@example.com"] } }],
  },
  "status as a text": { status: "Success" },
  "status as objects": { status: [{ status: "Success", messageId: "1" }] },
  "filter as a free map": { filter: { anything: "goes", x: 1 } },
  "filter as an object": {
    filter: { name: "block", ipFilter: { policy: "Block", cidr: "0.0.0.0/0" } },
  },
  "names in two cases": { sNSDestination: { topicARN: "a" }, snsDestination: { topicArn: "b" } },
  "keys with dots and colons": { "aws:ses:arn": "x", "a.b.c": "1", a: { "b.c": "2" }, "": "empty" },
  "numbers, booleans and nulls in one place": { a: [1, "two", true, null, { b: 3 }] },
  "5,000 keys": Object.fromEntries(
    Array.from({ length: 5000 }, (_, index) => [`key${index}`, index]),
  ),
  "a text of 100 KB": { policy: LONG },
  "nested 18 deep": nested(18),
  "a list": [{ a: 1 }, { b: 2 }],
  "a number over 2^63": { n: 1e300 },
};

describeWith("ELASTICSEARCH_URL", "odd documents", (url) => {
  const client = plainClient(url);

  it("are all taken, and grow no mapping", async () => {
    const { sink, stream } = sinkAt(url);
    onTestFinished(async () => {
      await dropStream(client, stream);
      await sink.close();
    });
    await sink.open(calm());
    // The first event settles the constants of the stream.
    await sink.write([itemOf(sink, eventOf("usual"))], calm());
    const before = await mappingOf(client, stream);

    const items = Object.entries(PARAMETERS).map(([name, value]) => {
      const text = JSON.stringify(value);
      return itemOf(
        sink,
        eventOf(name, {
          "aws.cloudtrail.request_parameters": text,
          "aws.cloudtrail.response_elements": text,
          "aws.cloudtrail.flattened.request_parameters": value,
          "aws.cloudtrail.flattened.response_elements": value,
          "aws.cloudtrail.flattened.additional_fields": value,
        }),
      );
    });
    const texts = eventOf("every text of 100 KB", {
      message: LONG,
      "event.action": LONG,
      "error.message": LONG,
      "user.id": LONG,
      "user_agent.original": LONG,
      "aws.ses.effect": LONG,
      "aws.ses.target.name": [LONG, "short", LONG],
      "email.subject": "\u0000\ud800 \u{1F4E7}".repeat(5000),
      "event.original": LONG,
      "aws.cloudtrail.request_parameters": LONG,
      "aws.cloudtrail.resources": [{ arn: LONG }, { account_id: "000000000001" }],
    });
    const malformed = oddItem(sink, "malformed numbers, dates and addresses", {
      source: { ip: "AWS Internal", address: "AWS Internal" },
      event: { sequence: "many", created: "Jan 19, 2023 5:55:08 PM" },
      related: { ip: ["203.0.113.1", "ses.amazonaws.com"] },
    });
    const unknown = oddItem(sink, "fields that no table has", {
      "brand.new": { deep: nested(15) },
      aws: { ses: { unheard_of: 1 }, cloudtrail: { unheard_of: { a: 1 } } },
    });
    const outcomes = await sink.write([...items, itemOf(sink, texts), malformed, unknown], calm());
    const refused = outcomes.flatMap((outcome, index) =>
      outcome.kind === "delivered" ? [] : [[items[index]?.id ?? index, outcome]],
    );
    expect(refused).toEqual([]);
    expect(await mappingOf(client, stream)).toEqual(before);
  });

  it("control: a stream without the template loses documents and grows", async () => {
    const namespace = freshNamespace();
    const dataset = "sestrail.control";
    const stream = `logs-${dataset}-${namespace}`;
    await client.indices.putIndexTemplate({
      name: `logs-${dataset}`,
      index_patterns: [`logs-${dataset}-*`],
      data_stream: {},
      priority: 500,
    });
    onTestFinished(async () => {
      await dropStream(client, stream);
      await client.indices.deleteIndexTemplate({ name: `logs-${dataset}` }, { ignore: [400] });
    });
    const { sink } = sinkAt(url, { dataset, namespace, setup: false });
    await sink.write([itemOf(sink, eventOf("usual"))], calm());
    const before = await mappingOf(client, stream);
    const outcomes = await sink.write(
      Object.entries(PARAMETERS).map(([name, value]) =>
        itemOf(sink, eventOf(name, { "aws.cloudtrail.flattened.request_parameters": value })),
      ),
      calm(),
    );
    expect(outcomes.filter(({ kind }) => kind === "rejected").length).toBeGreaterThan(2);
    expect(await mappingOf(client, stream)).not.toEqual(before);
    await sink.close();
  });

  it("are found by what is mapped", async () => {
    const { sink, stream } = sinkAt(url);
    onTestFinished(async () => {
      await dropStream(client, stream);
      await sink.close();
    });
    await sink.open(calm());
    const event = eventOf("found", {
      message: "DKIM signing turned off for example.com",
      "source.ip": "203.0.113.44",
      "aws.ses.setting.pair": ["dkimEnabled=false"],
      "aws.cloudtrail.request_parameters": '{"dkimEnabled":false,"identity":"example.com"}',
      "aws.cloudtrail.flattened.request_parameters": {
        dkimEnabled: false,
        identity: "example.com",
      },
    });
    await sink.write([itemOf(sink, event), itemOf(sink, eventOf("other"))], calm());
    await client.indices.refresh({ index: stream });
    const found = async (query: Record<string, unknown>): Promise<string[]> => {
      const answer = await client.search({ index: stream, query, _source: false });
      return answer.hits.hits.map((hit) => hit._id ?? "");
    };
    const lacking = await lackingAt(client);
    for (const query of [
      { match_phrase: { message: "signing turned off" } },
      { term: { "source.ip": "203.0.113.0/24" } },
      { term: { "aws.ses.setting.pair": "dkimEnabled=false" } },
      { wildcard: { "aws.cloudtrail.request_parameters": '*"dkimEnabled":false*' } },
      { match: { "aws.cloudtrail.request_parameters.text": "example.com" } },
      ...(lacking.has("flattened")
        ? []
        : [{ term: { "aws.cloudtrail.flattened.request_parameters.identity": "example.com" } }]),
    ]) {
      expect([query, await found(query)]).toEqual([query, ["found"]]);
    }
    expect(
      await found({ range: { "@timestamp": { gte: "2026-11-20", lt: "2026-11-21" } } }),
    ).toHaveLength(2);
  });
});
