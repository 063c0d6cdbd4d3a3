/**
 * The text shape: a table for people, in any width. Nothing is cut: what is wider than its column goes on below. Each
 * day has a heading; columns that would say the same in every row are said once, above.
 */
import { widthOf } from "../width.ts";
import { parts } from "../wrap.ts";
import {
  gapAfter,
  NARROWEST,
  planOf,
  survey,
  wholePlan,
  type ColumnName,
  type Plan,
} from "./columns.ts";
import { dayAndTime, dayOf, timeOfDay } from "./day.ts";
import { FAILED, LEGEND, marksOf, painted, weightMark, weightStyle, type Style } from "./marks.ts";
import { WEIGHT_NAMES, type CellName, type TextRow, type Weight } from "./row.ts";
import { viewOf, type ViewOptions } from "./view.ts";

/** How a table is laid out. */
export interface TextOptions extends ViewOptions {
  /** Width to fit into; 32 at least is taken. */
  readonly columns: number;
  readonly color: boolean;
}

/** A table that is being written: its lines, without line breaks. It remembers the day and counts marks. */
export interface TextTable {
  /** Told of each row that will come, where all are known beforehand: the table is made to fit them. */
  measure?(row: TextRow): void;
  /** What stands above the first row. */
  head(): readonly string[];
  /** One row, under the heading of its day where that is a new one. */
  next(row: TextRow): readonly string[];
  /** What stands below the last row: what the marks mean and how often they occur, and what had no room. */
  foot(): readonly string[];
}

const TITLES: Readonly<Record<ColumnName, string>> = {
  time: "TIME",
  account: "ACCOUNT",
  region: "REGION",
  caller: "CALLER",
  marks: "",
  what: "WHAT HAPPENED",
  from: "FROM",
  key: "KEY",
  client: "CLIENT",
  signals: "SIGNALS",
  id: "ID",
};

/** Begins a table. Where all rows are known, `rows` or those that are measured, it is made to fit them; else to fit what usually comes. */
export function textTable(options: TextOptions, rows: Iterable<TextRow> = []): TextTable {
  const { whole = false, zone } = options;
  const width = whole ? Number.POSITIVE_INFINITY : Math.max(options.columns, NARROWEST);
  const shownOf = viewOf(options);
  const seen = survey();
  const measure = (row: TextRow): void => seen.add(row, shownOf(row));
  for (const row of rows) measure(row);
  let decided: Plan | undefined;
  const planned = (): Plan => (decided ??= whole ? wholePlan(seen) : planOf(options.columns, seen));
  const counts = { failed: 0, weights: [0, 0, 0, 0] };
  let day: string | undefined;
  const paint = (style: Style | undefined, text: string): string =>
    options.color ? painted(style, text) : text;

  /** Cells side by side, each broken into lines of its own. */
  const compose = (
    cells: Readonly<Record<ColumnName, string>>,
    style: (name: ColumnName, text: string) => string,
  ): readonly string[] => {
    const { columns } = planned();
    const broken = columns.map(({ name, width: most }) =>
      name === "marks" || whole
        ? [cells[name]]
        : parts(cells[name], most).map((part) => part.trimEnd()),
    );
    const height = Math.max(...broken.map((lines) => lines.length));
    return Array.from({ length: height }, (_, row) => {
      let line = "";
      /** Blanks that are owed before the next cell that is not empty. */
      let blanks = 0;
      columns.forEach(({ name, width: most }, place) => {
        const text = broken[place]?.[row] ?? "";
        const fill = Math.max(0, most - widthOf(text));
        // Marks lean on the row that they mark.
        const before = name === "marks" ? fill : 0;
        if (text !== "") {
          line += " ".repeat(blanks + before) + style(name, text);
          blanks = fill - before;
        } else blanks += most;
        blanks += gapAfter(name);
      });
      return line;
    });
  };

  return {
    measure,
    head() {
      const { named } = planned();
      const bold = (_: ColumnName, text: string): string => paint("bold", text);
      const isKnown = seen.rowCount > 0;
      const headings = [
        [
          ...named.map(([name, value]) => `${name} ${value}`),
          ...(zone === undefined ? [] : [`times in ${zone.name}`]),
        ].join(" · "),
        ...(isKnown || whole ? [] : [LEGEND]),
      ];
      const titles = { ...TITLES, time: zone === undefined ? "TIME UTC" : "TIME" };
      return [
        ...headings.flatMap((text) => (text === "" ? [] : wrapped(text, width))),
        ...compose(titles, bold),
      ];
    },
    next(row) {
      const { failed, weight } = row;
      const cells = shownOf(row);
      if (failed) counts.failed += 1;
      counts.weights[weight] = (counts.weights[weight] ?? 0) + 1;
      const newDay = whole ? undefined : dayOf(cells.time);
      const heading =
        newDay === day ? [] : wrapped(newDay ?? "", width).map((line) => paint("bold", line));
      day = newDay;
      const { callerWithin, keyWithin } = planned();
      const caller = callerWithin && cells.caller !== "" ? `${cells.caller}: ` : "";
      const key = keyWithin && cells.key !== "" ? ` · key ${cells.key}` : "";
      const shown = {
        ...cells,
        time: whole ? dayAndTime(cells.time) : timeOfDay(cells.time),
        what: caller + cells.what + key,
        marks: marksOf(row),
      };
      return [
        ...heading,
        ...compose(shown, (name, text) => {
          if (name === "what") return weight === 3 ? paint("bold", text) : text;
          if (name !== "marks") return text;
          return (
            paint("failed", failed ? FAILED : "") + paint(weightStyle(weight), weightMark(weight))
          );
        }),
      ];
    },
    foot() {
      const weights = ([3, 2, 1] as const).filter((weight) => (counts.weights[weight] ?? 0) > 0);
      const said = [
        ...(counts.failed > 0 ? [`${FAILED} failed ${counts.failed}`] : []),
        ...weights.map((weight) =>
          legendOf(weight, counts.weights[weight] ?? 0, weight === weights[0]),
        ),
        ...(weights.length > 0 ? ["what signals mean: sestrail help signals"] : []),
      ].join(" · ");
      const missing = planned()
        .leftOut.map((name) => NOUNS[name])
        .join(", ");
      const lines = [
        ...(said === "" ? [] : [said]),
        ...(missing === "" ? [] : [`no room for ${missing}: take a wider window, or --format tsv`]),
      ].flatMap((text) => wrapped(text, width));
      return lines.length === 0 ? [] : ["", ...lines];
    },
  };
}

function legendOf(weight: Exclude<Weight, 0>, count: number, isFirst: boolean): string {
  return `${isFirst ? "signals: " : ""}${weightMark(weight)} ${WEIGHT_NAMES[weight]} ${count}`;
}

/** Cells in sentences. */
const NOUNS: Readonly<Record<CellName, string>> = {
  time: "time",
  account: "account",
  region: "region",
  caller: "caller",
  what: "what happened",
  from: "from",
  key: "key",
  client: "client",
  signals: "names of signals",
  id: "id",
};

function wrapped(text: string, width: number): readonly string[] {
  return parts(text, width).map((line) => line.trimEnd());
}
