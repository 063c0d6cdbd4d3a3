/** The last word of a run: what was read, found and delivered, and what to do where it did not end well. Pure. */
import { imbalances, passedOverCount, type Books } from "../../pipeline/books.ts";
import { printable } from "../../shape/printable.ts";
import { fit, widthOf } from "../../shape/width.ts";
import type { Fetched } from "../../sources/source.ts";
import type { Destination } from "../../sinks/destination.ts";
import { commandText } from "./quote.ts";
import { nothingMatches, type Selected } from "./left-out.ts";
import { formatBytes, formatCount, formatCounted, formatDuration, perSecond } from "./format.ts";
import type { ProblemGroup } from "../../job/problem-log.ts";

/** What a summary is made of. */
export interface RunFacts {
  readonly command: string;
  readonly books: Books;
  readonly destinations: readonly Destination[];
  readonly dryRun: boolean;
  /** What was selected: SES calls only, or others, too. */
  readonly eventNoun: "SES event" | "event";
  readonly elapsedMs: number;
  readonly deadLetterPath: string | undefined;
  readonly exitCode: number;
  readonly version: string;
  readonly problems: readonly ProblemGroup[];
  /** What was selected by, for a run that finds nothing. */
  readonly selected: Selected;
}

/** The summary as lines for this width. Where nothing but stdout was asked for and all is well, it is one line. */
export function summaryLines(facts: RunFacts, width: number): readonly string[] {
  const { books } = facts;
  return allIsSeen(facts)
    ? shortSummary(facts)
    : [
        ...readLines(facts),
        ...deliveredLines(facts, width),
        ...balanceLines(books),
        ...whatToDoLines(facts),
      ];
}

/** True where nothing but stdout was asked for and all is well: the reader has seen all that there is. */
export function allIsSeen({ dryRun, destinations, exitCode }: RunFacts): boolean {
  return !dryRun && destinations.every(({ kind }) => kind === "stdout") && exitCode === 0;
}

function shortSummary(facts: RunFacts): readonly string[] {
  const { books, elapsedMs, eventNoun, selected } = facts;
  const copies = books.destinations.reduce((most, { duplicate }) => Math.max(most, duplicate), 0);
  const nothing = nothingMatches(books, eventNoun, selected);
  const summary = [
    `${formatCounted(books.selected, eventNoun)} in ${formatCounted(books.files.read, "file")}, ${formatCounted(books.records, "record")}`,
    ...(copies > 0 ? [`${copies === 1 ? "1 copy" : `${formatCount(copies)} copies`} folded`] : []),
    formatDuration(elapsedMs),
    ...passedOverTexts(books),
  ].join(" · ");
  return [...(nothing === undefined ? [] : [nothing]), summary];
}

/** What lay beside logs: `3 files passed over (2 plain text, 1 CSV)`. */
function passedOverTexts(books: Books): readonly string[] {
  const count = passedOverCount(books);
  if (count === 0) return [];
  const kinds = books.passedOver.map((one) => `${formatCount(one.count)} ${one.kind}`).join(", ");
  return [`${formatCounted(count, "file")} passed over (${kinds})`];
}

function readLines({ books, elapsedMs, eventNoun, selected }: RunFacts): readonly string[] {
  const { files } = books;
  const rate = formatCount(perSecond(books.records, elapsedMs));
  const read = [
    formatCounted(files.read, "file"),
    formatBytes(books.bytesRead),
    `${formatCounted(books.records, "record")} in ${formatDuration(elapsedMs)} (${rate}/s)`,
  ].join(", ");
  const skipped = [
    ...(files.digests > 0 ? [`${formatCounted(files.digests, "digest")} skipped`] : []),
    ...(files.insights > 0 ? [`${formatCounted(files.insights, "insight file")} skipped`] : []),
    ...(files.notifications > 0
      ? [`${formatCounted(files.notifications, "mail notification")} skipped`]
      : []),
    ...(files.empty > 0 ? [`${formatCounted(files.empty, "file")} of 0 bytes`] : []),
    ...passedOverTexts(books),
    ...(files.done > 0 ? [`${formatCount(files.done)} done before`] : []),
  ];
  const found = [
    formatCounted(books.selected, eventNoun),
    `${formatCount(books.otherServices)} of other services`,
    `${formatCount(books.leftOut)} left out by options`,
    `${formatCount(books.unreadable + books.unshapeable)} unreadable`,
    ...(books.unrecognised > 0
      ? [`${formatCount(books.unrecognised)} in a form that is not read`]
      : []),
  ];
  const nothing = nothingMatches(books, eventNoun, selected);
  return [
    row("read", [read, ...skipped].join(GAP)),
    ...books.fetched.map((fetched) => row("fetched", fetchedText(fetched))),
    row("found", found.join(GAP)),
    ...(nothing === undefined ? [] : [row("no match", nothing)]),
  ];
}

/** What a Source over a network asked for: requests cost money. */
function fetchedText(fetched: Fetched): string {
  const { lists, gets, bytes, resumed, restarted, slowed, skipped, queue } = fetched;
  const kinds = [
    `${formatCount(lists)} list`,
    `${formatCount(gets)} get`,
    ...(queue === undefined ? [] : [`${formatCount(queue.requests)} to the queue`]),
  ];
  return [
    `${formatCounted(lists + gets + (queue?.requests ?? 0), "request")} (${kinds.join(", ")}), ${formatBytes(bytes)}`,
    ...(queue === undefined
      ? []
      : [
          `${formatCounted(queue.received, "message")}: ${formatCount(queue.deleted)} deleted, ${formatCount(queue.returned)} given back`,
        ]),
    ...(resumed > 0 ? [`${formatCount(resumed)} resumed`] : []),
    ...(restarted > 0 ? [`${formatCount(restarted)} begun anew`] : []),
    ...(slowed > 0 ? [`${formatCount(slowed)} answered with: slow down`] : []),
    ...(skipped.size > 0
      ? [
          `not opened: ${[...skipped].map(([why, count]) => `${formatCount(count)} ${why}`).join(", ")}`,
        ]
      : []),
  ].join(GAP);
}

const COUNTS = ["delivered", "duplicate", "rejected", "unsettled", "retries"] as const;

function deliveredLines(
  { books, destinations, dryRun }: RunFacts,
  width: number,
): readonly string[] {
  if (dryRun) return [row("delivered", "nothing: --dry-run")];
  const knowsCopies = (name: string): boolean => {
    const destination = destinations.find((other) => other.name === name);
    // Elasticsearch has them already; rows for people are shown once.
    return (
      destination !== undefined &&
      (destination.kind === "elasticsearch" ||
        ("format" in destination && ["text", "csv", "tsv"].includes(destination.format)))
    );
  };
  const rows = books.destinations.map((to) => {
    return [
      ...COUNTS.map((count) =>
        count === "duplicate" && !knowsCopies(to.name) ? "-" : formatCount(to[count]),
      ),
      ...[to.firstAnswerMs, to.slowestAnswerMs].map((ms) =>
        ms === undefined ? "-" : formatDuration(ms),
      ),
    ];
  });
  const names = books.destinations.map(({ name }) => `  ${printable(name)}`);
  const nameWidth = Math.max("delivered".length, ...names.map(widthOf));
  const titles = [...COUNTS, "first answer", "slowest"];
  const widths = titles.map(
    (title, column) =>
      2 + Math.max(...[titles, ...rows].map((cells) => (cells[column] ?? title).length)),
  );
  const all = nameWidth + widths.reduce((sum, each) => sum + each, 0);
  // Times of answers are the first to go where there is no room.
  const shown = all <= width ? titles.length : COUNTS.length;
  return ["delivered", ...names].map((name, index) => {
    const cells = index === 0 ? titles : (rows[index - 1] ?? []);
    const numbers = cells.slice(0, shown).map((cell, column) => cell.padStart(widths[column] ?? 0));
    return fit(name, nameWidth) + numbers.join("");
  });
}

function balanceLines(books: Books): readonly string[] {
  const wrong = imbalances(books);
  return wrong.length === 0
    ? [row("balanced", "every record is accounted for")]
    : wrong.map((equation) => row("UNBALANCED", printable(equation)));
}

function whatToDoLines(facts: RunFacts): readonly string[] {
  const { books, destinations, deadLetterPath } = facts;
  const { files } = books;
  const lines: string[] = [];
  const undone = files.nacked + files.notBegun;
  if (undone > 0)
    lines.push(row("not done", `${undoneText(files)}: ${againText(files, destinations)}`));
  const rejected = books.destinations.reduce((sum, to) => sum + to.rejected, 0);
  const kept = (count: number, noun: string): string => {
    const one = count === 1;
    const fate =
      deadLetterPath === undefined
        ? `${one ? "was" : "were"} not kept: add --dead-letter PATH to keep such ${noun}s`
        : `${one ? "is" : "are"} in ${printable(deadLetterPath)}`;
    return `${formatCounted(count, noun)} ${fate}`;
  };
  if (rejected > 0) {
    const again = deadLetterPath === undefined ? "" : `:  ${replayText(facts, deadLetterPath)}`;
    lines.push(row("rejected", `${kept(rejected, "event")}${again}`));
  }
  const unreadable = books.unreadable + books.unshapeable;
  if (unreadable > 0) lines.push(row("unreadable", kept(unreadable, "record")));
  if (files.unreadable > 0)
    lines.push(
      row(
        "unreadable",
        `${formatCounted(files.unreadable, "file")} could not be read to the end: fetch ${files.unreadable === 1 ? "it" : "them"} again`,
      ),
    );
  return lines;
}

function undoneText({ read, nacked, notBegun }: Books["files"]): string {
  const begun = notBegun === 0 ? "" : ` (${formatCount(notBegun)} not begun)`;
  return `${formatCount(nacked + notBegun)} of ${formatCounted(read + notBegun, "file")}${begun}`;
}

/** Whether to run it again, and what that does to what was delivered. */
function againText(
  { nacked, lasting, piped, notBegun }: Books["files"],
  destinations: readonly Destination[],
): string {
  if (piped > 0 && piped === nacked + notBegun)
    return "what came through a pipe can't be read again: pipe in once more what is missing";
  if (lasting === nacked + notBegun)
    return "mend the cause first; running the same command again does not help alone";
  const kinds = new Set(destinations.map(({ kind }) => kind));
  const onlyElasticsearch = kinds.size === 1 && kinds.has("elasticsearch");
  const repeat = onlyElasticsearch
    ? "what was delivered will not be doubled"
    : "events of these files that were delivered will come again, with the same ids";
  const mend = lasting === 0 ? "" : `, when the cause of ${formatCount(lasting)} of them is mended`;
  return `run the same command again${mend}; ${repeat}`;
}

/** The command that sends again what was refused, to where it was refused. */
function replayText({ books, destinations }: RunFacts, deadLetterPath: string): string {
  const refusing = destinations.filter((destination) =>
    books.destinations.some(({ name, rejected }) => name === destination.name && rejected > 0),
  );
  const to = refusing.flatMap((destination) => ["--to", destinationText(destination)]);
  return commandText(["replay", deadLetterPath, ...to]);
}

/** As it is written behind `--to`. */
function destinationText(destination: Destination): string {
  switch (destination.kind) {
    case "elasticsearch":
      return `elasticsearch:${destination.url.replace(/\/$/, "")}`;
    case "otlp":
      return destination.address === "" ? "otlp" : `otlp:${destination.address}`;
    case "stdout":
    case "file":
      return destination.name;
  }
}

const GAP = "    ";

function row(label: string, text: string): string {
  return `${label.padEnd(12)}${text}`;
}

/** The summary as one JSON object, with units in the names. */
export function summaryJson(facts: RunFacts): string {
  const { books, problems } = facts;
  return JSON.stringify({
    command: facts.command,
    version: facts.version,
    exit_code: facts.exitCode,
    dry_run: facts.dryRun,
    duration_ms: wholeMs(facts.elapsedMs),
    files: filesJson(books.files),
    passed_over: books.passedOver,
    fetched: books.fetched.map(({ skipped, ...counts }) => ({
      ...counts,
      skipped: Object.fromEntries(skipped),
    })),
    stored_bytes: books.bytesStored,
    read_bytes: books.bytesRead,
    elements: books.elements,
    unreadable: books.unreadable,
    unrecognised: books.unrecognised,
    records: books.records,
    other_services: books.otherServices,
    left_out: books.leftOut,
    left_out_by: Object.fromEntries(books.leftOutBy.by),
    left_out_from: momentOf(books.leftOutBy.oldestMs),
    left_out_to: momentOf(books.leftOutBy.newestMs),
    selected: books.selected,
    shaped: books.shaped,
    unshapeable: books.unshapeable,
    newest_event_time: books.newestEventTime,
    destinations: books.destinations.map((to) => ({
      name: to.name,
      delivered: to.delivered,
      duplicate: to.duplicate,
      rejected: to.rejected,
      unsettled: to.unsettled,
      retries: to.retries,
      first_answer_ms: wholeMs(to.firstAnswerMs),
      slowest_answer_ms: wholeMs(to.slowestAnswerMs),
    })),
    dead_letter: facts.deadLetterPath,
    balanced: imbalances(books).length === 0,
    problems: problems.map(({ code, count, first }) => ({
      code,
      count,
      first: first.map(({ what, why }) => ({ what, why })),
    })),
  });
}

function filesJson({ notBegun, ...files }: Books["files"]): Readonly<Record<string, number>> {
  return { ...files, not_begun: notBegun };
}

function momentOf(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : new Date(ms).toISOString();
}

function wholeMs(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : Math.round(ms);
}
