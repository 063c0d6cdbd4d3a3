/** Where trials deliver to, and how what has arrived is counted: past sestrail, in what the destination itself holds. */
import { randomBytes } from "node:crypto";
import { appendFileSync, existsSync, statSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { dropStream, plainClient } from "../../test/sinks/elasticsearch/support.ts";
import { startOtlpStub } from "../../test/support/otlp-stub.ts";
import type { Chance } from "../chance.ts";
import { addedLines } from "./added-lines.ts";
import { Broken } from "./broken.ts";

/** How often each event is there, by its id. */
export type Counted = Map<string, number>;

/** A destination of one trial. */
export interface Destination {
  /** Options of `ship`. */
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Whether an event that is sent twice is there twice. */
  readonly mayDouble: boolean;
  /** What arrives later than it was answered for is waited for so long. */
  readonly settlesMs: number;
  counted(): Promise<Counted>;
  /** What happens to it between two runs. */
  disturb(): Promise<void>;
  /** What may happen to it while a run is under way. */
  readonly meanwhile?: () => Promise<void>;
  close(): Promise<void>;
}

function count(counted: Counted, id: string): void {
  counted.set(id, (counted.get(id) ?? 0) + 1);
}

const nothing = (): Promise<void> => Promise.resolve();
const freshNamespace = (): string => `chaos${randomBytes(6).toString("hex")}`;

/** `--to file: --append`. Between runs its last line is torn, as a power failure leaves it. */
export function fileDestination(path: string): Destination {
  const counted: Counted = new Map();
  const added = addedLines(path);
  let read = 0;
  return {
    args: ["--to", `file:${path}`, "--append"],
    mayDouble: true,
    settlesMs: 0,
    async counted() {
      for (const line of added()) {
        read += 1;
        try {
          count(counted, (JSON.parse(line) as { event: { id: string } }).event.id);
        } catch {
          throw new Broken(`line ${read} of the output is no JSON: ${line.slice(0, 100)}`);
        }
      }
      return new Map(counted);
    },
    async disturb() {
      if (existsSync(path)) appendFileSync(path, '{"@timestamp":"2026-11-');
    },
    close: nothing,
  };
}

/** A real Elasticsearch. Its data stream rolls over, during a run and between two. */
export function elasticsearchDestination(url: string): Destination {
  const namespace = freshNamespace();
  const stream = `logs-ses.cloudtrail-${namespace}`;
  const client = plainClient(url);
  const rollOver = async (): Promise<void> =>
    void (await client.indices.rollover({ alias: stream }, { ignore: [404] }));
  return {
    args: ["--to", `elasticsearch:${url}`, "--namespace", namespace],
    mayDouble: false,
    settlesMs: 0,
    async counted() {
      const counted: Counted = new Map();
      if (!(await client.indices.exists({ index: stream }))) return counted;
      await client.indices.refresh({ index: stream });
      const found = client.helpers.scrollDocuments<{ event: { id: string } }>({
        index: stream,
        size: 5_000,
        _source: ["event.id"],
      });
      for await (const { event } of found) count(counted, event.id);
      return counted;
    },
    disturb: rollOver,
    meanwhile: rollOver,
    async close() {
      await dropStream(client, stream);
      await dropStream(client, `logs-sestrail.run-${namespace}`);
      await client.close();
    },
  };
}

/** A real Collector, which writes what it took into a file. */
export function collectorDestination(endpoint: string, logsPath: string): Destination {
  const namespace = freshNamespace();
  const counted: Counted = new Map();
  const added = addedLines(logsPath, statSync(logsPath, { throwIfNoEntry: false })?.size);
  return {
    args: ["--to", `otlp:${endpoint}`, "--namespace", namespace],
    mayDouble: true,
    settlesMs: 10_000,
    async counted() {
      // A line is a request, and a request is of one run.
      for (const line of added())
        if (line.includes(namespace)) for (const id of idsIn(line)) count(counted, id);
      return new Map(counted);
    },
    disturb: nothing,
    close: nothing,
  };
}

/** A stub of a Collector, which takes its time to answer. What it was sent is there, whether its answer was heard or not. */
export async function slowDestination(chance: Chance, slowestMs: number): Promise<Destination> {
  const counted: Counted = new Map();
  const stub = await startOtlpStub(({ body }, response) => {
    for (const id of idsIn(body.toString())) count(counted, id);
    void sleep(chance.below(slowestMs)).then(() => response.end());
  });
  return {
    args: ["--to", `otlp:${stub.url}`],
    env: { OTEL_EXPORTER_OTLP_PROTOCOL: "http/json" },
    mayDouble: true,
    settlesMs: 0,
    counted: () => Promise.resolve(counted),
    disturb: nothing,
    close: () => stub.close(),
  };
}

/** Ids of the events in a request of OTLP/JSON, each once for each time it is there. */
export function idsIn(body: string): readonly string[] {
  const found = body.matchAll(/"key":"event\.id","value":\{"stringValue":"([^"]+)"/g);
  return [...found].map(([, id = ""]) => id);
}
