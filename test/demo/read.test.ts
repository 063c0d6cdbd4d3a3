/** The product reads a folder that the demo wrote, as a whole, and finds what the manifest says. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Manifest } from "../../src/demo/manifest.ts";
import { writeDemo } from "../../src/demo/write.ts";
import { prefilterOf } from "../../src/records/prefilter.ts";
import { readLogFile } from "../../src/records/read.ts";
import { filesSource } from "../../src/sources/files.ts";

const OPTIONS = { seed: 11, end: new Date("2027-01-03T00:00:00Z"), scale: 0.1 } as const;
const LIMITS = {
  maxRecordBytes: 16 * 1024 * 1024,
  maxDecompressedBytes: undefined,
  maxNesting: 256,
};

let folder = "";
let manifest: Manifest;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sestrail-demo-read-"));
  manifest = await writeDemo(folder, OPTIONS);
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** What the files of one sort held. */
const nothing = () => ({ files: 0, elements: 0, passedOver: 0, unreadable: 0, ses: 0 });

/** Reads all below the folder, looking at records that hold a text; counts by sort of file. */
async function readAll(needle: string) {
  const signal = new AbortController().signal;
  const problems: unknown[] = [];
  const sorts = { records: nothing(), digest: nothing(), insight: nothing(), other: nothing() };
  const source = filesSource(folder, { report: (problem) => problems.push(problem) });
  for await (const file of source.files(signal)) {
    const batches = [];
    for await (const batch of readLogFile(
      file,
      { ...LIMITS, prefilter: prefilterOf([needle]) },
      signal,
    ))
      batches.push(batch);
    const end = batches.at(-1)?.end;
    if (end?.fault) problems.push(end.fault);
    const sort = end?.sort;
    const counts =
      sorts[sort === "records" || sort === "digest" || sort === "insight" ? sort : "other"];
    counts.files += 1;
    for (const batch of batches) {
      counts.elements += batch.elements;
      counts.passedOver += batch.passedOver;
      counts.unreadable += batch.unreadable.length;
      counts.ses += batch.records.filter(
        ({ value }) => value["eventSource"] === "ses.amazonaws.com",
      ).length;
    }
  }
  return { problems, sorts };
}

test("every file is recognised, and every SES record found", async () => {
  const { problems, sorts } = await readAll("ses.amazonaws.com");
  expect(problems).toEqual([]);
  expect({
    log: sorts.records.files,
    digest: sorts.digest.files,
    insight: sorts.insight.files,
  }).toEqual(manifest.files);
  expect(sorts.other.files).toBe(0);
  expect(sorts.records.elements).toBe(manifest.records);
  expect(sorts.records.unreadable).toBe(0);
  expect(sorts.records.ses).toBe(manifest.ses.records);
  // Calls that SES makes of others name it too: they are looked at, and are none of its own.
  expect(sorts.records.elements - sorts.records.passedOver).toBeGreaterThan(manifest.ses.records);
});

test("broken control: a reader that looks for another text misses SES records", async () => {
  const { sorts } = await readAll("email.us-east-1");
  expect(sorts.records.ses).toBeLessThan(manifest.ses.records);
});
