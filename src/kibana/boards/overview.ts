/** Overview: is this a normal week? */
import { chartPanel, LINKS, searchPanel, type Board } from "../board.ts";
import { count, distinct, lastValue, newest, share, time, top } from "../columns.ts";
import { heatmap, table, tile, xy, type Series } from "../lens.ts";
import { amberRed, BLUE_STEPS, COLOURS } from "../palette.ts";
import { both, CHANGES, FAILED, SUCCEEDED } from "../../rules/queries.ts";

/** Each call stands in one of these: what it was for if it succeeded, else that it failed. */
const CALLS: readonly Series[] = [
  { entry: count("read", "Read", both("aws.ses.verb: read", SUCCEEDED)), color: COLOURS.read },
  { entry: count("send", "Send", both("aws.ses.verb: send", SUCCEEDED)), color: COLOURS.send },
  { entry: count("change", "Change", both(CHANGES, SUCCEEDED)), color: COLOURS.change },
  { entry: count("failed", "Failed", FAILED), color: COLOURS.failed },
];

/** Overview: who calls, from where, for what, and how it ends. */
export const overviewBoard: Board = {
  key: "overview",
  title: "[SES] Overview",
  description: "Who calls Amazon SES, from where, for what, and how it ends.",
  controls: [
    { field: "cloud.account.id", title: "Account" },
    { field: "cloud.region", title: "Region" },
    { field: "aws.ses.caller.name", title: "Caller" },
    { field: "event.action", title: "Action" },
    { field: "event.outcome", title: "Outcome" },
  ],
  panels: [
    LINKS,
    chartPanel("calls", [0, 3, 10, 7], "API calls", tile(count("n", "API calls")), {
      hideTitle: true,
    }),
    chartPanel("changes", [10, 3, 10, 7], "Changes", tile(count("n", "Changes", CHANGES)), {
      hideTitle: true,
    }),
    chartPanel(
      "failed",
      [20, 3, 10, 7],
      "Failed calls",
      tile(share("n", "Failed calls", FAILED), { palette: amberRed(0.05, 0.2) }),
      { hideTitle: true },
    ),
    chartPanel(
      "callers",
      [30, 3, 9, 7],
      "Callers",
      tile(distinct("n", "Callers", "aws.ses.caller.name")),
      { hideTitle: true },
    ),
    chartPanel(
      "sources",
      [39, 3, 9, 7],
      "Source addresses",
      tile(distinct("n", "Source addresses", "source.address")),
      { hideTitle: true },
    ),
    chartPanel(
      "over-time",
      [0, 10, 30, 12],
      "Calls over time",
      xy({ type: "bar_stacked", x: time("t"), series: CALLS, legend: "top" }),
    ),
    chartPanel(
      "errors",
      [30, 10, 18, 12],
      "Why calls failed",
      xy({
        type: "bar_horizontal_stacked",
        x: top("code", "Error", "error.code", 6, { column: "n" }),
        series: [{ entry: count("n", "Failed"), color: COLOURS.failed }],
        legend: "none",
      }),
      { drilldown: "security" },
    ),
    chartPanel(
      "regions",
      [0, 22, 24, 11],
      "Regions in use",
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
      [24, 22, 24, 11],
      "What is called, by kind of target",
      xy({
        type: "bar_horizontal_stacked",
        x: top("kind", "Kind of target", "aws.ses.target.kind", 9, "all records", true),
        series: CALLS,
        legend: "none",
      }),
    ),
    chartPanel(
      "who",
      [0, 33, 27, 14],
      "Who calls",
      table(
        [
          {
            entry: top("caller", "Caller", "aws.ses.caller.name", 100, { column: "n" }),
            width: 200,
          },
          { entry: lastValue("kind", "Kind", "aws.ses.caller.kind"), width: 90 },
          { entry: count("n", "Calls"), width: 95 },
          { entry: count("changes", "Changes", CHANGES), width: 115 },
          { entry: share("failed", "Failed", FAILED), width: 100 },
          { entry: distinct("sources", "Sources", "source.address"), width: 115 },
          { entry: newest("last", "Last seen") },
        ],
        { column: "n", direction: "desc" },
      ),
    ),
    chartPanel(
      "from",
      [27, 33, 21, 14],
      "From where",
      table(
        [
          { entry: top("source", "Source", "source.address", 100, { column: "n" }), width: 190 },
          { entry: count("n", "Calls"), width: 95 },
          { entry: distinct("callers", "Callers", "aws.ses.caller.name"), width: 105 },
          { entry: lastValue("client", "Last client", "user_agent.name"), width: 140 },
          { entry: share("failed", "Failed", FAILED), width: 100 },
        ],
        { column: "n", direction: "desc" },
      ),
    ),
    searchPanel("latest", [0, 47, 48, 14], "Latest changes", "changes"),
  ],
};
