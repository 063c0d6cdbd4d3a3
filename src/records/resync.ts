/** Where to go on after something broken: the next place that looks like the beginning of an Element. */

const NEWLINE = 0x0a;
const COMMA = 0x2c;
const OPEN_BRACE = 0x7b;
/** First key of a record as AWS writes it. */
const USUAL_FIRST_KEY = '"eventVersion"';
/** An Element's first key is looked for in so many bytes. */
const FIRST_KEY_BYTES = 80;

/** The first key of the object that begins here, quoted; undefined where none is seen. */
export function firstKeyAt(bytes: Buffer, start: number): string | undefined {
  const beginning = bytes.toString("latin1", start, start + FIRST_KEY_BYTES);
  return /^\{\s*("[\w-]{1,64}")/.exec(beginning)?.[1];
}

/** Among documents: the next line before `end` that begins with an object. */
export function nextLine(bytes: Buffer, from: number, end: number): number | undefined {
  // Nothing may look beyond: with many broken documents that would cost their square.
  const view = bytes.subarray(from, end);
  for (
    let newline = view.indexOf(NEWLINE);
    newline !== -1 && newline < view.length - 1;
    newline = view.indexOf(NEWLINE, newline + 1)
  ) {
    if (view[newline + 1] === OPEN_BRACE) return from + newline + 1;
  }
  return undefined;
}

/**
 * In a list: the next `,{"key"` before `end` with a key that Elements begin with: `usualKey`, the key of what begins at
 * `from`, or the one that AWS writes first.
 */
export function nextElement(
  bytes: Buffer,
  from: number,
  end: number,
  usualKey: string | undefined,
): number | undefined {
  let nearest = end;
  for (const key of new Set([usualKey, firstKeyAt(bytes, from), USUAL_FIRST_KEY])) {
    if (key !== undefined) nearest = elementBefore(bytes.subarray(from, nearest), key) + from;
  }
  return nearest === end ? undefined : nearest;
}

/** Place of the first `{` in a view that has a comma before and the key behind; the view's length: there is none. */
function elementBefore(view: Buffer, key: string): number {
  for (
    let hit = view.indexOf(key, 2, "latin1");
    hit !== -1;
    hit = view.indexOf(key, hit + 1, "latin1")
  ) {
    const brace = lastBefore(view, hit);
    if (brace <= 0 || view[brace] !== OPEN_BRACE) continue;
    const comma = lastBefore(view, brace);
    if (comma > 0 && view[comma] === COMMA) return brace;
  }
  return view.length;
}

/** Place of the last byte before this one that is no white space; -1: there is none. */
export function lastBefore(bytes: Buffer, place: number): number {
  let position = place - 1;
  while (position >= 0 && (bytes[position] as number) <= 0x20) position -= 1;
  return position;
}
