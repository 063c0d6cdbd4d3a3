/** A Checkpoint in memory: the plainest implementation that holds the contract. */
import type { Checkpoint, CheckpointContext, FileState } from "../../src/checkpoint/checkpoint.ts";

/** What outlives a process: shared by the checkpoints of one test. */
export type Kept = Map<string, FileState>;

/** Opens it over what is kept. */
export function memoryCheckpoint(
  kept: Kept,
  { makeSafe, onFailure }: CheckpointContext,
): Checkpoint {
  let finished: string[] = [];
  const flush = async (): Promise<void> => {
    const now = finished;
    finished = [];
    if (now.length > 0) await makeSafe();
    for (const id of now) kept.set(id, "done");
  };
  return {
    path: "memory",
    stateOf: (id) => kept.get(id) ?? "new",
    begin(id) {
      if (!kept.has(id)) kept.set(id, "begun");
    },
    finish(id) {
      finished.push(id);
      setImmediate(() => void flush().catch(onFailure));
    },
    flush,
    close: flush,
  };
}
