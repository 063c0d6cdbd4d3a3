/** The last word of a run: what was read, found and delivered, and what to do where it did not end well. Pure. */
import { imbalances, type Books } from "../pipeline/books.ts";
import { printable } from "../shape/printable.ts";
import type { Destination } from "../sinks/destination.ts";
import { formatBytes, formatCount, formatCounted, formatDuration, perSecond } from "./format.ts";
import type { ProblemGroup } from "./problems.ts";

/** What a summary is made of. */
export interface RunFacts {
  readonly books: Books;
  readonly destinations: readonly Destination[];
  readonly dryRun: boolean;
  readonly elapsedMs: number;
  readonly deadLetterPath: string | undefined;
  readonly exitCode: number;
  readonly version: string;
  readonly problems: readonly ProblemGroup[];
}

/** The summary as lines. Where nothing but stdout was asked for and all is well, it is one. */
export function summaryLines(facts: RunFacts): readonly string[] {
  const { books } = facts;
  return allIsSeen(facts)
    ? [shortSummary(facts)]
    : [
        ...readLines(facts),
        ...deliveredLines(facts),
        ...balanceLines(books),
        ...whatToDoLines(facts),
      ];
}

/** True where nothing but stdout was asked for and all is well: the reader has seen all that there is. */
export function allIsSeen({ dryRun, destinations, exitCode }: RunFacts): boolean {
  return !dryRun && destinations.every(({ kind }) => kind === "stdout") && exitCode === 0;
}

function shortSummary({ books, elapsedMs }: RunFacts): string {
  return `${formatCounted(books.selected, "SES event")} in ${formatCounted(books.files.read, "file")}, ${formatCounted(books.records, "record")} · ${formatDuration(elapsedMs)}`;
}

function readLines({ books, elapsedMs }: RunFacts): readonly string[] {
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
    ...(files.done > 0 ? [`${formatCount(files.done)} done before`] : []),
  ];
  const found = [
    formatCounted(books.selected, "event"),
    `${formatCount(books.otherServices)} of other services`,
    `${formatCount(books.leftOut)} left out by options`,
    `${formatCount(books.unreadable + books.unshapeable)} unreadable`,
  ];
  return [row("read", [read, ...skipped].join(GAP)), row("found", found.join(GAP))];
}

const COUNTS = ["delivered", "duplicate", "rejected", "unsettled", "retries"] as const;

function deliveredLines({ books, destinations, dryRun }: RunFacts): readonly string[] {
  if (dryRun) return [row("delivered", "nothing: --dry-run")];
  const names = books.destinations.map(({ name }) => `  ${printable(name)}`);
  const nameWidth = Math.max(28, ...names.map((name) => name.length));
  const cells = (texts: readonly string[]): string =>
    texts.map((text) => text.padStart(12)).join("");
  const head = [...COUNTS, "first answer", "slowest"];
  return [
    `${"delivered".padEnd(nameWidth)}${cells(head.map((title) => title.padStart(13)))}`,
    ...books.destinations.map((to, index) => {
      const kind = destinations.find(({ name }) => name === to.name)?.kind;
      const counts = COUNTS.map((count) =>
        // Only Elasticsearch knows whether it had an event already.
        count === "duplicate" && kind !== "elasticsearch" ? "-" : formatCount(to[count]),
      );
      const times = [to.firstAnswerMs, to.slowestAnswerMs].map((ms) =>
        ms === undefined ? "-" : formatDuration(ms),
      );
      const line = [...counts, ...times].map((text) => text.padStart(13));
      return (names[index] ?? "").padEnd(nameWidth) + cells(line);
    }),
  ];
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
  const undone = files.nacked;
  if (undone > 0) {
    const kinds = new Set(destinations.map(({ kind }) => kind));
    const onlyElasticsearch = kinds.size === 1 && kinds.has("elasticsearch");
    const repeat = onlyElasticsearch
      ? "what was delivered will not be doubled"
      : "events of these files that were delivered will come again, with the same ids";
    lines.push(
      row(
        "not done",
        `${formatCount(undone)} of ${formatCounted(files.read, "file")}: run the same command again; ${repeat}`,
      ),
    );
  }
  const rejected = books.destinations.reduce((sum, to) => sum + to.rejected, 0);
  const kept =
    deadLetterPath === undefined
      ? "were not kept: add --dead-letter PATH to keep such ones"
      : `are in ${printable(deadLetterPath)}`;
  if (rejected > 0) lines.push(row("rejected", `${formatCounted(rejected, "event")} ${kept}`));
  const unreadable = books.unreadable + books.unshapeable;
  if (unreadable > 0)
    lines.push(row("unreadable", `${formatCounted(unreadable, "record")} ${kept}`));
  if (files.unreadable > 0)
    lines.push(
      row(
        "unreadable",
        `${formatCounted(files.unreadable, "file")} could not be read to the end: fetch them again`,
      ),
    );
  return lines;
}

const GAP = "    ";

function row(label: string, text: string): string {
  return `${label.padEnd(11)}${text}`;
}

/** The summary as one JSON object, with units in the names. */
export function summaryJson(facts: RunFacts): string {
  const { books, problems } = facts;
  return JSON.stringify({
    command: "ship",
    version: facts.version,
    exit_code: facts.exitCode,
    dry_run: facts.dryRun,
    duration_ms: Math.round(facts.elapsedMs),
    files: books.files,
    stored_bytes: books.bytesStored,
    read_bytes: books.bytesRead,
    elements: books.elements,
    unreadable: books.unreadable,
    records: books.records,
    other_services: books.otherServices,
    left_out: books.leftOut,
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
      first_answer_ms: to.firstAnswerMs,
      slowest_answer_ms: to.slowestAnswerMs,
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
