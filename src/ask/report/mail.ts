/** A report as plain text, such as for a mail. Pure. */
import { printable } from "../../shape/printable.ts";
import { widthOf } from "../../shape/width.ts";
import { parts } from "../../shape/wrap.ts";
import {
  formatted,
  type Block,
  type Cell,
  type ReportDocument,
  type TableBlock,
} from "./document.ts";

/** Width of a mail. Source: RFC 5322, section 2.1.1 */
const WIDTH = 78;
/** Rows of a table that a mail has: the page has more. */
const MOST_ROWS = 10;

/** The report as lines. */
export function reportMail({ title, made, answer, sections }: ReportDocument): readonly string[] {
  return [
    title,
    "=".repeat(widthOf(title)),
    ...hung("", made),
    "",
    ...hung("", answer),
    ...sections.flatMap(({ title: name, blocks }) => [
      "",
      name.toUpperCase(),
      "-".repeat(name.length),
      ...blocks.flatMap(blockLines),
    ]),
  ];
}

function blockLines(block: Block): readonly string[] {
  switch (block.kind) {
    case "text":
      return hung("", block.text);
    case "table":
      return tableLines(block);
    case "chart":
      // The table by day says the same.
      return [];
    case "rule":
      return [
        "",
        ...hung("", `[${block.severity}] ${block.name}`),
        ...hung("  ", block.meaning),
        ...hung("  To do: ", block.todo),
        ...rowLines(block.findings),
      ];
  }
}

function tableLines(block: TableBlock): readonly string[] {
  return ["", ...hung("", `${block.caption}:`), ...rowLines(block)];
}

function rowLines({ head, rows, moreCount = 0 }: TableBlock): readonly string[] {
  const more = rows.length + moreCount - MOST_ROWS;
  return [
    ...rows.slice(0, MOST_ROWS).flatMap((cells) =>
      hung(
        "  * ",
        cells
          .map((cell, place) => cellText(cell, head[place]?.title ?? ""))
          .filter((words) => words !== "")
          .join(" · "),
      ),
    ),
    ...(more > 0 ? [`    and ${formatted(more)} more`] : []),
  ];
}

function cellText(cell: Cell, title: string): string {
  if (typeof cell === "number") return `${title.toLowerCase()} ${formatted(cell)}`;
  return typeof cell === "string" ? cell : cell.join(", ");
}

/** Text behind a label, going on under itself; printable. */
function hung(label: string, words: string): readonly string[] {
  return parts(printable(words), WIDTH - label.length).map((part, place) =>
    ((place === 0 ? label : " ".repeat(label.length)) + part).trimEnd(),
  );
}
