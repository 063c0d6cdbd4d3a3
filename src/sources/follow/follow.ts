/** A Source that never ends: the files of a folder, a glob or a path, those that are there and those that come. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Problem } from "../../telemetry/problem.ts";
import { foundFile, isFolder, pathsOf, statOf, versionOf } from "../files.ts";
import type { LogFile, NotDone, Source } from "../source.ts";
import { Folders, type LookTimes } from "./folders.ts";
import { isWhole, type Waiting } from "./stillness.ts";

/** What a followed source is told. */
export interface FollowOptions {
  readonly report: (problem: Problem) => void;
  readonly times?: LookTimes;
}

const TIMES: LookTimes = { pollMs: 500, coldMs: 10_000, fullMs: 60_000 };
/** A file that was not done for a reason that may pass is given again after so long. */
const AGAIN_MS = 30_000;
/** A file that was acked is known to the checkpoint after so long. */
const WRITTEN_DOWN_MS = 2_000;
/** A glob is looked up again after so many times what it took, so that it costs little. */
const GLOB_SHARE = 20;

/**
 * Follows a path. A file is given when it is whole, and again when it has changed. What is done the checkpoint knows; of
 * a file that is not, its path is kept, and of one that is, nothing.
 */
export function followSource(pathOrGlob: string, options: FollowOptions): Source {
  return {
    name: pathOrGlob,
    endless: true,
    files: (signal, isDone = () => false) =>
      new Follower(pathOrGlob, options, isDone).files(signal),
    async close() {},
  };
}

/** Looks again and again. Has state, hence a class. */
class Follower {
  readonly #pathOrGlob: string;
  readonly #report: (problem: Problem) => void;
  readonly #times: LookTimes;
  readonly #isDone: (file: LogFile) => boolean;
  readonly #folders: Folders;
  /** Came, and may still be being written. */
  readonly #waiting = new Map<string, Waiting>();
  /** At work, or not done: by path, the version, and when it may be given again. */
  readonly #given = new Map<string, { readonly version: string; readonly againMs: number }>();
  /** Acked just now: the checkpoint may not know it yet. In the order of time. */
  readonly #acked = new Map<string, { readonly version: string; readonly atMs: number }>();

  constructor(
    pathOrGlob: string,
    { report, times = TIMES }: FollowOptions,
    isDone: (file: LogFile) => boolean,
  ) {
    this.#pathOrGlob = pathOrGlob;
    this.#report = report;
    this.#times = times;
    this.#isDone = isDone;
    this.#folders = new Folders(pathOrGlob, times, report);
  }

  async *files(signal: AbortSignal): AsyncGenerator<LogFile> {
    while (!signal.aborted) {
      const begunMs = Date.now();
      for await (const paths of this.#look(begunMs)) {
        for (const path of paths) {
          if (signal.aborted) return;
          const file = this.#ready(path, Date.now());
          if (file !== undefined) yield file;
        }
      }
      const tookMs = Date.now() - begunMs;
      const pauseMs = Math.max(
        this.#times.pollMs,
        isFolder(this.#pathOrGlob) ? 0 : tookMs * GLOB_SHARE,
      );
      // An abort only ends the wait.
      await sleep(pauseMs, undefined, { signal }).catch(() => {});
    }
  }

  /** Paths of files that may have come or changed. */
  async *#look(nowMs: number): AsyncGenerator<readonly string[]> {
    // Of those that wait nothing else tells when they are whole.
    if (this.#waiting.size > 0) yield [...this.#waiting.keys()];
    const again = [...this.#given].filter(([, { againMs }]) => againMs <= nowMs);
    if (again.length > 0) yield again.map(([path]) => path);
    if (isFolder(this.#pathOrGlob)) yield* this.#folders.look(nowMs);
    else yield* pathsOf(this.#pathOrGlob, this.#report);
  }

  /** The file, where it is to be read now. */
  #ready(path: string, nowMs: number): LogFile | undefined {
    const stats = statOf(path);
    // It went again, or is no file: neither is a problem here.
    if (stats === undefined || !stats.isFile()) {
      this.#forget(path);
      return undefined;
    }
    const version = versionOf(stats);
    this.#forgetAcked(nowMs);
    if (this.#acked.get(path)?.version === version) return undefined;
    const given = this.#given.get(path);
    if (given?.version === version && given.againMs > nowMs) return undefined;
    const file = foundFile(path);
    if (this.#isDone(file)) {
      this.#forget(path);
      return undefined;
    }
    const waiting = this.#waitingOf(path, version, nowMs);
    if (!isWhole(path, stats, waiting, nowMs)) return undefined;
    this.#waiting.delete(path);
    this.#given.set(path, { version, againMs: Number.POSITIVE_INFINITY });
    return this.#followed(file, path, version);
  }

  #forgetAcked(nowMs: number): void {
    for (const [path, { atMs }] of this.#acked) {
      if (nowMs - atMs < WRITTEN_DOWN_MS) return;
      this.#acked.delete(path);
    }
  }

  /** What is known of a file that came; remembered. Undefined at the first look at this content. */
  #waitingOf(path: string, version: string, nowMs: number): Waiting | undefined {
    const known = this.#waiting.get(path);
    if (known?.version === version) return known;
    const firstSeenMs = known?.firstSeenMs ?? nowMs;
    const waiting = { firstSeenMs, stillSinceMs: nowMs, version };
    this.#waiting.set(path, waiting);
    return known === undefined ? undefined : waiting;
  }

  #forget(path: string): void {
    this.#waiting.delete(path);
    this.#given.delete(path);
  }

  /** The file, which says when it may be given again. */
  #followed(file: LogFile, path: string, version: string): LogFile {
    // It may have changed meanwhile, and have been given once more.
    const isSame = (): boolean => this.#given.get(path)?.version === version;
    return {
      id: file.id,
      version: file.version,
      name: file.name,
      reopenable: true,
      ...(file.isGuess === undefined ? {} : { isGuess: file.isGuess }),
      get sizeBytes() {
        return file.sizeBytes;
      },
      open: (signal) => file.open(signal),
      ack: () => {
        if (!isSame()) return;
        this.#given.delete(path);
        this.#acked.set(path, { version, atMs: Date.now() });
      },
      nack: ({ transient }: NotDone) => {
        if (transient && isSame())
          this.#given.set(path, { version, againMs: Date.now() + AGAIN_MS });
      },
    };
  }
}
