/**
 * Dead letters as a Source of which what is delivered is taken away: each letter is a LogFile of its own, so that its ack
 * is what drops it, and everything else stays.
 *
 * A file of letters is first renamed to `<file>.replaying`, so that a run which writes letters meanwhile begins a new one.
 * At the end the rest is written beside it (`<file>.replaying.rest`), made safe, and takes its place in one step, then its
 * old name, unless a new file has that. Killed at any moment, each letter is in one of the two files, and once.
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  statSync,
  unlinkSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { CodedError, errorOf } from "../telemetry/problem.ts";
import { syncFolderOf, writeAll } from "../telemetry/write-all.ts";
import type { LogFile, Source } from "./source.ts";

/** The name of a file of letters while it is replayed. */
const REPLAYING = ".replaying";
const WORKING = /\.replaying(?:-\d+)?$/;
const REST = ".rest";

/** Letters, and the end of their replay. */
export interface LetterSource extends Source {
  /**
   * Drops the letters that were acked, when all that they became is safe. Not called: all of them stay. Throws
   * E_DEAD_LETTER; then no letter is lost, and some are sent again by the next replay.
   */
  dropDelivered(): void;
}

/** A file that is being replayed. */
interface Claimed {
  readonly path: string;
  readonly working: string;
  readonly handle: number;
  /** By the number of its line. A letter that is there twice is given once. */
  readonly delivered: Set<number>;
  readonly copies: Map<number, number[]>;
}

/** A Source of the letters in these files, which are regular and not zipped. */
export function letterSource(name: string, paths: readonly string[]): LetterSource {
  const claims: Claimed[] = [];
  const close = (): void => {
    for (const { handle } of claims.splice(0)) closeSync(handle);
  };
  return {
    name,
    async *files(signal) {
      for (const path of paths)
        for (const claimed of claimsOf(path)) {
          claims.push(claimed);
          yield* lettersIn(claimed, signal);
        }
    },
    dropDelivered() {
      for (const claimed of claims) attempt(claimed, () => writeRest(claimed));
      close();
    },
    async close() {},
  };
}

/** Whether a file is what a replay that was killed left of one. */
export function isLeftover(path: string): boolean {
  return WORKING.test(path);
}

/** The name that a file of letters had before any replay of it. */
export function letterPath(path: string): string {
  return path.replace(WORKING, "");
}

/** Whether there are letters under this name, be it that a replay was killed. */
export function hasLetters(path: string): boolean {
  return existsSync(path) || (existsSync(dirname(path)) && leftovers(path).length > 0);
}

/** Claims a file: first what replays that were killed left of it, then the file itself. */
function* claimsOf(path: string): Generator<Claimed> {
  for (const working of leftovers(path)) {
    // Killed between its last two steps, a replay left both names to the same file.
    if (isSame(path, working)) unlinkSync(working);
    else yield claim(path, working);
  }
  if (!existsSync(path)) return;
  let working = path + REPLAYING;
  for (let number = 2; existsSync(working); number += 1) working = `${path}${REPLAYING}-${number}`;
  renameSync(path, working);
  syncFolderOf(working);
  yield claim(path, working);
}

function claim(path: string, working: string): Claimed {
  const handle = openSync(working, "r");
  return { path, working, handle, delivered: new Set(), copies: new Map() };
}

function leftovers(path: string): readonly string[] {
  const folder = dirname(path);
  const name = basename(path);
  return readdirSync(folder)
    .filter((other) => isLeftover(other) && letterPath(other) === name)
    .toSorted()
    .map((other) => join(folder, other));
}

function* lettersIn(claimed: Claimed, signal: AbortSignal): Generator<LogFile> {
  const { path, delivered, copies } = claimed;
  const firsts = new Map<string, number>();
  for (const { bytes, number } of linesOf(claimed.handle)) {
    if (signal.aborted) return;
    if (bytes.length === 0) continue;
    const key = keyOf(bytes);
    const first = key === undefined ? undefined : firsts.get(key);
    if (first !== undefined) {
      copies.set(first, [...(copies.get(first) ?? []), number]);
      // Its first may have been delivered already.
      if (delivered.has(first)) delivered.add(number);
      continue;
    }
    if (key !== undefined) firsts.set(key, number);
    const name = `${path}, line ${number}`;
    yield {
      id: name,
      name,
      sizeBytes: bytes.length,
      reopenable: true,
      open: () => bytes,
      ack() {
        delivered.add(number);
        for (const copy of copies.get(number) ?? []) delivered.add(copy);
      },
      nack() {},
    };
  }
}

/** The id of a letter: its event and who refused it. Undefined where it has none: an Element that was not readable. */
function keyOf(bytes: Uint8Array): string | undefined {
  try {
    const letter: unknown = JSON.parse(Buffer.from(bytes).toString());
    if (typeof letter !== "object" || letter === null) return undefined;
    const { record_id: record, destination } = letter as Readonly<Record<string, unknown>>;
    return typeof record === "string" && typeof destination === "string"
      ? JSON.stringify([record, destination])
      : undefined;
  } catch {
    // No letter at all: whoever reads it says so.
    return undefined;
  }
}

function writeRest({ path, working, handle, delivered }: Claimed): void {
  if (delivered.size > 0) {
    const rest = working + REST;
    const target = openSync(rest, "w", 0o600);
    let kept = 0;
    try {
      for (const { bytes, number } of linesOf(handle)) {
        if (bytes.length === 0 || delivered.has(number)) continue;
        writeAll(target, bytes);
        writeAll(target, "\n");
        kept += 1;
      }
      fsyncSync(target);
    } finally {
      closeSync(target);
    }
    if (kept === 0) {
      unlinkSync(working);
      unlinkSync(rest);
      syncFolderOf(working);
      return;
    }
    renameSync(rest, working);
    syncFolderOf(working);
  }
  if (existsSync(path)) return;
  try {
    linkSync(working, path);
    unlinkSync(working);
  } catch (failure) {
    // A run that writes letters was faster: then these stay under their second name.
    if ((failure as NodeJS.ErrnoException).code !== "EEXIST") throw failure;
  }
  syncFolderOf(working);
}

function attempt({ path }: Claimed, act: () => void): void {
  try {
    act();
  } catch (failure) {
    const cause = errorOf(failure);
    const what = `letters that were delivered could not be taken out of ${path}`;
    throw new CodedError({ code: "E_DEAD_LETTER", what, why: cause.message }, { cause });
  }
}

const CHUNK_BYTES = 256 * 1024;

/** Lines of a file without their ends, from its beginning; numbers from 1. */
function* linesOf(
  handle: number,
): Generator<{ readonly bytes: Uint8Array; readonly number: number }> {
  let parts: Buffer[] = [];
  let number = 1;
  for (let offset = 0; ;) {
    const buffer = Buffer.alloc(CHUNK_BYTES);
    const chunk = buffer.subarray(0, readSync(handle, buffer, 0, CHUNK_BYTES, offset));
    if (chunk.length === 0) break;
    offset += chunk.length;
    let from = 0;
    for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, from)) {
      parts.push(chunk.subarray(from, end));
      yield { bytes: Buffer.concat(parts), number };
      parts = [];
      number += 1;
      from = end + 1;
    }
    if (from < chunk.length) parts.push(chunk.subarray(from));
  }
  if (parts.length > 0) yield { bytes: Buffer.concat(parts), number };
}

function isSame(one: string, other: string): boolean {
  const stats = [one, other].map((path) => statSync(path, { throwIfNoEntry: false }));
  return stats[0] !== undefined && stats[0].ino === stats[1]?.ino && stats[0].dev === stats[1].dev;
}
