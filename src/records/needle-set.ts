/** Byte strings that are looked for together, in the form in which the Walker takes them (wasm/walk.ts). */

/** Longest needle that can be looked for. */
export const MAX_NEEDLE_BYTES = 255;
/** So many needles can be looked for together. */
export const MAX_NEEDLES = 200;
/** Bytes of a needle that have tables of their own: the more of them, the fewer places are looked at twice. */
const TABLED = [0, 1, 3] as const;
const TABLE_BYTES = 16;
const GROUPS = 8;

/** Needles, compiled. Made once and compared by identity. */
export interface NeedleSet {
  /** Six tables, then each needle after its length. */
  readonly bytes: Uint8Array;
  /** Bytes of the longest needle. */
  readonly longest: number;
}

/** Compiles needles: at most MAX_NEEDLES, of which none is empty or longer than MAX_NEEDLE_BYTES. */
export function needleSetOf(needles: readonly Buffer[]): NeedleSet {
  const tables = Buffer.alloc(TABLED.length * 2 * TABLE_BYTES);
  const sorted = needles.toSorted((one, other) => one.compare(other));
  sorted.forEach((needle, place) => {
    // Neighbours begin alike, so that a group stands for few other bytes.
    const group = 1 << Math.floor((place * GROUPS) / sorted.length);
    TABLED.forEach((at, which) => {
      const lower = which * 2 * TABLE_BYTES;
      const byte = needle[at];
      const mark = (entry: number): number =>
        tables.writeUInt8(tables.readUInt8(entry) | group, entry);
      for (let bits = 0; bits < TABLE_BYTES; bits += 1) {
        // Behind the end of a short needle any byte may stand.
        if (byte === undefined || (byte & 15) === bits) mark(lower + bits);
        if (byte === undefined || byte >> 4 === bits) mark(lower + TABLE_BYTES + bits);
      }
    });
  });
  const lengths = sorted.map((needle) => Buffer.concat([Buffer.of(needle.length), needle]));
  return {
    bytes: Buffer.concat([tables, ...lengths, Buffer.of(0)]),
    longest: Math.max(0, ...needles.map(({ length }) => length)),
  };
}
