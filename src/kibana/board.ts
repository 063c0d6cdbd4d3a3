/** A board: what is on it and where. Each of `boards/` makes one; `dashboard.ts` turns it into a saved object. */
import type { BoardField } from "./board-fields.ts";
import type { BoardKey, SearchKey, ViewKey } from "./ids.ts";
import type { Chart } from "./lens.ts";

/** Where a panel stands, on a grid 48 wide. */
interface Place {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** A chart on a board. */
export interface ChartPanel {
  readonly kind: "chart";
  /** Name on this board, for its id. */
  readonly name: string;
  readonly at: Place;
  readonly title: string;
  /** Tiles carry their title inside. */
  readonly hideTitle?: boolean;
  readonly view: ViewKey;
  /** KQL: what the panel is about, whatever the reader asks in the search bar. */
  readonly query: string;
  readonly chart: Chart;
  /** A click on a value opens this board, filtered by it. */
  readonly drilldown?: BoardKey;
}

/** A saved search on a board. */
export interface SearchPanel {
  readonly kind: "search";
  readonly name: string;
  readonly at: Place;
  readonly title: string;
  readonly search: SearchKey;
}

/** The row of links to all boards. */
export interface LinksPanel {
  readonly kind: "links";
  readonly name: string;
  readonly at: Place;
}

/** How a board is read, and what to do when it is empty. */
export interface TextPanel {
  readonly kind: "text";
  readonly name: string;
  readonly at: Place;
  readonly markdown: string;
}

/** Anything on a board. */
export type Panel = ChartPanel | SearchPanel | LinksPanel | TextPanel;

/** A list above the board that filters it. */
interface Control {
  readonly field: BoardField;
  readonly title: string;
}

/**
 * One board. It has no query of its own: a query that the reader brings along, by a link or by hand, would replace it. What
 * a board is about stands in each of its panels.
 */
export interface Board {
  readonly key: BoardKey;
  readonly title: string;
  readonly description: string;
  readonly controls: readonly Control[];
  readonly panels: readonly Panel[];
}

/** The row of links, on top of every board. */
export const LINKS: LinksPanel = { kind: "links", name: "links", at: { x: 0, y: 0, w: 48, h: 3 } };

/** Says below the links how the board is read. Each sentence is for somebody who sees it for the first time. */
export function readingPanel(markdown: string): TextPanel {
  return { kind: "text", name: "reading", at: { x: 0, y: 3, w: 48, h: 4 }, markdown };
}

/** Places a chart. */
export function chartPanel(
  name: string,
  [x, y, w, h]: readonly [number, number, number, number],
  title: string,
  chart: Chart,
  options: {
    readonly query?: string;
    readonly view?: ViewKey;
    readonly hideTitle?: boolean;
    readonly drilldown?: BoardKey;
  } = {},
): ChartPanel {
  return {
    kind: "chart",
    name,
    at: { x, y, w, h },
    title,
    chart,
    view: options.view ?? "events",
    query: options.query ?? "",
    ...(options.hideTitle === undefined ? {} : { hideTitle: options.hideTitle }),
    ...(options.drilldown === undefined ? {} : { drilldown: options.drilldown }),
  };
}

/** Places a saved search. */
export function searchPanel(
  name: string,
  [x, y, w, h]: readonly [number, number, number, number],
  title: string,
  search: SearchKey,
): SearchPanel {
  return { kind: "search", name, at: { x, y, w, h }, title, search };
}
