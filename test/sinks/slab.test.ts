/** Bodies laid end to end come back as they were, whatever is laid after them. */
import { expect, it } from "vitest";
import { openSlab } from "../../src/sinks/slab.ts";

/** Of one, two, three and four bytes, and half of a pair; from nothing to more than is asked for at a time. */
const TEXTS = ["x", "é", "漢", "\u{1F4E7}", "\ud83d"].flatMap((unit) =>
  [0, 1, 100, 3_000, 21_844, 21_846, 90_000].map((count) => unit.repeat(count)),
);

function comeBack(write: (text: string) => Uint8Array): boolean {
  const texts = Array.from({ length: 10 }, () => TEXTS).flat();
  const bodies = texts.map(write);
  return bodies.every((body, place) => Buffer.from(texts[place] ?? "").equals(body));
}

it("what is laid comes back, texts in UTF-8", () => {
  const slab = openSlab();
  expect(comeBack((text) => slab.text(text))).toBe(true);
  const other = openSlab();
  expect(comeBack((text) => other.bytes(Buffer.from(text)))).toBe(true);
});

it("control: memory that is used again too soon is found", () => {
  const slab = Buffer.alloc(400_000);
  expect(comeBack((text) => slab.subarray(0, slab.write(text)))).toBe(false);
});
