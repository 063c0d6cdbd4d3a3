/** Breaks text into lines of a width, where it hurts least. Nothing is lost: the parts together are the text. */
import { graphemesOf, widthOf } from "./width.ts";

/**
 * The text in parts of at most this width, blanks at their ends not counted. Joined they are the text again. A part ends
 * behind a blank; in a word that is wider than a line behind `/ : . - _ @ , ; = & ?` or before a capital; else anywhere.
 */
export function parts(text: string, width: number): readonly string[] {
  if (widthOf(text) <= width) return [text];
  const done: string[] = [];
  let part = "";
  let partWidth = 0;
  let last = "";
  /** Where the part may be broken: behind its last blank, or at a place within a word. */
  let blank = 0;
  let joint = 0;
  for (const { segment, width: wide } of graphemesOf(text)) {
    if (isJoint(last, segment)) joint = part.length;
    // A blank may hang over the edge: it does not show.
    const room = segment === " " ? Number.POSITIVE_INFINITY : width;
    while (part !== "" && partWidth + wide > room) {
      const end = blank || joint || part.length;
      done.push(part.slice(0, end));
      part = part.slice(end);
      partWidth = widthOf(part);
      blank = 0;
      joint = joint > end ? joint - end : jointIn(part);
    }
    part += segment;
    partWidth += wide;
    last = segment;
    if (segment === " ") blank = part.length;
  }
  return part === "" ? done : [...done, part];
}

const JOINT = /^[/:.\-_@,;=&?]$/;

/** A word may be broken between a character and the next. */
function isJoint(before: string, next: string): boolean {
  return (
    (JOINT.test(before) && !JOINT.test(next)) || (/^[a-z]$/.test(before) && /^[A-Z]/.test(next))
  );
}

/** The last joint of what was carried over to a new line. */
function jointIn(part: string): number {
  for (let end = part.length - 1; end > 0; end -= 1)
    if (isJoint(part.charAt(end - 1), part.charAt(end))) return end;
  return 0;
}
