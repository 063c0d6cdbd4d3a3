/** Batches under pressure: sent off half full only when nothing else is under way, and then at once. */
import { describe, expect, it } from "vitest";
import { Batcher } from "../../src/pipeline/batch.ts";

/** A batcher whose batches are settled by the test, one after another. */
function held(): {
  readonly batcher: Batcher<{ readonly sizeBytes: number }>;
  readonly sent: number[];
  readonly settleOne: () => Promise<void>;
} {
  const sent: number[] = [];
  const open: (() => void)[] = [];
  const limits = { maxBytes: 1_000, maxItems: 10, maxAgeMs: 3_600_000, maxInFlight: 4 };
  const batcher = new Batcher<{ readonly sizeBytes: number }>(limits, (batch) => {
    sent.push(batch.length);
    return new Promise((resolve) => open.push(resolve));
  });
  const settleOne = async (): Promise<void> => {
    open.shift()?.();
    await new Promise(setImmediate);
  };
  return { batcher, sent, settleOne };
}

function add(batcher: Batcher<{ readonly sizeBytes: number }>, count: number): void {
  for (let index = 0; index < count; index++) batcher.add({ sizeBytes: 1 });
}

describe("a batcher under pressure", () => {
  it("lets a half-full batch fill while another is under way, then sends it off", async () => {
    const { batcher, sent, settleOne } = held();
    add(batcher, 13);
    batcher.press();
    add(batcher, 5);
    expect(sent).toEqual([10]);
    await settleOne();
    expect(sent).toEqual([10, 8]);
  });

  it("sends off what is there at once where nothing is under way", () => {
    const { batcher, sent } = held();
    add(batcher, 3);
    batcher.press();
    expect(sent).toEqual([3]);
  });

  it("control: sending off at every wait makes more and smaller batches", () => {
    const { batcher, sent } = held();
    add(batcher, 13);
    batcher.flush();
    add(batcher, 5);
    batcher.flush();
    expect(sent).toEqual([10, 3, 5]);
  });
});
