/** A real Elasticsearch that is killed with -9 while it is written to, and started again: everything is there, once. */
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import { retrying } from "../../src/pipeline/retry.ts";
import type { Outcome } from "../../src/sinks/sink.ts";
import { calm, plainClient, sinkAt } from "../sinks/elasticsearch/support.ts";
import { itemOf, someEvents } from "../support/events.ts";
import { ownElasticsearch, services } from "../support/own-elasticsearch.ts";

// Without TLS: the service script makes a new authority with each start.
const elasticsearch = ownElasticsearch(9262);

describe.skipIf(!services)("a crash", () => {
  afterAll(() => elasticsearch.stop());

  it("loses nothing that was acknowledged, and doubles nothing that was sent again", async () => {
    const { url } = await elasticsearch.start([]);
    const { sink, stream } = sinkAt(url);
    await sink.open(calm());
    const retries: string[] = [];
    const write = retrying(sink, {
      retryForMs: 400_000,
      now: () => performance.now(),
      random: Math.random,
      sleep: (ms, signal) => sleep(ms, undefined, { signal }),
      onRetry: ({ code }) => retries.push(code),
    });
    const state = { isOver: false, sent: 0 };
    const writing = (async () => {
      const outcomes: Outcome[] = [];
      // Until it was seen to be away, and is back.
      for (; !state.isOver; state.sent += 50) {
        const events = someEvents(`b${state.sent}`, 50);
        outcomes.push(
          ...(await write(
            events.map((event) => itemOf(sink, event)),
            calm(),
          )),
        );
      }
      return outcomes;
    })();
    while (state.sent < 500) await sleep(20);
    await elasticsearch.kill();
    await elasticsearch.startAgain([]);
    state.isOver = true;
    const outcomes = await writing;
    const kinds = new Set(outcomes.map(({ kind }) => kind));
    expect([...kinds].filter((kind) => kind !== "delivered" && kind !== "duplicate")).toEqual([]);
    expect(retries.length).toBeGreaterThan(0);
    const client = plainClient(url);
    await client.indices.refresh({ index: stream });
    expect((await client.count({ index: stream })).count).toBe(state.sent);
    await client.close();
    await sink.close();
  }, 600_000);
});
