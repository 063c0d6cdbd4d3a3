/** Measures and cuts text by the columns that it takes on a terminal. */

/** Columns of a printable text. */
export function widthOf(text: string): number {
  if (ASCII.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes().segment(text)) width += widthOfGrapheme(segment);
  return width;
}

/** What a reader takes for one character, one after another, with its columns. */
export function* graphemesOf(
  text: string,
): Generator<{ readonly segment: string; readonly width: number }> {
  if (ASCII.test(text)) for (const segment of text) yield { segment, width: 1 };
  else
    for (const { segment } of graphemes().segment(text))
      yield { segment, width: widthOfGrapheme(segment) };
}

/** The text, cut to a width; what was cut shows as `…`. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  if (width < 1) return "";
  let kept = "";
  let keptWidth = 0;
  for (const { segment } of graphemes().segment(text)) {
    keptWidth += widthOfGrapheme(segment);
    if (keptWidth > width - 1) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}

/** The text in exactly this width: cut, or filled with blanks. */
export function fit(text: string, width: number): string {
  const shown = cut(text, width);
  return shown + " ".repeat(Math.max(0, width - widthOf(shown)));
}

const ASCII = /^[\x20-\x7e]*$/;

/** Made when it is needed, which it rarely is: making it takes longer than measuring a screen of ASCII. */
let segmenter: Intl.Segmenter | undefined;

function graphemes(): Intl.Segmenter {
  return (segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" }));
}

/**
 * Characters that take two columns: East Asian wide and full width, and emoji.
 * Source: https://www.unicode.org/reports/tr11/ (blocks whose letters are W or F).
 */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18cff}\u{1aff0}-\u{1b2ff}\u{20000}-\u{3fffd}\p{Emoji_Presentation}]/u;
/**
 * Characters without a column of their own: marks that stand on the letter before them, and the vowels and finals that
 * Korean syllables are put together from.
 */
const NO_COLUMN = /[\p{Mn}\p{Me}\u1160-\u11ff\ud7b0-\ud7fb]/u;
const EMOJI = /\p{Emoji_Presentation}/u;

/**
 * Terminals add up the columns of characters, but for emoji, which newer ones draw as one. So does this, so that no line
 * is taken for narrower than it is drawn.
 */
function widthOfGrapheme(grapheme: string): number {
  if (grapheme.length === 1) return widthOfCharacter(grapheme);
  if (EMOJI.test(grapheme)) return 2;
  let width = 0;
  for (const character of grapheme) width += widthOfCharacter(character);
  return width;
}

function widthOfCharacter(character: string): number {
  // Some marks stand among wide letters, such as the Japanese ones of voicing.
  if (NO_COLUMN.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}
