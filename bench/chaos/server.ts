/**
 * A real Elasticsearch of the trial's own, small in every way, that stands still for a minute, takes nothing, and is killed
 * while one run writes to it; and a mapping that refuses one event in a thousand.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "../../src/sinks/elasticsearch/client.ts";
import { ownElasticsearch } from "../../test/support/own-elasticsearch.ts";
import { plainClient } from "../../test/sinks/elasticsearch/support.ts";
import { openAccount, type Figures } from "./account.ts";
import { Broken } from "./broken.ts";
import { runChild, startChild, summaryOf, type Child } from "./child.ts";
import { elasticsearchDestination } from "./destinations.ts";
import { writeTrail } from "./trail.ts";
import type { Setting } from "./trial.ts";

const PORT = 9280;
/** One thread with room for one more batch; requests of 1 MB. */
const SMALL = [
  "thread_pool.write.size=1",
  "thread_pool.write.queue_size=1",
  "http.max_content_length=1mb",
];
const FILES = 200;
const EVENTS = 500;
/** One event in so many has what the mapping refuses: the first of each second file. */
const ODD_FILES = 2;
const STILL_MS = 60_000;
const BLOCKED_MS = 5_000;
const HANGS_AFTER_MS = 900_000;
const CUSTOM = "/_component_template/logs-ses.cloudtrail@custom";

/** Waits until the checkpoint calls so many more files done, or the run is over. */
async function moreDone(child: Child, checkpoint: string, more: number): Promise<void> {
  const doneCount = (): number =>
    existsSync(checkpoint)
      ? (readFileSync(checkpoint, "latin1").match(/^[\w-]{16}d/gm)?.length ?? 0)
      : 0;
  const enough = doneCount() + more;
  while (!child.isOver() && doneCount() < enough) await sleep(20);
}

const refuseCodes = (client: Client): Promise<unknown> =>
  client.transport.request({
    method: "PUT",
    path: CUSTOM,
    body: {
      template: { mappings: { properties: { error: { properties: { code: { type: "long" } } } } } },
    },
  });

/** One trial. */
export async function serverTrial({ folder, control, files, events }: Setting): Promise<Figures> {
  const server = ownElasticsearch(PORT);
  const { url } = await server.start(SMALL);
  const client = plainClient(url);
  const destination = elasticsearchDestination(url);
  try {
    let written = 0;
    const trail = writeTrail(join(folder, "trail"), files ?? FILES, events ?? EVENTS, (text) =>
      written++ % ODD_FILES === 0
        ? text.replace('"requestParameters"', '"errorCode":"Odd","requestParameters"')
        : text,
    );
    const odd = Array.from({ length: files ?? FILES }, (_, index) => index)
      .filter((index) => index % ODD_FILES === 0)
      .map((index) => `f${index}-0`);
    const checkpoint = join(folder, "checkpoint");
    const letters = join(folder, "dead.ndjson");
    const account = openAccount(trail, checkpoint, destination, control === "overlook");
    await refuseCodes(client);

    const more = ["--retry-for", "10m", "--summary", "json", ...destination.args];
    const child = startChild(
      ["ship", trail.folder, "--checkpoint", checkpoint, "--dead-letter", letters, ...more],
      { hangsAfterMs: HANGS_AFTER_MS },
    );
    const stream = `logs-ses.cloudtrail-${destination.args.at(-1)}`;
    const blocked = (isBlocked: boolean): Promise<unknown> =>
      client.indices.putSettings({ index: stream, settings: { "index.blocks.write": isBlocked } });
    await moreDone(child, checkpoint, 10);
    const isUnderWay = !child.isOver();
    server.pause();
    await sleep(STILL_MS);
    server.resume();
    await moreDone(child, checkpoint, 10);
    await blocked(true);
    await sleep(BLOCKED_MS);
    await blocked(false);
    await moreDone(child, checkpoint, 10);
    const wasKilled = !child.isOver();
    await server.kill();
    await server.startAgain(SMALL);
    const ended = await child.ended;
    if (ended.code !== 3)
      throw new Broken(
        `the run ended with ${ended.code ?? ended.signal}: ${ended.err.slice(-600)}`,
      );
    const { destinations } = summaryOf(ended) as unknown as {
      readonly destinations: readonly { readonly retries: number }[];
    };

    const refused = readFileSync(letters, "utf8")
      .trim()
      .split("\n")
      .map((line) => /"eventID\\":\\"([^\\]+)/.exec(line)?.[1] ?? line.slice(0, 100));
    if (refused.toSorted().join() !== odd.toSorted().join())
      throw new Broken(`${refused.length} dead letters, and not those ${odd.length} that must be`);
    const counted = await destination.counted();
    const wrong = odd.find((id) => counted.has(id));
    if (wrong !== undefined) throw new Broken(`${wrong} is there, and a dead letter, too`);

    await client.transport.request({ method: "PUT", path: CUSTOM, body: { template: {} } });
    await client.indices.rollover({ alias: stream });
    await runChild(["replay", letters, ...more], [0], { hangsAfterMs: HANGS_AFTER_MS });
    if (existsSync(letters)) throw new Broken("letters that were delivered are still there");
    return {
      "stopped dead under way": Number(isUnderWay),
      "killed under way": Number(wasKilled),
      "batches sent again": destinations[0]?.retries ?? 0,
      "refused and replayed": refused.length,
      ...(await account.settle()),
    };
  } finally {
    await client.close();
    await server.stop();
  }
}
