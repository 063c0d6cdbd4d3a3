/** Every source holds the contract, and broken ones are found out. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it, onTestFinished } from "vitest";
import { filesSource } from "../../src/sources/files.ts";
import { openPlaces } from "../../src/sources/places.ts";
import { s3Source } from "../../src/sources/s3/source.ts";
import type { Source } from "../../src/sources/source.ts";
import { sqsSource } from "../../src/sources/sqs/source.ts";
import { stdinSource } from "../../src/sources/stdin.ts";
import { freshBucket } from "../support/aws-bucket.ts";
import { memorySource } from "../support/memory-source.ts";
import { s3Event } from "../support/notifications.ts";
import { startS3Stub } from "../support/s3-stub.ts";
import { describeWith } from "../support/services.ts";
import { startSqsStub } from "../support/sqs-stub.ts";
import { SOURCE_CLAUSES, sourceContract, type SourceContract } from "./source.ts";

const many = (contents: Readonly<Record<string, string>>): Source => memorySource(contents);

function folderOf(contents: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "sestrail-source-"));
  for (const [name, content] of Object.entries(contents))
    writeFileSync(join(folder, name), content);
  return folder;
}

const ignore = { report: (): void => {} };

sourceContract("memory", { make: async (contents) => many(contents), holds: "many" });
sourceContract("a folder", {
  make: async (contents) => filesSource(folderOf(contents), ignore),
  holds: "many",
});
sourceContract("a glob", {
  make: async (contents) => filesSource(join(folderOf(contents), "*.json"), ignore),
  holds: "many",
});
sourceContract("a file", {
  make: async (contents) => filesSource(join(folderOf(contents), "a.json"), ignore),
  holds: "one",
});
sourceContract("stdin", {
  make: async (contents) => {
    const bytes = (async function* () {
      yield Buffer.from(Object.values(contents).join(""));
    })();
    return stdinSource(bytes);
  },
  holds: "one",
});

sourceContract("a bucket, by a stub", {
  make: async (contents) => {
    const stub = await startS3Stub({ pageSize: 2 });
    onTestFinished(() => stub.close());
    for (const [name, content] of Object.entries(contents))
      stub.objects.set(name, { body: Buffer.from(content) });
    return s3Source("s3://trail", { env: stub.env, ...ignore });
  },
  holds: "many",
});
sourceContract("a bucket whose objects another thread opens, by a stub", {
  make: async (contents) => {
    const stub = await startS3Stub({ pageSize: 2 });
    for (const [name, content] of Object.entries(contents))
      stub.objects.set(name, { body: Buffer.from(content) });
    const source = await s3Source("s3://trail", { env: stub.env, ...ignore });
    const places = openPlaces(stub.env);
    onTestFinished(async () => {
      places.close();
      await stub.close();
    });
    return {
      ...source,
      async *files(signal) {
        for await (const { place } of source.files(signal))
          if (place !== undefined) yield places.fileAt(structuredClone(place));
      },
    };
  },
  holds: "many",
});
sourceContract("a queue, by stubs", {
  make: async (contents) => {
    const bucket = await startS3Stub();
    const queue = await startSqsStub();
    for (const [name, content] of Object.entries(contents)) {
      bucket.objects.set(name, { body: Buffer.from(content) });
      queue.send(s3Event("trail", [name], content.length));
    }
    const env = { ...bucket.env, ...queue.env };
    const source = await sqsSource(queue.source, { env, untilEmpty: true, ...ignore });
    onTestFinished(async () => {
      await source.close();
      await Promise.all([bucket.close(), queue.close()]);
    });
    return source;
  },
  holds: "many",
});
describeWith("AWS_ENDPOINT_URL", "at the AWS endpoint", (endpoint) => {
  sourceContract("a bucket", {
    make: async (contents) => {
      const bucket = await freshBucket(endpoint);
      for (const [key, content] of Object.entries(contents))
        await bucket.put(`logs/${key}`, content);
      return s3Source(`s3://${bucket.name}/logs`, { env: bucket.env, ...ignore });
    },
    holds: "many",
  });
});

describe("control: broken sources fail the contract", () => {
  const broken: Readonly<Record<string, (source: Source) => Source>> = {
    "drops the last file": (source) => ({
      ...source,
      async *files(signal) {
        let before;
        for await (const file of source.files(signal)) {
          if (before !== undefined) yield before;
          before = file;
        }
      },
    }),
    "gives a file twice": (source) => ({
      ...source,
      async *files(signal) {
        for await (const file of source.files(signal)) yield* [file, file];
      },
    }),
    "goes on when it is aborted": (source) => ({
      ...source,
      files: () => source.files(new AbortController().signal),
    }),
    "names files anew each time": (source) => ({
      ...source,
      async *files(signal) {
        for await (const file of source.files(signal)) yield { ...file, id: String(Math.random()) };
      },
    }),
    "counts what it gave among the rest": (source) => ({
      ...source,
      rest: (signal) => source.files(signal),
    }),
    "can be closed once only": (source) => {
      let closed = false;
      return {
        ...source,
        close: async () => {
          if (closed) throw new Error("closed already");
          closed = true;
        },
      };
    },
  };

  it.each(Object.keys(broken))("%s", async (fault) => {
    const breaks = broken[fault] as (source: Source) => Source;
    const contract: SourceContract = {
      make: async (contents) => breaks(many(contents)),
      holds: "many",
    };
    const failed = await Promise.all(
      SOURCE_CLAUSES.map((clause) =>
        clause.holds(contract).then(
          () => false,
          () => true,
        ),
      ),
    );
    expect(failed).toContain(true);
  });
});

describe("folders", () => {
  it("takes every file, in the order of names, and nothing hidden; what it may be is said", async () => {
    const folder = folderOf({
      "b.json": "[]",
      "a.json.gz": gzipSync("[]").toString("latin1"),
      "c.txt": "no log",
      ".hidden.json": "[]",
      "d.ndjson": "[]",
    });
    const names: string[] = [];
    for await (const file of filesSource(folder, ignore).files(new AbortController().signal))
      names.push(`${file.name.slice(folder.length + 1)}${file.isGuess === true ? "?" : ""}`);
    expect(names).toEqual(["a.json.gz", "b.json", "c.txt?", "d.ndjson"]);
  });

  it("says so where there are none", async () => {
    const told: string[] = [];
    const source = filesSource(folderOf({}), { report: ({ code }) => told.push(code) });
    for await (const _ of source.files(new AbortController().signal)) throw new Error("a file?");
    expect(told).toEqual(["E_NO_LOGS"]);
  });
});
