/** Small files that are unzipped together are what they are alone: in order, damaged ones too, and none is lost by a stop. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { takenAhead, type Taken } from "../../src/pipeline/ahead.ts";
import { unzipTogether } from "../../src/records/together.ts";
import { filesSource } from "../../src/sources/files.ts";
import type { LogFile, Source } from "../../src/sources/source.ts";
import { ran, trailOf } from "../support/running.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sestrail-ahead-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const at = (name: string): string => join(folder, name);
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

describe("files that are unzipped together", () => {
  const whole = ["one", "", "three".repeat(9)].map((plain) => gzipSync(plain));
  const [one = Buffer.alloc(0)] = whole;
  it("hold what they hold alone", async () => {
    const parts = await unzipTogether(whole);
    expect(parts?.map(text)).toEqual(whole.map((stored) => text(gunzipSync(stored))));
  });
  it.each<[string, Buffer]>([
    ["two members", Buffer.concat([one, one])],
    ["a byte changed", Buffer.from(one.map((byte, place) => (place === 12 ? byte ^ 1 : byte)))],
    ["cut in its data", one.subarray(0, 12)],
    ["cut in its checksum", one.subarray(0, -6)],
    ["zeros behind it", Buffer.concat([one, Buffer.alloc(9)])],
    ["a line behind it", Buffer.concat([one, Buffer.from("a line behind it\n")])],
    ["another size told", Buffer.concat([one.subarray(0, -4), Buffer.from([9, 0, 0, 0])])],
    ["no gzip", Buffer.from('{"Records":[]}')],
  ])("are left to be unzipped alone where one has %s", async (_, odd) => {
    expect(await unzipTogether([one, odd, one])).toBeUndefined();
    expect(await unzipTogether([one, one, odd])).toBeUndefined();
  });
});

/** A folder of so many small files, a plain and a large one among them. */
function trail(count: number): void {
  for (let index = 0; index < count; index += 1)
    writeFileSync(at(`${1000 + index}.json.gz`), gzipSync(trailOf(`file-${index}`, 1)));
  writeFileSync(at("1002.json"), trailOf("plain", 1));
  writeFileSync(at("1003.json"), `${trailOf("large", 1)}${" ".repeat(2 ** 20)}`);
}

const source = (): Source => filesSource(folder, { report() {} });

async function* files(signal: AbortSignal): AsyncGenerator<LogFile> {
  yield* source().files(signal);
}

describe("files that are taken ahead", () => {
  it("come in their order, with what they hold; done and large ones are left as they are", async () => {
    trail(80);
    const { signal } = new AbortController();
    const names: string[] = [];
    for await (const file of files(signal)) names.push(file.name);
    const taken: Taken[] = [];
    const isDone = ({ name }: LogFile): boolean => name.endsWith("1001.json.gz");
    for await (const one of takenAhead(files(signal), { stop: signal, leave() {}, isDone }))
      taken.push(one);
    expect(taken.map(({ file }) => file.name)).toEqual(names);
    const bare = taken.filter(({ plain }) => plain === undefined).map(({ file }) => file.name);
    expect(bare).toEqual([at("1001.json.gz"), at("1003.json")]);
    for (const { file, plain } of taken) {
      if (plain === undefined) continue;
      const stored = readFileSync(file.name);
      expect(text(plain)).toBe(text(file.name.endsWith(".gz") ? gunzipSync(stored) : stored));
    }
  });

  it("are given back where a stop comes first: each is read or left, once", async () => {
    trail(80);
    const stop = new AbortController();
    const left: string[] = [];
    const taken: string[] = [];
    const options = {
      stop: stop.signal,
      leave: ({ name }: LogFile) => left.push(name),
      isDone: () => false,
    };
    for await (const { file } of takenAhead(files(stop.signal), options)) {
      taken.push(file.name);
      if (taken.length === 10) stop.abort();
    }
    expect(taken).toHaveLength(10);
    expect(left.length).toBeGreaterThan(0);
    expect(new Set([...taken, ...left]).size).toBe(taken.length + left.length);
  });

  it("cost only themselves where they are damaged or gone", async () => {
    trail(40);
    writeFileSync(at("1005.json.gz"), gzipSync(trailOf("cut", 1)).subarray(0, -9));
    writeFileSync(at("1010.json.gz"), "");
    const { books, problems } = await ran([source()], []);
    expect(problems.map(({ code }) => code)).toContain("E_GZIP_TRUNCATED");
    expect(books.files.read).toBe(42);
    expect(books.selected).toBeGreaterThanOrEqual(40);
  });
});
