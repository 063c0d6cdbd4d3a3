/**
 * Columns over time as SVG. Drawn here and not by a library: those that draw without a browser's DOM bring a megabyte of
 * code or dozens of packages, and what is needed are rectangles on one scale.
 */
import { html, type Html } from "../../shape/html.ts";
import { formatted, type ChartBlock, type Series } from "./document.ts";

const WIDTH = 960;
const HEIGHT = 160;
const LEFT = 48;
const RIGHT = 8;
const TOP = 12;
const BOTTOM = 24;
/** Labels below the axis. */
const MOST_LABELS = 8;

/** The picture with its legend. What it shows stands in `doc` and in the table below it, too. */
export function chartFigure({ title, doc, bins, series }: ChartBlock, id: string): Html {
  const sums = bins.map((_, bin) => sumOf(series, bin));
  const most = niceAbove(Math.max(1, ...sums));
  const step = (WIDTH - LEFT - RIGHT) / Math.max(1, bins.length);
  const y = (value: number): number => HEIGHT - BOTTOM - (value / most) * (HEIGHT - TOP - BOTTOM);
  const bars = bins.flatMap((start, bin) => {
    let base = 0;
    return series.flatMap(({ name, look, values }) => {
      const value = values[bin] ?? 0;
      if (value === 0) return [];
      const [below, above] = [y(base), y(base + value)];
      base += value;
      // What occurs is seen, however little it is.
      const height = Math.max(1, below - above);
      return [
        html`<rect
          class="${look}"
          x="${at(LEFT + bin * step)}"
          y="${at(below - height)}"
          width="${at(Math.max(1, step - 1))}"
          height="${at(height)}"
          ><title>${start}: ${formatted(value)} ${name}</title></rect
        >`,
      ];
    });
  });
  const labels = labelled(bins).map(
    ([bin, words]) => html`<text x="${at(LEFT + bin * step)}" y="${HEIGHT - 8}">${words}</text>`,
  );
  const lines = [0, most / 2, most].map(
    (value) =>
      html`<line
          class="axis"
          x1="${LEFT}"
          x2="${WIDTH - RIGHT}"
          y1="${at(y(value))}"
          y2="${at(y(value))}"
        /><text x="${LEFT - 6}" y="${at(y(value) + 4)}" text-anchor="end">${label(value)}</text>`,
  );
  return html`<figure>
    <figcaption>${title}</figcaption>
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="${id}-doc">
      <title id="${id}-doc">${doc} At most ${formatted(Math.max(0, ...sums))} in one.</title>
      ${lines}${bars}${labels}
    </svg>
    <ul class="legend">
      ${series.map(
        ({ name, look, values }) =>
          html`<li>
            <svg viewBox="0 0 10 10" aria-hidden="true">
              <rect class="${look}" width="10" height="10" /></svg
            >${name} ${formatted(values.reduce((sum, value) => sum + value, 0))}
          </li>`,
      )}
    </ul>
  </figure> `;
}

function sumOf(series: readonly Series[], bin: number): number {
  return series.reduce((sum, { values }) => sum + (values[bin] ?? 0), 0);
}

/** Bins that are named below the axis, with their names: days, where bins begin with them, else some. */
function labelled(bins: readonly string[]): readonly (readonly [bin: number, words: string])[] {
  const all = bins.map((start, bin) => [bin, start] as const);
  const days = all
    .filter(([, start]) => start.endsWith(MIDNIGHT))
    .map(([bin, start]) => [bin, start.slice(0, -MIDNIGHT.length)] as const);
  const some = days.length > 1 ? days : all;
  const every = Math.ceil(some.length / MOST_LABELS);
  return some.filter((_, place) => place % every === 0);
}

const MIDNIGHT = " 00:00";

/** A round number, and even where that can be. */
function niceAbove(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return (ROUND.find((times) => times * power >= value) ?? 10) * power;
}

const ROUND = [1, 1.5, 2, 3, 4, 6, 8, 10];

/** Half of an odd number is no count. */
function label(value: number): string {
  return Number.isInteger(value) ? formatted(value) : "";
}

/** A place with two digits behind the point: the same in every run. */
function at(place: number): string {
  return String(Math.round(place * 100) / 100);
}
