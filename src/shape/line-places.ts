/**
 * Places of values in a line of nested JSON objects. All that stands between two of them is known beforehand, so that a
 * line is written as one known piece and one value in turn, in as few pieces as can be.
 */

/** Where a value stands. */
export interface Place {
  /** Keys of the objects around it, and its own as the last. */
  readonly keys: readonly string[];
  /** What stands right before and right after the value: quotation marks, brackets. */
  readonly open: string;
  readonly close: string;
  /** One number for each place. */
  readonly index: number;
  /** What stands between this place and another, by the other's index; filled as needed. */
  readonly pieces: string[];
}

let placeCount = 0;

/** Makes a place. */
export function placeOf(keys: readonly string[], open: string, close: string): Place {
  placeCount += 1;
  return { keys, open, close, index: placeCount, pieces: [] };
}

/** Before the first value of a line, and after its last. */
export const START: Place = placeOf([], "", "");
export const END: Place = placeOf([], "", "");

/** The text between the values of two places of which nothing between is written: `","region":"`. */
export function between(from: Place, to: Place): string {
  return (from.pieces[to.index] ??= join(from, to));
}

function join(from: Place, to: Place): string {
  if (to === END) return from === START ? "{}" : from.close + "}".repeat(from.keys.length);
  const shared = from.keys.findIndex((key, depth) => key !== to.keys[depth]);
  const depth = Math.max(0, shared);
  const closed = from === START ? "{" : `${from.close}${"}".repeat(from.keys.length - 1 - depth)},`;
  const opened = to.keys.slice(depth).map((key) => `${JSON.stringify(key)}:`);
  return closed + opened.join("{") + to.open;
}
