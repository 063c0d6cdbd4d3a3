/** The contract suite of Checkpoints: each clause a plain function that throws when it is broken. */
import { describe, expect, it } from "vitest";
import type { Checkpoint, CheckpointContext, FileName } from "../../src/checkpoint/checkpoint.ts";

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

const FILES: readonly FileName[] = [
  { id: "/logs/a.json.gz", version: "10|1" },
  { id: "/logs/b.json.gz", version: "10|1" },
  { id: "s3://b/k", version: "v1|etag" },
  { id: "" },
  { id: "\u{1f4ec}\n", version: "" },
];
const X: FileName = { id: "x", version: "1" };

export const CHECKPOINT_CLAUSES: readonly CheckpointClause[] = [
  {
    name: "knows nothing at first",
    async holds(contract) {
      const checkpoint = await contract.place()();
      expect(FILES.map((file) => checkpoint.stateOf(file))).toEqual(FILES.map(() => "new"));
      await checkpoint.close();
    },
  },
  {
    name: "remembers what was begun and what is done, over runs",
    async holds(contract) {
      const open = contract.place();
      const first = await open();
      const [a = X, b = X, c = X, ...others] = FILES;
      first.begin(a);
      first.begin(b);
      first.finish(b);
      first.finish(c);
      await first.close();
      const second = await open();
      expect([a, b, c].map((file) => second.stateOf(file))).toEqual(["begun", "done", "done"]);
      expect(others.map((file) => second.stateOf(file))).toEqual(others.map(() => "new"));
      second.begin(a);
      second.finish(a);
      await second.close();
      const third = await open();
      expect([a, b, c].map((file) => third.stateOf(file))).toEqual(["done", "done", "done"]);
      await third.close();
    },
  },
  {
    name: "what is done stays done, though it is begun again",
    async holds(contract) {
      const open = contract.place();
      const first = await open();
      first.finish(X);
      await first.flush();
      first.begin(X);
      await first.close();
      const second = await open();
      expect(second.stateOf(X)).toBe("done");
      await second.close();
    },
  },
  {
    name: "a file that has changed is to be read again, and may have been sent; what it becomes then counts",
    async holds(contract) {
      const open = contract.place();
      const first = await open();
      first.finish(X);
      await first.flush();
      const changed = { ...X, version: "2" };
      expect(first.stateOf(changed)).toBe("begun");
      first.finish(changed);
      await first.close();
      const second = await open();
      expect([second.stateOf(changed), second.stateOf(X)]).toEqual(["done", "begun"]);
      await second.close();
    },
  },
  {
    name: "has what was begun written when it says so, without a flush",
    async holds(contract) {
      const open = contract.place();
      const first = await open();
      first.begin(X);
      expect(first.stateOf(X)).toBe("begun");
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
          expect(first.stateOf(X)).not.toBe("done");
          safe = true;
        },
      });
      first.finish(X);
      await first.flush();
      expect([safe, first.stateOf(X)]).toEqual([true, "done"]);
      await first.close();
    },
  },
  {
    name: "does not write down as done what could not be made safe",
    async holds(contract) {
      const open = contract.place();
      const first = await open({ makeSafe: () => Promise.reject(new Error("disk full")) });
      first.finish(X);
      await expect(first.flush()).rejects.toThrow("disk full");
      await first.close().catch(() => {});
      const second = await open();
      expect(second.stateOf(X)).not.toBe("done");
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
