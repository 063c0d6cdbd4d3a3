/** Which Elements may be wanted: byte strings of which a wanted one holds at least one. */
import { MAX_NEEDLE_BYTES } from "./walker.ts";

/** Which Elements may be wanted, by a look at their bytes. */
export interface Prefilter {
  /** All may be. */
  readonly passAll: boolean;
  /** Byte strings of which a wanted Element holds one. */
  readonly needles: readonly Buffer[];
  /** Bytes of the longest needle. */
  readonly longestNeedle: number;
}

/** Compiles needles, once for all files of a run; undefined lets every Element pass. */
export function prefilterOf(needles: readonly string[] | undefined): Prefilter {
  // The beginning of a long one passes whatever the whole would.
  const compiled = (needles ?? []).map((needle) =>
    Buffer.from(needle).subarray(0, MAX_NEEDLE_BYTES),
  );
  return {
    passAll: needles === undefined,
    needles: compiled,
    longestNeedle: Math.max(0, ...compiled.map(({ length }) => length)),
  };
}

/** Whether a text names what is wanted. Where everything is wanted, nothing is named. */
export function mentions({ needles }: Prefilter, text: string): boolean {
  return needles.some((needle) => text.includes(needle.toString()));
}

/** Whether a text names what is wanted, or could hide it behind an escape. */
export function mayMention(prefilter: Prefilter, text: string): boolean {
  return prefilter.passAll || text.includes(String.raw`\u`) || mentions(prefilter, text);
}
