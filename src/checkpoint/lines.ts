/**
 * The lines of a checkpoint file, 21 bytes each:
 *
 *     AAAAAAAAAAAAAAAAbCCC     hash of the LogFile in base64url, `b` begun or `d` done, a checksum of both
 *
 * The first line names the form, its version and the salt. Pure.
 */
import type { FileHash } from "./file-hash.ts";

/** Bytes of a line, with its end. */
export const LINE_BYTES = 21;
const HASH_CHARACTERS = 16;
const CHECKED_BYTES = 17;
const NEWLINE = 0x0a;
const BEGUN = 0x62;
const DONE = 0x64;

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const CODES = Uint8Array.from(ALPHABET, (letter) => letter.charCodeAt(0));
const NO_VALUE = 64;
const VALUES = new Uint8Array(256).fill(NO_VALUE);
CODES.forEach((code, value) => (VALUES[code] = value));

/** Writes one line into a buffer. */
export function writeLine(into: Uint8Array, at: number, file: FileHash, isDone: boolean): void {
  for (let character = 0; character < HASH_CHARACTERS; character++)
    into[at + character] = CODES[sixBits(file, character * 6)] as number;
  into[at + HASH_CHARACTERS] = isDone ? DONE : BEGUN;
  const sum = checksum(into, at);
  into[at + 17] = CODES[(sum >>> 12) & 63] as number;
  into[at + 18] = CODES[(sum >>> 6) & 63] as number;
  into[at + 19] = CODES[sum & 63] as number;
  into[at + 20] = NEWLINE;
}

/** Reads the line that begins here, and hands it on; false where it is none. */
export function readLine(
  bytes: Uint8Array,
  at: number,
  take: (file: FileHash, isDone: boolean) => void,
): boolean {
  const state = bytes[at + HASH_CHARACTERS];
  if (bytes[at + 20] !== NEWLINE || (state !== BEGUN && state !== DONE)) return false;
  const words: [number, number, number] = [0, 0, 0];
  let bits = 0;
  let held = 0;
  let word = 0;
  for (let character = 0; character < HASH_CHARACTERS; character++) {
    const value = VALUES[bytes[at + character] as number] as number;
    if (value === NO_VALUE) return false;
    const missing = 32 - bits;
    if (missing > 6) {
      held = (held << 6) | value;
      bits += 6;
      continue;
    }
    // A word ends in this character.
    words[word] = ((held << missing) | (value >>> (6 - missing))) >>> 0;
    word += 1;
    bits = 6 - missing;
    held = value & ((1 << bits) - 1);
  }
  const sum = checksum(bytes, at);
  if (
    bytes[at + 17] !== CODES[(sum >>> 12) & 63] ||
    bytes[at + 18] !== CODES[(sum >>> 6) & 63] ||
    bytes[at + 19] !== CODES[sum & 63]
  )
    return false;
  take(words, state === DONE);
  return true;
}

/** Six bits of the hash from this one on. */
function sixBits(file: FileHash, from: number): number {
  const word = from >>> 5;
  const left = 32 - (from & 31);
  const first = file[word as 0 | 1 | 2];
  if (left >= 6) return (first >>> (left - 6)) & 63;
  const second = file[(word + 1) as 1 | 2];
  return ((first << (6 - left)) | (second >>> (26 + left))) & 63;
}

/** 18 bits over hash and state. Source: FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/ */
function checksum(bytes: Uint8Array, at: number): number {
  let sum = 0x811c_9dc5;
  for (let place = at; place < at + CHECKED_BYTES; place++)
    sum = Math.imul(sum ^ (bytes[place] as number), 0x0100_0193);
  return ((sum >>> 14) ^ sum) & 0x3ffff;
}

const HEADER = /^sestrail-checkpoint (\d+) ([\w-]{22})\n$/;
const VERSION = 1;

/** The first line. */
export function headerOf(salt: string): string {
  return `sestrail-checkpoint ${VERSION} ${salt}\n`;
}

/** Bytes of the first line. */
export const HEADER_BYTES = headerOf("-".repeat(22)).length;

/** The salt that the first line holds, or why it is none of ours. */
export function readHeader(text: string): { readonly salt: string } | { readonly wrong: string } {
  const [, version, salt] = HEADER.exec(text) ?? [];
  if (salt === undefined) return { wrong: "it does not begin as a checkpoint of sestrail does" };
  return Number(version) === VERSION
    ? { salt }
    : { wrong: `it is of version ${version ?? ""}, and this sestrail writes version ${VERSION}` };
}
