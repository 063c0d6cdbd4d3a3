/** Breaks prose into lines. */
import { widthOf } from "../../shape/width.ts";

/** The text in lines of at most this width, broken at blanks; a longer word stays whole. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && widthOf(longer) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

/** A line, wrapped; where a text stands behind a label and two blanks or more, under that text. */
export function wrapUnder(line: string, width: number): readonly string[] {
  if (widthOf(line) <= width) return [line];
  const label = /^ *\S.*? {2,}/.exec(line)?.[0];
  if (label === undefined) return hung("", "  ", line, width);
  const column = widthOf(label);
  // Where hardly anything would stand beside the label, the text stands below it.
  return width - column < LEAST_COLUMN
    ? [label.trimEnd(), ...hung("    ", "    ", line.slice(label.length), width)]
    : hung(label, " ".repeat(column), line.slice(label.length), width);
}

const LEAST_COLUMN = 24;

function hung(head: string, blank: string, text: string, width: number): readonly string[] {
  const [first = "", ...rest] = wrap(text, width - widthOf(blank));
  return [head + first, ...rest.map((each) => blank + each)];
}
