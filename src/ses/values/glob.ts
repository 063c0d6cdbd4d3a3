/** Globs of the selection options: `*` any text, `?` one character, everything else itself. */

/** A judge of one text. `ignoreCase` where people should not have to know AWS's capitals. */
export function globMatcher(
  globs: readonly string[],
  ignoreCase: boolean,
): (text: string) => boolean {
  const exact = new Set(globs.map((glob) => (ignoreCase ? glob.toLowerCase() : glob)));
  const patterns = globs
    .filter(isGlob)
    .map(
      (glob) =>
        new RegExp(
          `^${glob.replace(/[^*?]/g, literal).replace(/\*+/g, ".*").replace(/\?/g, ".")}$`,
          ignoreCase ? "isu" : "su",
        ),
    );
  return (text) =>
    exact.has(ignoreCase ? text.toLowerCase() : text) ||
    patterns.some((pattern) => pattern.test(text));
}

function literal(character: string): string {
  return /[\\^$.+()[\]{}|/]/.test(character) ? `\\${character}` : character;
}

/** True for text that holds `*` or `?`. */
function isGlob(text: string): boolean {
  return /[*?]/.test(text);
}
