/** Dead letters are safe before their LogFile is acked, or it is not; and what cannot be sent again says so. */
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { imbalances } from "../../src/pipeline/books.ts";
import { deadLetterOf, openDeadLetters, type DeadLetter } from "../../src/pipeline/dead-letter.ts";
import type { Sink } from "../../src/sinks/sink.ts";
import { memorySink } from "../support/memory-sink.ts";
import { memorySource } from "../support/memory-source.ts";
import { ownDisk, type OwnDisk } from "../support/own-disk.ts";
import { ran, trailOf } from "../support/running.ts";

function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "sestrail-dead-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const position = { file: "a.json", index: 3 };
const letter = (text: string, padding = ""): DeadLetter =>
  deadLetterOf({ code: "E_X", reason: "why", time: "2026-11-29T00:00:00Z" }, position, {
    text: `{"a":"${text}${padding}"}`,
  });
const rawsIn = (path: string): unknown[] =>
  readFileSync(path, "utf8")
    .trim()
    .split("\n")
    .map((line) => (JSON.parse(line) as DeadLetter).raw);

/** A Sink that refuses every tenth Item. */
function picky(): Sink<string> {
  const sink = memorySink();
  return {
    ...sink,
    write: async (items, signal) =>
      (await sink.write(items, signal)).map((outcome, index) =>
        index % 10 === 0 ? { kind: "rejected", code: "odd", reason: "too odd" } : outcome,
      ),
  };
}

describe("openDeadLetters", () => {
  it("writes in the order of their coming, whoever waits for whom, for its owner only", async () => {
    const path = join(freshFolder(), "dead.ndjson");
    const letters = openDeadLetters(path, "run");
    await Promise.all(
      Array.from({ length: 50 }, (_, index) => letters.write([letter(`${index}`)])),
    );
    expect(rawsIn(path)).toEqual(Array.from({ length: 50 }, (_, index) => `{"a":"${index}"}`));
    expect(statSync(path).mode & 0o777).toBe(0o600);
    letters.close();
    expect(letters.count).toBe(50);
  });

  it("makes folders that are not there, and a file of this run's", async () => {
    const folder = join(freshFolder(), "one/two/");
    const letters = openDeadLetters(folder, "run");
    expect(existsSync(folder)).toBe(false);
    await letters.write([letter("a")]);
    letters.close();
    expect(readdirSync(folder)).toEqual(["sestrail-dead-run.ndjson"]);
  });

  it("is full while much waits for the disk, and then is not", async () => {
    const letters = openDeadLetters(join(freshFolder(), "dead.ndjson"), "run");
    const first = letters.write([letter("a")]);
    const second = letters.write([letter("b", "x".repeat(5_000_000))]);
    expect(letters.isFull).toBe(true);
    await Promise.all([first, second]);
    expect(letters.isFull).toBe(false);
    letters.close();
  });

  it("writes again what a replay may have taken away unread", async () => {
    const path = join(freshFolder(), "dead.ndjson");
    const letters = openDeadLetters(path, "run");
    await letters.write([letter("before")]);
    const late = letters.write([letter("late")]);
    renameSync(path, `${path}.replaying`);
    await late;
    letters.close();
    expect(rawsIn(path)).toEqual(['{"a":"late"}']);
    expect(rawsIn(`${path}.replaying`)[0]).toBe('{"a":"before"}');
  });

  it("says of a letter that is cut, or no text, that it cannot be sent again", () => {
    const base = { reason: "why", time: "2026-11-29T00:00:00Z" };
    const bytes = Buffer.from([0x7b, 0xff]);
    const of = (code: string, raw: Parameters<typeof deadLetterOf>[2]) =>
      deadLetterOf({ ...base, code }, position, raw).replay;
    expect(of("E_ELEMENT_TOO_LARGE", { text: "{", cut: true })).toBe(false);
    expect(of("E_ELEMENT_INVALID", { text: "{\u{fffd}", bytes })).toBe(false);
    expect(of("E_ELEMENT_INVALID", { text: "{" })).toBeUndefined();
    // It was read before, with a character in the place of what is none.
    expect(of("odd", { text: '{"a":"\u{fffd}"}', bytes })).toBeUndefined();
  });
});

describe("a run whose letters", () => {
  it("cannot be sent again does not call their file done; the others are", async () => {
    const path = join(freshFolder(), "dead.ndjson");
    const large = trailOf("large", 2, "x".repeat(5000));
    const binary = Buffer.concat([
      Buffer.from('{"Records":[{"eventSource":"ses.amazonaws.com","a":'),
      Buffer.from([0xff, 0xfe, 0x2c]),
      Buffer.from("}]}"),
    ]);
    const broken = '{"Records":[{"eventSource":"ses.amazonaws.com",}]}';
    const source = memorySource({ good: trailOf("good", 3), large, binary, broken });
    const { books } = await ran([source], [memorySink()], {
      deadLetterPath: path,
      limits: { maxRecordBytes: 4096, maxDecompressedBytes: undefined, maxNesting: 256 },
    });
    expect(Object.fromEntries(source.told)).toEqual({
      good: ["ack"],
      broken: ["ack"],
      large: [expect.stringMatching(/^nack: /)],
      binary: [expect.stringMatching(/^nack: /)],
    });
    expect(imbalances(books)).toEqual([]);
    const lost = readFileSync(path, "utf8").match(/"replay":false/g);
    expect(lost).toHaveLength(3);
  });

  const lettersOn = (disk: OwnDisk | undefined) =>
    disk === undefined
      ? undefined
      : { path: join(disk.folder, "dead.ndjson"), mend: () => disk.mend() };
  /** Where letters cannot be written, and how it is mended. */
  const places: [string, () => { path: string; mend?: () => void } | undefined][] = [
    ["a full device", () => ({ path: "/dev/full" })],
    [
      "a path below a file",
      () => {
        const file = join(freshFolder(), "file");
        writeFileSync(file, "");
        return { path: join(file, "dead.ndjson") };
      },
    ],
    ["a disk that is full", () => lettersOn(ownDisk("full"))],
    ["a disk that is read-only", () => lettersOn(ownDisk("read-only"))],
  ];
  it.each(places)(
    "go to %s ends with a clear error, and acks nothing of theirs",
    async (_n, make) => {
      const place = make();
      if (place === undefined) return;
      const contents = Object.fromEntries(
        Array.from({ length: 20 }, (_, file) => [`f${file}`, trailOf(`f${file}`, 100)]),
      );
      const source = memorySource(contents);
      const { books, thrown } = await ran([source], [picky()], { deadLetterPath: place.path });
      expect(thrown).toMatchObject({ code: "E_DEAD_LETTER" });
      expect(String(thrown)).toContain(place.path);
      expect(imbalances(books)).toEqual([]);
      // Every file that was acked has its ten letters, whole, on the disk.
      const held = existsSync(place.path) && statSync(place.path).isFile();
      const lines = held ? readFileSync(place.path, "utf8").split("\n").slice(0, -1) : [];
      const acked = [...source.told].filter(([, words]) => words.includes("ack"));
      for (const [name] of acked)
        expect(lines.filter((line) => line.includes(`"${name}"`))).toHaveLength(10);
      expect(acked.length).toBeLessThan(20);
      if (place.mend === undefined) return;
      place.mend();
      const again = memorySource(contents);
      const second = await ran([again], [picky()], { deadLetterPath: place.path });
      expect(second.thrown).toBeUndefined();
      expect([...again.told.values()].flat()).toEqual(Array.from({ length: 20 }, () => "ack"));
    },
  );
});
