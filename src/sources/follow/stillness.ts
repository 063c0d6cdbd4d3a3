/** Whether a file that has just come is whole: nobody says so, it shows. */
import { readFileSync, type Stats } from "node:fs";
import { gunzipSync } from "node:zlib";

/** A file that was not written to for so long is taken for whole at once, however short it is known. */
const OLD_MS = 5_000;
/** One that is known has to be seen unchanged for so long. */
const STILL_MS = 1_000;
/** One that never is still is taken as it is: what comes later is read again. */
const PATIENCE_MS = 30_000;
/** Up to this size it is tried whether its content tells that it is whole. */
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
  return stats.isFile() && stats.size <= TRIED_STORED_BYTES && tellsItIsWhole(path);
}

function tellsItIsWhole(path: string): boolean {
  try {
    const bytes = readFileSync(path);
    return bytes[0] === 0x1f && bytes[1] === 0x8b ? isWholeGzip(bytes) : isWholeTrail(bytes);
  } catch {
    // Gone again: the next look tells.
    return false;
  }
}

function isWholeGzip(bytes: Uint8Array): boolean {
  try {
    gunzipSync(bytes, { maxOutputLength: TRIED_PLAIN_BYTES });
    return true;
  } catch {
    return false;
  }
}

/** How CloudTrail's own files begin and end. */
const TRAIL_BEGINS = /^\s*\{\s*"Records"\s*:\s*\[/;
const TRAIL_ENDS = /\]\s*\}\s*$/;
const END_BYTES = 64;

/**
 * Whether it is one JSON document with a list of records, as CloudTrail writes it, to its last brace: no beginning of
 * such a document is one. Lines of JSON have no such end: after each there may be another.
 */
function isWholeTrail(bytes: Buffer): boolean {
  if (!TRAIL_BEGINS.test(bytes.toString("latin1", 0, END_BYTES))) return false;
  // Cheap, and nearly always enough to tell that it is not.
  if (!TRAIL_ENDS.test(bytes.toString("latin1", Math.max(0, bytes.length - END_BYTES))))
    return false;
  try {
    JSON.parse(bytes.toString());
    return true;
  } catch {
    return false;
  }
}
