/** What a run knows of LogFiles by its checkpoint. */
import type { Checkpoint } from "../checkpoint/checkpoint.ts";
import type { Source } from "../sources/source.ts";
import type { RunRequest } from "./request.ts";

/** What is known of LogFiles; a dry run only asks. */
export type KnownFiles = Pick<Checkpoint, "stateOf"> & Partial<Checkpoint>;

/** Opens the checkpoint that is asked for. Throws as it does, and what the signal says. */
export async function openKnownFiles(
  { checkpointPath, destinations, known }: RunRequest,
  onFailure: (error: Error) => void,
  signal: AbortSignal,
): Promise<KnownFiles | undefined> {
  if (checkpointPath === undefined) return known;
  const { openFileCheckpoint, readFileCheckpoint } =
    await import("../checkpoint/file-checkpoint.ts");
  if (destinations.length === 0) return readFileCheckpoint(checkpointPath);
  const makeSafe = async (): Promise<void> => {
    await Promise.all(destinations.map(async (sink) => sink.makeSafe?.()));
  };
  return openFileCheckpoint(checkpointPath, { makeSafe, onFailure }, signal);
}

/** Counting what was not begun is a courtesy: nobody who stops a run waits longer for it. */
const REST_MS = 1000;

/** How many LogFiles the Sources had still to give, as far as they can tell. */
export async function restOf(
  sources: readonly Source[],
  known: KnownFiles | undefined,
): Promise<number> {
  const signal = AbortSignal.timeout(REST_MS);
  let count = 0;
  for (const source of sources)
    for await (const file of source.rest?.(signal) ?? [])
      if (known?.stateOf(file) !== "done") count += 1;
  return count;
}
