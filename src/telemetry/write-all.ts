/** Writing to a file descriptor, whole. */
import { writeSync } from "node:fs";

/** Writes a text whole: one call of the system may take only a part of it. */
export function writeAll(handle: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length;)
    written += writeSync(handle, bytes, written, bytes.length - written);
}
