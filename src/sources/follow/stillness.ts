/** Whether a file that has just come is whole: nobody says so, it shows. */
import { readFileSync, type Stats } from "node:fs";
import { gunzipSync } from "node:zlib";

/** A file that was not written to for so long is taken for whole at once, however short it is known. */
const OLD_MS = 5_000;
/** One that is known has to be seen unchanged for so long. */
const STILL_MS = 1_000;
/** One that never is still is taken as it is: what comes later is read again. */
const PATIENCE_MS = 30_000;
/** Up to this size it is tried whether it is whole gzip. */
const TRIED_STORED_BYTES = 1024 * 1024;
const TRIED_PLAIN_BYTES = 16 * 1024 * 1024;

/** What is known of a file that has just come. */
export interface Waiting {
  readonly firstSeenMs: number;
  /** Of the last change that was seen. */
  readonly stillSinceMs: number;
  readonly version: string;
}

/** Whether it is whole, or has been waited for long enough. `waiting` is of an earlier look with the same content. */
export function isWhole(
  path: string,
  stats: Stats,
  waiting: Waiting | undefined,
  nowMs: number,
): boolean {
  if (nowMs - stats.mtimeMs >= OLD_MS) return true;
  if (waiting !== undefined && nowMs - waiting.stillSinceMs >= STILL_MS) return true;
  if (waiting !== undefined && nowMs - waiting.firstSeenMs >= PATIENCE_MS) return true;
  return stats.isFile() && stats.size <= TRIED_STORED_BYTES && isWholeGzip(path);
}

function isWholeGzip(path: string): boolean {
  try {
    const bytes = readFileSync(path);
    if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return false;
    gunzipSync(bytes, { maxOutputLength: TRIED_PLAIN_BYTES });
    return true;
  } catch {
    // Not whole, or gone again: the next look tells.
    return false;
  }
}
