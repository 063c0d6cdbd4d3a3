/** Writing to a file descriptor, whole. */
import { fstatSync, openSync, readSync, statSync, writeSync } from "node:fs";

const NEWLINE = 0x0a;

/** Writes a text whole: one call of the system may take only a part of it. */
export function writeAll(handle: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length;)
    written += writeSync(handle, bytes, written, bytes.length - written);
}

/**
 * Opens a file of lines to write behind what is there, or a new one with these rights. A last line without an end, as
 * a full disk or a lost process leaves it, is ended: it must not spoil the next.
 */
export function openToAppend(path: string, mode: number): number {
  // A pipe or a device is not to be read.
  const isFile = statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  const handle = openSync(path, isFile ? "a+" : "a", mode);
  const sizeBytes = isFile ? fstatSync(handle).size : 0;
  const last = Buffer.alloc(1);
  if (sizeBytes > 0 && readSync(handle, last, 0, 1, sizeBytes - 1) === 1 && last[0] !== NEWLINE)
    writeAll(handle, "\n");
  return handle;
}
