/** Which Elements may be wanted: byte strings of which a wanted one holds at least one. */
import { MAX_NEEDLE_BYTES, MAX_NEEDLES, needleSetOf, type NeedleSet } from "./needle-set.ts";

/** Which Elements may be wanted, by a look at their bytes. */
export interface Prefilter {
  /** All may be. */
  readonly passAll: boolean;
  /** Byte strings of which a wanted Element holds one. */
  readonly needles: readonly Buffer[];
  /** Those that name what is wanted: who mentions one means it. */
  readonly named: readonly string[];
  /** All needles, for the Walker. */
  readonly set: NeedleSet;
}

/**
 * Compiles needles, once for all files of a run; undefined lets every Element pass, and so do more than MAX_NEEDLES. `more`
 * are looked for as well, but name nothing by themselves.
 */
export function prefilterOf(
  named: readonly string[] | undefined,
  more: readonly string[] = [],
): Prefilter {
  const passAll = named === undefined || named.length + more.length > MAX_NEEDLES;
  // The beginning of a long one passes whatever the whole would.
  const compiled = (passAll ? [] : [...named, ...more]).map((needle) =>
    Buffer.from(needle).subarray(0, MAX_NEEDLE_BYTES),
  );
  return { passAll, needles: compiled, named: passAll ? [] : named, set: needleSetOf(compiled) };
}

/** Whether a text names what is wanted. Where everything is wanted, nothing is named. */
export function mentions({ named }: Prefilter, text: string): boolean {
  return named.some((name) => text.includes(name));
}

/** Whether a text names what is wanted, or could hide it behind an escape. */
export function mayMention(prefilter: Prefilter, text: string): boolean {
  const { passAll, needles } = prefilter;
  return (
    passAll ||
    text.includes(String.raw`\u`) ||
    needles.some((needle) => text.includes(needle.toString()))
  );
}
