/** One event whole, for people: what it means, every field with its meaning, the record, and what the same caller did around it. Pure. */
import type { SesEvent } from "../ses/event.ts";
import { fieldTexts } from "../shape/chosen.ts";
import { printable } from "../shape/printable.ts";
import { dayOf, timeOfDay } from "../shape/text/day.ts";
import { marksOf, painted } from "../shape/text/marks.ts";
import { textRow, type TextRow } from "../shape/text/row.ts";
import { textTable, type TextOptions } from "../shape/text/table.ts";
import { viewOf } from "../shape/text/view.ts";
import { widthOf } from "../shape/width.ts";
import { parts } from "../shape/wrap.ts";
import { FIELD_NAMES, fieldRow, type FieldName } from "../tables/fields.ts";
import { SIGNALS } from "../tables/signals.ts";

/** The lines of an event and its neighbours, itself among them. */
export function eventPage(
  event: SesEvent,
  neighbours: readonly TextRow[],
  options: TextOptions,
): readonly string[] {
  const width = options.whole === true ? Number.POSITIVE_INFINITY : options.columns;
  const title = (text: string): readonly string[] => [
    "",
    options.color ? painted("bold", text) : text,
  ];
  const row = textRow(event);
  const { time } = viewOf(options)(row);
  const marks = marksOf(row);
  const zone = options.zone?.name ?? "UTC";
  const caller = row.cells.caller === "" ? "the same caller" : row.cells.caller;
  return [
    ...wrapped(`${dayOf(time)}, ${timeOfDay(time)} ${zone}`, width),
    ...wrapped(
      `${marks === "" ? "" : `${marks} `}${printable(event.fields.message ?? row.cells.what)}`,
      width,
    ),
    ...(event.fields["aws.ses.signals"] ?? []).flatMap((name) => signalLines(name, width)),
    ...title("Fields"),
    ...fieldLines(event, width),
    ...title("Record"),
    ...recordLines(event),
    ...title(`Around it, by ${caller}`),
    ...tableLines(neighbours, options),
  ];
}

function tableLines(rows: readonly TextRow[], options: TextOptions): readonly string[] {
  const table = textTable(options, rows);
  return [...table.head(), ...rows.flatMap((row) => table.next(row))];
}

function signalLines(name: string, width: number): readonly string[] {
  const known = SIGNALS.find((signal) => signal.name === name);
  const text =
    known === undefined
      ? printable(name)
      : `${name}, ${known.severity}: ${known.title}. ${known.doc}`;
  return under("  signal  ", text, width);
}

/** Copies of other fields as objects, and the record, which is shown below. */
function isShownElsewhere(name: FieldName): boolean {
  return fieldRow(name).type === "flattened" || name === "event.original";
}

/** From this width on the meaning has a column of its own. */
const WIDE = 110;
/** Longer values are cut here: they are whole in the record. */
const MOST_CHARACTERS = 2_000;

function fieldLines(event: SesEvent, width: number): readonly string[] {
  const fields = FIELD_NAMES.filter((name) => !isShownElsewhere(name)).flatMap((name) => {
    const value = fieldTexts(event, name).join(", ");
    return value === "" ? [] : [{ name, value: shortened(value) }];
  });
  const nameWidth = Math.max(0, ...fields.map(({ name }) => name.length)) + 2;
  return fields.flatMap(({ name, value }) => {
    const meaning = fieldRow(name).doc.replaceAll("`", "");
    if (width < WIDE)
      return [
        ...under(`${name}  `, value, width),
        ...wrapped(meaning, width - 4).map((line) => `    ${line}`),
      ];
    // In a pipe: name, value and meaning on one line.
    if (width === Number.POSITIVE_INFINITY)
      return [`${name.padEnd(nameWidth)}${value}  # ${meaning}`];
    return beside(name.padEnd(nameWidth), value, meaning, width);
  });
}

function shortened(value: string): string {
  return value.length <= MOST_CHARACTERS
    ? value
    : `${value.slice(0, MOST_CHARACTERS)}… (${value.length.toLocaleString("en-US")} characters; whole in the record below)`;
}

/** Value and meaning in two columns, each going on below itself. */
function beside(name: string, value: string, meaning: string, width: number): readonly string[] {
  const valueWidth = Math.floor((width - name.length - 2) / 2);
  const [left, right] = [
    wrapped(value, valueWidth),
    wrapped(meaning, width - name.length - valueWidth - 2),
  ];
  return Array.from({ length: Math.max(left.length, right.length) }, (_, place) => {
    const text = left[place] ?? "";
    const blanks = " ".repeat(Math.max(0, valueWidth - widthOf(text)) + 2);
    return `${place === 0 ? name : " ".repeat(name.length)}${text}${blanks}${right[place] ?? ""}`.trimEnd();
  });
}

/** A text behind a label, going on below itself; where there is no room for that, below the label. */
function under(label: string, text: string, width: number): readonly string[] {
  const isNarrow = width - label.length < LEAST_COLUMN;
  const blank = isNarrow ? "    " : " ".repeat(label.length);
  const lines = wrapped(text, width - blank.length);
  return isNarrow
    ? [label.trimEnd(), ...lines.map((line) => blank + line)]
    : lines.map((line, place) => (place === 0 ? label : blank) + line);
}

const LEAST_COLUMN = 24;

/** The record as it was written, laid out, if it is JSON. */
function recordLines({ raw }: SesEvent): readonly string[] {
  const text = raw.cut === true ? undefined : laidOut(raw.text);
  return (text ?? raw.text).split("\n").map((line) => printable(line));
}

function laidOut(text: string): string | undefined {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return undefined;
  }
}

function wrapped(text: string, width: number): readonly string[] {
  return parts(text, width).map((line) => line.trimEnd());
}
