/** Text beside a head, and without the marks of Markdown. */
import { widthOf } from "../shape/width.ts";
import { parts } from "../shape/wrap.ts";

/** A text behind a head, its further lines under the first. Where the head leaves little room, they stand further left. */
export function hung(head: string, text: string, width: number): readonly string[] {
  const indent = widthOf(head) <= width / 3 ? widthOf(head) : 4;
  const [first = "", ...rest] = parts(text, Math.max(width - widthOf(head), LEAST));
  const below = rest.length === 0 ? [] : parts(rest.join(""), Math.max(width - indent, LEAST));
  return [head + first.trimEnd(), ...below.map((line) => " ".repeat(indent) + line.trimEnd())];
}

const LEAST = 12;

/** What rules have for Kibana says nothing on a terminal. */
export function plain(text: string): string {
  return text.replaceAll("**", "").replaceAll("`", "");
}
