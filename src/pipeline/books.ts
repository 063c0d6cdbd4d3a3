/** The books of a run: what was read, what became of it, and that every bit of it is accounted for. */
import type { LeftOutBy } from "../ses/select.ts";

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

/** What there is, besides what was selected: so that a run that finds nothing can say why. */
export interface LeftOut {
  /** How many each option left out: the first one that did. */
  readonly by: Map<LeftOutBy, number>;
  /** Time of the oldest and the newest of them, in ms. */
  oldestMs: number | undefined;
  newestMs: number | undefined;
  /** Accounts, regions and actions that occur, selected or not; each only where the option is given, and not without end. */
  readonly occurring: Readonly<Record<"account" | "region" | "action", Set<string>>>;
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
    digests: number;
    insights: number;
    /** SES mail-receiving notifications: no API calls. */
    notifications: number;
    /** Done by an earlier run, by the checkpoint. */
    done: number;
  };
  /** As stored, and after gunzip. */
  bytesStored: number;
  bytesRead: number;
  elements: number;
  unreadable: number;
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

/** Empty books. */
export function openBooks(destinations: readonly string[]): Books {
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
      digests: 0,
      insights: 0,
      notifications: 0,
      done: 0,
    },
    bytesStored: 0,
    bytesRead: 0,
    elements: 0,
    unreadable: 0,
    records: 0,
    otherServices: 0,
    leftOut: 0,
    leftOutBy: {
      by: new Map(),
      oldestMs: undefined,
      newestMs: undefined,
      occurring: { account: new Set(), region: new Set(), action: new Set() },
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
    ["elements", books.elements, "unreadable + records", books.unreadable + books.records],
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
