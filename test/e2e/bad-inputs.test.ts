/** What people get wrong: each with a message, an exit code, and no stack trace. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runProgram, startProgram } from "../support/program.ts";
import { trailOf } from "../support/running.ts";

let folder = "";
const at = (name: string): string => join(folder, name);
const isRoot = process.getuid?.() === 0;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sestrail-bad-"));
  mkdirSync(at("bare"));
  writeFileSync(at("good.json"), trailOf("good", 2));
  writeFileSync(at("empty.json"), "");
  writeFileSync(at("blank.json"), " \n");
  const whole = gzipSync(trailOf("torn", 500));
  writeFileSync(at("torn.json.gz"), whole.subarray(0, whole.length - 100));
  writeFileSync(at("locked.json"), trailOf("locked", 1));
  chmodSync(at("locked.json"), 0);
  writeFileSync(at("plain.json"), '{"not": "a trail"}');
  writeFileSync(at("bad.yaml"), "formt: ecs\nmax-memory: [1, 2]\n");
  writeFileSync(at("many.json"), trailOf("many", 20_000));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("what goes wrong", () => {
  it.each<[string, readonly string[], number, RegExp]>([
    [
      "a file that is not there",
      ["ship", "nope.json"],
      2,
      /nope\.json does not exist[^]*E_SOURCE_M/,
    ],
    ["a folder without logs", ["ship", "bare"], 0, /warning: no logs in .*bare[^]*\[E_NO_LOGS\]/],
    [
      "a file of 0 bytes",
      ["ship", "empty.json", "good.json"],
      0,
      /holds 0 bytes[^]*\[E_FILE_ZERO\]/,
    ],
    ["a blank file", ["ship", "blank.json", "good.json"], 3, /is empty[^]*\[E_FILE_EMPTY\]/],
    ["nothing but a blank file", ["ship", "blank.json"], 1, /\[E_FILE_EMPTY\]/],
    ["a gzip cut short", ["ship", "torn.json.gz", "good.json"], 3, /ends early[^]*\[E_GZIP_TR/],
    ["a file that is no trail", ["ship", "plain.json"], 0, /warning: [^]*\[E_NOT_CLOUDTRAIL\]/],
    ["an unknown option", ["ship", "good.json", "--formt", "x"], 2, /did you mean --format\?/],
    ["a value that is none", ["ship", "good.json", "--since", "soon"], 2, /"soon" is no time/],
    ["an unknown command", ["shop", "good.json"], 2, /did you mean ship\?/],
    ["a folder for a file", ["ship", "good.json", "--to", "file:bare"], 1, /\[E_OUTPUT\]/],
    ["no command", [], 2, /none is named/],
    ["letters that are none", ["replay", "good.json"], 3, /no dead letter[^]*\[E_LETTER_INVALID\]/],
  ])("%s", async (_name, args, code, message) => {
    const located = args.map((arg) =>
      arg.replace(
        /^(file:)?([\w-]+\.json(?:\.gz)?|bare)$/,
        (_all, kind = "", name: string) => kind + at(name),
      ),
    );
    const ended = await runProgram(located);
    expect(ended).toMatchObject({ code, err: expect.stringMatching(message) as string });
  });

  it.skipIf(isRoot)("a file that may not be read", async () => {
    const { code, err } = await runProgram(["ship", at("locked.json"), at("good.json")]);
    expect([code, err]).toEqual([3, expect.stringContaining("no right to read it")]);
  });

  it("everything is told at once, before anything is opened", async () => {
    const args = [
      "--since",
      "soon",
      "--to",
      "pigeon:x",
      "--to",
      "otlp:x",
      "--config",
      at("bad.yaml"),
    ];
    const { code, out, err } = await runProgram(["ship", at("nope"), ...args], {
      env: {
        SESTRAIL_CONCURRENCY: "many",
        OTEL_EXPORTER_OTLP_TIMEOUT: "never",
        ELASTICSEARCH_API_KEY: "secret",
        ELASTICSEARCH_API_KEY_FILE: "/nowhere",
        OTEL_EXPORTER_OTLP_ENDPOINT: undefined,
      },
    });
    expect([code, out]).toEqual([2, ""]);
    for (const part of ["--since", "pigeon:x", "otlp:x", "formt", "max-memory", "CONCURRENCY"])
      expect(err).toContain(part);
    expect(err).toContain("OTEL_EXPORTER_OTLP_TIMEOUT");
    expect(err).not.toContain("secret");
  });

  it("shows no secret of a destination", async () => {
    const { code, err } = await runProgram([
      "ship",
      at("good.json"),
      "--to",
      "elasticsearch:https://me:hush@host:9200",
    ]);
    expect(code).toBe(2);
    expect(err).toContain("ELASTICSEARCH_API_KEY");
    expect(err).not.toContain("hush");
  });

  it.each([
    ["ship", "many.json"],
    ["demo", ""],
  ])("%s ends quietly when its reader has had enough", async (command, source) => {
    const { child, ended } = startProgram([command, ...(source === "" ? [] : [at(source)])]);
    child.stdin.end();
    child.stdout.once("data", () => child.stdout.destroy());
    expect(await ended).toMatchObject({ code: 0, err: "" });
  });
});
