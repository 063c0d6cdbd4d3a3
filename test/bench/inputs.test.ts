/** Made-up inputs from every idea, against an oracle: 20,000 under CI; `npm run fuzz -- --inputs 1000000` tries a million. */
import { describe, expect, it } from "vitest";
import { Chance } from "../../bench/chance.ts";
import { checkInput } from "../../bench/inputs/check.ts";
import { IDEAS, someInput, type Idea } from "../../bench/inputs/input.ts";
import { runs } from "../support/runs.ts";

const COUNT = runs(20_000);
const FIRST_SEED = 1;

describe("any input", () => {
  it("is read as JSON.parse reads it, counted, and shaped", async () => {
    const seen = new Set<Idea>();
    for (let seed = FIRST_SEED; seed < FIRST_SEED + COUNT; seed++) {
      const chance = new Chance(seed);
      const input = someInput(chance);
      seen.add(input.idea);
      await checkInput(input, chance).catch((failure: unknown) => {
        throw new Error(`seed ${seed} fails`, { cause: failure });
      });
    }
    expect([...seen].sort()).toEqual([...IDEAS].sort());
  }, 300_000);

  it.each(["valid", "flipped", "deep", "wrapped", "cut"] as const)(
    "control: a reader that loses the last record is noticed (%s)",
    async (idea) => {
      for (let seed = FIRST_SEED; seed < 1_000; seed++) {
        const chance = new Chance(seed);
        const input = someInput(chance);
        const { expected, atLeast } = input;
        if (input.idea !== idea || (expected?.values ?? atLeast).length === 0) continue;
        await expect(
          checkInput(input, chance, (records) => records.slice(0, -1).map(({ value }) => value)),
        ).rejects.toThrow(
          /Expected values to be strictly deep-equal|a record before the cut is lost/,
        );
        return;
      }
      expect.unreachable("no such input");
    },
  );
});
