/** What kind of file bytes are: gzip within gzip and UTF-16 are read, everything that is no JSON is one fault of the file. */
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { kindOf } from "../../src/records/kind.ts";
import { FILE_KINDS, type FileKind, type FileKindRow } from "../../src/tables/file-kinds.ts";
import { cutAt, logFileOf, readAll, type Read } from "../support/reading.ts";

const record = (eventName: string): string =>
  JSON.stringify({
    eventVersion: "1.11",
    eventTime: "2026-10-05T08:00:01Z",
    eventSource: "ses.amazonaws.com",
    eventName,
    userAgent: "é😀",
  });
const plain = `{"Records":[${record("One")},\r\n${record("Two")}]}`;
const namesOf = ({ records }: Read): unknown[] => records.map(({ value }) => value["eventName"]);
const read = (content: Parameters<typeof readAll>[0]): Promise<Read> =>
  readAll(content, { needles: ["ses.amazonaws.com"] });
const zipped = (content: string | Uint8Array, times: number): Uint8Array => {
  let bytes: Uint8Array = typeof content === "string" ? Buffer.from(content) : content;
  for (let time = 0; time < times; time++) bytes = gzipSync(bytes);
  return bytes;
};
const utf16 = (text: string, isLittle: boolean): Buffer => {
  const bytes = Buffer.from(text, "utf16le");
  return isLittle ? bytes : bytes.swap16();
};

/** A tar archive's first header; without its magic, as the oldest archives are. */
function tarOf(name: string, content: string, magic: string): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write("0000644\0", 100);
  header.write(content.length.toString(8).padStart(11, "0"), 124);
  header.fill(0x20, 148, 156);
  header.write("0", 156);
  header.write(magic, 257);
  const sum = header.reduce((all, byte) => all + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  const body = Buffer.alloc(Math.ceil(content.length / 512) * 512 + 1024);
  body.write(content);
  return Buffer.concat([header, body]);
}

describe("JSON, however it is stored", () => {
  it.each<[string, Uint8Array]>([
    ["plain", Buffer.from(plain)],
    ["gzip", zipped(plain, 1)],
    ["gzip within gzip", zipped(plain, 2)],
    ["gzip four times", zipped(plain, 4)],
    [
      "gzip within gzip, two members",
      Buffer.concat([zipped(`${record("One")}\n`, 2), zipped(record("Two"), 2)]),
    ],
    ["UTF-16, little end first", utf16(`\u{feff}${plain}`, true)],
    ["UTF-16, big end first", utf16(`\u{feff}${plain}`, false)],
    ["UTF-16 without a mark, little end first", utf16(plain, true)],
    ["UTF-16 without a mark, big end first", utf16(plain, false)],
    ["UTF-16 in gzip", zipped(utf16(`\u{feff}${plain}`, true), 1)],
    ["UTF-8 with a mark", Buffer.from(`\u{feff}${plain}`)],
    ["after blanks", Buffer.from(`\r\n\t ${plain}`)],
    ["a line of words, then lines of JSON", Buffer.from(`${record("One")}\n${record("Two")}`)],
  ])("%s", async (_, bytes) => {
    expect(namesOf(await read(bytes))).toEqual(["One", "Two"]);
    for (let cut = 1; cut < bytes.length; cut += bytes.length > 400 ? 3 : 1) {
      const pieces = await read(cutAt(bytes, [cut]));
      expect([cut, namesOf(pieces), pieces.end]).toEqual([
        cut,
        ["One", "Two"],
        { sort: "records", fault: undefined, warnings: [] },
      ]);
    }
  });

  it("gzip five times is a fault of the file", async () => {
    expect((await read(zipped(plain, 5))).end.fault?.code).toBe("E_FILE_KIND");
  });

  it("damage in the inner gzip: what can be had is delivered", async () => {
    const inner = Buffer.from(zipped(plain, 1));
    inner[inner.length - 6] = (inner[inner.length - 6] ?? 0) ^ 0xff;
    const found = await read(zipped(inner, 1));
    expect([namesOf(found), found.end.fault?.code]).toEqual([["One", "Two"], "E_GZIP_CORRUPT"]);
  });
});

/** One of each kind, and more. */
const FOREIGN: readonly (readonly [FileKind, string, Uint8Array])[] = [
  ...Object.entries(FILE_KINDS).flatMap(([kind, row]) =>
    ((row as FileKindRow).magic ?? []).map(
      (hex) =>
        [
          kind as FileKind,
          hex,
          Buffer.concat([Buffer.from(hex, "hex"), Buffer.alloc(600, 0x41)]),
        ] as const,
    ),
  ),
  ["tar", "ustar", tarOf("a.json", plain, "ustar\0")],
  ["tar", "old", tarOf("a.json", plain, "")],
  ["tar", "in gzip", zipped(tarOf("a.json", plain, "ustar\0"), 1)],
  ["zip", "in gzip", zipped(Buffer.from("504b0304ffff", "hex"), 1)],
  ["markup", "HTML", Buffer.from("<!DOCTYPE html><html>")],
  [
    "markup",
    "XML",
    Buffer.from('\u{feff}<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>'),
  ],
  ["csv", "CloudWatch console", Buffer.from('timestamp,message\n1,"{""eventName"":""x""}"\n')],
  ["csv", "event history", Buffer.from("Event ID,Event time,User name,Event name\na,b,c,d\n")],
  [
    "csv",
    "Athena",
    Buffer.from('"eventversion","useridentity","eventtime"\n"1.11","{type=x}","y"\n'),
  ],
  ["csv", "semicolons", Buffer.from("eventName;eventTime\r\na;b\r\n")],
  ["csv", "tabs", Buffer.from("eventName\teventTime\na\tb\n")],
  ["binary", "a picture", Buffer.from("89504e470d0a1a0a0000000d49484452", "hex")],
  ["binary", "zeros", Buffer.alloc(600)],
];

describe("what is no JSON is one fault of the file, and never a dead letter", () => {
  it.each(FOREIGN)("%s: %s", async (kind, _, bytes) => {
    for (const content of [
      bytes,
      cutAt(
        bytes,
        [1, 2, 3, 200].filter((cut) => cut < bytes.length),
      ),
    ]) {
      const found = await read(content);
      expect([found.elements, found.unreadable, found.end.fault]).toEqual([
        0,
        [],
        {
          code: "E_FILE_KIND",
          what: `test.json is ${FILE_KINDS[kind].is}`,
          todo: FILE_KINDS[kind].todo,
        },
      ]);
    }
  });

  it.each(FOREIGN)("%s: %s, only found in a folder", async (kind, _, bytes) => {
    const found = await read({ ...logFileOf(bytes), isGuess: true });
    if (FILE_KINDS[kind].mayHoldLogs) expect(found.end.fault?.code).toBe("E_FILE_KIND");
    else expect(found.end).toEqual({ sort: "passed-over", kind, fault: undefined, warnings: [] });
  });

  it.each([
    ["words", "# How to read these\n\nsestrail ship ."],
    ["a section", "[section]\nkey=value\n"],
    ["a template", "{{ name }}\n"],
    ["blanks", " \n"],
    ["a log", '2026-10-05 08:00:01 INFO {"a":1}\n'],
  ])("%s: text is passed over in a folder, and judged where it is named", async (_, text) => {
    const found = await read({ ...logFileOf(Buffer.from(text)), isGuess: true });
    expect(found.end).toMatchObject({ sort: "passed-over", kind: "text", fault: undefined });
    const named = await read(text);
    expect(named.end.sort).not.toBe("passed-over");
    expect(named.unreadable.length + (named.end.fault === undefined ? 0 : 1)).toBeGreaterThan(0);
  });

  it.each([
    ["an object", plain],
    ["a list", `[${record("One")},${record("Two")}]`],
    ["lines", `${record("One")}\n${record("Two")}`],
    [
      "lines of text",
      [record("One"), record("Two")].map((each) => JSON.stringify(each)).join("\n"),
    ],
  ])("control: %s is read, named or not", async (_, text) => {
    for (const isGuess of [true, false])
      for (const bytes of [Buffer.from(text), gzipSync(text)])
        expect(namesOf(await read({ ...logFileOf(bytes), isGuess }))).toEqual(["One", "Two"]);
  });

  it("begins no record with what another kind begins with", () => {
    for (const text of [
      plain,
      `[${record("One")}]`,
      "{}",
      "[]",
      '{"a,b":"timestamp,message"}',
      ' \n{"eventTime":1}',
    ])
      expect(kindOf(Buffer.from(text))).toEqual({ form: "json" });
  });
});

describe("bytes after the end of a gzip stream", () => {
  const stored = gzipSync(plain);
  const large = gzipSync(
    plain.replace(
      "é",
      Buffer.from(Array.from({ length: 2_000_000 }, (_, at) => (at * 7919) % 251))
        .toString("hex")
        .slice(0, 3_000_000),
    ),
  );
  it.each<[string, Uint8Array, string]>([
    [
      "text",
      Buffer.from("\n-- copied by backup job --\n"),
      String.raw`what follows begins with "\n-- copied by backup"`,
    ],
    ["zeros", Buffer.alloc(512), "zeros follow"],
    ["one zero", Buffer.alloc(1), "zeros follow"],
    ["one byte", Buffer.from("x"), 'what follows begins with "x"'],
    ["JSON", Buffer.from(record("Three")), "what follows begins with "],
  ])("%s: the records, and one warning", async (_, more, why) => {
    for (const first of [stored, large]) {
      const bytes = Buffer.concat([first, more]);
      const place = `at stored byte ${first.length.toLocaleString("en")}`;
      const once = { ...logFileOf(cutAt(bytes, [first.length - 5])), reopenable: false };
      const cuts = cutAt(bytes, [10, first.length, first.length + 1]);
      for (const content of first === stored ? [bytes, cuts, once] : [bytes, cuts]) {
        const found = await read(content);
        expect([namesOf(found), found.unreadable, found.end.fault]).toEqual([
          ["One", "Two"],
          [],
          undefined,
        ]);
        expect(found.end.warnings).toHaveLength(1);
        expect(found.end.warnings[0]?.why).toContain(why);
        expect(found.end.warnings[0]?.why).toContain(place);
      }
    }
  });

  it("a whole member that follows is read", async () => {
    const found = await read(Buffer.concat([stored, gzipSync(record("Three"))]));
    expect([namesOf(found), found.end.warnings]).toEqual([["One", "Two", "Three"], []]);
  });

  it.each([
    ["a member that is cut", (): Uint8Array => Buffer.concat([stored, stored.subarray(0, 100)])],
    [
      "a wrong checksum before the text",
      (): Uint8Array => {
        const broken = Buffer.from(stored);
        broken[broken.length - 6] = (broken[broken.length - 6] ?? 0) ^ 0xff;
        return Buffer.concat([broken, Buffer.from("text")]);
      },
    ],
  ])("control: %s is damage", async (_, damaged) => {
    const found = await read(damaged());
    expect(found.end.fault?.code).toMatch(/^E_GZIP_(?:CORRUPT|TRUNCATED)$/);
    expect(namesOf(found).slice(0, 2)).toEqual(["One", "Two"]);
  });
});
