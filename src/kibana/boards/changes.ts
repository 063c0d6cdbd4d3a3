/** Who changed what: the history of settings, by target and by caller. */
import {
  chartPanel,
  LINKS,
  readingPanel,
  searchPanel,
  type Board,
  type ChartPanel,
} from "../board.ts";
import { count, distinct, lastValue, newest, time, top } from "../columns.ts";
import { table, tile, xy, type TableColumn } from "../lens.ts";
import { WRITES } from "../series.ts";
import { RELATED_TARGETS } from "../../tables/related.ts";
import { both, BY_PEOPLE, CHANGES, FAILED, SUCCEEDED } from "../../rules/queries.ts";

/** Account and Region: a target of the same name can stand in several. */
const WHERE: readonly TableColumn[] = [
  { entry: top("account", "Account", "cloud.account.id", 10, { column: "last" }), width: 125 },
  { entry: top("region", "Region", "cloud.region", 16, { column: "last" }), width: 135 },
];

const CALLER: TableColumn = {
  entry: top("caller", "By", "aws.ses.caller.name", 20, { column: "last" }),
  width: 200,
  click: true,
};

/** The history of one area: what was done to which target, by whom. */
function history(name: string, y: number, title: string, query: string): ChartPanel {
  return chartPanel(
    name,
    [0, y, 48, 14],
    title,
    table(
      [
        {
          entry: top("target", "Target", "aws.ses.target.name", 50, { column: "last" }),
          width: 215,
          click: true,
        },
        { entry: lastValue("effect", "What was done last", "aws.ses.effect"), width: 490 },
        { entry: top("action", "API call", "event.action", 20, { column: "last" }), width: 365 },
        CALLER,
        { entry: count("n", "Calls"), width: 95 },
        { entry: newest("last", "Latest") },
      ],
      { column: "last", direction: "desc" },
      5,
    ),
    { query, drilldown: "events" },
  );
}

const about = (kinds: string): string => `aws.ses.target.kind: (${kinds})`;

/** Who changed what: every write, by time, target and caller. */
export const changesBoard: Board = {
  key: "changes",
  title: "[SES] Who changed what",
  description: "Every change of Amazon SES: when, by whom, to what, and what holds now.",
  controls: [
    { field: "cloud.account.id", title: "Account" },
    { field: "cloud.region", title: "Region" },
    { field: "aws.ses.caller.name", title: "Caller" },
    { field: "aws.ses.target.kind", title: "Kind of target" },
    { field: "aws.ses.target.name", title: "Target" },
  ],
  panels: [
    LINKS,
    readingPanel(
      "Every panel is of **changes** alone: calls that create, update, delete, start or stop something, or tried to. *Failed* ones changed nothing. Shades only tell things apart. A click on a caller or a target shows its calls.\n\n**Nothing here?** Nobody changed anything in this time, or with these filters: widen the time first. CloudTrail does not hold what a setting was before.",
    ),
    chartPanel("all", [0, 7, 10, 6], "Changes", tile(count("n", "Changes")), {
      query: CHANGES,
      hideTitle: true,
    }),
    chartPanel(
      "people",
      [10, 7, 10, 6],
      "Changes by people",
      tile(count("n", "Changes by people", BY_PEOPLE)),
      { query: CHANGES, hideTitle: true },
    ),
    chartPanel("deletions", [20, 7, 10, 6], "Deletions", tile(count("n", "Deletions")), {
      query: "aws.ses.verb: delete",
      hideTitle: true,
    }),
    chartPanel(
      "failed",
      [30, 7, 9, 6],
      "Failed changes",
      tile(count("n", "Failed changes", FAILED)),
      { query: CHANGES, hideTitle: true },
    ),
    chartPanel(
      "touched",
      [39, 7, 9, 6],
      "Targets touched",
      tile(distinct("n", "Targets touched", "aws.ses.target.name")),
      { query: CHANGES, hideTitle: true },
    ),
    chartPanel(
      "over-time",
      [0, 13, 18, 13],
      "Changes over time",
      xy({ type: "bar_stacked", x: time("t"), series: WRITES, legend: "top" }),
      { query: CHANGES },
    ),
    chartPanel(
      "kinds",
      [18, 13, 15, 13],
      "What was changed, by kind of target",
      xy({
        type: "bar_horizontal_stacked",
        x: top("kind", "Kind of target", "aws.ses.target.kind", 10, "all records"),
        series: WRITES,
        legend: "top",
      }),
      { query: CHANGES },
    ),
    chartPanel(
      "who",
      [33, 13, 15, 13],
      "Who made the changes",
      xy({
        type: "bar_horizontal_stacked",
        x: top("caller", "Caller", "aws.ses.caller.name", 10, "all records"),
        series: WRITES,
        legend: "top",
      }),
      { query: CHANGES, drilldown: "events" },
    ),
    chartPanel(
      "state",
      [0, 26, 48, 18],
      "Latest state of each target",
      table(
        [
          ...WHERE,
          { entry: top("kind", "Kind", "aws.ses.target.kind", 40, { column: "last" }), width: 170 },
          {
            entry: top("target", "Target", "aws.ses.target.name", 100, { column: "last" }),
            width: 215,
            click: true,
          },
          { entry: lastValue("effect", "Latest effect", "aws.ses.effect"), width: 450 },
          { entry: lastValue("by", "By", "aws.ses.caller.name"), width: 200 },
          { entry: count("n", "Changes"), width: 115 },
          { entry: newest("last", "When") },
        ],
        { column: "last", direction: "desc" },
        7,
      ),
      { query: both(CHANGES, SUCCEEDED), drilldown: "events" },
    ),
    history(
      "identities",
      44,
      "Sender identities, DKIM, MAIL FROM, policies",
      both(CHANGES, about("identity or identity_policy")),
    ),
    history(
      "configuration-sets",
      58,
      "Configuration sets and event destinations",
      both(CHANGES, about("configuration_set or event_destination")),
    ),
    history(
      "receiving",
      72,
      "Mail receiving and Mail Manager: rule sets, rules, filters, ingress endpoints, relays, archives",
      both(
        CHANGES,
        about(
          "receipt_rule_set or receipt_rule or receipt_filter or mailmanager_rule_set or ingress_point or relay or traffic_policy or address_list or archive",
        ),
      ),
    ),
    history(
      "templates",
      86,
      "Templates, suppression list, contacts",
      both(
        CHANGES,
        about(
          "template or custom_verification_template or suppressed_destination or contact or contact_list",
        ),
      ),
    ),
    history(
      "beside",
      100,
      "Beside SES (with --related): users and keys for SMTP, rights, quotas, trails, WorkMail",
      about(Object.keys(RELATED_TARGETS).join(" or ")),
    ),
    chartPanel(
      "account-wide",
      [0, 114, 48, 14],
      "Account-wide settings: which account and Region was switched",
      table(
        [
          ...WHERE,
          { entry: top("effect", "Effect", "aws.ses.effect", 20, { column: "last" }), width: 700 },
          CALLER,
          { entry: count("n", "Calls"), width: 95 },
          { entry: newest("last", "Latest") },
        ],
        { column: "last", direction: "desc" },
        5,
      ),
      { query: both(CHANGES, "aws.ses.target.kind: account"), drilldown: "events" },
    ),
    searchPanel("records", [0, 128, 48, 18], "All changes, latest first", "changes"),
  ],
};
