/** What a LogFile is known by in a checkpoint: 96 bits of a digest of its id. */
import { hash } from "node:crypto";

/**
 * Three words. The lowest bit of the last one is always 0: the table keeps "done" there; the lowest of the first always 1,
 * so that no hash is all zeros, which means an empty place.
 */
export type FileHash = readonly [number, number, number];

/**
 * The hash of an id. The salt is the checkpoint's own, so that nobody who names files can make two of them meet: one that
 * meets a finished one would be passed over.
 */
export function fileHash(salt: string, id: string): FileHash {
  // Of a digest as text: a Buffer would cost as much as the digest itself.
  const hex = hash("sha256", `${salt}${id}`, "hex");
  return [
    (Number.parseInt(hex.slice(0, 8), 16) | 1) >>> 0,
    Number.parseInt(hex.slice(8, 16), 16),
    (Number.parseInt(hex.slice(16, 24), 16) & ~1) >>> 0,
  ];
}
