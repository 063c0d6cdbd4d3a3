/** Dead letters come back as the events that they were, or stay dead letters. */
import { prefilterOf } from "../../src/records/prefilter.ts";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { deadLetterOf } from "../../src/pipeline/dead-letter.ts";
import { readDeadLetters } from "../../src/pipeline/replay.ts";
import type { readLogFile } from "../../src/records/read.ts";
import type { RecordBatch } from "../../src/records/reading.ts";
import type { RawElement } from "../../src/records/element.ts";
import type { Sink } from "../../src/sinks/sink.ts";
import { memorySink, type MemorySink } from "../support/memory-sink.ts";
import { memorySource } from "../support/memory-source.ts";
import { ran, trailOf } from "../support/running.ts";

const calm = new AbortController().signal;
const LIMITS = {
  prefilter: prefilterOf(undefined),
  maxRecordBytes: 4096,
  maxDecompressedBytes: undefined,
  maxNesting: 4,
};

async function readAll(
  text: string,
  reader: typeof readLogFile = readDeadLetters,
): Promise<RecordBatch> {
  const source = memorySource({ "dead.ndjson": text });
  const batches: RecordBatch[] = [];
  for await (const file of source.files(calm))
    for await (const batch of reader(file, LIMITS, calm)) batches.push(batch);
  expect(batches).toHaveLength(1);
  return batches[0] as RecordBatch;
}

const POSITION = { file: "trail.json.gz", index: 7 };

function letter(raw: RawElement): string {
  return JSON.stringify(
    deadLetterOf({ code: "E_X", reason: "why", time: "2026-11-24T00:00:00Z" }, POSITION, raw),
  );
}

/** A Sink that refuses everything. */
function refusing(): Sink<string> {
  return {
    ...memorySink(),
    write: async (items) =>
      items.map(() => ({ kind: "rejected", code: "strict", reason: "not allowed" })),
  };
}

describe("readDeadLetters", () => {
  it("gives the record at its old position, byte for byte", async () => {
    const text = '{"eventName":"a\\u0000","x":"é€"}';
    const batch = await readAll(letter({ text }));
    expect(batch).toMatchObject({
      elements: 1,
      passedOver: 0,
      unreadable: [],
      records: [{ position: POSITION, raw: { text }, value: { eventName: "a\u0000", x: "é€" } }],
      end: { sort: "records", fault: undefined },
    });
  });

  it("takes bytes that are no UTF-8", async () => {
    const bytes = Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0x22, 0x7d]);
    const { records } = await readAll(letter({ text: bytes.toString(), bytes }));
    expect(records).toMatchObject([{ value: { a: "\u{fffd}" } }]);
    expect(Buffer.from(records[0]?.raw.bytes ?? []).equals(bytes)).toBe(true);
  });

  it.each([
    ["a cut one", letter({ text: '{"a":"', cut: true }), "E_LETTER_CUT", POSITION],
    ["one that is broken still", letter({ text: '{"a":}' }), "E_ELEMENT_INVALID", POSITION],
    ["one that is no object", letter({ text: "[{}]" }), "E_ELEMENT_NOT_OBJECT", POSITION],
    [
      "one that is too deep still",
      letter({ text: '{"a":{"a":{"a":{"a":1}}}}'.replace("1", "[]") }),
      "E_ELEMENT_TOO_DEEP",
      POSITION,
    ],
    [
      "one that is too large still",
      letter({ text: `{"a":"${"x".repeat(5000)}"}` }),
      "E_ELEMENT_TOO_LARGE",
      POSITION,
    ],
    ["a CloudTrail record", trailOf("e", 1), "E_LETTER_INVALID", { file: "dead.ndjson", index: 0 }],
    [
      "a line that is torn",
      `${letter({ text: "{}" }).slice(0, 40)}\n`,
      "E_ELEMENT_INVALID",
      { file: "dead.ndjson", index: 0 },
    ],
  ])("does not read %s", async (_name, text, code, position) => {
    const { unreadable, records, elements } = await readAll(text);
    expect([elements, records]).toEqual([1, []]);
    expect(unreadable).toMatchObject([{ code, position }]);
  });

  it("a letter as deep and as large as allowed is read", async () => {
    const lines = [
      letter({ text: '{"a":{"a":{"a":{"a":1}}}}'.replace('{"a":1}', "{}") }),
      letter({ text: `{"a":"${"\\u0001".repeat(680)}"}` }),
    ];
    expect((await readAll(lines.join("\n"))).unreadable).toEqual([]);
  });
});

describe("a replay", () => {
  const trails = { "one.json": trailOf("one", 3), "two.json": trailOf("two", 2) };

  async function lettersOf(contents: Readonly<Record<string, string>>): Promise<string> {
    const path = join(mkdtempSync(join(tmpdir(), "sestrail-replay-")), "dead.ndjson");
    await ran([memorySource(contents)], [refusing()], { deadLetterPath: path });
    return readFileSync(path, "utf8");
  }

  const bodies = (sink: MemorySink): readonly string[] => [...sink.held.values()].toSorted();

  it("makes the same events, and acks the file", async () => {
    const first = memorySink();
    await ran([memorySource(trails)], [first]);
    const again = memorySink();
    const source = memorySource({ "dead.ndjson": await lettersOf(trails) });
    const { books } = await ran([source], [again], { read: readDeadLetters });
    expect(books).toMatchObject({ elements: 5, shaped: 5, files: { read: 1, acked: 1 } });
    expect(bodies(again)).toEqual(bodies(first));
    expect(bodies(again)[0]).toContain('"log.file.path":"one.json"');
    expect(source.told.get("dead.ndjson")).toEqual(["ack"]);
  });

  it("broken control: letters read as a CloudTrail file lose their positions", async () => {
    const path = join(mkdtempSync(join(tmpdir(), "sestrail-replay-")), "again.ndjson");
    const letters = await lettersOf(trails);
    await ran([memorySource({ "dead.ndjson": letters })], [refusing()], { deadLetterPath: path });
    expect(readFileSync(path, "utf8")).toContain('"file":"dead.ndjson"');
  });

  it("keeps in new letters what is refused again, with the old position", async () => {
    const path = join(mkdtempSync(join(tmpdir(), "sestrail-replay-")), "again.ndjson");
    const letters = await lettersOf(trails);
    await ran([memorySource({ "dead.ndjson": letters })], [refusing()], {
      read: readDeadLetters,
      deadLetterPath: path,
    });
    expect(readFileSync(path, "utf8").split("\n").toSorted()).toEqual(
      letters.split("\n").toSorted(),
    );
  });
});
