/** Turns a board into the saved object that Kibana imports. */
import type { Board, ChartPanel, Panel, SearchPanel, TextPanel } from "./board.ts";
import type { Kuery, Layer } from "./column.ts";
import type { BoardKey, Ids } from "./ids.ts";
import { savedObject, type Reference, type SavedObject } from "./saved-object.ts";

/** What the tabs say. */
export const TABS: readonly { readonly key: BoardKey; readonly label: string }[] = [
  { key: "overview", label: "Overview" },
  { key: "changes", label: "Who changed what" },
  { key: "security", label: "Security" },
  { key: "events", label: "All events" },
  { key: "pipeline", label: "Pipeline health" },
];

const FACTORY = "DASHBOARD_TO_DASHBOARD_DRILLDOWN";

/** A panel as it stands in `panelsJSON`. */
export interface PanelJson {
  readonly type: string;
  readonly panelIndex: string;
  readonly gridData: {
    readonly x: number;
    readonly y: number;
    readonly w: number;
    readonly h: number;
    readonly i: string;
  };
  readonly title: string;
  readonly panelRefName?: string;
  readonly embeddableConfig: Readonly<Record<string, unknown>> & {
    readonly attributes?: LensJson | LinksJson;
  };
}

/** The attributes of a Lens chart inside its panel. */
export interface LensJson {
  readonly title: string;
  readonly visualizationType: string;
  readonly references: readonly Reference[];
  readonly state: {
    readonly query: Kuery;
    readonly filters: readonly never[];
    readonly visualization: Readonly<Record<string, unknown>>;
    readonly datasourceStates: {
      readonly formBased: { readonly layers: Readonly<Record<string, Layer>> };
    };
    readonly internalReferences: readonly never[];
    readonly adHocDataViews: Readonly<Record<string, never>>;
  };
}

/** The attributes of a row of links. */
interface LinksJson {
  readonly layout: "horizontal";
  readonly links: readonly {
    readonly id: string;
    readonly type: "dashboardLink";
    readonly order: number;
    readonly label: string;
    readonly destinationRefName: string;
    readonly options: Readonly<Record<string, boolean>>;
  }[];
}

interface Made {
  readonly panel: PanelJson;
  readonly references: readonly Reference[];
}

/** The dashboard of a board. */
export function dashboard(board: Board, ids: Ids): SavedObject {
  const made = board.panels.map((panel) => makePanel(panel, board, ids));
  const controls = board.controls.map(({ field, title }, order) => {
    const id = `${board.key}-control-${order + 1}`;
    return {
      id,
      json: {
        order,
        width: "small",
        grow: true,
        type: "optionsListControl",
        explicitInput: { id, fieldName: field, title, enhancements: {} },
      },
    };
  });
  return savedObject(
    "dashboard",
    ids.board[board.key],
    {
      title: board.title,
      description: board.description,
      version: 1,
      hits: 0,
      timeRestore: true,
      timeFrom: "now-7d",
      timeTo: "now",
      refreshInterval: { pause: true, value: 60_000 },
      panelsJSON: JSON.stringify(made.map(({ panel }) => panel)),
      optionsJSON: JSON.stringify({
        useMargins: true,
        syncColors: false,
        syncCursor: true,
        syncTooltips: false,
        hidePanelTitles: false,
      }),
      kibanaSavedObjectMeta: {
        searchSourceJSON: JSON.stringify({
          query: { query: "", language: "kuery" },
          filter: [],
        }),
      },
      controlGroupInput: {
        controlStyle: "oneLine",
        chainingSystem: "HIERARCHICAL",
        ignoreParentSettingsJSON: JSON.stringify({
          ignoreFilters: false,
          ignoreQuery: false,
          ignoreTimerange: false,
          ignoreValidations: false,
        }),
        panelsJSON: JSON.stringify(Object.fromEntries(controls.map(({ id, json }) => [id, json]))),
      },
    },
    [
      ...made.flatMap(({ references }) => references),
      ...controls.map(({ id }): Reference => ({
        type: "index-pattern",
        id: ids.view.events,
        name: `controlGroup_${id}:optionsListDataView`,
      })),
      { type: "tag", id: ids.tag, name: `tag-ref-${ids.tag}` },
    ],
  );
}

function makePanel(panel: Panel, board: Board, ids: Ids): Made {
  // Ids differ over all boards: with the same ids on two of them, Kibana shows the first board's charts on the second.
  const id = `${board.key}-${panel.name}`;
  if (panel.kind === "chart") return makeChart(panel, id, ids);
  if (panel.kind === "search") return makeSearch(panel, id, ids);
  if (panel.kind === "text") return makeText(panel, id);
  return makeLinks(panel.at, id, ids);
}

function frame(
  panel: { readonly at: Panel["at"] },
  id: string,
): Pick<PanelJson, "panelIndex" | "gridData"> {
  return { panelIndex: id, gridData: { ...panel.at, i: id } };
}

function makeChart(panel: ChartPanel, id: string, ids: Ids): Made {
  const view = ids.view[panel.view];
  const inside = Object.keys(panel.chart.layers).map((name): Reference => ({
    type: "index-pattern",
    id: view,
    name: `indexpattern-datasource-layer-${name}`,
  }));
  const drilldown = panel.drilldown === undefined ? undefined : `${id}-to-${panel.drilldown}`;
  const attributes: LensJson = {
    title: "",
    visualizationType: panel.chart.visualizationType,
    references: inside,
    state: {
      query: { query: panel.query, language: "kuery" },
      filters: [],
      visualization: panel.chart.visualization,
      datasourceStates: { formBased: { layers: panel.chart.layers } },
      internalReferences: [],
      adHocDataViews: {},
    },
  };
  return {
    panel: {
      type: "lens",
      ...frame(panel, id),
      title: panel.title,
      embeddableConfig: {
        attributes,
        enhancements:
          drilldown === undefined
            ? {}
            : {
                dynamicActions: {
                  events: [
                    {
                      eventId: drilldown,
                      triggers: ["FILTER_TRIGGER"],
                      action: {
                        factoryId: FACTORY,
                        name: `Open ${labelOf(panel.drilldown)}`,
                        config: {
                          useCurrentFilters: true,
                          useCurrentDateRange: true,
                          openInNewTab: false,
                        },
                      },
                    },
                  ],
                },
              },
        ...(panel.hideTitle === true ? { hidePanelTitles: true } : {}),
      },
    },
    references: [
      ...inside.map((reference) => ({ ...reference, name: `${id}:${reference.name}` })),
      ...(panel.drilldown === undefined
        ? []
        : [
            {
              type: "dashboard" as const,
              id: ids.board[panel.drilldown],
              name: `${id}:drilldown:${FACTORY}:${drilldown}:dashboardId`,
            },
          ]),
    ],
  };
}

function labelOf(key: BoardKey | undefined): string {
  return TABS.find((tab) => tab.key === key)?.label ?? "";
}

function makeSearch(panel: SearchPanel, id: string, ids: Ids): Made {
  return {
    panel: {
      type: "search",
      ...frame(panel, id),
      title: panel.title,
      panelRefName: `panel_${id}`,
      embeddableConfig: { enhancements: {} },
    },
    references: [{ type: "search", id: ids.search[panel.search], name: `${id}:panel_${id}` }],
  };
}

function makeText(panel: TextPanel, id: string): Made {
  return {
    panel: {
      type: "visualization",
      ...frame(panel, id),
      title: "",
      embeddableConfig: {
        hidePanelTitles: true,
        enhancements: {},
        savedVis: {
          type: "markdown",
          params: { markdown: panel.markdown, fontSize: 12, openLinksInNewTab: false },
          uiState: {},
          data: {
            aggs: [],
            searchSource: { query: { query: "", language: "kuery" }, filter: [] },
          },
        },
      },
    },
    references: [],
  };
}

function makeLinks(at: Panel["at"], id: string, ids: Ids): Made {
  const links = TABS.map(({ key, label }, order) => ({ key, label, order, id: `${id}-${key}` }));
  const attributes: LinksJson = {
    layout: "horizontal",
    links: links.map((link) => ({
      id: link.id,
      type: "dashboardLink",
      order: link.order,
      label: link.label,
      destinationRefName: `link_${link.id}_dashboard`,
      options: { openInNewTab: false, useCurrentDateRange: true, useCurrentFilters: true },
    })),
  };
  return {
    panel: {
      type: "links",
      ...frame({ at }, id),
      title: "",
      embeddableConfig: { attributes, enhancements: {}, hidePanelTitles: true },
    },
    references: links.map((link) => ({
      type: "dashboard",
      id: ids.board[link.key],
      name: `${id}:link_${link.id}_dashboard`,
    })),
  };
}
