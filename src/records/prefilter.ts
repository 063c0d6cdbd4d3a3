/** Which Elements may be wanted: byte strings of which a wanted one holds at least one. */

/** Which Elements may be wanted, by a look at their bytes. */
export interface Prefilter {
  readonly passAll: boolean;
  /** Byte strings of which a wanted Element holds one. */
  readonly needles: readonly Buffer[];
  /** Each needle is a whole JSON string where the record is JSON itself, not text in a string. */
  readonly areWholeStrings: boolean;
  /** By length: 1 where a whole string has it. */
  readonly wantedLengths: Uint8Array;
}

/** Longest needle that is looked for as a whole string. */
const MAX_WHOLE_STRING = 255;

/**
 * Compiles needles, once for all files of a run: `"text"` with its quotes stands for a whole string, anything else for
 * any part of an Element; undefined lets every Element pass.
 */
export function prefilterOf(needles: readonly string[] | undefined): Prefilter {
  const inner = (needles ?? []).map((needle) => needle.replace(/^"(.*)"$/s, "$1"));
  const areWholeStrings = (needles ?? []).every(
    (needle, place) => needle !== inner[place] && needle.length <= MAX_WHOLE_STRING,
  );
  const wantedLengths = new Uint8Array(MAX_WHOLE_STRING + 1);
  const compiled = inner.map((needle) => Buffer.from(needle));
  if (areWholeStrings) for (const needle of compiled) wantedLengths[needle.length] = 1;
  return { passAll: needles === undefined, needles: compiled, areWholeStrings, wantedLengths };
}
