/** What a reference page is, and how it looks: in the terminal (`sestrail help errors`) and in `docs/`. */
import { fit, widthOf } from "../../shape/width.ts";
import { wrap } from "../screen/wrap.ts";

/** One table of a page. */
export interface ReferenceTable {
  readonly title?: string;
  readonly head: readonly string[];
  /** Cells in light Markdown: code in backticks. */
  readonly rows: readonly (readonly string[])[];
}

/** A page. */
export interface Reference {
  readonly title: string;
  readonly intro: readonly string[];
  readonly tables: readonly ReferenceTable[];
}

/** The page as Markdown. */
export function asMarkdown(reference: Reference): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  const parts = [
    `# ${reference.title}`,
    ...reference.intro,
    ...reference.tables.flatMap((table) => [
      ...(table.title === undefined ? [] : [`## ${table.title}`]),
      [line(table.head), line(table.head.map(() => "---")), ...table.rows.map(line)].join("\n"),
    ]),
  ];
  return `${parts.join("\n\n")}\n`;
}

/** The page as lines of at most this width; the last column is wrapped. Infinity: nothing is. */
export function asText(reference: Reference, width: number): readonly string[] {
  const plain = (cell: string): string => cell.replaceAll("`", "");
  const tables = reference.tables.flatMap((table) => {
    const rows = [table.head, ...table.rows].map((cells) => cells.map(plain));
    const columns = table.head.map((_, index) =>
      Math.min(44, Math.max(...rows.map((cells) => widthOf(cells[index] ?? "")))),
    );
    const before = columns.slice(0, -1).reduce((sum, column) => sum + column + 2, 2);
    const lines = rows.flatMap((cells) => {
      const head = cells.slice(0, -1).map((cell, index) => longFit(cell, columns[index] ?? 0));
      const [first = "", ...rest] = wrap(cells.at(-1) ?? "", Math.max(30, width - before));
      return [
        `  ${[...head, first].join("  ")}`.trimEnd(),
        ...rest.map((text) => " ".repeat(before) + text),
      ];
    });
    return ["", ...(table.title === undefined ? [] : [table.title]), ...lines];
  });
  return [...reference.intro.flatMap((text) => wrap(plain(text), width)), ...tables];
}

/** Names are never cut: what is too long pushes the rest of its line. */
function longFit(cell: string, width: number): string {
  return widthOf(cell) > width ? cell : fit(cell, width);
}
