/** The table of states against a plain Map, and the lines against the table. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fileHash, type FileHash } from "../../src/checkpoint/file-hash.ts";
import { FileTable } from "../../src/checkpoint/file-table.ts";
import { LINE_BYTES, readLine, writeLine } from "../../src/checkpoint/lines.ts";

const word = fc.integer({ min: 0, max: 0xffff_ffff });
const hash: fc.Arbitrary<FileHash> = fc
  .tuple(word, word, word)
  .map(([first, second, third]) => [(first | 1) >>> 0, second, (third & ~1) >>> 0]);
/** Few second words, so that many want the same place. */
const crowded: fc.Arbitrary<FileHash> = fc
  .tuple(
    fc.nat({ max: 40 }),
    fc.constantFrom(0, 1, 0xffff_ffff),
    fc.constantFrom(0, 2, 0xffff_fffe),
  )
  .map(([first, second, third]) => [(first | 1) >>> 0, second, third]);

describe("the table of files", () => {
  it("holds what a Map holds", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.oneof(hash, crowded), fc.boolean()), { maxLength: 300 }),
        (told) => {
          const table = new FileTable();
          const model = new Map<string, { readonly file: FileHash; readonly isDone: boolean }>();
          for (const [file, isDone] of told) {
            const id = file.slice(0, 2).join();
            const before = model.get(id);
            const same = before !== undefined && before.file[2] === file[2];
            table.set(file, isDone);
            model.set(id, { file, isDone: isDone || (same && before.isDone) });
            expect(table.get(file)).toBe(model.get(id)?.isDone === true ? "done" : "begun");
          }
          expect(table.count).toBe(model.size);
          const listed = [...table.entries()].map(([file, isDone]) => ({ file, isDone }));
          const key = ({ file }: { readonly file: FileHash }): string => file.join();
          expect(new Map(listed.map((each) => [key(each), each]))).toEqual(
            new Map([...model.values()].map((each) => [key(each), each])),
          );
        },
      ),
    );
  });

  it("grows, and takes about 16 bytes a file", () => {
    const table = new FileTable();
    const count = 200_000;
    for (let index = 0; index < count; index++)
      table.set(fileHash("salt", { id: `file ${index}` }), index % 2 === 0);
    expect(table.count).toBe(count);
    for (let index = 0; index < count; index += 997)
      expect(table.get(fileHash("salt", { id: `file ${index}` }))).toBe(
        index % 2 === 0 ? "done" : "begun",
      );
    expect(table.get(fileHash("other salt", { id: "file 0" }))).toBe("new");
    expect(table.sizeBytes / count).toBeLessThan(24);
  });
});

describe("lines", () => {
  it("give back what was written", () => {
    fc.assert(
      fc.property(hash, fc.boolean(), (file, isDone) => {
        const bytes = Buffer.alloc(LINE_BYTES);
        writeLine(bytes, 0, file, isDone);
        expect(bytes.toString("latin1")).toMatch(/^[\w-]{16}[bd][\w-]{3}\n$/);
        let read: unknown;
        expect(readLine(bytes, 0, (...given) => (read = given))).toBe(true);
        expect(read).toEqual([file, isDone]);
      }),
    );
  });

  it("notice every byte that was changed, nearly always", () => {
    const bytes = Buffer.alloc(LINE_BYTES);
    writeLine(bytes, 0, fileHash("salt", { id: "file" }), true);
    let unnoticed = 0;
    for (let place = 0; place < LINE_BYTES; place++)
      for (let value = 0; value < 256; value++) {
        if (value === bytes[place]) continue;
        const changed = Buffer.from(bytes);
        changed[place] = value;
        if (readLine(changed, 0, () => {})) unnoticed += 1;
      }
    expect(unnoticed).toBe(0);
  });
});
