/** What the soak says of growth: a line is found again, and noise is not taken for one. */
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { Chance } from "../../bench/chance.ts";
import { slopeOf } from "../../bench/soak/slope.ts";

it("finds the slope of a line, with no noise", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -50, max: 50 }),
      fc.integer({ min: 3, max: 200 }),
      (each, count) => {
        const slope = slopeOf(Array.from({ length: count }, (_, index) => 7 + each * index));
        expect(slope.each).toBeCloseTo(each, 6);
        expect(slope.noise).toBeCloseTo(0, 6);
        expect([slope.first, slope.last]).toEqual([7, 7 + each * (count - 1)]);
      },
    ),
  );
});

it("calls what only goes up and down no growth, and what grows besides growth", () => {
  const chance = new Chance(7);
  const flat = Array.from({ length: 300 }, () => 100 + 10 * chance.next());
  const noisy = slopeOf(flat);
  expect(Math.abs(noisy.each)).toBeLessThan(noisy.noise);
  const growing = slopeOf(flat.map((value, index) => value + index / 10));
  expect(growing.each).toBeGreaterThan(growing.noise);
});
