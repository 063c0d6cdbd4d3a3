/** What lies beside logs: in a folder every file is judged by its first bytes; what is passed over is counted, never a fault. */
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { imbalances } from "../../src/pipeline/books.ts";
import { filesSource } from "../../src/sources/files.ts";
import { memorySink } from "../support/memory-sink.ts";
import { ran, type Ran } from "../support/running.ts";

const record = (place: number): string =>
  JSON.stringify({
    eventVersion: "1.11",
    eventID: String(place),
    eventTime: "2026-10-05T08:00:01Z",
    eventSource: "ses.amazonaws.com",
    eventName: "SendEmail",
  });
const trail = (...places: number[]): string => `{"Records":[${places.map(record).join(",")}]}`;

function folderOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), "sestrail-beside-"));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

async function shipped(
  path: string,
): Promise<Ran & { readonly held: number; readonly codes: readonly string[] }> {
  const sink = memorySink();
  const codes: string[] = [];
  const source = filesSource(path, { report: ({ code }) => codes.push(code) });
  const result = await ran([source], [sink]);
  expect([result.thrown, imbalances(result.books)]).toEqual([undefined, []]);
  codes.push(...result.problems.map(({ code }) => code));
  return { ...result, held: sink.held.size, codes };
}

describe("a folder", () => {
  it("objects without any ending are read, and everything else is passed over", async () => {
    const folder = folderOf({
      "2026/10/05/stream-1-2026-10-05-08-05-01-6f0a": gzipSync(trail(1, 2)),
      "2026/10/05/stream-1-2026-10-05-08-10-01.parquetish": gzipSync(gzipSync(trail(3))),
      "2026/10/05/one.json.gz": gzipSync(trail(4)),
      "old.log": trail(5),
      "README.md": "# Logs\n",
      "table.csv": "eventName,eventTime\n1,2\n",
      "picture.png": Buffer.from("89504e470d0a1a0a00", "hex"),
      "page.html": "<html></html>",
      "more.txt": "words",
      ".hidden": trail(6),
    });
    const { held, codes, books } = await shipped(folder);
    expect([held, codes, books.files]).toEqual([
      5,
      [],
      expect.objectContaining({ read: 9, acked: 9, nacked: 0, unreadable: 0, foreign: 0 }),
    ]);
    const passedOver = Object.fromEntries(
      books.passedOver.map(({ kind, count, first }) => [
        kind,
        [count, ...first.map((name) => name.slice(folder.length + 1))],
      ]),
    );
    expect(passedOver).toEqual({
      binary: [1, "picture.png"],
      csv: [1, "table.csv"],
      markup: [1, "page.html"],
      text: [2, "README.md", "more.txt"],
    });
  });

  it("archives may hold logs: they are faults of the file", async () => {
    const folder = folderOf({ "a.json": trail(1), "b.zip": Buffer.from("504b030400", "hex") });
    const { held, codes, books } = await shipped(folder);
    expect([held, codes]).toEqual([1, ["E_FILE_KIND"]]);
    expect(books.files).toMatchObject({ read: 2, acked: 1, nacked: 1, foreign: 1, unreadable: 0 });
  });

  it("what is called JSON and is none is a fault; so is what is named", async () => {
    const folder = folderOf({ "a.json": "<Error/>", "b.csv": "eventName,eventTime\n" });
    expect((await shipped(folder)).codes).toEqual(["E_FILE_KIND"]);
    expect((await shipped(join(folder, "b.csv"))).codes).toEqual(["E_FILE_KIND"]);
  });

  it("without a single log it says so", async () => {
    const { codes, books } = await shipped(folderOf({ "README.md": "# Logs\n", LICENSE: "Free" }));
    expect([codes, books.files.acked]).toEqual([["E_NO_LOGS"], 2]);
  });

  it("objects of 0 bytes are told of and counted, and are no fault", async () => {
    const { codes, books, held } = await shipped(
      folderOf({ "a.json.gz": "", AWSLogs: "", "b.json": trail(1) }),
    );
    expect([held, codes, books.files]).toEqual([
      1,
      ["E_FILE_ZERO", "E_FILE_ZERO"],
      expect.objectContaining({ empty: 2, acked: 3, unreadable: 0 }),
    ]);
  });

  it("control: a gzip that holds nothing is a fault", async () => {
    expect((await shipped(folderOf({ "a.json.gz": gzipSync("") }))).codes).toEqual([
      "E_FILE_EMPTY",
    ]);
  });
});

describe("what mentions a wanted source and is not read", () => {
  it("is in the books, and balances", async () => {
    const lines = [
      record(1),
      '{"a":"ses.amazonaws.com"}',
      '{"b":["ses.amazonaws.com"]}',
      '{"c":1}',
    ];
    const { books, codes, held } = await shipped(folderOf({ "a.ndjson": lines.join("\n") }));
    expect([held, codes]).toEqual([1, ["E_UNRECOGNISED"]]);
    expect(books).toMatchObject({
      elements: 4,
      unrecognised: 2,
      records: 2,
      otherServices: 1,
      selected: 1,
    });
    expect(books.files.acked).toBe(1);
  });
});
