/** Writing to a file descriptor, whole, and making it safe on the disk. */
import { platform } from "node:os";
import { closeSync, fstatSync, fsyncSync, openSync, readSync, statSync, writeSync } from "node:fs";
import { dirname } from "node:path";

const NEWLINE = 0x0a;

/** Writes all of it: one call of the system may take only a part. */
export function writeAll(handle: number, content: string | Uint8Array): void {
  const bytes = typeof content === "string" ? bytesOf(content) : content;
  for (let written = 0; written < bytes.length;)
    written += writeSync(handle, bytes, written, bytes.length - written);
}

/** Room for a text that is written at once: a batch of lines fits, and needs none of its own. */
const ROOM_BYTES = 1024 * 1024;
let room: Buffer | undefined;

/** A text as UTF-8, until the next is asked for. */
function bytesOf(text: string): Uint8Array {
  // A UTF-16 unit is three bytes at most.
  if (3 * text.length > ROOM_BYTES) return Buffer.from(text);
  room ??= Buffer.allocUnsafeSlow(ROOM_BYTES);
  return room.subarray(0, room.write(text));
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

/** Makes the names in a file's folder safe: a new file, whose bytes are, may be without its name after a crash. */
export function syncFolderOf(path: string): void {
  // Windows opens no folders, and needs no such thing.
  if (platform() === "win32") return;
  const folder = openSync(dirname(path), "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
