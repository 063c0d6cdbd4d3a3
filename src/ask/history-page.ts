/** A history for people, and as lines of JSON. Pure. Every text from outside is made harmless. */
import { printable } from "../shape/printable.ts";
import { NARROWEST } from "../shape/text/columns.ts";
import { dayAndTime } from "../shape/text/day.ts";
import type { ViewOptions } from "../shape/text/view.ts";
import { shownBy } from "../shape/text/zone.ts";
import { widthOf } from "../shape/width.ts";
import { parts } from "../shape/wrap.ts";
import type { Thing } from "../ses/changes.ts";
import { TARGETS } from "../tables/actions.ts";
import { THERE } from "../tables/attributes.ts";
import type { History, HistoryChange, Known, ThingHistory } from "./history.ts";

/** How it is shown. */
export interface HistoryOptions extends ViewOptions {
  readonly columns: number;
  /** The state is told as of this time; undefined: as of the last record. */
  readonly at: string | undefined;
  /** The state of each thing is told, beside its changes. */
  readonly withState: boolean;
}

const NOT_KNOWN = "not known";
const NOT_SHOWN = "changed, the record does not show to what";
/** Widest label that others are padded to. */
const MOST_LABEL = 30;

/** The history for people: for each thing its changes, then what held. */
export function historyPage(history: History, options: HistoryOptions): readonly string[] {
  const { zone, accounts, at, withState } = options;
  const width = Math.max(options.columns, NARROWEST);
  const timeText = (time: string): string =>
    dayAndTime(zone === undefined ? time : shownBy(zone.clock, time));
  const zoneName = zone?.name ?? "UTC";
  const line = (head: string, text: string): readonly string[] =>
    parts(text, width - widthOf(head)).map((part, place) =>
      ((place === 0 ? head : " ".repeat(widthOf(head))) + part).trimEnd(),
    );
  const blocks = history.things.flatMap(({ thing, changes, known, unknown, unplaced }) => {
    const account = accounts?.get(thing.account) ?? thing.account;
    const labels = [...changes, ...known].map(({ attribute }) => widthOf(printable(attribute)));
    const column = Math.min(MOST_LABEL, Math.max(0, ...labels));
    const label = (attribute: string): string => {
      const text = printable(attribute);
      return text + " ".repeat(Math.max(0, column - widthOf(text)));
    };
    const until = timeText(at ?? history.last);
    return [
      ...line("", `${nameOf(thing)}, account ${account}, ${thing.region}, times in ${zoneName}`),
      ...changes.flatMap((change) =>
        line(
          `  ${timeText(change.time)}  ${label(change.attribute)}  `,
          `${changeText(change)}, by ${callerText(change)}`,
        ),
      ),
      ...(withState
        ? [...line("", `  at ${until}:`), ...known.flatMap((one) => stateLine(one))]
        : []),
      ...(withState && unknown.length > 0
        ? line("    ", `${NOT_KNOWN}, no call set it: ${unknown.join(", ")}`)
        : []),
      ...(withState
        ? unplaced.flatMap(({ time, action, caller, attribute }) =>
            line(
              "    ",
              `${timeText(time)} ${printable(action)} by ${printable(caller)} changed a ${printable(attribute)} and does not show of what: it may be of this one`,
            ),
          )
        : []),
      "",
    ];

    function stateLine(one: Known): readonly string[] {
      return line(
        `    ${label(one.attribute)}  `,
        `${one.value === undefined ? NOT_SHOWN : printable(one.value)}, since ${timeText(one.time)}, by ${printable(one.caller)}`,
      );
    }
  });
  return [...blocks, ...closing(history, timeText).flatMap((text) => line("", text))];
}

/** The same as lines of JSON: each change, then each state, then a summary. */
export function historyJson(
  { things, failedCount, first, last, droppedCount }: History,
  { at }: Pick<HistoryOptions, "at">,
): readonly string[] {
  const of = ({ account, region, kind, name }: Thing): object => ({
    account,
    region,
    target_kind: kind,
    target: name,
  });
  const change = (kind: string, each: HistoryChange): string =>
    JSON.stringify({
      kind,
      time: each.time,
      ...of(each.thing),
      attribute: each.attribute,
      before: each.before ?? null,
      after: each.value ?? null,
      caller: each.caller,
      key: each.key === "" ? null : each.key,
      action: each.action,
      same_second: each.isUnordered,
      id: each.id,
    });
  return [
    ...things.flatMap(({ changes }) => changes.map((each) => change("change", each))),
    ...things.flatMap(({ thing, known, unknown, unplaced }) => [
      JSON.stringify({
        kind: "state",
        at: at ?? last,
        ...of(thing),
        known: known.map(({ attribute, value, time, caller, action }) => ({
          attribute,
          value: value ?? null,
          since: time,
          caller,
          action,
        })),
        not_known: unknown,
      }),
      ...unplaced.map((each) => change("not_placed", each)),
    ]),
    JSON.stringify({
      kind: "summary",
      from: first,
      until: last,
      failed_calls: failedCount,
      changes_dropped: droppedCount,
    }),
  ];
}

function nameOf({ kind, name }: Thing): string {
  const { one } = TARGETS[kind];
  return kind === "account" ? "the account" : `${one} ${printable(name)}`;
}

function changeText({ attribute, before, value, isUnordered }: HistoryChange): string {
  const after = value === undefined ? NOT_SHOWN : printable(value);
  const text =
    attribute === THERE && before === undefined
      ? after
      : `${before === undefined ? NOT_KNOWN : printable(before)} → ${after}`;
  return isUnordered ? `${text} (two in one second: which was first is not known)` : text;
}

function callerText({ caller, key, action }: HistoryChange): string {
  return [caller, key, action]
    .filter((text) => text !== "")
    .map(printable)
    .join(" ");
}

/** What was looked at, and what no trail tells. */
function closing(
  { things, failedCount, first, last, droppedCount }: History,
  timeText: (time: string) => string,
): readonly string[] {
  if (first === "") return [];
  const count = things.reduce((sum: number, { changes }: ThingHistory) => sum + changes.length, 0);
  return [
    `${counted(count, "change")} of ${counted(things.length, "thing")}; records from ${timeText(first)} to ${timeText(last)}`,
    ...(failedCount > 0
      ? [
          `${counted(failedCount, "failed call")} left out: ${failedCount === 1 ? "it" : "they"} changed nothing`,
        ]
      : []),
    ...(droppedCount > 0
      ? [
          `there was no room for ${counted(droppedCount, "change")}: choose fewer with --since, --account or a target`,
        ]
      : []),
    "What was set before the first record, and what AWS or the DNS changes by itself (verified, paused), is in no trail.",
  ];
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
}
