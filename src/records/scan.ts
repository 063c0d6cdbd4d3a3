/** Looking at bytes, four at a time: what the framer spends its time on. */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NEWLINE = 0x0a;
/** Four of a byte, to compare four bytes at once. */
const ONES = 0x01010101;
const QUOTES = QUOTE * ONES;
const BACKSLASHES = BACKSLASH * ONES;
const NEWLINES = NEWLINE * ONES;
const HIGH_BITS = 0x80808080;

/**
 * Place of the next quote or backslash, or of the last few bytes, which don't make a whole word.
 * Subtracting 1 from each byte borrows only where a byte is zero; the lowest marked byte is always a true one.
 */
export function toMark(words: DataView, place: number, lastWord: number): number {
  let position = place;
  while (position <= lastWord) {
    const word = words.getInt32(position, true);
    const quote = word ^ QUOTES;
    const backslash = word ^ BACKSLASHES;
    const marks = (((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash)) & HIGH_BITS;
    if (marks !== 0) return position + lowestByte(marks);
    position += 4;
  }
  return position;
}

/** The same, and newlines too: between documents they tell that a string was never closed. */
export function toMarkOrLine(words: DataView, place: number, lastWord: number): number {
  let position = place;
  while (position <= lastWord) {
    const word = words.getInt32(position, true);
    const quote = word ^ QUOTES;
    const backslash = word ^ BACKSLASHES;
    const newline = word ^ NEWLINES;
    const marks =
      (((quote - ONES) & ~quote) |
        ((backslash - ONES) & ~backslash) |
        ((newline - ONES) & ~newline)) &
      HIGH_BITS;
    if (marks !== 0) return position + lowestByte(marks);
    position += 4;
  }
  return position;
}

function lowestByte(marks: number): number {
  return (31 - Math.clz32(marks & -marks)) >> 3;
}

/** Place of the last byte before this one that is no white space; -1: there is none. */
export function lastBefore(bytes: Buffer, place: number): number {
  let position = place - 1;
  while (position >= 0 && (bytes[position] as number) <= 0x20) position -= 1;
  return position;
}
