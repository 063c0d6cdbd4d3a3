/**
 * One process at a time: a file beside the one that is used, with the owner's name in it and, as its time of change, the
 * owner's last sign of life.
 */
import {
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { CodedError, messageOf } from "../telemetry/problem.ts";
import type { ErrorCode } from "../tables/errors.ts";
import { lives, parseOwner, thisOwner, type Owner } from "./owner.ts";

/** A lock that is held. */
export interface Lock {
  /** Throws E_CHECKPOINT_IN_USE where another process has taken it meanwhile: this one was still for too long. */
  assertHeld(): void;
  /** Lets others have it. Safe twice. */
  release(): void;
}

/** What is locked, for those who are told that they can't have it. */
export interface Locked {
  /** Such as `the checkpoint`; its path is added. */
  readonly what: string;
  readonly inUse: ErrorCode;
  /** The lock itself could not be written. */
  readonly failed: ErrorCode;
}

/** A checkpoint: what is locked unless something else is said. */
const CHECKPOINT: Locked = {
  what: "the checkpoint",
  inUse: "E_CHECKPOINT_IN_USE",
  failed: "E_CHECKPOINT",
};

/** How often an owner gives a sign of life, and how long one without any is watched before it counts as gone. */
export interface LockTimes {
  readonly beatMs: number;
  readonly watchMs: number;
}

const TIMES: LockTimes = { beatMs: 2_000, watchMs: 10_000 };

/**
 * Takes the lock of a path. An owner that is proven gone is followed: by the kernel where it can tell; else, in another
 * container or after a reboot, by watching for a sign of life for ten seconds. Throws what `locked` says, and the signal's
 * reason.
 */
export async function takeLock(
  path: string,
  signal: AbortSignal,
  times: LockTimes = TIMES,
  locked: Locked = CHECKPOINT,
): Promise<Lock> {
  const lockPath = `${path}.lock`;
  const self = thisOwner();
  for (;;) {
    if (create(lockPath, self, locked)) break;
    const text = readOrNothing(lockPath);
    // Given back between two looks.
    if (text === undefined) continue;
    const owner = parseOwner(text);
    const life = owner === undefined ? "unknown" : lives(owner, self);
    if (life === "yes" || (life === "unknown" && (await showsLife(lockPath, text, times, signal))))
      throw inUse(path, owner, locked);
    takeOver(lockPath, text, self);
  }
  return held(path, lockPath, self, times, locked);
}

/** False: there is one already. */
function create(lockPath: string, self: Owner, { failed }: Locked): boolean {
  try {
    writeFileSync(lockPath, JSON.stringify(self), { flag: "wx", mode: 0o600 });
    return true;
  } catch (failure) {
    if ((failure as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw new CodedError(
      { code: failed, what: `${lockPath} could not be written`, why: messageOf(failure) },
      { cause: failure },
    );
  }
}

async function showsLife(
  lockPath: string,
  text: string,
  { beatMs, watchMs }: LockTimes,
  signal: AbortSignal,
): Promise<boolean> {
  const first = signOf(lockPath);
  for (let watchedMs = 0; watchedMs < watchMs; watchedMs += beatMs) {
    await sleep(beatMs, undefined, { signal });
    if (signOf(lockPath) !== first || readOrNothing(lockPath) !== text) return true;
  }
  return false;
}

function signOf(lockPath: string): number | undefined {
  return statSync(lockPath, { throwIfNoEntry: false })?.mtimeMs;
}

/**
 * Takes away what a dead owner left; of several who try, the file system lets one. Whoever finds that it took away the
 * lock of somebody quicker gives it back.
 */
function takeOver(lockPath: string, text: string, self: Owner): void {
  const aside = `${lockPath}.${self.token}`;
  try {
    renameSync(lockPath, aside);
  } catch {
    // Somebody else was quicker; the next look tells.
    return;
  }
  if (readOrNothing(aside) === text || existsSync(lockPath)) rmSync(aside, { force: true });
  else renameSync(aside, lockPath);
}

function held(
  path: string,
  lockPath: string,
  self: Owner,
  { beatMs }: LockTimes,
  locked: Locked,
): Lock {
  const isOurs = (): boolean => parseOwner(readOrNothing(lockPath) ?? "")?.token === self.token;
  const beat = setInterval(() => {
    const now = new Date();
    if (isOurs()) utimesSync(lockPath, now, now);
  }, beatMs);
  beat.unref();
  return {
    assertHeld() {
      if (!isOurs()) throw inUse(path, parseOwner(readOrNothing(lockPath) ?? ""), locked);
    },
    release() {
      clearInterval(beat);
      if (isOurs()) rmSync(lockPath, { force: true });
    },
  };
}

function inUse(path: string, owner: Owner | undefined, { what, inUse: code }: Locked): CodedError {
  const who = owner === undefined ? "" : `pid ${owner.pid} on ${owner.host} holds it`;
  return new CodedError({
    code,
    what: `${what} ${path} is in use`,
    ...(who === "" ? {} : { why: who }),
  });
}

function readOrNothing(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
