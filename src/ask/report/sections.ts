/** Makes the document of a report of what was gathered. Pure. */
import { printable } from "../../shape/printable.ts";
import { WEIGHT_NAMES } from "../../shape/text/row.ts";
import { VERSION } from "../../tables/version.ts";
import type { Group } from "../counter.ts";
import { someOf } from "../finding-words.ts";
import { answerOf } from "./answer.ts";
import type { Coverage } from "./coverage.ts";
import { counted, formatted, table, text, type Block, type ReportDocument } from "./document.ts";
import { shownOf, type ReportBooks, type ReportFacts, type Shown } from "./facts.ts";
import { findingBlocks } from "./finding-blocks.ts";
import type { Gathered } from "./gather.ts";
import { timeline } from "./timeline.ts";

/** Rows that tables show: a page of a week stays under 1 MB. */
const MOST_ROWS = 50;
const MOST_CHANGES = 200;
const MOST_NAMES = 5;

/** The document. */
export function reportDocument(facts: ReportFacts): ReportDocument {
  const { gathered, coverage, books, sources, madeAt, view } = facts;
  const shown = shownOf(view);
  const sections = [
    {
      id: "findings",
      title: "Findings",
      blocks: findingBlocks(gathered.findings, shown),
    },
    { id: "timeline", title: "Over time", blocks: timeline(gathered, view.zone?.clock) },
    { id: "deeds", title: "Who did what", blocks: deeds(gathered, shown) },
    { id: "changes", title: "Changes", blocks: changes(gathered, shown) },
    { id: "denied", title: "Denied and failed", blocks: denied(gathered, shown) },
    { id: "senders", title: "Senders and volume", blocks: senders(gathered, shown) },
    { id: "sources", title: "Addresses and clients", blocks: origins(gathered, shown) },
    { id: "coverage", title: "What is covered", blocks: covered(gathered, coverage, shown) },
    { id: "books", title: "What was read", blocks: read(books, sources) },
  ];
  return {
    title: "Amazon SES: who did what",
    made: `Made ${shown.minute(madeAt)} ${shown.zone} by sestrail ${VERSION}. Times are in ${shown.zone}.`,
    answer: answerOf(facts, shown),
    sections: sections.filter(({ blocks }) => blocks.length > 0),
  };
}

const WHEN = [
  { title: "First", as: "short" },
  { title: "Last", as: "short" },
] as const;
const CALLS = { title: "Calls", as: "number" } as const;

function when({ first, last }: Group, { minute }: Shown): readonly [string, string] {
  return [minute(first), minute(last)];
}

function deeds({ groups }: Gathered, shown: Shown): readonly Block[] {
  if (groups.caller.length === 0) return [];
  return [
    table(
      "Callers",
      [{ title: "Caller" }, CALLS, ...WHEN],
      groups.caller.map((group) => [group.values[0] ?? "", group.count, ...when(group, shown)]),
      MOST_ROWS,
    ),
    table(
      "What they did, but for looking",
      [{ title: "Caller" }, { title: "Did" }, { title: "To what" }, CALLS, ...WHEN],
      groups.deed
        .filter(({ values }) => !(values[1] ?? "").startsWith("read"))
        .map((group) => [...group.values, group.count, ...when(group, shown)]),
      MOST_ROWS,
    ),
  ];
}

function changes({ changes: all, changeCount }: Gathered, shown: Shown): readonly Block[] {
  if (changeCount === 0) return [text("Nothing was changed.")];
  const isWhole = changeCount === all.length;
  const note = isWhole
    ? "What stood before is what an earlier call of these records wrote; “?” where none did. Calls that failed changed nothing."
    : `There were ${counted(changeCount, "change")}; the first ${formatted(all.length)} are told apart. What stood before is what an earlier call of these records wrote.`;
  // Reading on is for `sestrail look --changes`: here what weighs comes first, and within that the order of time.
  const first = all
    .map((change, place) => ({ change, place }))
    .sort(
      (one, other) => other.change.row.weight - one.change.row.weight || one.place - other.place,
    )
    .slice(0, MOST_CHANGES)
    .sort((one, other) => one.place - other.place);
  const block = table(
    "In order of time",
    [
      { title: "Time", as: "short" },
      { title: "Weight", as: "severity" },
      { title: "Caller" },
      { title: "Account", as: "short" },
      { title: "Region", as: "short" },
      { title: "What happened" },
      { title: "Before → after" },
      { title: "Event", as: "code" },
    ],
    first.map(({ change: { row, written } }) => [
      shown.minute(row.cells.time),
      row.weight === 0 ? "" : WEIGHT_NAMES[row.weight],
      row.cells.caller,
      shown.account(row.cells.account),
      row.cells.region,
      row.cells.what,
      written.map(({ name, before, after }) => `${name}: ${before ?? "?"} → ${after}`),
      row.cells.id,
    ]),
    MOST_CHANGES,
  );
  const more = changeCount - first.length;
  return [text(note), more > 0 ? { ...block, moreCount: more } : block];
}

/** Denied calls of one caller. */
interface Probing {
  count: number;
  first: string;
  last: string;
  readonly regions: Set<string>;
  readonly actions: Set<string>;
}

function denied({ groups, denied: count, failed }: Gathered, shown: Shown): readonly Block[] {
  if (failed === 0) return [text("No call failed.")];
  const callers = new Map<string, Probing>();
  for (const { values, count: each, first, last } of groups.denied) {
    const [caller = "", region = "", action = ""] = values;
    const known = callers.get(caller) ?? {
      count: 0,
      first,
      last,
      regions: new Set(),
      actions: new Set(),
    };
    callers.set(caller, known);
    known.count += each;
    if (first < known.first) known.first = first;
    if (last > known.last) known.last = last;
    known.regions.add(region);
    known.actions.add(action);
  }
  const rows = [...callers].sort(
    ([one, mine], [other, theirs]) => theirs.count - mine.count || (one < other ? -1 : 1),
  );
  return [
    text(
      `${counted(failed, "call")} failed, ${formatted(count)} of them for a missing right. Many different actions or Regions that are denied in a short time are how keys are tried out.`,
    ),
    table(
      "Who was denied what",
      [
        { title: "Caller" },
        { title: "Denied", as: "number" },
        { title: "Actions", as: "number" },
        { title: "Regions", as: "number" },
        ...WHEN,
        { title: "Which" },
      ],
      rows.map(([caller, one]) => [
        caller,
        one.count,
        one.actions.size,
        one.regions.size,
        shown.minute(one.first),
        shown.minute(one.last),
        someOf([...one.actions].sort(), MOST_NAMES),
      ]),
      MOST_ROWS,
    ),
    table(
      "Why calls failed",
      [{ title: "Error" }, CALLS, ...WHEN],
      groups.error.map((group) => [group.values[0] ?? "", group.count, ...when(group, shown)]),
      MOST_ROWS,
    ),
  ].filter((block) => block.kind === "text" || block.rows.length > 0);
}

function senders({ groups }: Gathered, shown: Shown): readonly Block[] {
  if (groups.sender.length + groups.failedSender.length === 0)
    return [
      text(
        "No sends are in these records. CloudTrail has them only where data events for SES are switched on, and never those over SMTP.",
      ),
    ];
  const rows = (all: readonly Group[]) =>
    all.map((group) => [...group.values, group.count, ...when(group, shown)]);
  const head = [{ title: "Sent as" }, { title: "By" }, CALLS, ...WHEN];
  return [
    text("Single and bulk sends that data events tell of. What went over SMTP is not recorded."),
    table("Who sent as whom", head, rows(groups.sender), MOST_ROWS),
    ...(groups.failedSender.length === 0
      ? []
      : [table("Sends that failed", head, rows(groups.failedSender), MOST_ROWS)]),
  ];
}

function origins({ groups }: Gathered, shown: Shown): readonly Block[] {
  const rows = (all: readonly Group[]) =>
    all.map((group) => [...group.values, group.count, ...when(group, shown)]);
  return [
    table(
      "Addresses",
      [{ title: "Address" }, { title: "Caller" }, CALLS, ...WHEN],
      rows(groups.address),
      MOST_ROWS,
    ),
    table(
      "Clients",
      [{ title: "Client" }, { title: "Caller" }, CALLS, ...WHEN],
      rows(groups.client),
      MOST_ROWS,
    ),
  ].filter((block) => block.rows.length > 0);
}

function covered(
  { first, last }: Gathered,
  { trails, unnamed, untold, emptyHours, emptyHourCount }: Coverage,
  shown: Shown,
): readonly Block[] {
  const hour = (time: string): string => shown.minute(`${time}:00:00Z`);
  const empty =
    emptyHourCount === 0
      ? "From the first hour to the last, each has a log file."
      : `${counted(emptyHourCount, "hour")} between the first and the last ${emptyHourCount === 1 ? "has" : "have"} no log file at all: ${emptyHours.slice(0, MOST_EMPTY).map(hour).join(", ")}${emptyHourCount > MOST_EMPTY ? " and more" : ""}. CloudTrail writes none where nothing was called; or files are missing.`;
  return [
    text(
      first === ""
        ? "No call has a time."
        : `Calls are of ${shown.minute(first)} to ${shown.minute(last)} ${shown.zone}.`,
    ),
    ...(trails.length === 0
      ? [
          text(
            "The names of the files do not say of which hours they are, so that it is not known what may be missing.",
          ),
        ]
      : [
          text(empty),
          table(
            "Log files by account and Region",
            [
              { title: "Account", as: "short" },
              { title: "Region", as: "short" },
              { title: "Files", as: "number" },
              { title: "First hour", as: "short" },
              { title: "Last hour", as: "short" },
              { title: "Hours between without files", as: "number" },
            ],
            trails.map((trail) => [
              shown.account(trail.account),
              trail.region,
              trail.files,
              hour(trail.first),
              hour(trail.last),
              trail.gaps,
            ]),
            MOST_ROWS,
          ),
        ]),
    ...(unnamed + untold === 0 || trails.length === 0
      ? []
      : [
          text(
            `${counted(unnamed + untold, "file")} more: their names tell no hour, or of too many accounts.`,
          ),
        ]),
  ];
}

const MOST_EMPTY = 8;

function read(books: ReportBooks, sources: readonly string[]): readonly Block[] {
  const rows: readonly (readonly [string, number])[] = [
    ["Log files that were read", books.files],
    ["of those: not to their end", books.unreadableFiles],
    ["Records in them", books.records],
    ["of other services, not looked at", books.otherServices],
    ["left out by options", books.leftOut],
    ["unreadable", books.unreadable],
    ["copies of records, told once", books.copies],
  ];
  return [
    text(`Read from ${sources.map(printable).join(", ")}.`),
    table(
      "Books",
      [{ title: "What" }, { title: "Count", as: "number" }],
      rows.map(([what, count]) => [what, count]),
      MOST_ROWS,
    ),
  ];
}
