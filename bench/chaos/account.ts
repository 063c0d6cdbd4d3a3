/**
 * The oracle of a trial. It believes only what the destination holds and what the checkpoint says: what is called done
 * must be there at any moment, in the end all must be there, and twice only what was begun and not done at a stop.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { readFileCheckpoint } from "../../src/checkpoint/file-checkpoint.ts";
import type { FileState } from "../../src/checkpoint/checkpoint.ts";
import { filesSource } from "../../src/sources/files.ts";
import { Broken } from "./broken.ts";
import type { Counted, Destination } from "./destinations.ts";
import { fileOf, type Trail } from "./trail.ts";

/** What was counted in a trial, by what it is called in the table. */
export type Figures = Readonly<Record<string, number>>;

/** What a trial asks the oracle. */
export interface Account {
  /** After each end of a run, however it came: what is done is there. Answers how many files are done. */
  look(): Promise<number>;
  /** Names of the files that the checkpoint calls done now. */
  done(): Promise<readonly string[]>;
  /** At the end: nothing is lost, and what is there twice may be. */
  settle(): Promise<Figures>;
}

const AGAIN_MS = 100;

/** Opens an account. `losesOne`: a broken oracle, which overlooks one event: the control of each trial. */
export function openAccount(
  trail: Trail,
  checkpointPath: string,
  destination: Destination,
  losesOne = false,
): Account {
  /** How often the events of a file may be there more than once. */
  const mayRepeat = new Map<string, number>();

  const countedNow = async (): Promise<Counted> => {
    const counted = await destination.counted();
    const [first] = counted.keys();
    if (losesOne && first !== undefined) counted.delete(first);
    return counted;
  };

  /** Counts until all of these are there, or for as long as that may take. */
  const countedWith = async (ids: readonly string[]): Promise<Counted> => {
    const endMs = Date.now() + destination.settlesMs;
    for (;;) {
      const counted = await countedNow();
      if (Date.now() >= endMs || ids.every((id) => counted.has(id))) return counted;
      await sleep(AGAIN_MS);
    }
  };

  const states = async (): Promise<ReadonlyMap<string, FileState>> => {
    const known = readFileCheckpoint(checkpointPath);
    const found = new Map<string, FileState>();
    const files = filesSource(trail.folder, { report: () => {} });
    for await (const file of files.files(new AbortController().signal)) {
      const name = /([^/]+?)\.json/.exec(file.name)?.[1];
      if (name !== undefined && trail.idsOf.has(name)) found.set(name, known.stateOf(file));
    }
    return found;
  };

  const named = async (state: FileState): Promise<readonly string[]> =>
    [...(await states())].flatMap(([name, is]) => (is === state ? [name] : []));

  return {
    done: () => named("done"),

    async look() {
      for (const name of await named("begun")) mayRepeat.set(name, (mayRepeat.get(name) ?? 0) + 1);
      const done = await named("done");
      const ids = done.flatMap((name) => trail.idsOf.get(name) ?? []);
      const counted = await countedWith(ids);
      const absent = ids.filter((id) => !counted.has(id));
      if (absent.length > 0)
        throw new Broken(
          `${absent.length} events are called done and are not there, such as ${absent[0]}`,
        );
      return done.length;
    },

    async settle() {
      const all = [...trail.idsOf.values()].flat();
      const counted = await countedWith(all);
      const lost = all.filter((id) => !counted.has(id));
      if (lost.length > 0)
        throw new Broken(`${lost.length} of ${all.length} events are lost, such as ${lost[0]}`);
      const allowed = (id: string): number =>
        1 + (destination.mayDouble ? (mayRepeat.get(fileOf(id)) ?? 0) : 0);
      let copies = 0;
      for (const [id, times] of counted) {
        copies += times - 1;
        if (times > allowed(id))
          throw new Broken(
            `${id} is there ${times} times, and may be ${allowed(id)} times: its file was not under way`,
          );
      }
      const bound = all.reduce((sum, id) => sum + allowed(id) - 1, 0);
      return { events: all.length, copies, "copies allowed": bound };
    },
  };
}
