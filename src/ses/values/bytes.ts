/**
 * All that making an event needs of Node: UTF-8 and SHA-256. Bundles for browsers and edge workers take `bytes-web.ts` in
 * its place, which has the same exports: see `browser` in package.json.
 */
import { hash } from "node:crypto";

/** So many bytes, all zero. */
export function zeroBytes(count: number): Uint8Array {
  return Buffer.alloc(count);
}

/** Writes a text as UTF-8 into bytes of `zeroBytes` that have room for it, and gives how many bytes it took. */
export function writeText(bytes: Uint8Array, text: string, place: number): number {
  const { length } = text;
  if (length > SHORT_TEXT) return (bytes as Buffer).write(text, place);
  for (let at = 0; at < length; at += 1) {
    const code = text.charCodeAt(at);
    if (code > 127) return (bytes as Buffer).write(text, place);
    bytes[place + at] = code;
  }
  return length;
}

/** Up to this length the way to native code costs more than going through the characters. */
const SHORT_TEXT = 48;

/** How many bytes a text takes in UTF-8. */
export function byteCount(text: string): number {
  return Buffer.byteLength(text);
}

/** SHA-256 in base64url, without padding. */
export function sha256(bytes: Uint8Array): string {
  return hash("sha256", bytes, "base64url");
}
