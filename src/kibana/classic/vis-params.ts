/** How the classic forms look: the parameters of each, which ask for nothing and count nothing. */

type Params = Readonly<Record<string, unknown>>;

/** Of a number, without a colour: it has none from a threshold upwards alone. */
export const METRIC_PARAMS: Params = {
  addTooltip: true,
  addLegend: false,
  type: "metric",
  metric: {
    percentageMode: false,
    useRanges: false,
    colorSchema: "Blues",
    metricColorMode: "None",
    colorsRange: [{ from: 0, to: 1 }],
    labels: { show: true },
    invertColors: false,
    style: { bgFill: "#000", bgColor: false, labelColor: false, subText: "", fontSize: 36 },
  },
};

/** Of a table: ten rows a page. */
export const TABLE_PARAMS: Params = {
  perPage: 10,
  showPartialRows: false,
  showMetricsAtAllLevels: false,
  sort: { columnIndex: null, direction: null },
  showTotal: false,
  totalFunc: "sum",
  percentageCol: "",
};

/** Of a heat map, with the lower bounds of its colours. */
export function heatmapParams(steps: readonly number[]): Params {
  return {
    type: "heatmap",
    addTooltip: true,
    addLegend: true,
    enableHover: true,
    legendPosition: "right",
    times: [],
    colorsNumber: steps.length,
    colorSchema: "Blues",
    setColorRange: true,
    colorsRange: steps.map((from, at) => ({ from, to: steps[at + 1] ?? 1_000_000 })),
    invertColors: false,
    percentageMode: false,
    valueAxes: [
      {
        show: false,
        id: "ValueAxis-1",
        type: "value",
        scale: { type: "linear", defaultYExtents: false },
        labels: { show: true, rotate: 0, overwriteColor: false, color: "black" },
      },
    ],
  };
}

/** Of bars and lines. `isLying`: bars lie, one below the other. */
export function barParams(form: string, isLying: boolean): Params {
  const title = { text: "" };
  return {
    type: form === "line" ? "line" : "histogram",
    grid: { categoryLines: false },
    categoryAxes: [
      {
        id: "CategoryAxis-1",
        type: "category",
        position: isLying ? "left" : "bottom",
        show: true,
        style: {},
        scale: { type: "linear" },
        labels: { show: true, filter: !isLying, truncate: 200, rotate: 0 },
        title: {},
      },
    ],
    valueAxes: [
      {
        id: "ValueAxis-1",
        name: isLying ? "BottomAxis-1" : "LeftAxis-1",
        type: "value",
        position: isLying ? "bottom" : "left",
        show: true,
        style: {},
        scale: { type: "linear", mode: "normal" },
        labels: { show: true, rotate: 0, filter: isLying, truncate: 100 },
        title,
      },
    ],
    seriesParams: [
      {
        show: true,
        type: form === "line" ? "line" : "histogram",
        mode: "stacked",
        data: { label: "Count", id: "1" },
        valueAxis: "ValueAxis-1",
        drawLinesBetweenPoints: true,
        lineWidth: 2,
        showCircles: true,
      },
    ],
    addTooltip: true,
    times: [],
    addTimeMarker: false,
    labels: { show: false },
    thresholdLine: { show: false, value: 10, width: 1, style: "full", color: "#E7664C" },
  };
}
