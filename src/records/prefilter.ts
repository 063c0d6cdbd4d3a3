/** Which Elements may be wanted: byte strings of which a wanted one holds at least one. */
import { MAX_NEEDLE_BYTES, MAX_NEEDLES, needleSetOf, type NeedleSet } from "./needle-set.ts";

/** Which Elements may be wanted, by a look at their bytes. */
export interface Prefilter {
  /** All may be. */
  readonly passAll: boolean;
  /** Byte strings of which a wanted Element holds one. */
  readonly needles: readonly Buffer[];
  /** The same, for the Walker. */
  readonly set: NeedleSet;
}

/** Compiles needles, once for all files of a run; undefined lets every Element pass, and so do more than MAX_NEEDLES. */
export function prefilterOf(needles: readonly string[] | undefined): Prefilter {
  const passAll = needles === undefined || needles.length > MAX_NEEDLES;
  // The beginning of a long one passes whatever the whole would.
  const compiled = (passAll ? [] : needles).map((needle) =>
    Buffer.from(needle).subarray(0, MAX_NEEDLE_BYTES),
  );
  return { passAll, needles: compiled, set: needleSetOf(compiled) };
}

/** Whether a text names what is wanted. Where everything is wanted, nothing is named. */
export function mentions({ needles }: Prefilter, text: string): boolean {
  return needles.some((needle) => text.includes(needle.toString()));
}

/** Whether a text names what is wanted, or could hide it behind an escape. */
export function mayMention(prefilter: Prefilter, text: string): boolean {
  return prefilter.passAll || text.includes(String.raw`\u`) || mentions(prefilter, text);
}
