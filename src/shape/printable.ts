/**
 * Makes untrusted text harmless to look at. Names in CloudTrail records, files and servers' answers are written by
 * strangers: control characters could drive the terminal, bidirectional and invisible ones could forge what is read.
 */

/** Controls, surrogates without their half, formats, line and paragraph separators, and all that is invisible by default. */
const HARMFUL = /[\p{Cc}\p{Cs}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** The text with every harmful character shown by its number: U+202E as `⟨U+202E⟩`. One line, always. */
export function printable(text: string): string {
  return PLAIN.test(text) ? text : text.replace(HARMFUL, shown);
}

const PLAIN = /^[\x20-\x7e]*$/;

function shown(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, "0")}⟩`;
}
