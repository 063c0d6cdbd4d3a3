/**
 * One measurement in a process of its own: `node measure.js NAME PATH [ROUNDS]`. Prints one JSON line: the time of each
 * round after start-up, and the peak memory of the process.
 */
import { createReadStream, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { chain } from "stream-chain";
import { pick } from "stream-json/filters/pick.js";
import { parser } from "stream-json/parser.js";
import { streamArray } from "stream-json/streamers/stream-array.js";
import { createGunzip, gunzipSync } from "node:zlib";
import { openBooks } from "../src/pipeline/books.ts";
import { run } from "../src/pipeline/run.ts";
import type { RecordElement } from "../src/records/element.ts";
import { prefilterOf } from "../src/records/prefilter.ts";
import { readLogFile } from "../src/records/read.ts";
import type { RecordBatch } from "../src/records/reading.ts";
import type { SesEvent } from "../src/ses/event.ts";
import { normalise } from "../src/ses/normalise.ts";
import { needlesBeside, needlesOf, type Selection } from "../src/ses/select.ts";
import { ecsLine, toEcs } from "../src/shape/ecs.ts";
import { otelLine, toOtel } from "../src/shape/otel.ts";
import { textRow } from "../src/shape/text/row.ts";
import { textTable } from "../src/shape/text/table.ts";
import { openSink } from "../src/sinks/registry.ts";
import type { Destination } from "../src/sinks/destination.ts";
import { filesSource } from "../src/sources/files.ts";

const STREAM = { dataset: "ses.cloudtrail", namespace: "bench" };
const SELECTION: Selection = {
  eventSources: ["ses.amazonaws.com"],
  since: undefined,
  until: undefined,
  accounts: [],
  regions: [],
  actions: [],
  writesOnly: false,
  related: false,
};
const WITH_RELATED: Selection = { ...SELECTION, related: true };
const LIMITS = { maxRecordBytes: 16 << 20, maxDecompressedBytes: undefined, maxNesting: 256 };
const NOWHERE: Destination = {
  kind: "file",
  name: "file",
  path: "/dev/null",
  format: "ecs",
  text: { columns: 120, color: false, order: "time" },
  append: true,
  cutTorn: false,
  dataStream: STREAM,
};
const calm = new AbortController().signal;

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : path.endsWith(".gz") ? [path] : [];
  });
}

async function readRecords(
  path: string,
  keep?: RecordElement[],
  selection = SELECTION,
): Promise<number> {
  let elements = 0;
  const options = {
    ...LIMITS,
    prefilter: prefilterOf(needlesOf(selection), needlesBeside(selection)),
  };
  const take = (batch: RecordBatch): void => {
    elements += batch.elements;
    keep?.push(...batch.records);
  };
  for await (const file of filesSource(path, { report() {} }).files(calm)) {
    const batches = readLogFile(file, options, calm);
    if (Symbol.iterator in batches) for (const batch of batches) take(batch);
    else for await (const batch of batches) take(batch);
  }
  return elements;
}

async function ship(
  path: string,
  destination: Destination,
  selection = SELECTION,
): Promise<number> {
  const sink = await openSink(destination, {
    stdout: process.stdout,
    env: process.env,
    report: (problem) => console.error(problem),
  });
  const books = openBooks([sink.name]);
  await run({
    sources: [filesSource(path, { report() {} })],
    destinations: [sink],
    selection,
    limits: LIMITS,
    keepOriginal: false,
    concurrency: 4,
    maxMemoryBytes: 64 << 20,
    retryForMs: 60_000,
    deadLetterPath: undefined,
    checkpointPath: undefined,
    recheck: false,
    drain: calm,
    abort: calm,
    report: (problem) => console.error(problem),
    now: () => new Date(),
    books,
  });
  await sink.close();
  const [to] = books.destinations;
  return (to?.delivered ?? 0) + (to?.duplicate ?? 0);
}

/** Does something with each event, and answers how often it was done. */
async function perEvent(path: string, act: (event: SesEvent) => unknown): Promise<() => number> {
  const records: RecordElement[] = [];
  await readRecords(path, records);
  const context = { readAt: new Date().toISOString(), keepOriginal: false };
  const events = records.slice(0, 20_000).flatMap((record) => {
    const made = normalise(record, context);
    return "event" in made ? [made.event] : [];
  });
  return () => {
    for (const event of events) act(event);
    return events.length;
  };
}

type Measured = (path: string) => Promise<() => Promise<number> | number>;

/** What can be measured. Each prepares, then gives what is timed; that answers what it counted. */
const MEASURES: Readonly<Record<string, Measured>> = {
  gunzip: async (path) => async () => {
    let bytes = 0;
    const stored = createReadStream(path, { highWaterMark: 1 << 20 });
    for await (const chunk of stored.pipe(createGunzip({ chunkSize: 256 << 10 })))
      bytes += (chunk as Uint8Array).length;
    return bytes;
  },
  read: async (path) => () => readRecords(path),
  "read-related": async (path) => () => readRecords(path, undefined, WITH_RELATED),
  "parse-whole": async (path) => () => {
    const { Records } = JSON.parse(gunzipSync(readFileSync(path)).toString()) as {
      Records: { eventSource?: string }[];
    };
    return Records.filter(({ eventSource }) => eventSource === "ses.amazonaws.com").length;
  },
  "stream-json": async (path) => async () => {
    let records = 0;
    const stored = createReadStream(path, { highWaterMark: 1 << 20 });
    const values = stored
      .pipe(createGunzip({ chunkSize: 256 << 10 }))
      .compose(
        chain([parser(), pick({ filter: "Records" }), streamArray()] as never[]),
      ) as AsyncIterable<{
      value: { eventSource?: string };
    }>;
    for await (const { value } of values)
      if (value.eventSource === "ses.amazonaws.com") records += 1;
    return records;
  },
  "tree-gunzip": async (folder) => () => {
    let bytes = 0;
    for (const path of filesBelow(folder)) bytes += gunzipSync(readFileSync(path)).length;
    return bytes;
  },
  "tree-script": async (folder) => () => {
    let records = 0;
    for (const path of filesBelow(folder)) {
      const { Records } = JSON.parse(gunzipSync(readFileSync(path)).toString()) as {
        Records: { eventSource?: string }[];
      };
      records += Records.filter(({ eventSource }) => eventSource === "ses.amazonaws.com").length;
    }
    return records;
  },
  decode: async (path) => {
    const records: RecordElement[] = [];
    await readRecords(path, records);
    const texts = records.slice(0, 20_000).map(({ raw }) => raw.text);
    return () => {
      let members = 0;
      for (const text of texts) members += Object.keys(JSON.parse(text) as object).length;
      return members > 0 ? texts.length : 0;
    };
  },
  normalise: async (path) => {
    const records: RecordElement[] = [];
    await readRecords(path, records);
    const some = records.slice(0, 20_000);
    const context = { readAt: new Date().toISOString(), keepOriginal: false };
    return () => {
      for (const record of some) normalise(record, context);
      return some.length;
    };
  },
  "ecs-object": (path) => perEvent(path, (event) => toEcs(event, STREAM)),
  "ecs-line": (path) => perEvent(path, (event) => ecsLine(event, STREAM)),
  "otel-record": (path) => perEvent(path, (event) => toOtel(event, STREAM)),
  "otel-line": (path) => perEvent(path, (event) => otelLine(event, STREAM)),
  "text-line": (path) => {
    const table = textTable({ columns: 120, color: false });
    return perEvent(path, (event) => table.next(textRow(event)));
  },
  "ship-file": async (path) => () => ship(path, NOWHERE),
  "ship-file-related": async (path) => () => ship(path, NOWHERE, WITH_RELATED),
  "ship-elasticsearch": async (path) => () => {
    const dataStream = { ...STREAM, namespace: `bench${process.pid}` };
    const url = process.env["ELASTICSEARCH_URL"] ?? "";
    return ship(path, { kind: "elasticsearch", name: "es", url, setup: true, dataStream });
  },
  "ship-otlp": async (path) => () => {
    const address = process.env["OTEL_EXPORTER_OTLP_ENDPOINT"] ?? "";
    return ship(path, { kind: "otlp", name: "otlp", address, dataStream: STREAM });
  },
};

const [name = "", path = "", rounds = "1"] = process.argv.slice(2);
const measured = MEASURES[name];
if (measured === undefined)
  throw new Error(`unknown: ${name}; known: ${Object.keys(MEASURES).join(" ")}`);
const act = await measured(path);
const timesMs: number[] = [];
const cpuMs: number[] = [];
let counted = 0;
for (let round = 0; round < Number(rounds); round++) {
  const cpu = process.cpuUsage();
  const begunMs = performance.now();
  counted = await act();
  timesMs.push(performance.now() - begunMs);
  const used = process.cpuUsage(cpu);
  cpuMs.push((used.user + used.system) / 1000);
}
console.log(
  JSON.stringify({ name, counted, timesMs, cpuMs, rssMb: process.resourceUsage().maxRSS / 1024 }),
);
