/**
 * What the index template costs the server: the same events into fresh data streams, by our template and by ours with one
 * thing changed, in turns. Told are the CPU of the server of ELASTICSEARCH_URL, whose process is ELASTICSEARCH_PID, and the
 * bytes on its disk. A server that others use at the same time tells nothing.
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { elasticsearchClient } from "../src/sinks/elasticsearch/client.ts";
import { lackingFeatures } from "../src/sinks/elasticsearch/features.ts";
import type { Lacking } from "../src/sinks/elasticsearch/mappings.ts";
import { eventTemplates } from "../src/sinks/elasticsearch/templates.ts";
import { cpuMsOf } from "./cpu.ts";
import { trailFile } from "./data.ts";
import { median, table } from "./tables.ts";

const TURNS = Number(process.env["BENCH_TURNS"] ?? 3);
const EVENTS = 20_000;
const EVENTS_A_REQUEST = 1_000;
const LINES = join("bench", "data", "template.ndjson");

/** The mapping of a field, or of an object with fields. */
interface Mapping {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Mapping>>;
  /** The same value, indexed in further ways. */
  readonly fields?: Readonly<Record<string, Mapping>>;
  readonly [setting: string]: unknown;
}

/** What an index is made of. */
interface Template {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly mappings: Mapping;
}

/** A way that the template could be. */
interface Variant {
  readonly name: string;
  readonly logsdb?: boolean;
  readonly settings?: Template["settings"];
  /** What takes the place of a field's mapping. */
  readonly change?: (mapping: Mapping) => Mapping;
  /** Events as `--keep-original` makes them. */
  readonly originals?: true;
}

const ONLY_KEPT: Mapping = { type: "keyword", index: false, doc_values: false };

/** Changes mappings that are `fits`. */
const where =
  (fits: (mapping: Mapping) => boolean, to: (mapping: Mapping) => Mapping) =>
  (mapping: Mapping): Mapping =>
    fits(mapping) ? to(mapping) : mapping;
const isJsonText = ({ fields }: Mapping): boolean => fields !== undefined;
const isFlattened = ({ type }: Mapping): boolean => type === "flattened";
const isProse = ({ type }: Mapping): boolean => type === "match_only_text" || type === "text";

const VARIANTS: readonly Variant[] = [
  { name: "as it is" },
  {
    name: "JSON texts without their words",
    change: where(isJsonText, ({ fields: _words, ...mapping }) => mapping),
  },
  {
    name: "JSON texts by their words alone",
    change: where(isJsonText, ({ fields }) => fields?.["text"] ?? ONLY_KEPT),
  },
  { name: "JSON texts only kept", change: where(isJsonText, () => ONLY_KEPT) },
  {
    name: "flattened copies only kept",
    change: where(isFlattened, () => ({ type: "object", enabled: false })),
  },
  { name: "messages only kept", change: where(isProse, () => ONLY_KEPT) },
  { name: "with `event.original`, only kept", originals: true },
  { name: "the server's own compression", settings: { "index.codec": "default" } },
  { name: "logsdb", logsdb: true },
];

function changed(mapping: Mapping, change: (mapping: Mapping) => Mapping): Mapping {
  const { properties } = mapping;
  if (properties === undefined) return change(mapping);
  const inner = Object.entries(properties).map(([key, each]) => [key, changed(each, change)]);
  return { ...mapping, properties: Object.fromEntries(inner) as Mapping["properties"] & object };
}

function templateOf({ logsdb = false, settings, change }: Variant, lacking: Lacking): Template {
  const parts = eventTemplates("ses.cloudtrail", { logsdb }, lacking).parts.map(
    ({ body }) => body["template"] as Partial<Template> | undefined,
  );
  const mappings = parts.find((part) => part?.mappings !== undefined)?.mappings ?? {};
  return {
    settings: {
      ...parts.find((part) => part?.settings !== undefined)?.settings,
      "index.number_of_replicas": 0,
      ...settings,
    },
    mappings: change === undefined ? mappings : changed(mappings, change),
  };
}

/** Bodies of bulk requests with what `ship` writes. */
async function bodiesOf(originals: boolean): Promise<readonly string[]> {
  const path = await trailFile(EVENTS, 1);
  const keep = originals ? ["--keep-original"] : [];
  const args = ["dist/main.js", "ship", path, "--to", `file:${LINES}`, ...keep];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  const lines = readFileSync(LINES, "utf8").trimEnd().split("\n");
  return Array.from({ length: Math.ceil(lines.length / EVENTS_A_REQUEST) }, (_, request) =>
    lines
      .slice(request * EVENTS_A_REQUEST, (request + 1) * EVENTS_A_REQUEST)
      .map((line) => {
        const id = /"record_id":"([^"]+)"/.exec(line)?.[1] ?? "";
        return `{"create":{"_id":"${id}"}}\n${line}\n`;
      })
      .join(""),
  );
}

/** What a turn cost. */
interface Cost {
  readonly cpuMs: number;
  readonly bytes: number;
}

async function turnOf(url: string, template: Template, bodies: readonly string[]): Promise<Cost> {
  const stream = "logs-sestrail.bench-template";
  const ask = async (method: string, path: string, body?: string): Promise<unknown> => {
    const headers = { "Content-Type": "application/x-ndjson" };
    const response = await fetch(url + path, { method, headers, ...(body && { body }) });
    if (response.ok) return response.json();
    throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  };
  const definition = { index_patterns: [stream], priority: 900, data_stream: {}, template };
  await ask("PUT", "/_index_template/sestrail-bench-template", JSON.stringify(definition));
  await ask("PUT", `/_data_stream/${stream}`);
  try {
    const begunMs = cpuMsOf(process.env["ELASTICSEARCH_PID"]);
    for (const body of bodies) {
      const answer = await ask("POST", `/${stream}/_bulk?filter_path=errors`, body);
      if ((answer as { errors: boolean }).errors) throw new Error("events were refused");
    }
    await ask("POST", `/${stream}/_forcemerge?max_num_segments=1`);
    // What was merged away is let go of, and counts no longer.
    await ask("POST", `/${stream}/_refresh`);
    const cpuMs = cpuMsOf(process.env["ELASTICSEARCH_PID"]) - begunMs;
    const columns = "bytes=b&format=json&h=size,docs.count";
    const segments = (await ask("GET", `/_cat/segments/${stream}?${columns}`)) as {
      readonly size: string;
      readonly "docs.count": string;
    }[];
    const [{ size, "docs.count": count } = { size: "", "docs.count": "0" }] = segments;
    if (segments.length !== 1 || Number(count) !== EVENTS)
      throw new Error(`${segments.length} segments, ${count} of ${EVENTS} events`);
    return { cpuMs, bytes: Number(size) };
  } finally {
    await ask("DELETE", `/_data_stream/${stream}`);
    await ask("DELETE", "/_index_template/sestrail-bench-template");
  }
}

/** Each variant in turns, after one round that is not counted: a server runs warm. */
export async function templates(): Promise<void> {
  const url = process.env["ELASTICSEARCH_URL"];
  if (url === undefined) throw new Error("ELASTICSEARCH_URL names no server");
  const client = elasticsearchClient({ url, requestTimeoutMs: 60_000 });
  const lacking = await lackingFeatures(client, new AbortController().signal);
  await client.close();
  if ("kind" in lacking) throw new Error(lacking.why);
  const plain = await bodiesOf(false);
  const withOriginals = await bodiesOf(true);
  const costs = new Map<Variant, Cost[]>(VARIANTS.map((variant) => [variant, []]));
  for (let turn = 0; turn <= TURNS; turn += 1)
    for (const [variant, list] of costs) {
      const bodies = variant.originals === true ? withOriginals : plain;
      const cost = await turnOf(url, templateOf(variant, lacking), bodies);
      console.error(`${turn} ${variant.name}: ${cost.cpuMs} ms, ${cost.bytes} bytes`);
      if (turn > 0) list.push(cost);
    }
  const each = (list: readonly Cost[], of: (cost: Cost) => number): number =>
    median(list.map(of)) / EVENTS;
  const [asItIs = []] = costs.values();
  const more = (one: number, base: number): string => `${Math.round(100 * (one / base - 1))} %`;
  table(`what an event costs the server (without: ${[...lacking].join(", ") || "nothing"})`, [
    ["template", "CPU of the server", "more", "on disk", "more"],
    ...[...costs].map(([{ name }, list]) => {
      const us = each(list, ({ cpuMs }) => cpuMs * 1000);
      const bytes = each(list, (cost) => cost.bytes);
      return [
        name,
        `${us.toFixed(0)} µs`,
        more(
          us,
          each(asItIs, ({ cpuMs }) => cpuMs * 1000),
        ),
        `${bytes.toFixed(0)} B`,
        more(
          bytes,
          each(asItIs, (cost) => cost.bytes),
        ),
      ];
    }),
  ]);
}
