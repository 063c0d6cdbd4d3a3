/** Lens charts: how the columns of `columns.ts` are drawn. One function for each sort of chart that the boards use. */
import type { Layer } from "./column.ts";
import { copyOf, layer, time, type Entry } from "./columns.ts";
import { COOL, type Palette } from "./palette.ts";

/** A chart, before it is placed on a board. */
export interface Chart {
  readonly visualizationType: "lnsMetric" | "lnsXY" | "lnsDatatable" | "lnsHeatmap";
  readonly visualization: Readonly<Record<string, unknown>>;
  readonly layers: Readonly<Record<string, Layer>>;
}

const MAIN = "l1";
const TREND = "l1t";

/** One number. With a trend line, unless the number means nothing over time. */
export function tile(number: Entry, options: { palette?: Palette; trend?: boolean } = {}): Chart {
  const clock = time("t");
  const copy = copyOf(number, `${number.id}t`);
  const trend = options.trend ?? true;
  return {
    visualizationType: "lnsMetric",
    visualization: {
      layerId: MAIN,
      layerType: "data",
      metricAccessor: number.id,
      showBar: false,
      ...(options.palette === undefined ? {} : { palette: options.palette }),
      ...(trend
        ? {
            trendlineLayerId: TREND,
            trendlineLayerType: "metricTrendline",
            trendlineTimeAccessor: clock.id,
            trendlineMetricAccessor: copy.id,
          }
        : {}),
    },
    layers: {
      [MAIN]: layer([number]),
      ...(trend ? { [TREND]: { ...layer([clock, copy]), linkToLayers: [MAIN] } } : {}),
    },
  };
}

/** A series of bars, in its own colour if it has one. */
export interface Series {
  readonly entry: Entry;
  readonly color?: string;
}

/** Bars or a line: over time or over the top values of a field, stacked by series or by a split. */
export function xy(chart: {
  readonly type: "bar_stacked" | "bar_horizontal_stacked" | "line";
  readonly x: Entry;
  readonly split?: Entry;
  readonly series: readonly Series[];
  readonly legend: "top" | "right" | "none";
}): Chart {
  const { type, x, split, series, legend } = chart;
  const colours = series.flatMap(({ entry, color }) =>
    color === undefined ? [] : [{ forAccessor: entry.id, color }],
  );
  return {
    visualizationType: "lnsXY",
    visualization: {
      preferredSeriesType: type,
      legend: {
        isVisible: legend !== "none",
        position: legend === "none" ? "right" : legend,
        ...(legend === "none"
          ? { showSingleSeries: false }
          : // A legend that is cut tells nothing. Sizes are for legends that stand upright.
            {
              showSingleSeries: true,
              shouldTruncate: false,
              ...(legend === "right" ? { legendSize: "xlarge" } : {}),
            }),
      },
      valueLabels: "hide",
      fittingFunction: "None",
      axisTitlesVisibilitySettings: { x: false, yLeft: false, yRight: false },
      gridlinesVisibilitySettings: { x: false, yLeft: true, yRight: false },
      layers: [
        {
          layerId: MAIN,
          layerType: "data",
          seriesType: type,
          xAccessor: x.id,
          accessors: series.map(({ entry }) => entry.id),
          ...(split === undefined ? {} : { splitAccessor: split.id, palette: COOL }),
          ...(colours.length === 0 ? {} : { yConfig: colours }),
        },
      ],
    },
    layers: {
      // The split comes before time: else each interval has top values of its own, another set every time.
      [MAIN]: layer([...(split === undefined ? [] : [split]), x, ...series.map((s) => s.entry)]),
    },
  };
}

/** A column of a table. `width` in pixels: leave 40 for the sort arrow of numbers, and none for the last. */
export interface TableColumn {
  readonly entry: Entry;
  readonly width?: number;
  /** Colours the cell by its number. */
  readonly palette?: Palette;
  /** A click on a value filters by it, or goes where the panel's drilldown leads. */
  readonly click?: true;
}

/** Rows of a page. The linter holds that they fit into the panel. */
type PageRows = 5 | 7 | 10;

/** A table, most important columns first. Long texts wrap: nothing is cut. */
export function table(
  columns: readonly TableColumn[],
  sort: { readonly column: string; readonly direction: "asc" | "desc" },
  pageRows: PageRows = 10,
): Chart {
  const buckets = columns.filter(({ entry }) => entry.column.isBucketed);
  const numbers = columns.filter(({ entry }) => !entry.column.isBucketed);
  return {
    visualizationType: "lnsDatatable",
    visualization: {
      layerId: MAIN,
      layerType: "data",
      columns: columns.map(({ entry, width, palette, click }) => ({
        columnId: entry.id,
        isTransposed: false,
        ...(click === undefined ? {} : { oneClickFilter: true }),
        ...(width === undefined ? {} : { width }),
        ...(palette === undefined ? {} : { colorMode: "cell", palette }),
      })),
      sorting: { columnId: sort.column, direction: sort.direction },
      paging: { size: pageRows, enabled: true },
      rowHeight: "auto",
      headerRowHeight: "single",
      headerRowHeightLines: 1,
    },
    layers: { [MAIN]: layer([...buckets, ...numbers].map(({ entry }) => entry)) },
  };
}

/**
 * A heat map. Over time, `y` is split first, so that rows are the same in every interval; else `x` is, so that it has no
 * more values than were asked for.
 */
export function heatmap(chart: {
  readonly y: Entry;
  readonly x: Entry;
  readonly value: Entry;
  readonly palette: Palette;
  readonly labels: boolean;
}): Chart {
  const { x, y, value, labels } = chart;
  return {
    visualizationType: "lnsHeatmap",
    visualization: {
      layerId: MAIN,
      layerType: "data",
      shape: "heatmap",
      xAccessor: x.id,
      yAccessor: y.id,
      valueAccessor: value.id,
      legend: { type: "heatmap_legend", isVisible: false, position: "right" },
      gridConfig: {
        type: "heatmap_grid",
        isCellLabelVisible: labels,
        isXAxisLabelVisible: true,
        isYAxisLabelVisible: true,
        isXAxisTitleVisible: false,
        isYAxisTitleVisible: false,
      },
      palette: { ...chart.palette, accessor: value.id },
    },
    layers: {
      [MAIN]: layer(x.column.operationType === "date_histogram" ? [y, x, value] : [x, y, value]),
    },
  };
}
