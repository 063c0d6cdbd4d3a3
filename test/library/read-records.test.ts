/** readRecords: every Element once, in order, readable or not, however the bytes come. */
import { Readable } from "node:stream";
import { ReadableStream } from "node:stream/web";
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { CodedError, readRecords, type Bytes, type ReadElement } from "../../src/index.ts";
import { BROKEN, call, collect, inPieces, sampleFiles, trail } from "./trails.ts";

const three = trail([0, 1, 2].map((index) => JSON.stringify(call(index))));
const mixed = trail([JSON.stringify(call(0)), BROKEN, "17", JSON.stringify(call(3))]);

function word(element: ReadElement): string {
  if ("record" in element) return `${element.record.position.index} record`;
  return `${element.unreadable.position.index} ${element.unreadable.code}`;
}

describe("readRecords", () => {
  it("gives the records of the samples as JSON.parse does", async () => {
    const files = await sampleFiles();
    expect(files.length).toBeGreaterThan(5);
    for (const { path, bytes } of files) {
      const { given, thrown } = await collect(readRecords(bytes, { name: path }));
      expect(thrown).toBeUndefined();
      const whole = JSON.parse(gunzipSync(bytes).toString()) as { Records: unknown[] };
      expect(given.map((element) => "record" in element && element.record.value)).toEqual(
        whole.Records,
      );
    }
  });

  it.each<[string, () => Bytes]>([
    ["a Uint8Array", () => three],
    ["gzip", () => gzipSync(three)],
    ["an array of pieces", () => [three.subarray(0, 9), three.subarray(9)]],
    ["a generator, byte by byte", () => inPieces(three, 1)],
    ["a Readable", () => Readable.from(inPieces(gzipSync(three), 7))],
    [
      "a ReadableStream",
      () => ReadableStream.from(inPieces(three, 50)) as AsyncIterable<Uint8Array>,
    ],
    ["the body of a Response", () => new Response(three).body as AsyncIterable<Uint8Array>],
  ])("reads %s", async (_form, bytes) => {
    const { given, thrown } = await collect(readRecords(bytes()));
    expect(thrown).toBeUndefined();
    expect(given.map(word)).toEqual(["0 record", "1 record", "2 record"]);
  });

  it("gives what can't be read in its place, with its bytes", async () => {
    const { given, thrown } = await collect(readRecords(mixed, { name: "a.json" }));
    expect(thrown).toBeUndefined();
    expect(given.map(word)).toEqual([
      "0 record",
      "1 E_ELEMENT_INVALID",
      "2 E_ELEMENT_NOT_OBJECT",
      "3 record",
    ]);
    const [, broken] = given;
    expect(broken).toMatchObject({
      unreadable: { position: { file: "a.json", index: 1 }, raw: { text: BROKEN } },
    });
  });

  it("throws what kept it from the end, after all that was read", async () => {
    const cut = gzipSync(three).subarray(0, -9);
    const { thrown } = await collect(readRecords(cut));
    expect(thrown).toBeInstanceOf(CodedError);
    expect(thrown).toMatchObject({ code: "E_GZIP_TRUNCATED" });
    const tail = await collect(readRecords(three.subarray(0, -20)));
    expect(tail.given.map(word)).toEqual(["0 record", "1 record", "2 E_JSON_TRUNCATED"]);
    expect(tail.thrown).toMatchObject({ code: "E_JSON_TRUNCATED" });
    expect((await collect(readRecords([]))).thrown).toMatchObject({ code: "E_FILE_EMPTY" });
    const large = await collect(readRecords(three, { maxDecompressed: "1KiB" }));
    expect(large.thrown).toMatchObject({ code: "E_TOO_LARGE" });
  });

  it("throws the stream's own failure as it is", async () => {
    const failure = new Error("the line is dead");
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield three.subarray(0, -5);
      throw failure;
    }
    const { given, thrown } = await collect(readRecords(failing()));
    expect(given).toHaveLength(3);
    expect(thrown).toBe(failure);
  });

  it("stops waiting when the signal aborts", async () => {
    const stop = new AbortController();
    const reason = new Error("enough");
    const waiting = new Promise<void>(() => {});
    async function* hanging(): AsyncGenerator<Uint8Array> {
      yield three.subarray(0, 700);
      queueMicrotask(() => stop.abort(reason));
      await waiting;
    }
    expect((await collect(readRecords(hanging(), { signal: stop.signal }))).thrown).toBe(reason);
  });

  it("ends the stream when nobody wants more", async () => {
    let ended = false;
    async function* watched(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield three;
      } finally {
        ended = true;
      }
    }
    for await (const element of readRecords(watched())) {
      expect(word(element)).toBe("0 record");
      break;
    }
    expect(ended).toBe(true);
  });

  it("refuses streams that do not give bytes", async () => {
    const text = Readable.from([three.toString()]);
    const { thrown } = await collect(readRecords(text));
    expect(thrown).toMatchObject({ code: "E_USAGE" });
    expect(String(thrown)).toContain("text");
  });

  it("says at once what is wrong with its options", () => {
    expect(() => readRecords(three, { maxRecord: "much" })).toThrow(/maxRecord: "much" is no size/);
    // @ts-expect-error -- its type has no region; who calls it from JavaScript is told as well
    expect(() => readRecords(three, { region: "eu-*" })).toThrow(/region/);
  });
});
