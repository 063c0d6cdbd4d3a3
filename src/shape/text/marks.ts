/**
 * The marks beside what happened, and their colours. They say the same without colour: one to three triangles for the
 * weight of signals, a cross for what failed.
 */
import { WEIGHT_NAMES, type TextRow, type Weight } from "./row.ts";

/** The mark of a call that failed. */
export const FAILED = "✗";
/** The mark of a signal, as often as it weighs. */
const SIGNAL = "▲";

/** Columns of all marks at once. */
export const MARKS_WIDTH = 4;

/**
 * A style of a terminal. Colours are of the fixed part of the 256, which no theme changes, and always foreground and
 * background together: so their contrast is the same on light and dark terminals. All other text has the terminal's own colour.
 */
export type Style = "bold" | "failed" | "low" | "medium" | "high";

/** What turns a style on: white on red, black on amber. Source: https://invisible-island.net/xterm/ctlseqs/ctlseqs.html (SGR). */
export const STYLES: Readonly<Record<Style, string>> = {
  bold: "\u001b[1m",
  failed: "\u001b[38;5;231;48;5;160m",
  low: "\u001b[1m",
  medium: "\u001b[38;5;16;48;5;214m",
  high: "\u001b[1;38;5;231;48;5;160m",
};
const RESET = "\u001b[0m";

/** The text in a style. */
export function painted(style: Style | undefined, text: string): string {
  return style === undefined || text === "" ? text : STYLES[style] + text + RESET;
}

/** The marks of a weight: `▲▲▲` is high. */
export function weightMark(weight: Weight): string {
  return SIGNAL.repeat(weight);
}

/** The style of a weight's mark. */
export function weightStyle(weight: Weight): Style | undefined {
  return weight === 0 ? undefined : WEIGHT_STYLES[weight];
}

const WEIGHT_STYLES = { 1: "low", 2: "medium", 3: "high" } as const satisfies Readonly<
  Record<Exclude<Weight, 0>, Style>
>;

/** The marks of a row, without colour: `✗▲`. */
export function marksOf({ failed, weight }: Pick<TextRow, "failed" | "weight">): string {
  return (failed ? FAILED : "") + weightMark(weight);
}

/** What the marks mean, for help and for text whose rows are not yet known. */
export const LEGEND = `${FAILED} failed · signals: ${([1, 2, 3] as const)
  .map((weight) => `${weightMark(weight)} ${WEIGHT_NAMES[weight]}`)
  .join(", ")}`;
