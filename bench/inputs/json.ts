/** JSON as others write it: with keys twice, white space and escapes anywhere, odd numbers, half characters. By seed. */
import type { Chance } from "../chance.ts";

const GAPS = ["", "", "", " ", "\n", "\r\n", "\t "];
const ODD_NUMBERS = ["-0", "1e21", "1E-7", "1e999", "0.1", "9007199254740993", "-1.5e+3"];
const ODD_TEXTS = [
  "",
  "ses.amazonaws.com",
  "Records",
  '{"Records":[',
  "}]}",
  "\\",
  '"',
  "\0",
  "\u{1f}",
  "\u{d800}",
  "é漢😀",
  "\u{202e}",
  "\u{1b}[31m",
  "HIDDEN_DUE_TO_SECURITY_REASONS",
  "2026-11-20T09:00:00Z",
  "arn:aws:ses:eu-west-1:111122223333:identity/example.com",
  '{"a":[1,{"b":null}]}',
];

/** How a document is written. */
export interface Style {
  /** Blanks between its parts. */
  readonly isSpaced: boolean;
  /** How many of its characters are written as escapes, from 0 to 1. */
  readonly escaped: number;
  /** How many of its members are written twice, the first time with another value. */
  readonly doubled: number;
}

/** Plain as CloudTrail writes it, or anything else that is JSON all the same. */
export function someStyle(chance: Chance): Style {
  if (chance.is(0.4)) return { isSpaced: false, escaped: 0, doubled: 0 };
  return {
    isSpaced: chance.is(0.5),
    escaped: chance.of([0, 0, 0.1, 1]),
    doubled: chance.of([0, 0.1, 0.5]),
  };
}

function quoted(text: string, { escaped }: Style, chance: Chance): string {
  if (escaped === 0) return JSON.stringify(text);
  const units = Array.from({ length: text.length }, (_, place) =>
    chance.is(escaped)
      ? `\\u${text.charCodeAt(place).toString(16).padStart(4, "0")}`
      : JSON.stringify(text.charAt(place)).slice(1, -1),
  );
  return `"${units.join("")}"`;
}

/** The text of a value whose members are texts already: `{ a: "1" }` becomes `{"a":1}`. */
export function writtenObject(
  members: Readonly<Record<string, string>>,
  style: Style,
  chance: Chance,
): string {
  const gap = (): string => (style.isSpaced ? chance.of(GAPS) : "");
  const parts = Object.entries(members).flatMap(([name, text]) => {
    const write = (value: string): string =>
      `${gap()}${quoted(name, style, chance)}${gap()}:${gap()}${value}${gap()}`;
    const first = chance.is(style.doubled) ? [write(someValue(style, chance, 1))] : [];
    return [...first, write(text)];
  });
  return `{${parts.join(",")}}`;
}

/** The text of a string. */
export function writtenText(text: string, style: Style, chance: Chance): string {
  return quoted(text, style, chance);
}

/** The text of any value, at most so many levels deep. */
export function someValue(style: Style, chance: Chance, depth: number): string {
  const gap = (): string => (style.isSpaced ? chance.of(GAPS) : "");
  const kind = chance.below(depth > 0 ? 8 : 5);
  if (kind < 2) return quoted(chance.of(ODD_TEXTS), style, chance);
  if (kind === 2) return chance.of(ODD_NUMBERS);
  if (kind === 3) return chance.of(["true", "false", "null"]);
  if (kind === 4) return String(chance.below(1_000_000));
  const count = chance.below(4);
  if (kind === 5) {
    const members = Array.from({ length: count }, () => someValue(style, chance, depth - 1));
    return `[${gap()}${members.join(`${gap()},${gap()}`)}${gap()}]`;
  }
  const members: Record<string, string> = {};
  for (let left = count; left > 0; left--)
    members[chance.of([...ODD_TEXTS, "__proto__x", "constructor", "eventName"])] = someValue(
      style,
      chance,
      depth - 1,
    );
  return writtenObject(members, style, chance);
}

/** A value that is nested exactly so deep. */
export function nested(depth: number, chance: Chance): string {
  const opened = Array.from({ length: depth }, () => chance.is(0.5));
  const head = opened.map((isObject) => (isObject ? '{"a":' : "[")).join("");
  const tail = opened.toReversed().map((isObject) => (isObject ? "}" : "]"));
  return `${head}1${tail.join("")}`;
}
