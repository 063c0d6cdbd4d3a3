/** Reads one value of one option, by its row. */
import { UTC, type ClockOffset } from "../shape/text/zone.ts";
import type { OPTIONS, OptionKind, OptionName, OptionRow } from "../tables/options.ts";
import { readListenAddress } from "./listen-address.ts";
import { didYouMean } from "./suggest.ts";
import { readCount, readDay, readDuration, readSize, readSwitch, readTime } from "./units.ts";

type Single<Row> = Row extends { choices: readonly (infer Word)[] }
  ? Word
  : Row extends { kind: "size" | "duration" | "count" }
    ? number
    : Row extends { kind: "switch" }
      ? boolean
      : string;

type ValueOf<Row> = Row extends { many: string }
  ? readonly string[]
  : Row extends { default: string }
    ? Single<Row>
    : Single<Row> | undefined;

/** Every option with its value: bytes, ms, ISO 8601, words; lists for those that may be given several times. */
export type OptionValues = { readonly [Name in OptionName]: ValueOf<(typeof OPTIONS)[Name]> };

/** A value, or what is wrong with the text. */
export type ReadValue = { readonly value: string | number | boolean } | { readonly wrong: string };

/** Reads a value; times by the clock. Lists are read one by one. */
export function readValue(
  row: OptionRow,
  text: string,
  now: Date,
  clock: ClockOffset = UTC,
): ReadValue {
  return text === "" ? { wrong: "needs a value" } : READERS[row.kind](text, row, now, clock);
}

const READERS: Readonly<
  Record<OptionKind, (text: string, row: OptionRow, now: Date, clock: ClockOffset) => ReadValue>
> = {
  size: (text, row) => atLeast(row, readSize, text, "size"),
  duration: (text, row) =>
    text === row.endless
      ? { value: Number.POSITIVE_INFINITY }
      : atLeast(row, readDuration, text, "time span"),
  count: (text, row) => atLeast(row, readCount, text, "whole number"),
  switch: (text) => orWrong(readSwitch(text), `${quoted(text)} is neither on nor off`),
  time: (text, _row, now, clock) =>
    orWrong(
      readTime(text, now, clock),
      `${quoted(text)} is no time; write for example 2026-11-20, 2026-11-20T09:00:00Z, 7d, yesterday or 14:05`,
    ),
  day: (text, _row, now, clock) =>
    orWrong(
      readDay(text, now, clock),
      `${quoted(text)} is no day; write for example 2026-11-20, yesterday or monday`,
    ),
  choice: (text, { choices = [] }) =>
    choices.includes(text)
      ? { value: text }
      : { wrong: `${quoted(text)} is none of ${choices.join(", ")}${didYouMean(text, choices)}` },
  text: (text, { pattern }) =>
    pattern === undefined || pattern.matches.test(text)
      ? { value: text }
      : { wrong: `${quoted(text)} is no ${pattern.words}` },
  path: (value) => ({ value }),
  address: (text) =>
    readListenAddress(text) === undefined
      ? {
          wrong: `${quoted(text)} is no address to listen on; write for example 127.0.0.1:9464, or a port`,
        }
      : { value: text },
  destination: (value) => ({ value }),
};

function quoted(text: string): string {
  return `"${text.length > 60 ? `${text.slice(0, 60)}…` : text}"`;
}

function orWrong(value: string | boolean | undefined, wrong: string): ReadValue {
  return value === undefined ? { wrong } : { value };
}

function atLeast(
  row: OptionRow,
  read: (text: string) => number | undefined,
  text: string,
  noun: string,
): ReadValue {
  const value = read(text);
  if (value === undefined)
    return {
      wrong: `${quoted(text)} is no ${noun}; write for example ${row.default ?? row.example}`,
    };
  const least = row.min === undefined ? undefined : read(row.min);
  return least === undefined || value >= least
    ? { value }
    : { wrong: `${text} is too small; at least ${row.min}` };
}
