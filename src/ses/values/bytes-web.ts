/** `bytes.ts` without Node, in whose place it comes in bundles for browsers and edge workers. */
import { sha256 as digestOf } from "@noble/hashes/sha2.js";

const UTF_8 = new TextEncoder();

/** So many bytes, all zero. */
export function zeroBytes(count: number): Uint8Array {
  return new Uint8Array(count);
}

/** Writes a text as UTF-8 into bytes that have room for it, and gives how many bytes it took. */
export function writeText(bytes: Uint8Array, text: string, place: number): number {
  return UTF_8.encodeInto(text, bytes.subarray(place)).written;
}

/** How many bytes a text takes in UTF-8. */
export function byteCount(text: string): number {
  return UTF_8.encode(text).length;
}

/** SHA-256 in base64url, without padding. At once, which WebCrypto is not. */
export function sha256(bytes: Uint8Array): string {
  const base64 = btoa(String.fromCharCode(...digestOf(bytes)));
  return base64.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
