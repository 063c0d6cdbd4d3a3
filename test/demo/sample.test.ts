/** The sample that is checked in is the one that the generator makes today. If not: `npm run samples`. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { type Manifest, tallyOf } from "../../src/demo/manifest.ts";
import { SAMPLE, sampleDay } from "../../src/demo/sample.ts";
import { STORIES, type StoryName } from "../../src/demo/stories.ts";
import { MANIFEST_NAME } from "../../src/demo/write.ts";

const FOLDER = fileURLToPath(new URL("../../samples/", import.meta.url));
const FILES = [...sampleDay()];

/** Keys below AWSLogs, with `/`. */
function keysOnDisk(): string[] {
  return readdirSync(join(FOLDER, "AWSLogs"), { recursive: true, encoding: "utf8" })
    .map((path) => `AWSLogs/${path.replaceAll("\\", "/")}`)
    .filter((path) => path.endsWith(".json.gz"))
    .sort();
}

function manifestNow(): Manifest {
  const tally = tallyOf(SAMPLE.seed, SAMPLE.end);
  for (const file of FILES) tally.add(file);
  return tally.manifest();
}

test("its files are those that are made, by name and content", () => {
  expect(keysOnDisk()).toEqual(FILES.map(({ key }) => key).sort());
  const stale = FILES.filter(
    (file) => gunzipSync(readFileSync(join(FOLDER, file.key))).toString("utf8") !== file.text(),
  );
  expect(stale.map(({ key }) => key)).toEqual([]);
});

test("its manifest is the one that is made", () => {
  expect(JSON.parse(readFileSync(join(FOLDER, MANIFEST_NAME), "utf8"))).toEqual(manifestNow());
});

test("it is small: twelve files, some sixty SES calls, under 300 KB", () => {
  const { files, records, ses } = manifestNow();
  expect(files).toEqual({ log: 10, digest: 2, insight: 0 });
  expect(records).toBeGreaterThan(600);
  expect(ses.records).toBeGreaterThan(50);
  expect(ses.records).toBeLessThan(70);
  const bytes = keysOnDisk().reduce((sum, key) => sum + readFileSync(join(FOLDER, key)).length, 0);
  expect(bytes).toBeLessThan(300_000);
});

test("its README tells of every story in it", () => {
  const readme = readFileSync(join(FOLDER, "README.md"), "utf8");
  const { stories, records, ses } = manifestNow();
  const names = Object.keys(stories) as StoryName[];
  for (const name of names) expect(readme).toContain(`| \`${name}\` | ${STORIES[name].happens} |`);
  expect(readme.match(/^\| `/gm)?.length).toBe(names.length);
  expect(readme).toContain(`${records} records, of which ${ses.records} are Amazon SES calls`);
});
