/** All events: where links lead. One caller, one identity, one signal; and what stands around it in time. */
import { chartPanel, LINKS, readingPanel, searchPanel, type Board } from "../board.ts";
import { time } from "../columns.ts";
import { xy } from "../lens.ts";
import { CALLS } from "../series.ts";

/** All events, by time. */
export const eventsBoard: Board = {
  key: "events",
  title: "[SES] All events",
  description:
    "Every call of Amazon SES, newest first: where a click on a caller, an identity or a signal leads.",
  controls: [
    { field: "cloud.account.id", title: "Account" },
    { field: "cloud.region", title: "Region" },
    { field: "aws.ses.caller.name", title: "Caller" },
    { field: "aws.ses.identity.name", title: "Identity" },
    { field: "aws.ses.signals", title: "Signal" },
  ],
  panels: [
    LINKS,
    readingPanel(
      "**Neighbours in time:** point at a caller in the list and take **+** (filter for it); then draw over the bars to choose the time. Or open a row and take *View surrounding documents*.\n\n**Nothing here?** Take away filters, then widen the time. If it stays empty, look at *Pipeline health*.",
    ),
    chartPanel(
      "over-time",
      [0, 7, 48, 9],
      "Calls over time (draw over the bars to choose a time)",
      xy({ type: "bar_stacked", x: time("t"), series: CALLS, legend: "top" }),
    ),
    searchPanel("records", [0, 16, 48, 30], "Calls, newest first", "events"),
  ],
};
