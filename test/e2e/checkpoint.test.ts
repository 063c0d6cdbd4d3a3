/** A run with a checkpoint that is killed again and again: nothing is lost, and what comes twice is only what was under way. */
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readFileCheckpoint } from "../../src/checkpoint/file-checkpoint.ts";
import { filesSource } from "../../src/sources/files.ts";
import type { Client } from "../../src/sinks/elasticsearch/client.ts";
import { dropStream, freshNamespace, idsIn, plainClient } from "../sinks/elasticsearch/support.ts";
import { runWithSummary, startProgram, type RunSummary } from "../support/program.ts";
import { trailOf } from "../support/running.ts";
import { describeWith } from "../support/services.ts";

const FILES = 60;
const EVENTS = 40;

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sestrail-checkpoint-"));
  mkdirSync(join(folder, "trail"));
  for (let index = 0; index < FILES; index += 1)
    writeFileSync(join(folder, "trail", `${index}.json`), trailOf(`f${index}`, EVENTS));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Starts the program, and kills it with -9 once so many bytes of its output have come. It can't go on meanwhile. */
async function killedAfter(bytes: number, args: readonly string[]): Promise<void> {
  const { child, ended } = startProgram([...args, "--to", "stdout", "--format", "ecs"]);
  let seen = 0;
  const enough = new Promise<void>((resolve) => {
    child.stdout.on("data", (chunk: Buffer) => {
      seen += chunk.length;
      if (seen < bytes || child.killed) return;
      // The pipe fills up, and the program waits.
      child.stdout.pause();
      resolve();
    });
    child.stdout.on("end", resolve);
  });
  await enough;
  child.kill("SIGKILL");
  child.stdout.resume();
  await ended.catch(() => {});
}

/** Files of the trail that a checkpoint does not call done. */
async function undone(checkpoint: string): Promise<ReadonlySet<string>> {
  const known = readFileCheckpoint(checkpoint);
  const open = new Set<string>();
  const files = filesSource(join(folder, "trail"), { report: () => {} });
  for await (const file of files.files(new AbortController().signal))
    if (known.stateOf(file) !== "done") open.add(file.name);
  return open;
}

interface Line {
  readonly log: { readonly file: { readonly path: string } };
  readonly aws: { readonly ses: { readonly record_id: string } };
}

describe("a run that is killed with -9", () => {
  it("loses nothing in a file: copies come only of files that were under way", async () => {
    const out = join(folder, "out.ndjson");
    const checkpoint = join(folder, "file.checkpoint");
    const args = ["ship", join(folder, "trail"), "--checkpoint", checkpoint];
    const to = ["--to", `file:${out}`, "--append"];
    const mayBeTwice = new Set<string>();
    for (const bytes of [1, 300_000, 900_000, 1_500_000]) {
      await killedAfter(bytes, [...args, ...to]);
      for (const name of await undone(checkpoint)) mayBeTwice.add(name);
    }
    // As if the last write had been torn.
    appendFileSync(out, '{"@timestamp":"2026-11-');
    const { code, summary } = await runWithSummary([...args, ...to]);
    expect([code, summary.balanced]).toEqual([0, true]);

    const lines = readFileSync(out, "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Line);
    const files = new Map<string, string[]>();
    for (const { log, aws } of lines)
      files.set(log.file.path, [...(files.get(log.file.path) ?? []), aws.ses.record_id]);
    expect(new Set(lines.map(({ aws }) => aws.ses.record_id)).size).toBe(FILES * EVENTS);
    for (const [name, ids] of files)
      if (!mayBeTwice.has(name)) expect([name, ids.length]).toEqual([name, EVENTS]);

    const again = await runWithSummary([...args, ...to]);
    expect(again.summary).toMatchObject({ selected: 0, files: { read: 0, done: FILES } });
  });

  it("reads again what has changed, and nothing else", async () => {
    const trail = join(folder, "changing");
    mkdirSync(trail);
    writeFileSync(join(trail, "a.json"), trailOf("a", 2));
    writeFileSync(join(trail, "b.json"), trailOf("b", 2));
    const args = ["ship", trail, "--checkpoint", join(folder, "changing.checkpoint")];
    const ship = async (): Promise<RunSummary> =>
      (
        await runWithSummary([
          ...args,
          "--to",
          `file:${join(folder, "changing.ndjson")}`,
          "--append",
        ])
      ).summary;
    expect(await ship()).toMatchObject({ selected: 4, files: { read: 2, done: 0 } });
    writeFileSync(join(trail, "b.json"), trailOf("b", 5));
    writeFileSync(join(trail, "c.json"), trailOf("c", 1));
    expect(await ship()).toMatchObject({ selected: 6, files: { read: 2, done: 1 } });
    expect(await ship()).toMatchObject({ selected: 0, files: { read: 0, done: 3 } });
    // A dry run looks, and writes nothing down.
    writeFileSync(join(trail, "d.json"), trailOf("d", 1));
    const dry = await runWithSummary([...args, "--dry-run"]);
    expect(dry.summary).toMatchObject({ selected: 1, files: { read: 1, done: 3 } });
    expect(await ship()).toMatchObject({ selected: 1, files: { read: 1, done: 3 } });
  });

  it("calls nothing done that a full device did not take, and does all of it where there is room", async () => {
    const checkpoint = join(folder, "full.checkpoint");
    const args = ["ship", join(folder, "trail"), "--checkpoint", checkpoint, "--append"];
    const full = await runWithSummary([...args, "--to", "file:/dev/full"]);
    expect([full.code, full.summary.files]).toEqual([1, expect.objectContaining({ acked: 0 })]);
    expect(full.summary.problems.map(({ code }) => code)).toContain("E_OUTPUT");
    expect((await undone(checkpoint)).size).toBe(FILES);
    const roomy = await runWithSummary([...args, "--to", `file:${join(folder, "roomy.ndjson")}`]);
    expect([roomy.code, roomy.summary.files]).toEqual([
      0,
      expect.objectContaining({ acked: FILES }),
    ]);
  });

  it("a second run on the same checkpoint is refused", async () => {
    const checkpoint = join(folder, "shared.checkpoint");
    const args = ["ship", "-", "--to", "stdout", "--format", "ecs", "--checkpoint", checkpoint];
    const first = startProgram(args);
    first.child.stdin.write(`${trailOf("first", 1)}\n`);
    await new Promise((resolve) => first.child.stdout.once("data", resolve));
    const second = await runWithSummary(args);
    expect(second.code).toBe(1);
    expect(second.summary.problems).toMatchObject([{ code: "E_CHECKPOINT_IN_USE" }]);
    first.child.stdin.end();
    expect((await first.ended).code).toBe(0);
  });
});

describeWith("ELASTICSEARCH_URL", "a run into Elasticsearch that is killed with -9", (url) => {
  const namespace = freshNamespace();
  const stream = `logs-ses.cloudtrail-${namespace}`;
  let client: Client;
  beforeAll(() => {
    client = plainClient(url);
  });
  afterAll(async () => {
    await dropStream(client, stream);
    await dropStream(client, `logs-sestrail.run-${namespace}`);
    await client.close();
  });

  it("doubles nothing, though the stream rolls over on the way", async () => {
    const checkpoint = join(folder, "elasticsearch.checkpoint");
    const args = ["ship", join(folder, "trail"), "--checkpoint", checkpoint];
    const to = ["--to", `elasticsearch:${url}`, "--namespace", namespace];
    for (const bytes of [200_000, 1_200_000, 1_800_000]) {
      await killedAfter(bytes, [...args, ...to]);
      await client.indices.rollover({ alias: stream }, { ignore: [404] });
    }
    const last = await runWithSummary([...args, ...to]);
    expect([last.code, last.summary.balanced]).toEqual([0, true]);
    const ids = await idsIn(client, stream);
    expect([ids.length, new Set(ids).size]).toEqual([FILES * EVENTS, FILES * EVENTS]);
  });
});
