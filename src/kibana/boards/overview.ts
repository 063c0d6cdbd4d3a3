/** Overview: is something wrong, and else: is this a normal week? */
import { chartPanel, LINKS, readingPanel, searchPanel, type Board } from "../board.ts";
import { count, distinct, lastValue, newest, share, time, top } from "../columns.ts";
import { heatmap, table, tile, xy } from "../lens.ts";
import { BLUE_STEPS, severeFrom, SHADES } from "../palette.ts";
import { CALLS, severity } from "../series.ts";
import { CHANGES, FAILED } from "../../rules/queries.ts";

/** Overview: what is wrong now, then who calls, from where, for what, and how it ends. */
export const overviewBoard: Board = {
  key: "overview",
  title: "[SES] Overview",
  description: "What is wrong now; who calls Amazon SES, from where, for what, and how it ends.",
  controls: [
    { field: "cloud.account.id", title: "Account" },
    { field: "cloud.region", title: "Region" },
    { field: "aws.ses.caller.name", title: "Caller" },
    { field: "event.action", title: "Action" },
    { field: "event.outcome", title: "Outcome" },
  ],
  panels: [
    LINKS,
    readingPanel(
      "**Colours** say severity: red from 1 high signal, orange from 5 medium ones. Low signals and failures have none: a few are usual. Blues and greys only tell things apart. A click on a caller shows all its calls.\n\n**Zeros everywhere?** Widen the time, take away filters; then look at *Pipeline health*. Nothing was ever read: `sestrail ship`, see the README.",
    ),
    chartPanel(
      "high",
      [0, 7, 12, 6],
      "High signals",
      tile(count("n", "High signals", severity("high")), { palette: severeFrom(1, "high") }),
      { hideTitle: true },
    ),
    chartPanel(
      "medium",
      [12, 7, 12, 6],
      "Medium signals",
      tile(count("n", "Medium signals", severity("medium")), { palette: severeFrom(5, "medium") }),
      { hideTitle: true },
    ),
    chartPanel(
      "low",
      [24, 7, 12, 6],
      "Low signals",
      tile(count("n", "Low signals", severity("low"))),
      { hideTitle: true },
    ),
    chartPanel(
      "info",
      [36, 7, 12, 6],
      "For information",
      tile(count("n", "For information", severity("info"))),
      { hideTitle: true },
    ),
    searchPanel("worst", [0, 13, 48, 14], "High signals, newest first", "high"),
    chartPanel("calls", [0, 27, 10, 6], "API calls", tile(count("n", "API calls")), {
      hideTitle: true,
    }),
    chartPanel("changes", [10, 27, 10, 6], "Changes", tile(count("n", "Changes", CHANGES)), {
      hideTitle: true,
    }),
    chartPanel(
      "failed",
      [20, 27, 10, 6],
      "Failed calls",
      tile(share("n", "Failed calls", FAILED)),
      {
        hideTitle: true,
      },
    ),
    chartPanel(
      "callers",
      [30, 27, 9, 6],
      "Callers",
      tile(distinct("n", "Callers", "aws.ses.caller.name")),
      { hideTitle: true },
    ),
    chartPanel(
      "sources",
      [39, 27, 9, 6],
      "Source addresses",
      tile(distinct("n", "Source addresses", "source.address")),
      { hideTitle: true },
    ),
    chartPanel(
      "over-time",
      [0, 33, 30, 12],
      "Calls over time",
      xy({ type: "bar_stacked", x: time("t"), series: CALLS, legend: "top" }),
    ),
    chartPanel(
      "errors",
      [30, 33, 18, 12],
      "Why calls failed (a click shows the calls)",
      xy({
        type: "bar_horizontal_stacked",
        x: top("code", "Error", "error.code", 6, { column: "n" }),
        series: [{ entry: count("n", "Failed"), color: SHADES.failed }],
        legend: "none",
      }),
      { drilldown: "events" },
    ),
    chartPanel(
      "regions",
      [0, 45, 24, 12],
      "Regions in use (darker: more calls)",
      heatmap({
        y: top("region", "Region", "cloud.region", 16, { column: "n" }),
        x: time("t", false),
        value: count("n", "Calls"),
        palette: BLUE_STEPS,
        labels: false,
      }),
    ),
    chartPanel(
      "targets",
      [24, 45, 24, 12],
      "What is called, by kind of target",
      xy({
        type: "bar_horizontal_stacked",
        x: top("kind", "Kind of target", "aws.ses.target.kind", 9, "all records", true),
        series: CALLS,
        legend: "top",
      }),
    ),
    chartPanel(
      "who",
      [0, 57, 28, 17],
      "Who calls",
      table(
        [
          {
            entry: top("caller", "Caller", "aws.ses.caller.name", 100, { column: "n" }),
            width: 200,
            click: true,
          },
          { entry: lastValue("kind", "Kind", "aws.ses.caller.kind"), width: 125 },
          { entry: count("n", "Calls"), width: 95 },
          { entry: count("changes", "Changes", CHANGES), width: 115 },
          { entry: share("failed", "Failed", FAILED), width: 100 },
          { entry: distinct("sources", "Sources", "source.address"), width: 115 },
          { entry: newest("last", "Last seen") },
        ],
        { column: "n", direction: "desc" },
      ),
      { drilldown: "events" },
    ),
    chartPanel(
      "from",
      [28, 57, 20, 17],
      "From where",
      table(
        [
          {
            entry: top("source", "Source", "source.address", 100, { column: "n" }),
            width: 235,
            click: true,
          },
          { entry: count("n", "Calls"), width: 95 },
          { entry: distinct("callers", "Callers", "aws.ses.caller.name"), width: 105 },
          { entry: lastValue("client", "Last client", "user_agent.name") },
        ],
        { column: "n", direction: "desc" },
      ),
      { drilldown: "events" },
    ),
    searchPanel("latest", [0, 74, 48, 16], "Latest changes", "changes"),
  ],
};
