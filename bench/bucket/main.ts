/**
 * What reading a bucket of small objects costs, against a plain loop over AWS's client that only gets and unzips them.
 * `npm run bench:bucket -- [--objects N] [--rounds N]`. In turns, since the machine is not always as fast; by CPU time of
 * this process, since the server is another.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { gunzipSync } from "node:zlib";
import { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { openBooks } from "../../src/pipeline/books.ts";
import { run } from "../../src/pipeline/run.ts";
import type { Sink } from "../../src/sinks/sink.ts";
import { s3Source } from "../../src/sources/s3/source.ts";

const { values } = parseArgs({
  options: {
    objects: { type: "string", default: "4000" },
    rounds: { type: "string", default: "5" },
  },
});
const objects = Number(values.objects);
const SIDE_BY_SIDE = 16;

const server = fork(resolve("bench/built/bench/bucket/server.js"), [String(objects)]);
const [{ port, bytes }] = (await once(server, "message")) as [{ port: number; bytes: number }];
const endpoint = `http://127.0.0.1:${port}`;
const env = {
  AWS_ENDPOINT_URL: endpoint,
  AWS_ACCESS_KEY_ID: "bench",
  AWS_SECRET_ACCESS_KEY: "bench",
  AWS_REGION: "eu-west-1",
};

/** Gets and unzips, and nothing else. */
async function plainLoop(): Promise<number> {
  const client = new S3Client({
    endpoint,
    forcePathStyle: true,
    region: "eu-west-1",
    credentials: { accessKeyId: "bench", secretAccessKey: "bench" },
    responseChecksumValidation: "WHEN_REQUIRED",
    requestHandler: { httpAgent: { maxSockets: 512 } },
  });
  let plain = 0;
  const keys: string[] = [];
  let token: string | undefined;
  do {
    const page = await client.send(
      new ListObjectsV2Command({ Bucket: "trail", Prefix: "AWSLogs/", ContinuationToken: token }),
    );
    keys.push(...(page.Contents ?? []).map(({ Key = "" }) => Key));
    token = page.NextContinuationToken;
  } while (token !== undefined);
  const work = async (): Promise<void> => {
    for (let Key = keys.pop(); Key !== undefined; Key = keys.pop()) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: "trail", Key }));
      plain += gunzipSync((await Body?.transformToByteArray()) ?? new Uint8Array()).length;
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
  client.destroy();
  return plain;
}

/** Reads, picks, explains and shapes nothing more than that: what is delivered is counted. */
async function sestrail(): Promise<number> {
  const sink: Sink<undefined> = {
    name: "nowhere",
    limits: { maxBytes: 1 << 22, maxItems: 2000, maxAgeMs: 1000, maxInFlight: 4 },
    shape: () => ({ body: undefined, sizeBytes: 500 }),
    open: () => Promise.resolve(),
    write: (items) => Promise.resolve(items.map(() => ({ kind: "delivered" }))),
    check: () => Promise.resolve({ ok: true, lines: [] }),
    close: () => Promise.resolve(),
  };
  const source = await s3Source("s3://trail/AWSLogs/", { env, report: console.error });
  const books = openBooks([sink.name], []);
  const calm = new AbortController().signal;
  await run({
    sources: [source],
    destinations: [sink],
    selection: {
      eventSources: ["ses.amazonaws.com"],
      since: undefined,
      until: undefined,
      accounts: [],
      regions: [],
      actions: [],
      writesOnly: false,
    },
    limits: { maxRecordBytes: 1 << 24, maxDecompressedBytes: undefined, maxNesting: 256 },
    keepOriginal: false,
    concurrency: SIDE_BY_SIDE,
    maxMemoryBytes: 1 << 26,
    retryForMs: 0,
    deadLetterPath: undefined,
    checkpointPath: undefined,
    recheck: false,
    drain: calm,
    abort: calm,
    report: console.error,
    now: () => new Date(),
    books,
  });
  await source.close();
  if (books.files.acked !== objects || books.selected !== objects)
    throw new Error(`only ${books.files.acked} of ${objects} objects were read`);
  return books.bytesRead;
}

const WAYS = { "a plain loop": plainLoop, sestrail } as const;
const cpuMs = new Map<string, number[]>();
const wallMs = new Map<string, number[]>();
for (let round = -1; round < Number(values.rounds); round += 1)
  for (const [name, work] of Object.entries(WAYS)) {
    const cpu = process.cpuUsage();
    const begunMs = performance.now();
    const plain = await work();
    const { user, system } = process.cpuUsage(cpu);
    // The first round warms up.
    if (round < 0) continue;
    if (plain === 0) throw new Error("nothing was read");
    cpuMs.set(name, [...(cpuMs.get(name) ?? []), (user + system) / 1000]);
    wallMs.set(name, [...(wallMs.get(name) ?? []), performance.now() - begunMs]);
  }
server.disconnect();

const least = (all: readonly number[] = []): number => Math.min(...all);
console.log(
  `${objects} objects of ${bytes} bytes, ${SIDE_BY_SIDE} side by side; the best of ${values.rounds}`,
);
for (const name of Object.keys(WAYS)) {
  const cpu = least(cpuMs.get(name));
  const wall = least(wallMs.get(name));
  console.log(
    `${name.padEnd(14)}${(cpu / objects).toFixed(3)} ms CPU an object, ${Math.round((objects / cpu) * 1000)} objects a second and core, ${Math.round((objects / wall) * 1000)} a second here`,
  );
}
const [plain = 1, own = 0] = Object.keys(WAYS).map((name) => least(cpuMs.get(name)));
console.log(`ratio         ${(own / plain).toFixed(2)}`);
