/**
 * Everything that is imported into OpenSearch Dashboards, in its own forms, made from the same boards as the file for Kibana:
 * index patterns, visualizations, saved searches, dashboards. Filters above a board are a panel there, links are text.
 */
import type { Board, Panel } from "../board.ts";
import { BOARDS } from "../bundle.ts";
import { TABS } from "../dashboard.ts";
import { dataViews, INDICES } from "../data-views.ts";
import { idsFor, type BoardKey, type Ids, type ViewKey } from "../ids.ts";
import { RUNTIME_FIELDS } from "../runtime-fields.ts";
import { parsed, record } from "../read-json.ts";
import { savedSearches } from "../saved-searches.ts";
import { classicChart, type ClassicChart } from "./vis-state.ts";

/** Types of saved objects, and the versions of their forms: those of its first release, which all later ones know. */
export const CLASSIC_STAMPS = {
  "index-pattern": "7.6.0",
  visualization: "7.10.0",
  search: "7.9.3",
  dashboard: "7.9.3",
} as const;

/** One of them. */
export type ClassicType = keyof typeof CLASSIC_STAMPS;

/** A pointer to another object. */
interface ClassicReference {
  readonly name: string;
  readonly type: ClassicType;
  readonly id: string;
}

/** One line of the import file. */
export interface ClassicObject {
  readonly id: string;
  readonly type: ClassicType;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly references: readonly ClassicReference[];
  readonly migrationVersion: Readonly<Record<string, string>>;
}

const INDEX = "kibanaSavedObjectMeta.searchSourceJSON.index";
const IDS = idsFor("default");

/** All objects, in the order of the file. */
export function classicObjects(): readonly ClassicObject[] {
  return [
    ...indexPatterns(IDS),
    ...BOARDS.flatMap((board) =>
      classicPanels(board).flatMap(({ made }) => (made === undefined ? [] : [made])),
    ),
    ...searches(IDS),
    ...BOARDS.map((board) => dashboard(board)),
  ];
}

/** Panels of which nothing can be said there, and numbers of panels that are left out, by board and title. */
export function leftOutOf(board: Board): readonly string[] {
  return board.panels.flatMap((panel) => {
    if (panel.kind !== "chart") return [];
    const chart = classicChart(panel);
    if (chart === undefined) return [panel.title];
    return chart.leftOut.map((label) => `${panel.title}: ${label}`);
  });
}

function object(
  type: ClassicType,
  id: string,
  attributes: Readonly<Record<string, unknown>>,
  references: readonly ClassicReference[] = [],
): ClassicObject {
  return { id, type, attributes, references, migrationVersion: { [type]: CLASSIC_STAMPS[type] } };
}

/** The data views without what only Kibana knows. Their fields are asked for when one is opened first. */
function indexPatterns(ids: Ids): readonly ClassicObject[] {
  const keys: readonly ViewKey[] = ["events", "runs"];
  const views = dataViews(ids);
  return keys.map((key) => {
    const view = views.find(({ id }) => id === ids.view[key]);
    const formats = record(parsed(view?.attributes["fieldFormatMap"]));
    const known = Object.entries(formats).filter(([field]) => !(field in RUNTIME_FIELDS));
    return object("index-pattern", ids.view[key], {
      title: INDICES[key].join(","),
      timeFieldName: "@timestamp",
      fieldFormatMap: JSON.stringify(Object.fromEntries(known)),
    });
  });
}

function searches(ids: Ids): readonly ClassicObject[] {
  return savedSearches(ids).map(({ id, attributes, references }) => {
    const { title, description, columns, sort, kibanaSavedObjectMeta } = attributes;
    const view = references.find(({ type }) => type === "index-pattern")?.id ?? "";
    return object(
      "search",
      id,
      { title, description, hits: 0, columns, sort, version: 1, kibanaSavedObjectMeta },
      [{ name: INDEX, type: "index-pattern", id: view }],
    );
  });
}

/** A panel where it stands, with the object of its own, if it has one. */
interface ClassicPanel {
  readonly at: Panel["at"];
  readonly refers: Pick<ClassicReference, "type" | "id">;
  readonly title?: string;
  readonly made?: ClassicObject;
}

/** Lists above a board need room, and so move everything down that stands below the links. */
const CONTROLS_AT = { x: 0, y: 3, w: 48, h: 5 } as const;

function classicPanels(board: Board): readonly ClassicPanel[] {
  const below = ({ y, ...at }: Panel["at"]): Panel["at"] => ({
    ...at,
    y: y < CONTROLS_AT.y ? y : y + CONTROLS_AT.h,
  });
  const controls = placed(board, "controls", CONTROLS_AT, controlsOf(board));
  const panels = board.panels.flatMap((panel): readonly ClassicPanel[] => {
    const at = below(panel.at);
    switch (panel.kind) {
      case "search":
        return [
          { at, refers: { type: "search", id: IDS.search[panel.search] }, title: panel.title },
        ];
      case "links":
        return [
          placed(board, panel.name, at, markdown(`${board.title}: links`, linksFrom(board.key))),
        ];
      case "text":
        return [
          placed(
            board,
            panel.name,
            at,
            markdown(`${board.title}: how to read it`, textOf(board, panel.markdown)),
          ),
        ];
      case "chart": {
        const chart = classicChart(panel);
        return chart === undefined
          ? []
          : [{ ...placed(board, panel.name, at, chartOf(chart, panel.view)), title: panel.title }];
      }
      default:
        return panel satisfies never;
    }
  });
  return [...panels.slice(0, 1), controls, ...panels.slice(1)];
}

type Made = Pick<ClassicObject, "attributes" | "references">;

function placed(
  board: Board,
  name: string,
  at: Panel["at"],
  { attributes, references }: Made,
): ClassicPanel {
  const made = object("visualization", `sestrail-vis-${board.key}-${name}`, attributes, references);
  return { at, refers: { type: made.type, id: made.id }, made };
}

function visualization(
  visState: { readonly title: string; readonly [name: string]: unknown },
  query: string,
  references: readonly ClassicReference[],
  hasIndex: boolean,
): Made {
  return {
    attributes: {
      title: visState.title,
      visState: JSON.stringify(visState),
      uiStateJSON: "{}",
      description: "",
      version: 1,
      kibanaSavedObjectMeta: {
        searchSourceJSON: JSON.stringify({
          query: { query, language: "kuery" },
          filter: [],
          ...(hasIndex ? { indexRefName: INDEX } : {}),
        }),
      },
    },
    references,
  };
}

function chartOf({ visState, query }: ClassicChart, view: ViewKey): Made {
  const title = `[SES] ${visState.title}`;
  const index = { name: INDEX, type: "index-pattern", id: IDS.view[view] } as const;
  return visualization({ ...visState, title }, query, [index], true);
}

function markdown(title: string, text: string): Made {
  const params = { fontSize: 12, openLinksInNewTab: false, markdown: text };
  return visualization({ title, type: "markdown", params, aggs: [] }, "", [], false);
}

/** Links keep neither time nor filters: the form has no way to say so. */
function linksFrom(key: BoardKey): string {
  return TABS.map((tab) =>
    tab.key === key ? `**${tab.label}**` : `[${tab.label}](#/view/${IDS.board[tab.key]})`,
  ).join(" · ");
}

function textOf(board: Board, text: string): string {
  const gone = leftOutOf(board);
  return gone.length === 0 ? text : `${text}\n\nNot in OpenSearch Dashboards: ${gone.join("; ")}.`;
}

function controlsOf(board: Board): Made {
  const refName = (at: number): string => `control_${at}_index_pattern`;
  const controls = board.controls.map(({ field, title }, at) => ({
    id: `${board.key}-${at}`,
    fieldName: field,
    parent: "",
    label: title,
    type: "list",
    options: { type: "terms", multiselect: true, dynamicOptions: true, size: 50, order: "desc" },
    indexPatternRefName: refName(at),
  }));
  const params = { controls, updateFiltersOnChange: true, useTimeFilter: true, pinFilters: false };
  const references = board.controls.map((_, at) => ({
    name: refName(at),
    type: "index-pattern" as const,
    id: IDS.view.events,
  }));
  const title = `${board.title}: filters`;
  return visualization(
    { title, type: "input_control_vis", params, aggs: [] },
    "",
    references,
    false,
  );
}

function dashboard(board: Board): ClassicObject {
  const panels = classicPanels(board);
  return object(
    "dashboard",
    IDS.board[board.key],
    {
      title: board.title,
      description: board.description,
      hits: 0,
      version: 1,
      timeRestore: true,
      timeFrom: "now-7d",
      timeTo: "now",
      refreshInterval: { pause: true, value: 60_000 },
      optionsJSON: JSON.stringify({ useMargins: true, hidePanelTitles: false }),
      panelsJSON: JSON.stringify(
        panels.map(({ at, title }, place) => ({
          version: CLASSIC_STAMPS.dashboard,
          gridData: { ...at, i: String(place) },
          panelIndex: String(place),
          embeddableConfig: title === undefined ? { hidePanelTitles: true } : {},
          ...(title === undefined ? {} : { title }),
          panelRefName: `panel_${place}`,
        })),
      ),
      kibanaSavedObjectMeta: {
        searchSourceJSON: JSON.stringify({ query: { query: "", language: "kuery" }, filter: [] }),
      },
    },
    panels.map(({ refers }, place) => ({ name: `panel_${place}`, ...refers })),
  );
}
