/** Which files that have just come are taken for whole by their content alone: none that may still be being written. */
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { isWhole } from "../../src/sources/follow/stillness.ts";
import { trailOf } from "../support/running.ts";

const folder = mkdtempSync(join(tmpdir(), "sestrail-still-"));
const path = join(folder, "log");
afterAll(() => rmSync(folder, { recursive: true }));

/** A file that was written just now, and is seen for the first time. */
function isTaken(content: Uint8Array | string): boolean {
  writeFileSync(path, content);
  const stats = statSync(path);
  return isWhole(path, stats, undefined, stats.mtimeMs);
}

const trail = trailOf("a", 2);
/** Its first record holds what looks like the end of the file. */
const tricky = '{"Records":[{"requestParameters":{"Records":[1]}},{"eventName":"]}"}]}';

describe("a file that has just been written", () => {
  it.each([
    ["a trail", trail],
    ["one with a line break behind it", `${trail}\r\n`],
    ["one that somebody indented", JSON.stringify(JSON.parse(trail), null, 2)],
    ["one without records", '{"Records":[]}'],
    ["gzip", gzipSync(trail)],
  ])("is whole: %s", (_what, content) => {
    expect(isTaken(content)).toBe(true);
  });

  it.each([
    ["nothing", ""],
    [
      "lines of JSON, after each of which may come another",
      '{"eventName":"A"}\n{"eventName":"B"}\n',
    ],
    ["one line of them", '{"eventName":"A"}\n'],
    ["trails one behind another", trail + trail],
    ["a trail and zeros, as a file that was made large before it is filled", `${trail}\0\0`],
    ["a list", "[{}]"],
  ])("has to be still first: %s", (_what, content) => {
    expect(isTaken(content)).toBe(false);
  });

  it("is whole at no byte before its last brace", () => {
    for (const text of [trail, tricky])
      for (let bytes = 0; bytes < text.length; bytes++)
        expect(isTaken(text.slice(0, bytes)), text.slice(0, bytes)).toBe(false);
    const zipped = gzipSync(tricky);
    for (let bytes = 0; bytes < zipped.length; bytes++)
      expect(isTaken(zipped.subarray(0, bytes))).toBe(false);
    expect([isTaken(tricky), isTaken(zipped)]).toEqual([true, true]);
  });

  it("control: by its last characters alone, a beginning of it would pass for whole", () => {
    const beginnings = Array.from(tricky, (_character, index) => tricky.slice(0, index));
    expect(beginnings.filter((text) => text.endsWith("]}"))).toHaveLength(2);
  });
});
