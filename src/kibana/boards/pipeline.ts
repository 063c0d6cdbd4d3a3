/** Pipeline health: is the data alive and whole, and did anything go wrong on its way? */
import { chartPanel, LINKS, readingPanel, searchPanel, type Board } from "../board.ts";
import {
  age,
  count,
  distinct,
  lastValue,
  median,
  newest,
  percentile95,
  sum,
  time,
  top,
} from "../columns.ts";
import { table, tile, xy } from "../lens.ts";
import { mediumHigh, palette, severeFrom, SEVERITY_COLOURS, SHADES } from "../palette.ts";

const HOUR_MS = 3_600_000;

/** CloudTrail delivers within minutes, and most people read within hours: what comes later was read again, or at last. */
const LIVE = `sestrail.view.delay_ms < ${6 * HOUR_MS}`;
const BACKFILL = `sestrail.view.delay_ms >= ${6 * HOUR_MS}`;
const DELAY = "sestrail.view.delay_ms";

/** Pipeline health: the books of the runs, gaps, delays, source files. */
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
    readingPanel(
      "**Colours:** the last summary is orange from 25 hours, red from 49; an exit is red for 1 and 2, orange for 3 and for a stop; rejected and unreadable are orange from 1. SES calls are rare: an old newest record alone is no fault.\n\n**No runs?** Runs are written where Elasticsearch is a destination. **No records either?** `sestrail ship --dry-run` tells what it would read; `sestrail setup elasticsearch` makes the data streams.",
    ),
    chartPanel("runs", [0, 7, 8, 6], "Runs", tile(distinct("n", "Runs", "sestrail.run.id")), {
      hideTitle: true,
      view: "runs",
    }),
    chartPanel(
      "last-run",
      [8, 7, 8, 6],
      "Last summary was this long ago",
      tile(age("n", "Last summary was this long ago"), {
        // A run a day is late by then, and two days' runs are missing.
        palette: mediumHigh(25 * HOUR_MS, 49 * HOUR_MS),
        trend: false,
      }),
      { hideTitle: true, view: "runs" },
    ),
    chartPanel(
      "exit",
      [16, 7, 8, 6],
      "Exit of the last run",
      tile(lastValue("n", "Exit of the last run", "sestrail.run.exit_code", "number"), {
        // 1 and 2 failed; 3 finished with something rejected or unreadable; from 130, stopped by a signal.
        palette: palette(
          { from: 1, color: SEVERITY_COLOURS.high },
          { from: 3, color: SEVERITY_COLOURS.medium },
        ),
        trend: false,
      }),
      { hideTitle: true, view: "runs" },
    ),
    chartPanel(
      "rejected",
      [24, 7, 8, 6],
      "Events rejected",
      tile(sum("n", "Events rejected", "sestrail.run.rejected"), {
        palette: severeFrom(1, "medium"),
      }),
      { hideTitle: true, view: "runs" },
    ),
    chartPanel(
      "unreadable",
      [32, 7, 8, 6],
      "Unreadable elements",
      tile(sum("n", "Unreadable elements", "sestrail.run.unreadable"), {
        palette: severeFrom(1, "medium"),
      }),
      { hideTitle: true, view: "runs" },
    ),
    chartPanel(
      "unreadable-files",
      [40, 7, 8, 6],
      "Unreadable files",
      tile(sum("n", "Unreadable files", "sestrail.run.files_unreadable"), {
        palette: severeFrom(1, "medium"),
      }),
      { hideTitle: true, view: "runs" },
    ),
    searchPanel(
      "run-records",
      [0, 13, 48, 9],
      "Runs of sestrail, latest first (of all accounts: account and Region do not apply)",
      "runs",
    ),
    chartPanel("records", [0, 22, 10, 6], "Records", tile(count("n", "Records")), {
      hideTitle: true,
    }),
    chartPanel(
      "age",
      [10, 22, 10, 6],
      "Newest record is this old",
      tile(age("n", "Newest record is this old"), { trend: false }),
      { hideTitle: true },
    ),
    chartPanel(
      "files",
      [20, 22, 10, 6],
      "Source files",
      tile(distinct("n", "Source files", "log.file.path")),
      { hideTitle: true },
    ),
    chartPanel(
      "unknown",
      [30, 22, 9, 6],
      "Actions not in the table",
      tile(count("n", "Actions not in the table", "aws.ses.known_action: false")),
      { hideTitle: true },
    ),
    chartPanel(
      "cut",
      [39, 22, 9, 6],
      "Records with parts cut",
      tile(count("n", "Records with parts cut", "aws.ses.omitted: *")),
      { hideTitle: true },
    ),
    chartPanel(
      "by-account",
      [0, 28, 48, 9],
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
      [0, 37, 24, 11],
      "Delay from call to reading, by time of the call: read within 6 hours",
      xy({
        type: "line",
        x: time("t", false),
        series: [
          { entry: median("half", "Median", DELAY), color: SHADES.change },
          { entry: percentile95("most", "95th percentile", DELAY), color: SHADES.failed },
        ],
        legend: "top",
      }),
      { query: LIVE },
    ),
    chartPanel(
      "backfills",
      [24, 37, 24, 11],
      "Backfills (none is usual): records read later than 6 hours after the call",
      xy({
        type: "bar_stacked",
        x: time("t"),
        series: [{ entry: count("n", "Records"), color: SHADES.change }],
        legend: "none",
      }),
      { query: BACKFILL },
    ),
    chartPanel(
      "last-record",
      [0, 48, 24, 18],
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
            width: 135,
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
      [24, 48, 24, 18],
      "Source files, last read first",
      table(
        [
          { entry: top("file", "File", "sestrail.view.file", 100, { column: "read" }), width: 370 },
          { entry: count("n", "Records"), width: 105 },
          { entry: newest("last", "Newest call"), width: 150 },
          { entry: newest("read", "Read", "event.created") },
        ],
        { column: "read", direction: "desc" },
        7,
      ),
    ),
  ],
};
