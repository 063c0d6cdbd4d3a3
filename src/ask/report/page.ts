/** The page of a report: one file, without scripts and without the network. Pure. */
import { html, markupOf, styleSheet, type Html } from "../../shape/html.ts";
import { chartFigure } from "./chart.ts";
import {
  formatted,
  type Block,
  type Cell,
  type Column,
  type ReportDocument,
  type RuleBlock,
  type TableBlock,
} from "./document.ts";
import { STYLE } from "./style.ts";

/**
 * The page as text. `styleHash` is the digest of `STYLE` in base64, SHA-256: the policy lets no other style in, and
 * nothing else at all. Source: https://www.w3.org/TR/CSP3/#framework-directive-source-list
 */
export function reportPage(report: ReportDocument, styleHash: string): string {
  const { title, made, answer, sections } = report;
  const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'`;
  return markupOf(
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta http-equiv="Content-Security-Policy" content="${policy}" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="referrer" content="no-referrer" />
          <meta name="robots" content="noindex" />
          <title>${title}</title>
          ${styleSheet(STYLE)}
        </head>
        <body>
          <a class="skip" href="#main">To the report</a>
          <header>
            <h1>${title}</h1>
            <p class="made">${made}</p>
          </header>
          <nav aria-label="Sections">
            <ul>
              ${sections.map(({ id, title: name }) => html`<li><a href="#${id}">${name}</a></li>`)}
            </ul>
          </nav>
          <main id="main" tabindex="-1">
            <p class="answer">${answer}</p>
            ${sections.map(
              ({ id, title: name, blocks }) =>
                html`<section id="${id}" aria-labelledby="${id}-title">
                  <h2 id="${id}-title">${name}</h2>
                  ${blocks.map((block, place) => blockPart(block, `${id}-${place}`))}
                </section> `,
            )}
          </main>
        </body>
      </html>`,
  );
}

function blockPart(block: Block, id: string): Html {
  switch (block.kind) {
    case "text":
      return html`<p>${block.text}</p> `;
    case "table":
      return tablePart(block, id);
    case "chart":
      return chartFigure(block, id);
    case "rule":
      return rulePart(block);
  }
}

function rulePart({ id, severity, name, meaning, todo, harmless, findings }: RuleBlock): Html {
  return html`<article class="rule ${severity}" id="${id}" aria-labelledby="${id}-title">
    <h3 id="${id}-title">${mark(severity)} ${name}</h3>
    <p>${meaning}</p>
    <p><strong>To do:</strong> ${todo}</p>
    ${harmless.length === 0 ? undefined : html`<p><strong>Harmless, if it is:</strong> ${harmless.join(" ")}</p>`}
    ${tablePart(findings, `${id}-table`, `${id}-title`)}
  </article> `;
}

function tablePart({ caption, head, rows, moreCount }: TableBlock, id: string, above = ""): Html {
  return html`<div
      class="table"
      role="region"
      aria-labelledby="${`${above} ${id}-caption`.trim()}"
      tabindex="0"
    >
      <table>
        <caption id="${id}-caption">
          ${caption}
        </caption>
        <thead>
          <tr>
            ${head.map((column) => html`<th scope="col" ${classOf(column)}>${column.title}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (cells) =>
              html`<tr>
                ${cells.map((cell, place) => cellPart(cell, head[place], place === 0))}
              </tr> `,
          )}
        </tbody>
      </table>
    </div>
    ${
      moreCount === undefined
        ? undefined
        : html`<p class="more">${formatted(moreCount)} more, which are not shown here.</p> `
    }`;
}

function cellPart(cell: Cell, column: Column | undefined, isFirst: boolean): Html {
  const inner = contentOf(cell, column);
  return isFirst
    ? html`<th scope="row" ${column === undefined ? undefined : classOf(column)}>${inner}</th>`
    : html`<td${column === undefined ? undefined : classOf(column)}>${inner}</td>`;
}

function contentOf(cell: Cell, column: Column | undefined): Html {
  if (typeof cell === "number") return html`${formatted(cell)}`;
  if (typeof cell !== "string")
    return cell.length === 0
      ? html``
      : html`<ul>
          ${cell.map((line) => html`<li>${line}</li>`)}
        </ul>`;
  if (column?.as === "code") return html`<code>${cell}</code>`;
  return column?.as === "severity" && cell !== "" ? mark(cell) : html`${cell}`;
}

function mark(severity: string): Html {
  return html`<span class="mark ${severity}">${severity}</span>`;
}

function classOf({ as }: Column): Html | undefined {
  return as === undefined || as === "severity" ? undefined : html` class="${as}"`;
}
