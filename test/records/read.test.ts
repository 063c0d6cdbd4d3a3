/** Envelopes, gzip, and everything that can be wrong with a file: what is readable is delivered, the rest is told. */
import { constants, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../src/records/element.ts";
import { prefilterOf } from "../../src/records/prefilter.ts";
import { readLogFile } from "../../src/records/read.ts";
import { cutAt, logFileOf, readAll } from "../support/reading.ts";

/** As the default selection has it: a whole string. */
const SES = ["ses.amazonaws.com"];

function record(name: string, more: JsonObject = {}): JsonObject {
  return {
    eventVersion: "1.08",
    eventTime: "2026-11-20T09:00:00Z",
    eventSource: "ses.amazonaws.com",
    eventName: name,
    ...more,
  };
}

const one = JSON.stringify(record("One"));
const two = JSON.stringify(record("Two"));
const three = JSON.stringify(record("Three"));
const other = JSON.stringify(record("Other", { eventSource: "ec2.amazonaws.com" }));
const file = `{"Records":[${one},${other},${two}]}`;

const namesOf = async (content: Parameters<typeof readAll>[0]): Promise<unknown[]> =>
  (await readAll(content, { needles: SES })).records.map(({ value }) => value["eventName"]);

describe("envelopes are known by their content", () => {
  const lookup = (text: string): string => JSON.stringify({ EventId: "1", CloudTrailEvent: text });
  const line = (message: string): string => JSON.stringify({ id: "1", timestamp: 1, message });
  it.each<[string, string]>([
    ["a CloudTrail file", file],
    ["with other members around it", `{"a":{"b":[1]},"Records": [${one},${two}],"c":null}`],
    ["pretty-printed", JSON.stringify(JSON.parse(file), null, 2)],
    ["with a byte order mark", `\u{feff}${file}`],
    ["lines", `${one}\n${other}\n${two}\n`],
    ["lines ended by CRLF", `${one}\r\n${two}\r\n`],
    ["documents without anything between", one + two],
    ["files one after another", `{"Records":[${one}]}{"Records":[${two}]}`],
    ["a file, then lines", `{"Records":[${one}]}\n${two}`],
    ["an array", `[${one},${two}]`],
    ["LookupEvents output", `{"Events":[${lookup(one)},${lookup(two)}],"NextToken":"x"}`],
    [
      "a CloudWatch Logs subscription",
      `{"messageType":"DATA_MESSAGE","logEvents":[${line(one)},${line(two)}]}`,
    ],
    [
      "EventBridge events",
      `{"detail-type":"AWS API Call via CloudTrail","detail":${one}}\n{"detail":${two}}`,
    ],
    ["an SNS message", `${JSON.stringify({ Type: "Notification", Message: one })}\n${two}`],
    ["search hits", `{"hits":{"hits":[{"_source":${one}},{"_source":${two}}]}}`],
  ])("%s", async (_, content) => {
    expect(await namesOf(content)).toEqual(["One", "Two"]);
    const bytes = Buffer.from(content);
    const pieces = cutAt(
      bytes,
      [1, 2, 3, 50, 101, 150, 233].filter((cut) => cut < bytes.length),
    );
    expect(await namesOf(pieces)).toEqual(["One", "Two"]);
    expect(await namesOf(gzipSync(bytes))).toEqual(["One", "Two"]);
  });

  it("numbers the elements over all envelopes of a file", async () => {
    const read = await readAll(
      `{"Records":[${one},${other}]}{"hits":{"hits":[{"_source":${two}},{"_source":${three}}]}}\n${one}`,
      { needles: SES },
    );
    expect(read.records.map(({ position }) => position.index)).toEqual([0, 2, 3, 4]);
    expect(read.elements).toBe(5);
  });

  it("finds a source that is hidden behind escapes", async () => {
    const hidden = one.replace("ses.amazonaws.com", String.raw`\u0073es.amazonaws.com`);
    expect(await namesOf(`{"Records":[${other},${hidden}]}`)).toEqual(["One"]);
  });

  it.each<[string, string, string, number]>([
    [
      "a digest",
      '{"digestStartTime":"a","digestEndTime":"b","logFiles":[{"hashValue":"x"}]}',
      "digest",
      0,
    ],
    [
      "insights",
      '{"Records":[{"eventVersion":"1.07","insightDetails":{"state":"Start"}}]}',
      "insight",
      0,
    ],
    [
      "received mail",
      '{"Records":[{"eventSource":"aws:ses","eventVersion":"1.0","ses":{"mail":{}}}]}',
      "notification",
      1,
    ],
    [
      "S3 events",
      '{"Records":[{"eventSource":"aws:s3","eventName":"ObjectCreated:Put","s3":{}}]}',
      "foreign",
      1,
    ],
    ["JSON of another kind", '{"hello":"world"}', "foreign", 1],
    ["no records", '{"Records":[]}', "records", 0],
    [
      "a control message",
      '{"messageType":"CONTROL_MESSAGE","logEvents":[{"message":"CWL CONTROL MESSAGE"}]}',
      "foreign",
      1,
    ],
  ])("%s: told apart, not failed on", async (_, content, sort, elements) => {
    const read = await readAll(content, { needles: SES });
    expect(read.end).toEqual({ sort, fault: undefined, warnings: [] });
    expect(read.elements).toBe(elements);
    expect(read.unreadable).toEqual([]);
  });

  it("a digest before records is an element among them", async () => {
    const digest = '{"digestStartTime":"a","digestEndTime":"b"}';
    const read = await readAll(`${digest}\n{"Records":[${one}]}`, { needles: SES });
    expect(read.end.sort).toBe("records");
    expect([read.elements, read.passedOver, read.records.length]).toEqual([2, 1, 1]);
  });
});

describe("a broken element costs only itself", () => {
  const bad = '{"eventVersion":"1.08","eventSource":"ses.amazonaws.com","x":tru}';
  it.each<[string, string]>([
    ["in Records", `{"Records":[${one},${bad},${two}]}`],
    ["in an array", `[${one},${bad},${two}]`],
    ["in lines", `${one}\n${bad}\n${two}\n`],
    ["unclosed, in Records", `{"Records":[${one},${bad.slice(0, -1)},${two}]}`],
    ["with an open string, in Records", `{"Records":[${one},{"eventVersion":"1,"b":2},${two}]}`],
    ["with an open string, in lines", `${one}\n{"eventVersion":"1,"b":2}\n${two}\n`],
    ["no object", `{"Records":[${one},"text, [with] {marks}",${two}]}`],
    ["a number", `[${one},17,${two}]`],
    ["no JSON, in lines", `${one}\nhello, world\n${two}`],
  ])("%s", async (_, content) => {
    const read = await readAll(content, { needles: SES });
    expect(read.records.map(({ value }) => value["eventName"])).toEqual(["One", "Two"]);
    expect(read.unreadable).toHaveLength(1);
    expect(read.unreadable[0]?.position).toEqual({ file: "test.json", index: 1 });
  });

  it("a brace too many is an element of its own", async () => {
    const content = `{"Records":[${one},{"eventVersion":{}}},${two}]}`;
    const read = await readAll(content, { needles: SES });
    expect(read.records.map(({ value }) => value["eventName"])).toEqual(["One", "Two"]);
    expect(read.unreadable).toMatchObject([{ position: { index: 2 }, raw: { text: "}" } }]);
  });

  it("a list that is closed too early goes on after the comma", async () => {
    expect(await namesOf(`{"Records":[${one}]},${two}]}`)).toEqual(["One", "Two"]);
  });

  it("unclosed in lines, ten thousand times", async () => {
    const read = await readAll(`${one}\n{"a":{"b":1}\n`.repeat(10_000), { needles: SES });
    expect([read.records.length, read.unreadable.length]).toEqual([10_000, 10_000]);
  });

  // These took minutes when each looked for the next through all that follows.
  it.each<[string, string]>([
    ["in Records", `{"Records":[{"odd":1}${',{"eventVersion":"1" 1}'.repeat(60_000)},${one}]}`],
    ["in documents", `${'{"eventVersion":"1" 1}'.repeat(60_000)}${one}`],
  ])("sixty thousand times, %s", async (_, content) => {
    const read = await readAll(content);
    expect(read.unreadable).toHaveLength(60_000);
    expect(read.records.at(-1)?.value["eventName"]).toBe("One");
  });

  it("text that is nested deeper than is allowed", async () => {
    const deep = `${one.slice(0, -1)},"x":${"[".repeat(300)}${"]".repeat(300)}}`;
    const content = JSON.stringify({
      Events: [one, deep].map((CloudTrailEvent) => ({ CloudTrailEvent })),
    });
    const read = await readAll(content, { needles: SES });
    expect(read.records).toHaveLength(1);
    expect(read.unreadable).toMatchObject([{ code: "E_ELEMENT_TOO_DEEP", position: { index: 1 } }]);
  });

  it("keeps what it held and where it stood", async () => {
    const content = `{"Records":[${one},${bad},${two}]}`;
    const [found] = (await readAll(content, { needles: SES })).unreadable;
    expect(found).toMatchObject({
      code: "E_ELEMENT_INVALID",
      offsetBytes: content.indexOf(bad),
      raw: { text: bad },
    });
  });

  it("never judges what the prefilter passes over", async () => {
    const deep = `{"eventVersion":"1.08","x":${"[".repeat(300)}${"]".repeat(300)}}`;
    const odd = '{"eventVersion":"1.08","x":tru}';
    const read = await readAll(`{"Records":[${one},${odd},${deep},${two}]}`, { needles: SES });
    expect([read.elements, read.passedOver, read.unreadable.length]).toEqual([4, 2, 0]);
  });

  it("300 levels of nesting", async () => {
    const deep = record("Deep", { x: 1 });
    const text = JSON.stringify(deep).replace('"x":1', `"x":${"[".repeat(299)}${"]".repeat(299)}`);
    const read = await readAll(`{"Records":[${one},${text},${two}]}`, { needles: SES });
    expect(read.unreadable).toMatchObject([
      { code: "E_ELEMENT_TOO_DEEP", reason: "nested 300 deep, 256 are allowed" },
    ]);
    expect(read.records).toHaveLength(2);
    const allowed = await readAll(`[${text}]`, { needles: SES, maxNesting: 300 });
    expect(allowed.records).toHaveLength(1);
  });

  it.each([["in one piece"], ["in pieces"]])("a record of 20 MB, %s", async (how) => {
    const big = JSON.stringify(record("Big", { x: "y".repeat(20 * 1024 * 1024) }));
    const bytes = Buffer.from(`{"Records":[${one},${big},${two}]}`);
    const pieces = Array.from({ length: Math.ceil(bytes.length / 65_536) }, (_, place) =>
      bytes.subarray(place * 65_536, (place + 1) * 65_536),
    );
    const read = await readAll(how === "in pieces" ? pieces : bytes, { needles: SES });
    expect(read.records.map(({ value }) => value["eventName"])).toEqual(["One", "Two"]);
    expect(read.unreadable).toMatchObject([
      { code: "E_ELEMENT_TOO_LARGE", position: { index: 1 }, raw: { cut: true } },
    ]);
    expect(read.unreadable[0]?.raw.text.length).toBeLessThanOrEqual(64 * 1024);
    expect(read.end.fault).toBeUndefined();
  });

  it("a large record of another service is passed over, not judged", async () => {
    const big = JSON.stringify({ eventVersion: "1.08", x: "y".repeat(3_000_000) });
    const bytes = Buffer.from(`{"Records":[${one},${big},${two}]}`);
    const options = { needles: SES, maxRecordBytes: 1_000_000 };
    for (const content of [bytes, cutAt(bytes, [1_500_000, 2_500_000])]) {
      const read = await readAll(content, options);
      expect([read.elements, read.passedOver, read.unreadable.length]).toEqual([3, 1, 0]);
    }
  });

  it("invalid UTF-8 becomes U+FFFD in values; the bytes are kept", async () => {
    const bytes = Buffer.from(`{"Records":[${one.replace("One", "O?e")}]}`);
    bytes[bytes.indexOf("?")] = 0xff;
    const read = await readAll(bytes, { needles: SES });
    expect(read.records[0]?.value["eventName"]).toBe("O\u{fffd}e");
    const raw = read.records[0]?.raw.bytes;
    expect(raw).toBeDefined();
    expect(Buffer.from(raw ?? []).includes(0xff)).toBe(true);
  });
});

describe("files that can't be read to their end", () => {
  const faultOf = async (content: Parameters<typeof readAll>[0]): Promise<[unknown, unknown[]]> => {
    const read = await readAll(content, { needles: SES });
    return [read.end.fault?.code, read.records.map(({ value }) => value["eventName"])];
  };
  const many = Array.from({ length: 4_000 }, (_, place) =>
    JSON.stringify(record(`R${place}`, { id: String(Math.sin(place)) })),
  );
  const long = Buffer.from(`{"Records":[${many.join(",")}]}`);

  it("empty", async () => {
    const once = { ...logFileOf(Buffer.from("")), reopenable: false };
    expect(await faultOf(once)).toEqual(["E_FILE_EMPTY", []]);
    expect(await faultOf(" \n")).toEqual(["E_FILE_EMPTY", []]);
    expect(await faultOf(gzipSync(""))).toEqual(["E_FILE_EMPTY", []]);
  });

  it("JSON cut inside a record", async () => {
    const read = await readAll(file.slice(0, -10), { needles: SES });
    expect(read.records.map(({ value }) => value["eventName"])).toEqual(["One"]);
    expect(read.unreadable).toMatchObject([{ code: "E_JSON_TRUNCATED", position: { index: 2 } }]);
    expect(read.end.fault).toMatchObject({
      code: "E_JSON_TRUNCATED",
      why: expect.stringContaining("2 records before it were read") as string,
    });
  });

  it("JSON cut between records", async () => {
    expect(await faultOf(`{"Records":[${one},${two},`)).toEqual([
      "E_JSON_TRUNCATED",
      ["One", "Two"],
    ]);
    expect(await faultOf(`{"Records":[${one}]`)).toEqual(["E_JSON_TRUNCATED", ["One"]]);
  });

  it("gzip cut", async () => {
    const stored = gzipSync(long);
    const [code, names] = await faultOf(stored.subarray(0, stored.length - 5_000));
    expect(code).toBe("E_GZIP_TRUNCATED");
    expect(names.length).toBeGreaterThan(3_000);
    const [onlyCrc, all] = await faultOf(stored.subarray(0, stored.length - 6));
    expect([onlyCrc, all.length]).toEqual(["E_GZIP_TRUNCATED", 4_000]);
  });

  it.each([
    ["whole", (stored: Uint8Array) => stored],
    ["streamed", (stored: Uint8Array) => cutAt(stored, [10, 5_000, 40_000])],
  ])("gzip with a wrong checksum, %s: everything is delivered", async (_, how) => {
    const stored = gzipSync(long);
    stored[stored.length - 6] = (stored[stored.length - 6] ?? 0) ^ 0xff;
    const [code, names] = await faultOf(how(stored));
    expect([code, names.length]).toEqual(["E_GZIP_CORRUPT", 4_000]);
  });

  it("a wrong checksum in the first of three members costs nothing of the others", async () => {
    const member = gzipSync(`{"Records":[${one}]}`);
    member[member.length - 6] = (member[member.length - 6] ?? 0) ^ 0xff;
    const content = Buffer.concat([member, gzipSync(two), gzipSync(three)]);
    expect(await faultOf(content)).toEqual(["E_GZIP_CORRUPT", ["One", "Two", "Three"]]);
  });

  it("gzip damaged in the middle: what came before is delivered, from stdin too", async () => {
    const stored = gzipSync(long);
    const middle = Math.floor(stored.length / 2);
    stored.fill(0xff, middle, middle + 64);
    const [code, names] = await faultOf(stored);
    expect(code).toBe("E_GZIP_CORRUPT");
    expect(names.length).toBeGreaterThan(1_500);
    const once = { ...logFileOf(cutAt(stored, [70_000])), reopenable: false };
    expect((await faultOf(once))[0]).toBe("E_GZIP_CORRUPT");
  });

  it("several gzip members are one stream", async () => {
    const content = Buffer.concat([gzipSync(file.slice(0, 100)), gzipSync(file.slice(100))]);
    expect(await faultOf(content)).toEqual([undefined, ["One", "Two"]]);
  });

  it("a damaged file is closed, though it is not read to its end", async () => {
    // No block of deflate begins with these.
    const noBlock = Buffer.alloc(50_000, 0xff);
    const stored = Buffer.concat([
      gzipSync(long, { finishFlush: constants.Z_FULL_FLUSH }),
      noBlock,
    ]);
    let open = 0;
    const opened = async function* (): AsyncGenerator<Uint8Array> {
      open += 1;
      try {
        for (let place = 0; place < stored.length; place += 1_000)
          yield stored.subarray(place, place + 1_000);
      } finally {
        open -= 1;
      }
    };
    const read = await readAll({ ...logFileOf(stored), open: opened });
    expect([read.end.fault?.code, open]).toEqual(["E_GZIP_CORRUPT", 0]);
  });

  it("may be left while its bytes are waited for, zipped or not", async () => {
    const zipped = gzipSync(long, { finishFlush: constants.Z_FULL_FLUSH });
    const options = {
      prefilter: prefilterOf(SES),
      maxRecordBytes: 1_000_000,
      maxDecompressedBytes: undefined,
      maxNesting: 256,
    };
    for (const bytes of [zipped, long]) {
      const waiting = async function* (): AsyncGenerator<Uint8Array> {
        yield bytes;
        await new Promise(() => {});
      };
      const stuck = { ...logFileOf(bytes), open: waiting };
      const signal = new AbortController().signal;
      let found = 0;
      for await (const { records } of readLogFile(stuck, options, signal)) {
        found += records.length;
        if (found > 0) break;
      }
      expect(found).toBeGreaterThan(0);
    }
  });

  it("tiny elements are handed on in parts, however many a small file unzips to", async () => {
    const content = gzipSync(`[${"1,".repeat(1_000_000)}1]`);
    const signal = new AbortController().signal;
    const batches: number[] = [];
    const options = {
      prefilter: prefilterOf(SES),
      maxRecordBytes: 1_000_000,
      maxDecompressedBytes: undefined,
      maxNesting: 256,
    };
    for await (const { unreadable } of readLogFile(logFileOf(content), options, signal))
      batches.push(unreadable.length);
    expect(batches.reduce((sum, count) => sum + count)).toBe(1_000_001);
    expect(Math.max(...batches)).toBeLessThan(150_000);
  });

  it("a zip bomb stops at --max-decompressed", async () => {
    const bomb = gzipSync(`{"Records":[${one},${" ".repeat(50_000_000)}${two}]}`);
    const read = await readAll(bomb, { needles: SES, maxDecompressedBytes: 1_000_000 });
    expect(read.end.fault?.code).toBe("E_TOO_LARGE");
    expect(read.records.map(({ value }) => value["eventName"])).toEqual(["One"]);
  });

  it("a file that can't be opened", async () => {
    const closed = {
      ...logFileOf(Buffer.from("")),
      open: (): never => {
        throw new Error("disk on fire");
      },
    };
    const read = await readAll(closed);
    expect(read.end.fault).toEqual({
      code: "E_FILE_OPEN",
      what: "test.json could not be read",
      why: "disk on fire",
    });
  });

  it.each([
    ["opens with", () => Promise.reject(undefined)],
    [
      "fails with between two documents",
      async function* () {
        yield Buffer.from(`${one}\n`);
        await Promise.reject(undefined);
      },
    ],
  ])("nothing at all, which a source %s, is no end", async (how, open) => {
    const read = await readAll({ ...logFileOf(Buffer.from("")), open });
    expect(read.end.fault?.code).toBe("E_FILE_OPEN");
    expect(read.records).toHaveLength(how === "opens with" ? 0 : 1);
  });
});
