/** What a LogFile is known by in a checkpoint: parts of the digests of its id and its version. */
import { hash } from "node:crypto";
import type { FileName } from "./checkpoint.ts";

/**
 * Three words: 63 bits for the id, 31 for the version. The lowest bit of the first is always 1, so that none is all
 * zeros, which means an empty place; the lowest of the last is always 0: the table keeps "done" there. Two ids that meet
 * are two versions of one file to it, and read again each time; only where their versions meet as well would one be
 * passed over.
 */
export type FileHash = readonly [number, number, number];

/** The hash of a LogFile. The salt is the checkpoint's own, so that nobody who names files can make two of them meet. */
export function fileHash(salt: string, { id, version = "" }: FileName): FileHash {
  // Digests as text: a Buffer would cost as much as the digest itself.
  const file = hash("sha256", `${salt}${id}`, "hex");
  const content = hash("sha256", `${salt}${version}`, "hex");
  return [
    (Number.parseInt(file.slice(0, 8), 16) | 1) >>> 0,
    Number.parseInt(file.slice(8, 16), 16),
    (Number.parseInt(content.slice(0, 8), 16) & ~1) >>> 0,
  ];
}
