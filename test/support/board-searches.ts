/** The charts of the boards as Kibana would read them from the import file, and their searches. */
import { savedObjects } from "../../src/kibana/bundle.ts";
import type { Layer } from "../../src/kibana/column.ts";
import type { LensJson, PanelJson } from "../../src/kibana/dashboard.ts";
import { idsFor, type ViewKey } from "../../src/kibana/ids.ts";
import { parseKql, type Kql, type KqlValue } from "../../src/rules/kql.ts";
import {
  layerRows,
  layerSearch,
  type Row,
  type SearchContext,
} from "../../src/kibana/panel-search.ts";
import type { Palette } from "../../src/kibana/palette.ts";
import { RUNTIME_MAPPINGS } from "../../src/kibana/runtime-fields.ts";
import { WEEK_END, WEEK_START } from "./demo-documents.ts";
import type { SearchIndex } from "./search-index.ts";

/** One chart of the file. */
export interface BoardChart {
  readonly id: string;
  readonly title: string;
  readonly view: ViewKey;
  readonly query: string;
  readonly layers: Readonly<Record<string, Layer>>;
  /** Lower bounds of the colours of a tile; none where it never has one. */
  readonly steps: readonly number[];
}

/** One saved search of the file. */
export interface BoardSearch {
  readonly id: string;
  readonly view: ViewKey;
  readonly query: string;
  readonly columns: readonly string[];
}

const ids = idsFor("default");
const objects = savedObjects("default");

function queryOf(attributes: Readonly<Record<string, unknown>>): string {
  const meta = attributes["kibanaSavedObjectMeta"] as { searchSourceJSON: string };
  const source = JSON.parse(meta.searchSourceJSON) as { query: { query: string } };
  return source.query.query;
}

function stepsOf({ visualizationType, state }: LensJson): readonly number[] {
  const palette = state.visualization["palette"] as Palette | undefined;
  return visualizationType === "lnsMetric"
    ? (palette?.params.colorStops ?? []).map(({ stop }) => stop)
    : [];
}

/** All charts of all boards. */
export const CHARTS: readonly BoardChart[] = objects
  .filter(({ type }) => type === "dashboard")
  .flatMap(({ attributes, references }) =>
    (JSON.parse(attributes["panelsJSON"] as string) as PanelJson[])
      .filter(({ type }) => type === "lens")
      .map((panel) => {
        const lens = panel.embeddableConfig.attributes as LensJson;
        const view = references.find(
          ({ name }) => name === `${panel.panelIndex}:indexpattern-datasource-layer-l1`,
        );
        return {
          id: panel.panelIndex,
          title: panel.title,
          view: view?.id === ids.view.runs ? "runs" : "events",
          query: lens.state.query.query,
          layers: lens.state.datasourceStates.formBased.layers,
          steps: stepsOf(lens),
        };
      }),
  );

/** The saved searches that stand on boards. */
export const SEARCHES: readonly BoardSearch[] = objects
  .filter(({ type, id }) => type === "search" && !id.includes("question"))
  .map(({ id, attributes, references }) => ({
    id,
    view: references.some((reference) => reference.id === ids.view.runs) ? "runs" : "events",
    query: queryOf(attributes),
    columns: attributes["columns"] as readonly string[],
  }));

/** A chart by its id. */
export function chartOf(id: string): BoardChart {
  const found = CHARTS.find((chart) => chart.id === id);
  if (found === undefined) throw new Error(`no chart ${id}`);
  return found;
}

/**
 * A chart for a server without `top_metrics`, such as one without Elastic's own modules: its last values by `top_hits`.
 */
function withoutTopMetrics(chart: BoardChart): BoardChart {
  return {
    ...chart,
    layers: Object.fromEntries(
      Object.entries(chart.layers).map(([name, layer]) => [
        name,
        {
          ...layer,
          columns: Object.fromEntries(
            Object.entries(layer.columns).map(([id, column]) => [
              id,
              column.operationType === "last_value"
                ? { ...column, params: { ...column.params, showArrayValues: true } }
                : column,
            ]),
          ),
        },
      ]),
    ),
  };
}

/** The week of the demo, as the boards would look at it on its last day. `bar` is what the reader asks. */
export function contextOf({ query }: { readonly query: string }, bar = ""): SearchContext {
  return {
    queries: [bar, query],
    from: WEEK_START.toISOString(),
    to: WEEK_END.toISOString(),
    interval: "3h",
    runtime: RUNTIME_MAPPINGS,
  };
}

/** The rows of one layer. `without`: ids of documents that are left out. */
export async function rowsOf(
  index: SearchIndex,
  chart: BoardChart,
  layerName: string,
  options: {
    readonly without?: readonly string[];
    readonly controls?: SearchContext["controls"];
    readonly bar?: string;
  } = {},
): Promise<readonly Row[]> {
  const suited = index.hasTopMetrics ? chart : withoutTopMetrics(chart);
  const layer = suited.layers[layerName];
  if (layer === undefined) throw new Error(`no layer ${layerName} in ${chart.id}`);
  const { bar, controls, without } = options;
  const search = layerSearch(layer, {
    ...contextOf(chart, bar),
    ...(controls === undefined ? {} : { controls }),
  });
  const body =
    without === undefined
      ? search
      : {
          ...search,
          query: { bool: { filter: [search["query"]], must_not: { ids: { values: without } } } },
        };
  return layerRows(layer, await index.search(body), WEEK_END.getTime());
}

/** A chart with one of its conditions taken away, and which. */
export interface Loosened {
  readonly condition: string;
  readonly chart: BoardChart;
}

/** Every way to take one condition out of the chart's own query or out of the filter of one of its columns. */
export function loosened(chart: BoardChart): readonly Loosened[] {
  const own = looser(chart.query).map(({ condition, query }) => ({
    condition,
    chart: { ...chart, query },
  }));
  const main = chart.layers["l1"];
  if (main === undefined) return own;
  const ofColumns = Object.entries(main.columns).flatMap(([id, column]) => {
    const isCount = column.operationType === "count" || column.operationType === "unique_count";
    if (!isCount || column.filter === undefined) return [];
    return looser(column.filter.query).map(({ condition, query }) => ({
      condition: `${id}: ${condition}`,
      chart: {
        ...chart,
        layers: {
          ...chart.layers,
          l1: {
            ...main,
            columns: {
              ...main.columns,
              [id]: { ...column, filter: { query, language: "kuery" as const } },
            },
          },
        },
      },
    }));
  });
  return [...own, ...ofColumns];
}

/** A query without one of the conditions that are joined by `and`. */
export function looser(
  query: string,
): readonly { readonly condition: string; readonly query: string }[] {
  const parsed = parseKql(query);
  if (!parsed.ok) throw new Error(parsed.why);
  const conditions = conjuncts(parsed.query);
  return conditions.map((condition, at) => ({
    condition: textOf(condition),
    query: conditions
      .filter((_condition, other) => other !== at)
      .map((other) => `(${textOf(other)})`)
      .join(" and "),
  }));
}

function conjuncts(query: Kql): readonly Kql[] {
  if (query.kind === "everything") return [];
  return query.kind === "and" ? query.of.flatMap(conjuncts) : [query];
}

function textOf(query: Kql): string {
  switch (query.kind) {
    case "everything":
      return "";
    case "and":
    case "or":
      return query.of.map((part) => `(${textOf(part)})`).join(` ${query.kind} `);
    case "not":
      return `not (${textOf(query.of)})`;
    case "exists":
      return `${query.field}: *`;
    case "is":
      return `${query.field}: ${valueText(query.value)}`;
    case "range":
      return `${query.field} ${{ gt: ">", gte: ">=", lt: "<", lte: "<=" }[query.operator]} ${valueText(query.value)}`;
    default:
      return query satisfies never;
  }
}

function valueText({ text, quoted }: KqlValue): string {
  return quoted ? `"${text.replaceAll(/["\\]/gu, "\\$&")}"` : text;
}
