/** The contract suite of Checkpoints: each clause a plain function that throws when it is broken. */
import { describe, expect, it } from "vitest";
import type { Checkpoint, CheckpointContext } from "../../src/checkpoint/checkpoint.ts";

/** How to make one, again and again over what is kept. */
export interface CheckpointContract {
  /** A place of its own: each opening sees what the ones before kept. */
  place(): (context?: Partial<CheckpointContext>) => Promise<Checkpoint>;
}

/** One clause. */
export interface CheckpointClause {
  readonly name: string;
  holds(contract: CheckpointContract): Promise<void>;
}

const IDS = ["/logs/a.json.gz|10|1", "/logs/b.json.gz|10|1", "s3://b/k|v1|etag", "", "\u{1f4ec}\n"];

export const CHECKPOINT_CLAUSES: readonly CheckpointClause[] = [
  {
    name: "knows nothing at first",
    async holds(contract) {
      const checkpoint = await contract.place()();
      expect(IDS.map((id) => checkpoint.stateOf(id))).toEqual(IDS.map(() => "new"));
      await checkpoint.close();
    },
  },
  {
    name: "remembers what was begun and what is done, over runs",
    async holds(contract) {
      const open = contract.place();
      const first = await open();
      const [a = "", b = "", c = "", ...others] = IDS;
      first.begin(a);
      first.begin(b);
      first.finish(b);
      first.finish(c);
      await first.close();
      const second = await open();
      expect([a, b, c].map((id) => second.stateOf(id))).toEqual(["begun", "done", "done"]);
      expect(others.map((id) => second.stateOf(id))).toEqual(others.map(() => "new"));
      second.begin(a);
      second.finish(a);
      await second.close();
      const third = await open();
      expect([a, b, c].map((id) => third.stateOf(id))).toEqual(["done", "done", "done"]);
      await third.close();
    },
  },
  {
    name: "what is done stays done, though it is begun again",
    async holds(contract) {
      const open = contract.place();
      const first = await open();
      first.finish("x");
      await first.flush();
      first.begin("x");
      await first.close();
      const second = await open();
      expect(second.stateOf("x")).toBe("done");
      await second.close();
    },
  },
  {
    name: "has what was begun written when it says so, without a flush",
    async holds(contract) {
      const open = contract.place();
      const first = await open();
      first.begin("x");
      expect(first.stateOf("x")).toBe("begun");
      await first.close();
    },
  },
  {
    name: "writes down what is done only after what it holds is safe",
    async holds(contract) {
      const open = contract.place();
      let safe = false;
      const first = await open({
        makeSafe: async () => {
          await new Promise((resolve) => setImmediate(resolve));
          expect(first.stateOf("x")).not.toBe("done");
          safe = true;
        },
      });
      first.finish("x");
      await first.flush();
      expect([safe, first.stateOf("x")]).toEqual([true, "done"]);
      await first.close();
    },
  },
  {
    name: "does not write down as done what could not be made safe",
    async holds(contract) {
      const open = contract.place();
      const first = await open({ makeSafe: () => Promise.reject(new Error("disk full")) });
      first.finish("x");
      await expect(first.flush()).rejects.toThrow("disk full");
      await first.close().catch(() => {});
      const second = await open();
      expect(second.stateOf("x")).not.toBe("done");
      await second.close();
    },
  },
  {
    name: "closes twice",
    async holds(contract) {
      const checkpoint = await contract.place()();
      await checkpoint.close();
      await checkpoint.close();
    },
  },
];

/** Runs every clause against one implementation. */
export function checkpointContract(name: string, contract: CheckpointContract): void {
  describe(`contract of checkpoints: ${name}`, () => {
    it.each(CHECKPOINT_CLAUSES.map((clause) => [clause.name, clause] as const))("%s", (_, clause) =>
      clause.holds(contract),
    );
  });
}
