/**
 * HTML in which nothing of a stranger can be markup: every text that is put into a template is made printable and
 * escaped, and only what a template itself wrote is HTML.
 */
import { printable } from "./printable.ts";

/** Markup that a template wrote. Made by `html` alone. */
export interface Html {
  readonly [MARKUP]: string;
}

const MARKUP = Symbol("markup");

/** What may stand in a template: texts are escaped, lists are joined, `undefined` is nothing. */
export type HtmlPart = string | number | Html | undefined | readonly HtmlPart[];

/** A template. Texts may stand between tags and in attributes that have quotation marks. */
export function html(strings: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  const text = strings.reduce((sum, own, place) => sum + textOf(parts[place - 1]) + own);
  return { [MARKUP]: text };
}

/** A style sheet of our own, exactly as it is: a policy may let it in by its digest. Never text of a stranger. */
export function styleSheet(css: string): Html {
  return { [MARKUP]: `<style>${css}</style>` };
}

/** The page, as text. */
export function markupOf(part: Html): string {
  return part[MARKUP];
}

function textOf(part: HtmlPart): string {
  if (part === undefined) return "";
  if (typeof part === "number") return String(part);
  if (typeof part === "string") return escaped(part);
  return isMarkup(part) ? part[MARKUP] : part.map(textOf).join("");
}

function isMarkup(part: Html | readonly HtmlPart[]): part is Html {
  return MARKUP in part;
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => ESCAPES[character] ?? "");
}
