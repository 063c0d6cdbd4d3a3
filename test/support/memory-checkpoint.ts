/** A Checkpoint in memory: the plainest implementation that holds the contract. */
import type {
  Checkpoint,
  CheckpointContext,
  FileName,
  FileState,
} from "../../src/checkpoint/checkpoint.ts";

/** What outlives a process: shared by the checkpoints of one test. */
export type Kept = Map<string, { readonly version: string; readonly state: FileState }>;

/** Opens it over what is kept. */
export function memoryCheckpoint(
  kept: Kept,
  { makeSafe, onFailure }: CheckpointContext,
): Checkpoint {
  let finished: FileName[] = [];
  const flush = async (): Promise<void> => {
    const now = finished;
    finished = [];
    if (now.length > 0) await makeSafe();
    for (const { id, version = "" } of now) kept.set(id, { version, state: "done" });
  };
  return {
    path: "memory",
    stateOf({ id, version = "" }) {
      const known = kept.get(id);
      if (known === undefined) return "new";
      return known.version === version ? known.state : "begun";
    },
    begin({ id, version = "" }) {
      if (!kept.has(id)) kept.set(id, { version, state: "begun" });
    },
    finish(file) {
      finished.push(file);
      setImmediate(() => void flush().catch(onFailure));
    },
    flush,
    close: flush,
  };
}
