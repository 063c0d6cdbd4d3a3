/** AWS's published sample, from its file to Elasticsearch: 17 records, 16 eventIDs, 17 documents, however often it comes. */
import { readFileSync } from "node:fs";
import { expect, it, onTestFinished } from "vitest";
import type { JsonObject } from "../../src/records/element.ts";
import { normalise } from "../../src/ses/normalise.ts";
import { itemOf } from "../support/events.ts";
import { addressFrom, describeWith } from "../support/services.ts";
import { calm, dropStream, idsIn, plainClient, sinkAt } from "../sinks/elasticsearch/support.ts";

const sample = addressFrom("SESTRAIL_AWS_SAMPLE");

describeWith("ELASTICSEARCH_URL", "AWS's sample", (url) => {
  it.skipIf(sample === undefined)(
    "makes 17 documents, and the same 17 when it comes again",
    async () => {
      const client = plainClient(url);
      const { sink, stream } = sinkAt(url);
      onTestFinished(async () => {
        await dropStream(client, stream);
        await sink.close();
        await client.close();
      });
      const { Records } = JSON.parse(readFileSync(sample ?? "", "utf8")) as {
        Records: JsonObject[];
      };
      const items = Records.flatMap((value, index) => {
        const normalised = normalise(
          { position: { file: "sample.json", index }, value, raw: { text: JSON.stringify(value) } },
          { readAt: "2026-11-20T09:00:00.000Z", keepOriginal: true },
        );
        return "event" in normalised ? [itemOf(sink, normalised.event)] : [];
      });
      expect(items).toHaveLength(17);
      await sink.open(calm());
      const first = await sink.write(items, calm());
      const again = await sink.write(items, calm());
      expect(first.map(({ kind }) => kind)).toEqual(items.map(() => "delivered"));
      expect(again.map(({ kind }) => kind)).toEqual(items.map(() => "duplicate"));
      expect(new Set(await idsIn(client, stream)).size).toBe(17);
      const { count } = await client.count({
        index: stream,
        query: { term: { "aws.ses.known_action": true } },
      });
      expect(count).toBe(17);
    },
  );
});
