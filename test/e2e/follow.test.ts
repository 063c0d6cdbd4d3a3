/** `ship --follow` as a sidecar runs it: what comes is delivered, a stop loses nothing, and the next start goes on. */
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runProgram, startProgram, type Started } from "../support/program.ts";
import { trailOf } from "../support/running.ts";

let home = "";
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), "sestrail-follow-"));
});
afterAll(() => rmSync(home, { recursive: true }));

/** A new folder, and the command that follows it. */
function followed(name: string): { readonly folder: string; readonly args: readonly string[] } {
  const folder = join(home, name);
  mkdirSync(folder);
  return { folder, args: ["ship", folder, "--follow", "--to", "stdout", "--format", "ecs"] };
}

const start = (args: readonly string[]): Started =>
  startProgram(args, { env: { HOME: home, XDG_STATE_HOME: undefined } });

/** Ids of the events on stdout, as they come. */
function idsOn({ child }: Started): { readonly until: (count: number) => Promise<string[]> } {
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
  return {
    async until(count) {
      while (text.split("\n").length <= count) await once(child.stdout, "data");
      return text
        .trimEnd()
        .split("\n")
        .map((line) => (JSON.parse(line) as { event: { id: string } }).event.id);
    },
  };
}

describe("ship --follow", () => {
  it("delivers what is there and what comes, ends by a signal, and goes on at the next start", async () => {
    const { folder, args } = followed("trail");
    writeFileSync(join(folder, "a.json.gz"), gzipSync(trailOf("a", 2)));
    const first = start(args);
    const ids = idsOn(first);
    expect(await ids.until(2)).toEqual(["a-0", "a-1"]);
    mkdirSync(join(folder, "2026/11/21"), { recursive: true });
    writeFileSync(join(folder, "2026/11/21/b.json.gz"), gzipSync(trailOf("b", 1)));
    expect(await ids.until(3)).toEqual(["a-0", "a-1", "b-0"]);
    first.child.kill("SIGTERM");
    const ended = await first.ended;
    expect(ended.code).toBe(143);
    const [own] = readdirSync(join(home, ".local/state/sestrail"));
    expect(ended.err).toContain(`remembered in ${join(home, ".local/state/sestrail", own ?? "")}`);
    expect(ended.err).toContain("balanced");

    writeFileSync(join(folder, "c.json.gz"), gzipSync(trailOf("c", 1)));
    const second = start(args);
    expect(await idsOn(second).until(1)).toEqual(["c-0"]);
    second.child.kill("SIGINT");
    expect((await second.ended).code).toBe(130);
  });

  it("waits for a server that is away, at the start too", async () => {
    const { folder, args } = followed("waiting");
    writeFileSync(join(folder, "a.json.gz"), gzipSync(trailOf("a", 1)));
    const { child, ended } = start([...args, "--to", "elasticsearch:http://127.0.0.1:1"]);
    await once(child.stderr, "data");
    let err = "";
    child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
    while (!err.includes("[E_WAITING]")) await once(child.stderr, "data");
    child.kill("SIGTERM");
    expect((await ended).code).toBe(143);
  });

  it("is a filter over stdin: each record leaves though the stream stays open", async () => {
    const filter = start(["ship", "-", "--follow", "--to", "stdout", "--format", "ecs"]);
    const ids = idsOn(filter);
    for (const [place, name] of ["x", "y", "z"].entries()) {
      filter.child.stdin.write(`${trailOf(name, 1)}\n`);
      expect((await ids.until(place + 1)).at(-1)).toBe(`${name}-0`);
    }
    filter.child.stdin.end();
    expect((await filter.ended).code).toBe(0);
  });

  it("says what does not go with it", async () => {
    const { args } = followed("wrong");
    const { code, err } = await runProgram([...args, "--to", "file:x.ndjson", "--dry-run"], {
      env: { HOME: undefined, XDG_STATE_HOME: undefined },
    });
    expect(code).toBe(2);
    expect(err).toMatch(/--follow +needs a place.*--checkpoint PATH/);
    expect(err).toMatch(/--follow +does not go with --dry-run/);
  });
});
