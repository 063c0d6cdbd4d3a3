/** Every Checkpoint holds the contract, and broken ones are found out. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Checkpoint, CheckpointContext } from "../../src/checkpoint/checkpoint.ts";
import { openFileCheckpoint } from "../../src/checkpoint/file-checkpoint.ts";
import { memoryCheckpoint, type Kept } from "../support/memory-checkpoint.ts";
import { CHECKPOINT_CLAUSES, checkpointContract, type CheckpointContract } from "./checkpoint.ts";

const calm = new AbortController().signal;

function contextOf(given: Partial<CheckpointContext> = {}): CheckpointContext {
  return { makeSafe: () => Promise.resolve(), onFailure: () => {}, ...given };
}

const MEMORY: CheckpointContract = {
  place() {
    const kept: Kept = new Map();
    return async (given) => memoryCheckpoint(kept, contextOf(given));
  },
};

checkpointContract("memory", MEMORY);
checkpointContract("a file", {
  place() {
    const path = join(mkdtempSync(join(tmpdir(), "sestrail-checkpoint-")), "checkpoint");
    return (given) => openFileCheckpoint(path, contextOf(given), calm);
  },
});

describe("control: broken checkpoints fail the contract", () => {
  const broken: Readonly<Record<string, (checkpoint: Checkpoint) => Checkpoint>> = {
    "forgets what was begun": (checkpoint) => ({ ...checkpoint, begin: () => {} }),
    "takes begun for done": (checkpoint) => ({
      ...checkpoint,
      stateOf: (file) => (checkpoint.stateOf(file) === "new" ? "new" : "done"),
    }),
    "infers from others": (checkpoint) => ({
      ...checkpoint,
      stateOf: (file) => (file.id === "" ? "done" : checkpoint.stateOf(file)),
    }),
    "takes a changed file for the old one": (checkpoint) => ({
      ...checkpoint,
      stateOf: ({ id }) => checkpoint.stateOf({ id, version: "1" }),
    }),
    "loses what it did not flush": (checkpoint) => ({ ...checkpoint, close: async () => {} }),
  };
  it.each(Object.keys(broken))("%s", async (fault) => {
    const contract: CheckpointContract = {
      place() {
        const open = MEMORY.place();
        return async (given) => {
          const made = await open(given);
          return (broken[fault] as (typeof broken)[string])(made);
        };
      },
    };
    const failed: boolean[] = [];
    for (const clause of CHECKPOINT_CLAUSES)
      failed.push(
        await clause.holds(contract).then(
          () => false,
          () => true,
        ),
      );
    expect(failed).toContain(true);
  });

  it("writes down before it is safe", async () => {
    const hasty: CheckpointContract = {
      place() {
        const kept: Kept = new Map();
        return async (given) => {
          const made = memoryCheckpoint(kept, contextOf(given));
          return {
            ...made,
            finish: (file) => {
              kept.set(file.id, { version: file.version ?? "", state: "done" });
              made.finish(file);
            },
          };
        };
      },
    };
    const clause = CHECKPOINT_CLAUSES.find(({ name }) => name.includes("only after"));
    await expect(clause?.holds(hasty)).rejects.toThrow("done");
  });
});
