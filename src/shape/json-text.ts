/** JSON text by concatenation: a line is mostly known beforehand, and only its values are new. */

/** Characters that JSON writes otherwise than as they are: quotes, backslashes, controls, and lone surrogates. */
const NEEDS_CARE = /["\\\p{Cc}\p{Cs}]/u;

/** A string as JSON text: the same as `JSON.stringify`, faster for the usual ones. */
export function quoted(text: string): string {
  return NEEDS_CARE.test(text) ? JSON.stringify(text) : `"${text}"`;
}
