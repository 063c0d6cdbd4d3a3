/** What is written is what the manifest says, counted again from the files alone. */
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCommandLine } from "../../src/cli/command-line.ts";
import type { Manifest } from "../../src/demo/manifest.ts";
import { STORY_NAMES } from "../../src/demo/stories.ts";
import { MANIFEST_NAME, PUBLIC_KEYS_NAME, writeDemo } from "../../src/demo/write.ts";
import { memoryTerminal } from "../support/terminal.ts";
import type { Raw } from "./facts.ts";

const OPTIONS = { seed: 7, end: new Date("2026-12-01T18:20:00Z"), scale: 0.1 } as const;

let folder = "";
let manifest: Manifest;
let paths: string[] = [];
const records: Raw[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sestrail-demo-"));
  manifest = await writeDemo(join(folder, "made", "for-it"), OPTIONS);
  const root = join(folder, "made", "for-it");
  paths = (await readdir(root, { recursive: true })).filter((path) => path.endsWith(".gz"));
  for (const path of paths.filter((each) => each.includes("_CloudTrail_"))) {
    const text = gunzipSync(await readFile(join(root, path))).toString("utf8");
    records.push(...(JSON.parse(text) as { Records: Raw[] }).Records);
  }
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Counts by a member. */
function countBy(list: readonly Raw[], name: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const record of list) counts[String(record[name])] = (counts[String(record[name])] ?? 0) + 1;
  return counts;
}

test("the files are as many as the manifest says", () => {
  const inFolder = (name: string): number =>
    paths.filter((path) => path.split(/[/\\]/).includes(name)).length;
  expect({
    log: inFolder("CloudTrail"),
    digest: inFolder("CloudTrail-Digest"),
    insight: inFolder("CloudTrail-Insight"),
  }).toEqual(manifest.files);
});

test("the records are what the manifest says, by every count", () => {
  const ses = records.filter((record) => record["eventSource"] === "ses.amazonaws.com");
  expect(records.length).toBe(manifest.records);
  expect(countBy(records, "eventSource")).toEqual(manifest.byEventSource);
  expect({
    records: ses.length,
    failures: ses.filter((record) => "errorCode" in record || "errorMessage" in record).length,
    denials: ses.filter((record) => record["errorCode"] === "AccessDenied").length,
    dataEvents: ses.filter((record) => record["managementEvent"] === false).length,
    byAction: countBy(ses, "eventName"),
    byAccount: countBy(ses, "recipientAccountId"),
    byRegion: countBy(ses, "awsRegion"),
  }).toEqual(manifest.ses);
});

test("the stories' records are in the files, and their signals add up", () => {
  const ids = new Set(records.map((record) => record["eventID"]));
  const stories = Object.entries(manifest.stories);
  expect(stories.map(([name]) => name).sort()).toEqual([...STORY_NAMES].sort());
  const sum: Record<string, number> = {};
  for (const [, story] of stories) {
    expect(story.planted.filter(({ eventID }) => !ids.has(eventID))).toEqual([]);
    expect(story.records).toBe(story.planted.length);
    for (const [signal, count] of Object.entries(story.signals))
      sum[signal] = (sum[signal] ?? 0) + count;
  }
  expect(sum).toEqual(manifest.signals);
});

test("the manifest lies beside the logs, under a name that no log has", async () => {
  const root = join(folder, "made", "for-it");
  expect((await readdir(root)).sort()).toEqual([MANIFEST_NAME, PUBLIC_KEYS_NAME, "AWSLogs"]);
  expect(JSON.parse(await readFile(join(root, MANIFEST_NAME), "utf8"))).toEqual(manifest);
  expect(MANIFEST_NAME).toMatch(/^\./);
});

test("its digests are verified with the key beside them", async () => {
  const root = join(folder, "made", "for-it");
  const terminal = memoryTerminal(["verify", root, "--public-keys", join(root, PUBLIC_KEYS_NAME)]);
  expect(await runCommandLine(terminal)).toBe(0);
  expect(terminal.out()).toContain("invalid     nothing");
  expect(terminal.out()).toMatch(/verified {4}102\/119 digest files valid/);
});

test("broken control: a file that is not counted is noticed", () => {
  const [first] = records;
  expect(countBy([...records, first ?? {}], "eventSource")).not.toEqual(manifest.byEventSource);
});
