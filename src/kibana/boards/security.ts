/** Security: is someone probing, preparing to send, or covering tracks? */
import { chartPanel, LINKS, searchPanel, type Board } from "../board.ts";
import { count, distinct, newest, oldest, time, top } from "../columns.ts";
import { heatmap, table, tile, xy } from "../lens.ts";
import { amber, amberRed, red, RED_STEPS } from "../palette.ts";
import {
  both,
  DENIED,
  IDENTITY_ADDED,
  LONG_LIVED_KEY,
  RECON,
  SUCCEEDED,
} from "../../rules/queries.ts";

const ACCESS_KEY = "aws.cloudtrail.user_identity.access_key_id";

/** Security: signals, probing, what is new, refusals, keys, senders. */
export const securityBoard: Board = {
  key: "security",
  title: "[SES] Security",
  description:
    "Signals of misuse: probing, new senders, refusals, root, long-lived keys, weakened settings.",
  controls: [
    { field: "cloud.account.id", title: "Account" },
    { field: "cloud.region", title: "Region" },
    { field: "aws.ses.caller.name", title: "Caller" },
    { field: "aws.ses.signals", title: "Signal" },
    { field: "user_agent.name", title: "Client" },
  ],
  panels: [
    LINKS,
    chartPanel(
      "signals",
      [0, 3, 8, 6],
      "Security signals",
      tile(count("n", "Security signals", "aws.ses.signals: *"), { palette: amber(1) }),
      { hideTitle: true },
    ),
    chartPanel(
      "senders",
      [8, 3, 8, 6],
      "Senders added",
      tile(count("n", "Senders added", both(IDENTITY_ADDED, SUCCEEDED)), { palette: amber(1) }),
      { hideTitle: true },
    ),
    chartPanel(
      "denied",
      [16, 3, 8, 6],
      "Access denied",
      tile(count("n", "Access denied", DENIED), { palette: amber(1) }),
      { hideTitle: true },
    ),
    chartPanel(
      "root",
      [24, 3, 8, 6],
      "Calls as root",
      tile(count("n", "Calls as root", "aws.ses.caller.kind: root"), { palette: red(1) }),
      { hideTitle: true },
    ),
    chartPanel(
      "keys",
      [32, 3, 8, 6],
      "Long-lived keys",
      tile(distinct("n", "Long-lived keys", ACCESS_KEY, LONG_LIVED_KEY), { palette: amber(1) }),
      { hideTitle: true },
    ),
    chartPanel(
      "regions",
      [40, 3, 8, 6],
      "Regions",
      tile(distinct("n", "Regions", "cloud.region")),
      {
        hideTitle: true,
      },
    ),
    chartPanel(
      "over-time",
      [0, 9, 28, 12],
      "Signals over time",
      xy({
        type: "bar_stacked",
        x: time("t"),
        split: top("signal", "Signal", "aws.ses.signals", 12, { column: "n" }, true),
        series: [{ entry: count("n", "Records") }],
        legend: "right",
      }),
    ),
    chartPanel(
      "who",
      [28, 9, 20, 12],
      "Who stands behind the signals",
      table(
        [
          {
            entry: top("caller", "Caller", "aws.ses.caller.name", 50, { column: "n" }),
            width: 130,
          },
          { entry: count("n", "Signals"), width: 95, palette: amberRed(5, 15) },
          { entry: distinct("kinds", "Kinds", "aws.ses.signals"), width: 85 },
          { entry: distinct("regions", "Regions", "cloud.region"), width: 95 },
          { entry: distinct("sources", "Sources", "source.address"), width: 95 },
          { entry: newest("last", "Latest") },
        ],
        { column: "n", direction: "desc" },
      ),
      { query: "aws.ses.signals: *" },
    ),
    chartPanel(
      "probing",
      [0, 21, 24, 13],
      "Probing: kinds of quota, account and identity reads, by caller and Region",
      heatmap({
        y: top("region", "Region", "cloud.region", 16, { column: "n" }),
        x: top("caller", "Caller", "aws.ses.caller.name", 5, { column: "n" }),
        // Kinds, not calls: a poller makes far more calls than an attacker, but of few kinds.
        value: distinct("n", "Kinds", "event.action"),
        palette: RED_STEPS,
        labels: true,
      }),
      { query: RECON },
    ),
    chartPanel(
      "sweep",
      [24, 21, 24, 13],
      "Probing: many kinds in many Regions is a sweep",
      table(
        [
          {
            entry: top("caller", "Caller", "aws.ses.caller.name", 50, { column: "regions" }),
            width: 160,
          },
          { entry: distinct("kinds", "Kinds", "event.action"), width: 90, palette: amberRed(3, 5) },
          {
            entry: distinct("regions", "Regions", "cloud.region"),
            width: 100,
            palette: amberRed(3, 5),
          },
          { entry: count("n", "Calls"), width: 95 },
          { entry: count("denied", "Denied", DENIED), width: 95 },
          { entry: distinct("sources", "Sources", "source.address"), width: 100 },
          { entry: newest("last", "Latest") },
        ],
        { column: "regions", direction: "desc" },
      ),
      { query: RECON },
    ),
    chartPanel(
      "new-callers",
      [0, 34, 17, 11],
      "Callers, newest first (in this time range)",
      table(
        [
          {
            entry: top("caller", "Caller", "aws.ses.caller.name", 50, { column: "first" }),
            width: 170,
          },
          { entry: top("kind", "Kind", "aws.ses.caller.kind", 3, { column: "first" }), width: 80 },
          { entry: oldest("first", "First call"), width: 160 },
          { entry: count("n", "Calls"), width: 95 },
        ],
        { column: "first", direction: "desc" },
      ),
    ),
    chartPanel(
      "new-clients",
      [17, 34, 15, 11],
      "Clients, newest first (in this time range)",
      table(
        [
          {
            entry: top("client", "Client", "user_agent.name", 50, { column: "first" }),
            width: 130,
          },
          { entry: oldest("first", "First call"), width: 150 },
          { entry: distinct("callers", "Callers", "aws.ses.caller.name"), width: 100 },
          { entry: count("n", "Calls"), width: 90 },
        ],
        { column: "first", direction: "desc" },
      ),
    ),
    chartPanel(
      "new-regions",
      [32, 34, 16, 11],
      "Regions, newest first (in this time range)",
      table(
        [
          { entry: top("region", "Region", "cloud.region", 50, { column: "first" }), width: 130 },
          {
            entry: top("account", "Account", "cloud.account.id", 10, { column: "first" }),
            width: 130,
          },
          { entry: oldest("first", "First call"), width: 150 },
          { entry: count("n", "Calls"), width: 90 },
        ],
        { column: "first", direction: "desc" },
      ),
    ),
    chartPanel(
      "denied-actions",
      [0, 45, 24, 11],
      "Denied: who tried what",
      xy({
        type: "bar_horizontal_stacked",
        split: top("action", "Action", "event.action", 10, { column: "n" }),
        x: top("caller", "Caller", "aws.ses.caller.name", 10, { column: "n" }),
        series: [{ entry: count("n", "Denied") }],
        legend: "right",
      }),
      { query: DENIED },
    ),
    chartPanel(
      "key-use",
      [24, 45, 24, 11],
      "Long-lived keys (AKIA…)",
      table(
        [
          { entry: top("key", "Access key", ACCESS_KEY, 50, { column: "n" }), width: 200 },
          { entry: top("user", "User", "aws.ses.caller.name", 3, { column: "n" }), width: 130 },
          { entry: count("n", "Calls"), width: 95 },
          { entry: distinct("regions", "Regions", "cloud.region"), width: 100 },
          { entry: distinct("sources", "Sources", "source.address"), width: 100 },
          { entry: newest("last", "Last used") },
        ],
        { column: "n", direction: "desc" },
      ),
      { query: LONG_LIVED_KEY },
    ),
    chartPanel(
      "sends",
      [0, 56, 24, 11],
      "Sends by sender identity (needs CloudTrail data events; SMTP is never logged)",
      xy({
        type: "bar_stacked",
        x: time("t"),
        split: top("identity", "Identity", "aws.ses.identity.name", 8, { column: "n" }),
        series: [{ entry: count("n", "Sends") }],
        legend: "right",
      }),
      { query: "aws.ses.verb: send" },
    ),
    chartPanel(
      "identities",
      [24, 56, 24, 11],
      "Sender identities asked for",
      table(
        [
          {
            entry: top("identity", "Identity", "aws.ses.identity.name", 50, { column: "last" }),
            width: 230,
          },
          { entry: top("caller", "By", "aws.ses.caller.name", 5, { column: "last" }), width: 160 },
          { entry: newest("last", "Added"), width: 160 },
          { entry: distinct("regions", "Regions", "cloud.region"), width: 100 },
        ],
        { column: "last", direction: "desc" },
      ),
      { query: IDENTITY_ADDED },
    ),
    searchPanel("records", [0, 67, 48, 14], "Signals, latest first", "signals"),
  ],
};
