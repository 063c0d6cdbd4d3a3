/** Ids of everything that is imported: stable, so that bookmarks live through an update. */

/** The boards, in the order of their links. */
export type BoardKey = "overview" | "changes" | "security" | "events" | "pipeline";

/** The saved searches that stand on boards. */
export const SEARCH_KEYS = ["changes", "signals", "high", "alarms", "events", "runs"] as const;

/** One of them. */
export type SearchKey = (typeof SEARCH_KEYS)[number];

/** The data views: SES events, and sestrail's own runs. */
export type ViewKey = "events" | "runs";

/** Ids of all objects of one space. */
export interface Ids {
  readonly tag: string;
  readonly view: Readonly<Record<ViewKey, string>>;
  readonly search: Readonly<Record<SearchKey, string>>;
  /** The saved search of a question, by its number. */
  readonly question: (number: number) => string;
  readonly board: Readonly<Record<BoardKey, string>>;
}

/**
 * Ids for a space. In another space than the default one they end in the space's name: Kibana gives an object whose id
 * is taken in any space a random id, and a second import would then not find it.
 */
export function idsFor(space: string): Ids {
  const id = (name: string): string =>
    space === "default" ? `sestrail-${name}` : `sestrail-${name}-${space}`;
  return {
    tag: id("tag-ses"),
    view: { events: id("ses"), runs: id("runs") },
    search: {
      changes: id("search-changes"),
      signals: id("search-signals"),
      high: id("search-high"),
      alarms: id("search-alarms"),
      events: id("search-events"),
      runs: id("search-runs"),
    },
    question: (number) => id(`question-${number}`),
    board: {
      overview: id("overview"),
      changes: id("changes"),
      security: id("security"),
      events: id("events"),
      pipeline: id("pipeline"),
    },
  };
}
