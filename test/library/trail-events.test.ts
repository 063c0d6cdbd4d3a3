/** trailEvents: the events of a folder, as ship finds them; nothing missing in silence; no faster than they are taken. */
import { createReadStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  readRecords,
  sesEvents,
  ship,
  trailEvents,
  type CodedError,
  type Problem,
  type TrailEventsOptions,
} from "../../src/index.ts";
import { SAMPLE_SES_CALLS } from "../support/samples.ts";
import { memorySink } from "../support/memory-sink.ts";
import { BROKEN, call, collect, sampleFiles, trail } from "./trails.ts";

let folder = "";
const at = (name: string): string => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sestrail-trail-"));
  const write = (name: string, bytes: Uint8Array | string): void => {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(at(name), bytes);
  };
  const two = trail([JSON.stringify(call(0)), JSON.stringify(call(1, { awsRegion: "us-east-1" }))]);
  write("good/a/1.json.gz", gzipSync(two));
  write("good/b/2.json", two);
  write("good/b/3.json", trail([]));
  write("bad/1.json.gz", gzipSync(two).subarray(0, -12));
  write("bad/2.json", trail([JSON.stringify(call(0)), BROKEN, JSON.stringify(call(2))]));
  write("bad/3.json", '{"hello":1}');
  write("bad/4.json", two);
  mkdirSync(at("empty"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const seen = async (from: string | readonly string[], options?: TrailEventsOptions) => {
  const { given, thrown } = await collect(trailEvents(from, options));
  const places = given.map(
    ({ position: { file, index } }) => `${file.slice(folder.length + 1)}:${index}`,
  );
  return { places, thrown };
};

describe("trailEvents", () => {
  it("gives what sesEvents gives of each file of the samples", async () => {
    const { given, thrown } = await collect(trailEvents("samples"));
    expect(thrown).toBeUndefined();
    const ids: (string | undefined)[] = [];
    for (const { bytes } of await sampleFiles())
      for await (const { fields } of sesEvents(bytes)) ids.push(fields["aws.ses.record_id"]);
    expect(given.map(({ fields }) => fields["aws.ses.record_id"])).toEqual(ids);
    expect(ids).toHaveLength(SAMPLE_SES_CALLS);
    const sink = memorySink();
    await ship({ from: "samples", sinks: [sink] });
    expect([...sink.held.keys()].toSorted()).toEqual([...new Set(ids.map(String))].toSorted());
  });

  it("takes files, folders, globs and several of them, with the options of ship", async () => {
    expect(await seen(at("good"))).toEqual({
      places: ["good/a/1.json.gz:0", "good/a/1.json.gz:1", "good/b/2.json:0", "good/b/2.json:1"],
      thrown: undefined,
    });
    expect(
      (await seen([at("good/b/2.json"), at("good/a/*.gz")], { region: "eu-*" })).places,
    ).toEqual(["good/b/2.json:0", "good/a/1.json.gz:0"]);
  });

  it("tells everything that becomes no event, and goes on", async () => {
    const problems: Problem[] = [];
    const raws: unknown[] = [];
    const { places, thrown } = await seen([at("bad"), at("empty")], {
      onProblem(problem, element) {
        problems.push(problem);
        raws.push(element?.raw.text);
      },
    });
    expect(thrown).toBeUndefined();
    expect(problems.map(({ code }) => code)).toEqual([
      "E_JSON_TRUNCATED",
      "E_GZIP_TRUNCATED",
      "E_ELEMENT_INVALID",
      "E_NOT_CLOUDTRAIL",
      "E_NO_LOGS",
    ]);
    expect(raws).toEqual([expect.any(String), undefined, BROKEN, undefined, undefined]);
    expect(places.slice(-4)).toEqual([
      "bad/2.json:0",
      "bad/2.json:2",
      "bad/4.json:0",
      "bad/4.json:1",
    ]);
  });

  it.each([
    ["bad/1.json.gz", "E_GZIP_TRUNCATED"],
    ["bad/2.json", "E_ELEMENT_INVALID"],
    ["bad/3.json", "E_NOT_CLOUDTRAIL"],
    ["empty", "E_NO_LOGS"],
    ["nothing", "E_SOURCE_MISSING"],
  ])("without onProblem throws what is wrong with %s", async (name, code) => {
    const { thrown } = await seen([at("good/b/2.json"), at(name), at("good")]);
    expect((thrown as CodedError).code).toBe(code);
  });

  it("reads a file only when its events are asked for, and leaves early", async () => {
    const late = at("late.json");
    const events = trailEvents([at("good/b/2.json"), late]);
    const first = await events.next();
    expect(first.done).toBe(false);
    // It was not there yet when the first event was given.
    writeFileSync(late, trail([JSON.stringify(call(7))]));
    const rest = await collect(events);
    expect(rest.given.map(({ fields }) => fields["event.id"])).toEqual(["event-1", "event-7"]);
    for await (const event of trailEvents([late, at("nothing")])) {
      expect(event.fields["event.id"]).toBe("event-7");
      break;
    }
  });

  it("ends with the signal's reason", async () => {
    const stop = new AbortController();
    const reason = new Error("enough");
    const given: unknown[] = [];
    const reading = (async () => {
      for await (const event of trailEvents(at("good"), { signal: stop.signal })) {
        given.push(event);
        stop.abort(reason);
      }
    })();
    await expect(reading).rejects.toBe(reason);
    expect(given.length).toBeLessThan(4);
  });

  it("refuses at once what is wrong", () => {
    expect(() => trailEvents([])).toThrow("trailEvents takes paths");
    expect(() => trailEvents("-")).toThrow("trailEvents takes paths");
    expect(() => trailEvents("a", { since: "soon", region: "" })).toThrow(/2 problems|since/);
    expect(() => trailEvents("a", { name: "x" } as never)).toThrow("name");
  });
});

describe("what is no bytes", () => {
  it.each<[string, unknown]>([
    ["text, such as a path", "trail.json.gz"],
    ["nothing", undefined],
    ["null", null],
    ["a promise; await it first", readFile("package.json")],
    ["a number", 7],
  ])("%s is refused at once, with what to do", (words, given) => {
    for (const [name, read] of Object.entries({ sesEvents, readRecords })) {
      const refusal = (): unknown => read(given as never);
      expect(refusal).toThrow(`${name} takes bytes or a stream of bytes, and was given ${words}`);
    }
  });

  it("is said with the way out", () => {
    let thrown: unknown;
    try {
      sesEvents("trail.json.gz" as never);
    } catch (error) {
      thrown = error;
    }
    expect((thrown as CodedError).problem.todo).toContain("createReadStream(path)");
    // The control: a stream of the same file is taken.
    expect(() => sesEvents(createReadStream("package.json").destroy())).not.toThrow();
  });
});
