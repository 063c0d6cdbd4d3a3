/** Who changed what: the history of settings, by target and by caller. */
import { chartPanel, LINKS, searchPanel, type Board, type ChartPanel } from "../board.ts";
import { count, distinct, lastValue, newest, time, top } from "../columns.ts";
import { table, tile, xy, type Series } from "../lens.ts";
import { amberRed, COLOURS } from "../palette.ts";
import { both, BY_PEOPLE, CHANGES, FAILED, SUCCEEDED } from "../../rules/queries.ts";

/** Each change stands in one of these. Starts and stops of jobs and the like count as changed. */
const WRITES: readonly Series[] = [
  {
    entry: count("created", "Created", both("aws.ses.verb: create", SUCCEEDED)),
    color: COLOURS.created,
  },
  {
    entry: count("changed", "Changed", both("aws.ses.verb: (update or start or stop)", SUCCEEDED)),
    color: COLOURS.change,
  },
  {
    entry: count("deleted", "Deleted", both("aws.ses.verb: delete", SUCCEEDED)),
    color: COLOURS.deleted,
  },
  { entry: count("failed", "Failed", FAILED), color: COLOURS.failed },
];

/** The history of one area: what was done to which target, by whom. */
function history(
  name: string,
  at: readonly [number, number, number, number],
  title: string,
  kinds: string,
): ChartPanel {
  return chartPanel(
    name,
    at,
    title,
    table(
      [
        {
          entry: top("target", "Target", "aws.ses.target.name", 50, { column: "last" }),
          width: 170,
        },
        { entry: top("action", "Action", "event.action", 20, { column: "last" }), width: 190 },
        { entry: top("caller", "By", "aws.ses.caller.name", 20, { column: "last" }), width: 130 },
        { entry: count("n", "Calls"), width: 95 },
        { entry: newest("last", "Latest") },
      ],
      { column: "last", direction: "desc" },
    ),
    { query: `aws.ses.target.kind: (${kinds})` },
  );
}

/** Who changed what: every write, by time, target and caller. */
export const changesBoard: Board = {
  key: "changes",
  title: "[SES] Who changed what",
  description: "Every change of Amazon SES: when, by whom, to what, and what holds now.",
  query: CHANGES,
  controls: [
    { field: "cloud.account.id", title: "Account" },
    { field: "cloud.region", title: "Region" },
    { field: "aws.ses.caller.name", title: "Caller" },
    { field: "aws.ses.target.kind", title: "Kind of target" },
    { field: "aws.ses.target.name", title: "Target" },
  ],
  panels: [
    LINKS,
    chartPanel("all", [0, 3, 10, 6], "Changes", tile(count("n", "Changes")), { hideTitle: true }),
    chartPanel(
      "people",
      [10, 3, 10, 6],
      "Changes by people",
      tile(count("n", "Changes by people", BY_PEOPLE)),
      { hideTitle: true },
    ),
    chartPanel(
      "deletions",
      [20, 3, 10, 6],
      "Deletions",
      tile(count("n", "Deletions", "aws.ses.verb: delete")),
      { hideTitle: true },
    ),
    chartPanel(
      "failed",
      [30, 3, 9, 6],
      "Failed changes",
      tile(count("n", "Failed changes", FAILED), { palette: amberRed(1, 20) }),
      { hideTitle: true },
    ),
    chartPanel(
      "touched",
      [39, 3, 9, 6],
      "Targets touched",
      tile(distinct("n", "Targets touched", "aws.ses.target.name")),
      { hideTitle: true },
    ),
    chartPanel(
      "over-time",
      [0, 9, 28, 11],
      "Changes over time",
      xy({ type: "bar_stacked", x: time("t"), series: WRITES, legend: "top" }),
    ),
    chartPanel(
      "kinds",
      [28, 9, 20, 11],
      "What was changed, by kind of target",
      xy({
        type: "bar_horizontal_stacked",
        x: top("kind", "Kind of target", "aws.ses.target.kind", 10, "all records"),
        series: WRITES,
        legend: "none",
      }),
    ),
    chartPanel(
      "who",
      [0, 20, 18, 12],
      "Who made the changes",
      xy({
        type: "bar_horizontal_stacked",
        x: top("caller", "Caller", "aws.ses.caller.name", 10, "all records"),
        series: WRITES,
        legend: "none",
      }),
    ),
    chartPanel(
      "state",
      [18, 20, 30, 12],
      "Latest state of each target",
      table(
        [
          {
            entry: top("target", "Target", "aws.ses.target.name", 100, { column: "last" }),
            width: 170,
          },
          { entry: top("kind", "Kind", "aws.ses.target.kind", 3, { column: "last" }), width: 130 },
          { entry: lastValue("effect", "Latest effect", "aws.ses.effect"), width: 270 },
          { entry: lastValue("by", "By", "aws.ses.caller.name"), width: 130 },
          { entry: count("n", "Changes"), width: 115 },
          { entry: newest("last", "When") },
        ],
        { column: "last", direction: "desc" },
      ),
      { query: SUCCEEDED },
    ),
    history(
      "identities",
      [0, 32, 24, 11],
      "Sender identities, DKIM, MAIL FROM, policies",
      "identity or identity_policy",
    ),
    history(
      "configuration-sets",
      [24, 32, 24, 11],
      "Configuration sets and event destinations",
      "configuration_set or event_destination",
    ),
    history(
      "receiving",
      [0, 43, 24, 11],
      "Mail receiving: rule sets, rules, filters",
      "receipt_rule_set or receipt_rule or receipt_filter",
    ),
    history(
      "templates",
      [24, 43, 24, 11],
      "Templates, suppression list, contacts",
      "template or custom_verification_template or suppressed_destination or contact or contact_list",
    ),
    chartPanel(
      "account-wide",
      [0, 54, 48, 9],
      "Account-wide settings: which account and Region was switched",
      table(
        [
          {
            entry: top("account", "Account", "cloud.account.id", 20, { column: "last" }),
            width: 150,
          },
          { entry: top("region", "Region", "cloud.region", 20, { column: "last" }), width: 140 },
          { entry: top("effect", "Effect", "aws.ses.effect", 20, { column: "last" }), width: 480 },
          { entry: top("caller", "By", "aws.ses.caller.name", 10, { column: "last" }), width: 200 },
          { entry: count("n", "Calls"), width: 95 },
          { entry: newest("last", "Latest") },
        ],
        { column: "last", direction: "desc" },
      ),
      { query: "aws.ses.target.kind: account" },
    ),
    searchPanel("records", [0, 63, 48, 14], "All changes, latest first", "changes"),
  ],
};
