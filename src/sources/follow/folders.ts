/**
 * Which folders of a tree have changed, found by looking: no watch is kept, so that it works on every file system, over
 * networks and in containers, and costs the same for ten files as for a hundred thousand.
 *
 * A folder's time of change tells of files that came or went. Folders that changed lately are looked at each time, the
 * others in turn; and in turn each is listed though it has not changed, since a file that grows changes no folder.
 */
import { statSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { messageOf, type Problem } from "../../telemetry/problem.ts";

/** How often things are looked at. */
export interface LookTimes {
  /** Folders that changed lately, and files that may still be being written. */
  readonly pollMs: number;
  /** Every folder. */
  readonly coldMs: number;
  /** Every file. */
  readonly fullMs: number;
}

/** A folder changed so lately that the next change may have the same time. */
const SAME_TIME_MS = 2_000;
/** A folder counts as busy for so long after it changed. */
const BUSY_MS = 3_600_000;

/** The folders below one. Has state, hence a class: a path and a time for each folder, nothing for a file. */
export class Folders {
  /** By path, the time of change when it was listed; undefined: it was not yet. */
  readonly #changedMs = new Map<string, number | undefined>();
  readonly #top: string;
  readonly #times: LookTimes;
  readonly #report: (problem: Problem) => void;
  #coldTurn = 0;
  #fullTurn = 0;

  constructor(top: string, times: LookTimes, report: (problem: Problem) => void) {
    this.#top = top;
    this.#times = times;
    this.#report = report;
  }

  /** Looks once. Gives the paths of the files in each folder that has changed, or whose turn it is. */
  async *look(nowMs: number): AsyncGenerator<readonly string[]> {
    const folders = this.#changedMs;
    // It may have been away.
    if (!folders.has(this.#top)) folders.set(this.#top, undefined);
    const { pollMs, coldMs, fullMs } = this.#times;
    const count = folders.size;
    const cold = turnOf(this.#coldTurn, Math.ceil((count * pollMs) / coldMs), count);
    const full = turnOf(this.#fullTurn, Math.ceil((count * pollMs) / fullMs), count);
    this.#coldTurn = cold.next;
    this.#fullTurn = full.next;
    let place = -1;
    // What is found on the way is looked at, too.
    for (const [path, changedMs] of folders) {
      place += 1;
      const isBusy = changedMs === undefined || nowMs - changedMs < BUSY_MS;
      if (!isBusy && !full.has(place) && !cold.has(place)) continue;
      const stats = statSync(path, { throwIfNoEntry: false });
      if (stats === undefined) folders.delete(path);
      else if (
        stats.mtimeMs !== changedMs ||
        full.has(place) ||
        nowMs - stats.mtimeMs <= SAME_TIME_MS
      ) {
        folders.set(path, stats.mtimeMs);
        yield await this.#list(path);
      }
    }
  }

  /** Files of one folder in the order of their names; folders in it are remembered. Hidden ones are not taken. */
  async #list(folder: string): Promise<readonly string[]> {
    try {
      const entries = await readdir(folder, { withFileTypes: true });
      const files: string[] = [];
      for (const entry of entries) {
        if (entry.name.startsWith(".")) continue;
        const path = join(folder, entry.name);
        if (!entry.isDirectory()) files.push(path);
        else if (!this.#changedMs.has(path)) this.#changedMs.set(path, undefined);
      }
      return files.sort();
    } catch (failure) {
      this.#report({
        code: "E_FILE_OPEN",
        what: `${folder} could not be listed`,
        why: messageOf(failure),
      });
      return [];
    }
  }
}

/** Whose turn it is: so many places from one on, round and round. */
function turnOf(
  from: number,
  count: number,
  length: number,
): { readonly has: (place: number) => boolean; readonly next: number } {
  return {
    has: (place) => place < length && (place - from + length) % length < count,
    next: length === 0 ? 0 : (from + count) % length,
  };
}
