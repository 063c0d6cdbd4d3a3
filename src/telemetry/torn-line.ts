/** What a crash left behind the last line break of a file of lines. */
import { closeSync, fstatSync, ftruncateSync, openSync, readSync, statSync } from "node:fs";

const NEWLINE = 0x0a;
const STEP_BYTES = 64 * 1024;

/** Cuts a file of lines back to its last line break. Only for files that are ours, and whose last line comes again. */
export function cutTornLine(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return;
  const handle = openSync(path, "r+");
  try {
    const sizeBytes = fstatSync(handle).size;
    const end = endOfLastLine(handle, sizeBytes);
    if (end < sizeBytes) ftruncateSync(handle, end);
  } finally {
    closeSync(handle);
  }
}

/** The place behind the last line break; 0 where there is none. */
function endOfLastLine(handle: number, sizeBytes: number): number {
  const piece = Buffer.alloc(STEP_BYTES);
  for (let end = sizeBytes; end > 0;) {
    const start = Math.max(0, end - STEP_BYTES);
    const read = readSync(handle, piece, 0, end - start, start);
    const found = piece.subarray(0, read).lastIndexOf(NEWLINE);
    if (found !== -1) return start + found + 1;
    end = start;
  }
  return 0;
}
