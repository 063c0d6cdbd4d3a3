/** The program over a bucket, at the AWS endpoint of the environment. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { freshBucket, type AwsBucket } from "../support/aws-bucket.ts";
import { runProgram, runWithSummary, startProgram } from "../support/program.ts";
import { trailOf } from "../support/running.ts";
import { describeWith } from "../support/services.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sestrail-s3-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const ACCOUNT = "111122223333";
const keyOf = (day: string, file: string): string =>
  `AWSLogs/${ACCOUNT}/CloudTrail/eu-west-1/2026/11/${day}/${file}.json.gz`;

async function bucketOf(endpoint: string, files: number, events: number): Promise<AwsBucket> {
  const bucket = await freshBucket(endpoint);
  await bucket.put("AWSLogs/", "");
  for (let file = 0; file < files; file += 1) {
    const day = String(19 + (file % 3));
    await bucket.put(keyOf(day, `f${file}`), gzipSync(trailOf(`f${file}`, events)));
  }
  return bucket;
}

const idsOf = (lines: string): string[] =>
  lines
    .trim()
    .split("\n")
    // A kill may have torn the last line.
    .filter((line) => line.endsWith("}"))
    .map((line) => (JSON.parse(line) as { event: { id: string } }).event.id);

describeWith("AWS_ENDPOINT_URL", "ship s3://", (endpoint) => {
  it("reads what is new with a checkpoint, late objects under old days, too", async () => {
    const bucket = await bucketOf(endpoint, 6, 2);
    const target = join(folder, "new.ndjson");
    const args = ["ship", `s3://${bucket.name}/AWSLogs/`, "--to", `file:${target}`, "--append"];
    const run = () =>
      runWithSummary([...args, "--checkpoint", join(folder, "new.checkpoint")], {
        env: bucket.env,
      });
    expect((await run()).summary.files).toMatchObject({ read: 6, acked: 6, done: 0 });
    await bucket.put(keyOf("19", "a-late-one"), gzipSync(trailOf("late", 2)));
    const second = await run();
    expect(second.code).toBe(0);
    expect(second.summary.files).toMatchObject({ read: 1, acked: 1, done: 6 });
    expect(second.summary).toMatchObject({
      fetched: [{ gets: 1, skipped: { "folder marker": 1 } }],
    });
    expect(new Set(idsOf(readFileSync(target, "utf8"))).size).toBe(14);
  });

  it("killed with -9 ten times, and run again: nothing is lost, and little comes twice", async () => {
    const FILES = 40;
    const EVENTS = 60;
    const bucket = await bucketOf(endpoint, FILES, EVENTS);
    const checkpoint = join(folder, "killed.checkpoint");
    const args = ["ship", `s3://${bucket.name}/AWSLogs`, "--checkpoint", checkpoint];
    const to = ["--to", "stdout", "--format", "ecs", "--concurrency", "2"];
    let out = "";
    for (let kill = 0; kill < 10; kill += 1) {
      const { child, ended } = startProgram([...args, ...to], { env: bucket.env });
      let seen = 0;
      child.stdout.on("data", (chunk: Buffer) => {
        seen += chunk.length;
        if (seen > 30_000 * kill) child.kill("SIGKILL");
      });
      out += `${(await ended.catch(() => ({ out: "" }))).out}\n`;
    }
    const last = await runProgram([...args, ...to], { env: bucket.env });
    expect(last.code).toBe(0);
    const ids = idsOf(`${out}${last.out}`);
    expect(new Set(ids).size).toBe(FILES * EVENTS);
    const again = await runWithSummary([...args, "--to", "stdout"], { env: bucket.env });
    expect(again.summary.files).toMatchObject({ read: 0, done: FILES });
  });

  it("names the bucket that is not there", async () => {
    const { env } = await freshBucket(endpoint);
    const { code, err } = await runProgram(["ship", "s3://no-such-bucket-of-ours/x"], { env });
    expect(code).toBe(2);
    expect(err).toContain("the bucket no-such-bucket-of-ours does not exist");
    expect(err).not.toContain("NodeVersionSupportWarning");
  });

  it("says where it looked for credentials", async () => {
    const nothing = Object.fromEntries(
      Object.keys(process.env)
        .filter((name) => name.startsWith("AWS_"))
        .map((name) => [name, undefined]),
    );
    const env = {
      ...nothing,
      AWS_ENDPOINT_URL: endpoint,
      AWS_EC2_METADATA_DISABLED: "true",
      HOME: folder,
    };
    const { code, err } = await runProgram(["ship", "s3://any-bucket"], { env });
    expect(code).toBe(1);
    expect(err).toContain("no credentials for AWS were found");
    expect(err).toMatch(/AWS_PROFILE[^]*E_AWS_CREDENTIALS/);
  });
});
