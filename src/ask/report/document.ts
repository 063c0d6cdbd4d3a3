/** A report as a document: sections of texts, tables and charts, which the page and the mail are both made of. */

/** A table. */
export interface TableBlock {
  readonly kind: "table";
  readonly caption: string;
  readonly head: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  /** Rows that are not shown. */
  readonly moreCount?: number;
}

/** A column of a table. */
export interface Column {
  readonly title: string;
  /** `number` is set to the right, `code` as what is to be copied, `short` on one line, `severity` as a mark. */
  readonly as?: "number" | "code" | "short" | "severity";
}

/** What stands in a cell; several lines are a list. Untrusted. */
export type Cell = string | number | readonly string[];

/** Columns over time, one stacked on the other. */
export interface ChartBlock {
  readonly kind: "chart";
  readonly title: string;
  /** What the picture shows, for those who don't see it. */
  readonly doc: string;
  /** Beginnings of the bins, as they are shown: `2026-11-20 09:00`. */
  readonly bins: readonly string[];
  readonly series: readonly Series[];
}

/** One layer of a chart. */
export interface Series {
  readonly name: string;
  /** Which look it has: calm, notable, alarming. */
  readonly look: "calm" | "notable" | "alarming";
  readonly values: readonly number[];
}

/** What a rule found. */
export interface RuleBlock {
  readonly kind: "rule";
  /** Its place in the page. */
  readonly id: string;
  readonly severity: "low" | "medium" | "high";
  readonly name: string;
  readonly meaning: string;
  readonly todo: string;
  readonly harmless: readonly string[];
  readonly findings: TableBlock;
}

/** A paragraph. */
export interface TextBlock {
  readonly kind: "text";
  readonly text: string;
}

/** One part of a section. */
export type Block = TextBlock | TableBlock | ChartBlock | RuleBlock;

/** A section with a heading. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** The whole. */
export interface ReportDocument {
  readonly title: string;
  /** When it was made and by what: the only part that differs between two runs. */
  readonly made: string;
  /** What it is about, in one paragraph. */
  readonly answer: string;
  readonly sections: readonly Section[];
}

/** A paragraph. */
export function text(words: string): TextBlock {
  return { kind: "text", text: words };
}

/** A table of the first rows; how many are left out is told. */
export function table(
  caption: string,
  head: readonly Column[],
  rows: readonly (readonly Cell[])[],
  most: number,
): TableBlock {
  const moreCount = rows.length - most;
  return {
    kind: "table",
    caption,
    head,
    rows: rows.slice(0, most),
    ...(moreCount > 0 ? { moreCount } : {}),
  };
}

/** `1 call`, `2,064 calls`. */
export function counted(count: number, noun: string): string {
  return `${formatted(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** `2,064`. */
export function formatted(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");
}
