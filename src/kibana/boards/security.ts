/** Security: is someone probing, preparing to send, or covering tracks? */
import { chartPanel, LINKS, readingPanel, searchPanel, type Board } from "../board.ts";
import { count, distinct, lastValue, newest, oldest, only, time, top } from "../columns.ts";
import { heatmap, table, tile, xy } from "../lens.ts";
import { mediumHigh, PROBING_STEPS, severeFrom } from "../palette.ts";
import { BY_SEVERITY, severity } from "../series.ts";
import {
  both,
  DENIED,
  IDENTITY_ADDED,
  LONG_LIVED_KEY,
  RECON,
  SUCCEEDED,
} from "../../rules/queries.ts";
import { SIGNALS } from "../../tables/signals.ts";

const ACCESS_KEY = "aws.cloudtrail.user_identity.access_key_id";
const ANY_SIGNAL = "aws.ses.signals: *";

/** Security: alarms first, then signals, probing, what is new; facts that are no alarms last. */
export const securityBoard: Board = {
  key: "security",
  title: "[SES] Security",
  description:
    "Signals of misuse, worst first: probing, new senders, refusals, weakened settings; root and long-lived keys.",
  controls: [
    { field: "cloud.account.id", title: "Account" },
    { field: "cloud.region", title: "Region" },
    { field: "aws.ses.caller.name", title: "Caller" },
    { field: "aws.ses.signals", title: "Signal" },
    { field: "aws.ses.severity", title: "Severity" },
  ],
  panels: [
    LINKS,
    readingPanel(
      "A **signal** is a fact about one call, no verdict. Its severity: **high** look now, **medium** look today, **low** look when there are many, **info** is for the record. A click on a signal, a caller or an identity shows its calls.\n\n**Nothing here?** No call of this time carries a signal. Make sure that calls arrive at all: *Pipeline health*. Sends need CloudTrail data events.",
    ),
    searchPanel("alarms", [0, 7, 48, 12], "High and medium, newest first", "alarms"),
    chartPanel(
      "worst",
      [0, 19, 24, 17],
      "High signals by kind (a click shows their calls)",
      table(
        [
          {
            entry: only(
              top("signal", "Signal", "aws.ses.signals", 50, { column: "last" }),
              SIGNALS.flatMap((row) => (row.severity === "high" ? [row.name] : [])),
            ),
            width: 270,
            click: true,
          },
          { entry: count("n", "Calls"), width: 95 },
          { entry: distinct("callers", "Callers", "aws.ses.caller.name"), width: 105 },
          { entry: distinct("regions", "Regions", "cloud.region"), width: 105 },
          { entry: newest("last", "Latest") },
        ],
        { column: "last", direction: "desc" },
      ),
      { drilldown: "events" },
    ),
    chartPanel(
      "over-time",
      [24, 19, 24, 17],
      "Records with signals over time, by severity",
      xy({ type: "bar_stacked", x: time("t"), series: BY_SEVERITY, legend: "top" }),
    ),
    chartPanel(
      "kinds",
      [26, 36, 22, 17],
      "All signals by kind",
      table(
        [
          {
            entry: top("signal", "Signal", "aws.ses.signals", 50, { column: "n" }),
            width: 270,
            click: true,
          },
          { entry: count("n", "Calls"), width: 95 },
          { entry: distinct("callers", "Callers", "aws.ses.caller.name"), width: 105 },
          { entry: distinct("regions", "Regions", "cloud.region"), width: 105 },
          { entry: newest("last", "Latest") },
        ],
        { column: "n", direction: "desc" },
      ),
      { drilldown: "events" },
    ),
    chartPanel(
      "who",
      [0, 36, 26, 17],
      "Who stands behind the signals",
      table(
        [
          {
            entry: top("caller", "Caller", "aws.ses.caller.name", 50, { column: "n" }),
            width: 200,
            click: true,
          },
          {
            entry: count("high", "High", severity("high")),
            width: 90,
            palette: severeFrom(1, "high"),
          },
          {
            entry: count("medium", "Medium", severity("medium")),
            width: 110,
            palette: severeFrom(1, "medium"),
          },
          { entry: count("n", "All"), width: 80 },
          { entry: distinct("kinds", "Kinds", "aws.ses.signals"), width: 95 },
          { entry: distinct("regions", "Regions", "cloud.region"), width: 105 },
          { entry: newest("last", "Latest") },
        ],
        { column: "high", direction: "desc" },
      ),
      { query: ANY_SIGNAL, drilldown: "events" },
    ),
    chartPanel(
      "denied-actions",
      [23, 65, 25, 17],
      "Denied: who tried what",
      table(
        [
          {
            entry: top("caller", "Caller", "aws.ses.caller.name", 20, { column: "n" }),
            width: 200,
            click: true,
          },
          { entry: top("action", "API call", "event.action", 20, { column: "n" }), width: 365 },
          { entry: count("n", "Denied"), width: 95 },
          { entry: lastValue("why", "Refused by", "aws.ses.refusal") },
        ],
        { column: "n", direction: "desc" },
      ),
      { query: DENIED, drilldown: "events" },
    ),
    chartPanel(
      "probing",
      [0, 53, 48, 12],
      "Probing: kinds of quota, account and identity reads, by caller and Region (orange from 3, red from 5)",
      heatmap({
        y: top("caller", "Caller", "aws.ses.caller.name", 8, { column: "n" }),
        x: top("region", "Region", "cloud.region", 12, { column: "n" }),
        // Kinds, not calls: a poller makes far more calls than an attacker, but of few kinds.
        value: distinct("n", "Kinds", "event.action"),
        palette: PROBING_STEPS,
        labels: true,
      }),
      { query: RECON },
    ),
    chartPanel(
      "sweep",
      [0, 65, 23, 17],
      "Probing: many kinds in many Regions is a sweep (orange from 3, red from 5)",
      table(
        [
          {
            entry: top("caller", "Caller", "aws.ses.caller.name", 50, { column: "regions" }),
            width: 200,
            click: true,
          },
          {
            entry: distinct("kinds", "Kinds", "event.action"),
            width: 90,
            palette: mediumHigh(3, 5),
          },
          {
            entry: distinct("regions", "Regions", "cloud.region"),
            width: 105,
            palette: mediumHigh(4, 6),
          },
          { entry: count("n", "Calls"), width: 95 },
          { entry: count("denied", "Denied", DENIED), width: 100 },
          { entry: newest("last", "Latest") },
        ],
        { column: "regions", direction: "desc" },
      ),
      { query: RECON, drilldown: "events" },
    ),
    chartPanel(
      "identities",
      [0, 82, 22, 17],
      "Sender identities asked for",
      table(
        [
          {
            entry: top("identity", "Identity", "aws.ses.identity.name", 50, { column: "last" }),
            width: 265,
            click: true,
          },
          {
            entry: top("caller", "By", "aws.ses.caller.name", 5, { column: "last" }),
            width: 200,
            click: true,
          },
          { entry: distinct("regions", "Regions", "cloud.region"), width: 105 },
          { entry: newest("last", "Added") },
        ],
        { column: "last", direction: "desc" },
      ),
      { query: IDENTITY_ADDED, drilldown: "events" },
    ),
    chartPanel(
      "new-callers",
      [0, 99, 18, 11],
      "Callers, newest first (in this time range)",
      table(
        [
          {
            entry: top("caller", "Caller", "aws.ses.caller.name", 50, { column: "first" }),
            width: 200,
            click: true,
          },
          { entry: top("kind", "Kind", "aws.ses.caller.kind", 3, { column: "first" }), width: 125 },
          { entry: oldest("first", "First call"), width: 150 },
          { entry: count("n", "Calls"), width: 95 },
        ],
        { column: "first", direction: "desc" },
        5,
      ),
      { drilldown: "events" },
    ),
    chartPanel(
      "new-clients",
      [18, 99, 13, 11],
      "Clients, newest first (in this time range)",
      table(
        [
          {
            entry: top("client", "Client", "user_agent.name", 50, { column: "first" }),
            width: 183,
            click: true,
          },
          { entry: oldest("first", "First call"), width: 150 },
          { entry: count("n", "Calls"), width: 95 },
        ],
        { column: "first", direction: "desc" },
        5,
      ),
      { drilldown: "events" },
    ),
    chartPanel(
      "new-regions",
      [31, 99, 17, 11],
      "Regions, newest first (in this time range)",
      table(
        [
          {
            entry: top("region", "Region", "cloud.region", 50, { column: "first" }),
            width: 135,
            click: true,
          },
          {
            entry: top("account", "Account", "cloud.account.id", 10, { column: "first" }),
            width: 130,
          },
          { entry: oldest("first", "First call"), width: 150 },
          { entry: count("n", "Calls"), width: 95 },
        ],
        { column: "first", direction: "desc" },
        5,
      ),
      { drilldown: "events" },
    ),
    chartPanel(
      "senders",
      [0, 110, 12, 6],
      "Senders added",
      tile(count("n", "Senders added", both(IDENTITY_ADDED, SUCCEEDED))),
      { hideTitle: true },
    ),
    chartPanel(
      "root",
      [12, 110, 12, 6],
      "Calls as root",
      tile(count("n", "Calls as root", "aws.ses.caller.kind: root")),
      { hideTitle: true },
    ),
    chartPanel(
      "keys",
      [24, 110, 12, 6],
      "Long-lived keys",
      tile(distinct("n", "Long-lived keys", ACCESS_KEY, LONG_LIVED_KEY)),
      { hideTitle: true },
    ),
    chartPanel(
      "regions",
      [36, 110, 12, 6],
      "Regions",
      tile(distinct("n", "Regions", "cloud.region")),
      { hideTitle: true },
    ),
    chartPanel(
      "key-use",
      [0, 116, 48, 11],
      "Long-lived keys (AKIA…): no alarm, but better none",
      table(
        [
          {
            entry: top("key", "Access key", ACCESS_KEY, 50, { column: "n" }),
            width: 205,
            click: true,
          },
          {
            entry: top("user", "User", "aws.ses.caller.name", 3, { column: "n" }),
            width: 195,
            click: true,
          },
          { entry: count("n", "Calls"), width: 95 },
          { entry: distinct("regions", "Regions", "cloud.region"), width: 105 },
          { entry: distinct("sources", "Sources", "source.address"), width: 105 },
          { entry: newest("last", "Last used") },
        ],
        { column: "n", direction: "desc" },
        5,
      ),
      { query: LONG_LIVED_KEY, drilldown: "events" },
    ),
    chartPanel(
      "sends",
      [22, 82, 26, 17],
      "Sends by sender identity (needs CloudTrail data events; SMTP is never logged)",
      xy({
        type: "bar_stacked",
        x: time("t"),
        split: top("identity", "Identity", "aws.ses.identity.name", 6, { column: "n" }, true),
        series: [{ entry: count("n", "Sends") }],
        legend: "right",
      }),
      { query: "aws.ses.verb: send", drilldown: "events" },
    ),
    searchPanel("records", [0, 127, 48, 18], "All signals, latest first", "signals"),
  ],
};
