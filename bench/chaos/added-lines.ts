/** Reads what is added to a file of lines, again and again: what was read is not read once more, however large it grows. */
import { closeSync, openSync, readSync } from "node:fs";

const CHUNK_BYTES = 4 * 1024 * 1024;
const NEWLINE = 0x0a;

/** Makes what gives the whole lines that were added since it was last asked, and nothing where there is no file. */
export function addedLines(path: string, startBytes = 0): () => Generator<string> {
  let at = startBytes;
  return function* () {
    const handle = openOrNothing(path);
    if (handle === undefined) return;
    try {
      let rest = Buffer.alloc(0);
      for (;;) {
        const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
        const bytes = readSync(handle, chunk, 0, chunk.length, at + rest.length);
        if (bytes === 0) return;
        const text = Buffer.concat([rest, chunk.subarray(0, bytes)]);
        const end = text.lastIndexOf(NEWLINE) + 1;
        if (end > 0) yield* text.toString("utf8", 0, end - 1).split("\n");
        at += end;
        rest = text.subarray(end);
      }
    } finally {
      closeSync(handle);
    }
  };
}

function openOrNothing(path: string): number | undefined {
  try {
    return openSync(path, "r");
  } catch (failure) {
    if ((failure as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw failure;
  }
}
