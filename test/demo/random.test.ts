/** The seeded stream: even, repeatable, and no two alike. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { randomOf } from "../../src/demo/random.ts";

test("the same seed and name give the same draws, any other gives others", () => {
  fc.assert(
    fc.property(fc.integer(), fc.string(), fc.string({ minLength: 1 }), (seed, name, suffix) => {
      const draws = (random = randomOf(seed, name)) =>
        Array.from({ length: 8 }, () => random.next());
      expect(draws()).toEqual(draws());
      expect(draws(randomOf(seed, name + suffix))).not.toEqual(draws());
      expect(draws(randomOf(seed + 1, name))).not.toEqual(draws());
    }),
  );
});

test("draws are even enough: each of ten numbers a tenth of the time", () => {
  const random = randomOf(1, "even");
  const counts = Array.from({ length: 10 }, () => 0);
  for (let index = 0; index < 100_000; index += 1) {
    const drawn = random.int(10);
    counts[drawn] = (counts[drawn] ?? 0) + 1;
  }
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
});

test("whole numbers keep within their bounds, both ends included", () => {
  const random = randomOf(1, "bounds");
  const drawn = new Set(Array.from({ length: 1000 }, () => random.between(3, 6)));
  expect([...drawn].toSorted((left, right) => left - right)).toEqual([3, 4, 5, 6]);
});

test("UUIDs are of version 4, and differ", () => {
  const random = randomOf(1, "ids");
  const ids = Array.from({ length: 10_000 }, () => random.uuid());
  expect(
    ids.filter(
      (id) => !/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/.test(id),
    ),
  ).toEqual([]);
  expect(new Set(ids).size).toBe(ids.length);
});

test("an empty list has nothing to pick", () => {
  expect(() => randomOf(1, "empty").pick([])).toThrow(/empty/);
});
