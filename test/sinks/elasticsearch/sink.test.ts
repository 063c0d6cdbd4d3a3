/** The Elasticsearch sink against a real server. */
import { describe } from "vitest";
import { sinkContract } from "../../contract/sink.ts";
import {
  ELASTICSEARCH_URL,
  dropStream,
  idsIn,
  mappingOf,
  plainClient,
  rawItem,
  sinkAt,
} from "./support.ts";

const url = ELASTICSEARCH_URL ?? "http://127.0.0.1:9";

describe.skipIf(ELASTICSEARCH_URL === undefined)("the Elasticsearch sink", () => {
  const client = plainClient(url);

  sinkContract("elasticsearch", {
    knowsIds: true,
    poison: (item) => rawItem(item.id, JSON.stringify({ "@timestamp": "no date at all" })),
    make: () => {
      const { sink, stream } = sinkAt(url);
      return Promise.resolve({
        sink,
        delivered: () => idsIn(client, stream),
        state: async () => [
          await mappingOf(client, stream).catch(() => undefined),
          await client.indices.getIndexTemplate({ name: "logs-ses.cloudtrail" }),
        ],
        dispose: () => dropStream(client, stream),
      });
    },
  });
});
