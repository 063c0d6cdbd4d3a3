/** Pipeline health: is the data alive and whole, and did anything go wrong on its way? */
import { chartPanel, LINKS, searchPanel, type Board } from "../board.ts";
import { age, count, delay, distinct, lastValue, newest, sum, time, top } from "../columns.ts";
import { table, tile, xy } from "../lens.ts";
import { amber, amberRed, COLOURS, palette } from "../palette.ts";

const HOUR_MS = 3_600_000;

/** Pipeline health: gaps, delays, source files, and the books of the runs. */
export const pipelineBoard: Board = {
  key: "pipeline",
  title: "[SES] Pipeline health",
  description:
    "Whether records arrive, how late, from which files, and what each run of sestrail says of itself.",
  controls: [
    { field: "cloud.account.id", title: "Account" },
    { field: "cloud.region", title: "Region" },
  ],
  panels: [
    LINKS,
    chartPanel("records", [0, 3, 10, 6], "Records", tile(count("n", "Records")), {
      hideTitle: true,
    }),
    chartPanel(
      "age",
      [10, 3, 10, 6],
      "Newest record is this old",
      tile(age("n", "Newest record is this old"), {
        palette: amberRed(2 * HOUR_MS, 24 * HOUR_MS),
        trend: false,
      }),
      { hideTitle: true },
    ),
    chartPanel(
      "files",
      [20, 3, 10, 6],
      "Source files",
      tile(distinct("n", "Source files", "log.file.path")),
      { hideTitle: true },
    ),
    chartPanel(
      "unknown",
      [30, 3, 9, 6],
      "Actions not in the table",
      tile(count("n", "Actions not in the table", "aws.ses.known_action: false"), {
        palette: amber(1),
      }),
      { hideTitle: true },
    ),
    chartPanel(
      "cut",
      [39, 3, 9, 6],
      "Records with parts cut",
      tile(count("n", "Records with parts cut", "aws.ses.omitted: *"), { palette: amber(1) }),
      { hideTitle: true },
    ),
    chartPanel(
      "by-account",
      [0, 9, 24, 12],
      "Records by account (a gap may be missing data, or a quiet account)",
      xy({
        type: "bar_stacked",
        x: time("t"),
        split: top("account", "Account", "cloud.account.id", 10, { column: "n" }, true),
        series: [{ entry: count("n", "Records") }],
        legend: "right",
      }),
    ),
    chartPanel(
      "delay",
      [24, 9, 24, 12],
      "Delay from call to reading",
      xy({
        type: "line",
        x: time("t", false),
        series: [{ entry: delay("n", "Delay"), color: COLOURS.change }],
        legend: "none",
      }),
    ),
    chartPanel(
      "last-record",
      [0, 21, 24, 13],
      "Last record by account and Region (oldest first)",
      table(
        [
          {
            entry: top("account", "Account", "cloud.account.id", 50, {
              column: "last",
              direction: "asc",
            }),
            width: 135,
          },
          {
            entry: top("region", "Region", "cloud.region", 30, {
              column: "last",
              direction: "asc",
            }),
            width: 120,
          },
          { entry: count("n", "Records"), width: 105 },
          { entry: newest("last", "Newest call"), width: 150 },
          { entry: newest("read", "Last read", "event.created"), width: 150 },
          { entry: age("age", "Age"), width: 90 },
        ],
        { column: "last", direction: "asc" },
      ),
    ),
    chartPanel(
      "source-files",
      [24, 21, 24, 13],
      "Source files, last read first",
      table(
        [
          { entry: top("file", "File", "log.file.path", 100, { column: "read" }), width: 380 },
          { entry: count("n", "Records"), width: 100 },
          { entry: newest("last", "Newest call"), width: 145 },
          { entry: newest("read", "Read", "event.created") },
        ],
        { column: "read", direction: "desc" },
      ),
    ),
    chartPanel("runs", [0, 34, 8, 6], "Runs", tile(distinct("n", "Runs", "sestrail.run.id")), {
      hideTitle: true,
      view: "runs",
    }),
    chartPanel(
      "last-run",
      [8, 34, 8, 6],
      "Last summary was this long ago",
      tile(age("n", "Last summary was this long ago"), { trend: false }),
      { hideTitle: true, view: "runs" },
    ),
    chartPanel(
      "exit",
      [16, 34, 8, 6],
      "Exit of the last run",
      tile(lastValue("n", "Exit of the last run", "sestrail.run.exit_code", "number"), {
        // 1 and 2 failed; 3 finished with something rejected or unreadable; from 130, stopped by a signal.
        palette: palette({ from: 1, color: COLOURS.red }, { from: 3, color: COLOURS.amber }),
        trend: false,
      }),
      { hideTitle: true, view: "runs" },
    ),
    chartPanel(
      "rejected",
      [24, 34, 8, 6],
      "Events rejected",
      tile(sum("n", "Events rejected", "sestrail.run.rejected"), { palette: amber(1) }),
      { hideTitle: true, view: "runs" },
    ),
    chartPanel(
      "unreadable",
      [32, 34, 8, 6],
      "Unreadable elements",
      tile(sum("n", "Unreadable elements", "sestrail.run.unreadable"), { palette: amber(1) }),
      { hideTitle: true, view: "runs" },
    ),
    chartPanel(
      "unreadable-files",
      [40, 34, 8, 6],
      "Unreadable files",
      tile(sum("n", "Unreadable files", "sestrail.run.files_unreadable"), { palette: amber(1) }),
      { hideTitle: true, view: "runs" },
    ),
    searchPanel(
      "run-records",
      [0, 40, 48, 12],
      "Runs of sestrail, latest first (of all accounts: account and Region do not apply)",
      "runs",
    ),
  ],
};
