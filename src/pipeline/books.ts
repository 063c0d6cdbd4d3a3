/** The books of a run: what was read, what became of it, and that every bit of it is accounted for. */
import type { LeftOutBy } from "../ses/select.ts";
import type { Fetched } from "../sources/source.ts";
import type { FileKind } from "../tables/file-kinds.ts";
import type { FilterName } from "../tables/filters.ts";

/** What became of the Items of one Destination. */
export interface DestinationBooks {
  readonly name: string;
  delivered: number;
  duplicate: number;
  rejected: number;
  unsettled: number;
  /** Batches that were sent again. */
  retries: number;
  /** Time of the first answer and of the slowest, in ms. */
  firstAnswerMs: number | undefined;
  slowestAnswerMs: number | undefined;
}

/** Files of one kind that were passed over: how many, and the names of the first. */
export interface PassedOver {
  readonly kind: FileKind;
  count: number;
  readonly first: string[];
}

/** So many names are kept of each kind. */
export const NAMES_KEPT = 10;

/** Books a file that lay beside logs and is none. */
export function passOver({ passedOver }: Books, kind: FileKind, name: string): void {
  let known = passedOver.find((one) => one.kind === kind);
  if (known === undefined) passedOver.push((known = { kind, count: 0, first: [] }));
  known.count += 1;
  if (known.first.length < NAMES_KEPT) known.first.push(name);
}

/** How many files were passed over. */
export function passedOverCount({ passedOver }: Books): number {
  return passedOver.reduce((sum, { count }) => sum + count, 0);
}

/** What there is, besides what was selected: so that a run that finds nothing can say why. */
export interface LeftOut {
  /** How many each option left out: the first one that did. */
  readonly by: Map<LeftOutBy, number>;
  /** Time of the oldest and the newest of them, in ms. */
  oldestMs: number | undefined;
  newestMs: number | undefined;
  /** Accounts, regions and actions that occur, selected or not; each only where the option is given, and not without end. */
  readonly occurring: Readonly<Record<"account" | "region" | "action", Set<string>>>;
  /** What the filters that are given a name met with, of the Records that no other option left out. */
  readonly named: Map<FilterName, Named>;
}

/** Names that a filter was given, and names that occur. */
export interface Named {
  /** Of those that were given: the ones that fit an event. */
  readonly met: Set<string>;
  /** Not without end. */
  readonly occurring: Set<string>;
}

/** Counters of a run. */
export interface Books {
  files: {
    /** Begun. */
    read: number;
    acked: number;
    /** Begun, and not done. */
    nacked: number;
    /** Of those: not read to their end, because the run was stopped. */
    stopped: number;
    /** Of those: not done for a reason that a further run alone does not help. */
    lasting: number;
    /** Of those: can't be read a second time, such as stdin. */
    piped: number;
    /** Found, and never begun, because the run was stopped. As far as the Sources can tell. */
    notBegun: number;
    /** Could not be read to the end. Always nacked too. */
    unreadable: number;
    /** Of another kind than JSON or gzip: archives, tables, other compressions. Always nacked too. */
    foreign: number;
    /** Of 0 bytes. */
    empty: number;
    digests: number;
    insights: number;
    /** SES mail-receiving notifications: no API calls. */
    notifications: number;
    /** Done by an earlier run, by the checkpoint. */
    done: number;
  };
  /** Files that lay beside logs and are none, by kind. Acked. */
  passedOver: PassedOver[];
  /** What each Source over a network has asked for: kept by the Source itself. */
  readonly fetched: readonly Fetched[];
  /** As stored, and after gunzip. */
  bytesStored: number;
  bytesRead: number;
  elements: number;
  unreadable: number;
  /** Elements that mention what is wanted, in a form in which no record is found. */
  unrecognised: number;
  records: number;
  otherServices: number;
  leftOut: number;
  /** Why they were left out. */
  readonly leftOutBy: LeftOut;
  selected: number;
  shaped: number;
  unshapeable: number;
  destinations: DestinationBooks[];
  /** Newest event seen, ISO 8601. */
  newestEventTime: string | undefined;
}

/** Empty books, with what Sources keep themselves. */
export function openBooks(
  destinations: readonly string[],
  fetched: readonly Fetched[] = [],
): Books {
  return {
    files: {
      read: 0,
      acked: 0,
      nacked: 0,
      stopped: 0,
      lasting: 0,
      piped: 0,
      notBegun: 0,
      unreadable: 0,
      foreign: 0,
      empty: 0,
      digests: 0,
      insights: 0,
      notifications: 0,
      done: 0,
    },
    passedOver: [],
    fetched,
    bytesStored: 0,
    bytesRead: 0,
    elements: 0,
    unreadable: 0,
    unrecognised: 0,
    records: 0,
    otherServices: 0,
    leftOut: 0,
    leftOutBy: {
      by: new Map(),
      oldestMs: undefined,
      newestMs: undefined,
      occurring: { account: new Set(), region: new Set(), action: new Set() },
      named: new Map(),
    },
    selected: 0,
    shaped: 0,
    unshapeable: 0,
    destinations: destinations.map((name) => ({
      name,
      delivered: 0,
      duplicate: 0,
      rejected: 0,
      unsettled: 0,
      retries: 0,
      firstAnswerMs: undefined,
      slowestAnswerMs: undefined,
    })),
    newestEventTime: undefined,
  };
}

/** The equations that must hold when a run ends; those that do not, in words. Empty: balanced. */
export function imbalances(books: Books): readonly string[] {
  const equations: (readonly [
    left: string,
    leftValue: number,
    right: string,
    rightValue: number,
  ])[] = [
    [
      "elements",
      books.elements,
      "unreadable + unrecognised + records",
      books.unreadable + books.unrecognised + books.records,
    ],
    [
      "records",
      books.records,
      "other services + left out + selected",
      books.otherServices + books.leftOut + books.selected,
    ],
    ["selected", books.selected, "shaped + unshapeable", books.shaped + books.unshapeable],
    ...books.destinations.map(
      (to) =>
        [
          `shaped for ${to.name}`,
          books.shaped,
          "delivered + duplicate + rejected + unsettled",
          to.delivered + to.duplicate + to.rejected + to.unsettled,
        ] as const,
    ),
  ];
  return equations
    .filter(([, left, , right]) => left !== right)
    .map(([left, leftValue, right, rightValue]) => `${left} ${leftValue} ≠ ${right} ${rightValue}`);
}
