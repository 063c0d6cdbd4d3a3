/** Books of several threads: each tells what came since it last told, and one adds it up. */
import { NAMES_KEPT, type Books } from "./books.ts";

/** Of files, what only the thread books that gives them out: which were begun, and how they ended. */
const GIVERS: ReadonlySet<string> = new Set<keyof Books["files"]>([
  "read",
  "acked",
  "nacked",
  "stopped",
  "lasting",
  "piped",
  "notBegun",
  "done",
]);

/** Begins anew, once what they hold was told: counts are 0. What is not counted stays. */
export function emptyBooks(books: Books): void {
  for (const counts of [books, books.files, ...books.fetched, ...books.destinations].map(countsOf))
    for (const name of namesOf(counts)) counts[name] = 0;
  for (const to of books.destinations) {
    to.firstAnswerMs = undefined;
    to.slowestAnswerMs = undefined;
  }
  books.passedOver.length = 0;
  books.leftOutBy.by.clear();
}

/** Adds what another thread has told. Its destinations are the same. */
export function addBooks(books: Books, part: Books): void {
  addCounts(countsOf(books), countsOf(part), () => true);
  addCounts(countsOf(books.files), countsOf(part.files), (name) => !GIVERS.has(name));
  for (const [place, fetched] of part.fetched.entries())
    addCounts(countsOf(books.fetched[place] ?? {}), countsOf(fetched), () => true);
  addPassedOver(books, part);
  addLeftOut(books.leftOutBy, part.leftOutBy);
  if ((part.newestEventTime ?? "") > (books.newestEventTime ?? ""))
    books.newestEventTime = part.newestEventTime;
  for (const [place, to] of books.destinations.entries()) {
    const from = part.destinations[place];
    if (from === undefined) continue;
    const { firstAnswerMs, slowestAnswerMs } = to;
    addCounts(countsOf(to), countsOf(from), (name) => !name.endsWith("AnswerMs"));
    to.firstAnswerMs = firstAnswerMs ?? from.firstAnswerMs;
    to.slowestAnswerMs = most(slowestAnswerMs, from.slowestAnswerMs, Math.max);
  }
}

type Counts = Record<string, unknown>;

function countsOf(books: object): Counts {
  return books as Counts;
}

function namesOf(counts: Counts): readonly string[] {
  return Object.keys(counts).filter((name) => typeof counts[name] === "number");
}

function addCounts(into: Counts, from: Counts, isAdded: (name: string) => boolean): void {
  for (const name of namesOf(from))
    if (isAdded(name)) into[name] = Number(into[name]) + Number(from[name]);
}

function addPassedOver(books: Books, { passedOver }: Books): void {
  for (const { kind, count, first } of passedOver) {
    const known = books.passedOver.find((one) => one.kind === kind);
    if (known === undefined) books.passedOver.push({ kind, count, first: [...first] });
    else {
      known.count += count;
      known.first.push(...first.slice(0, NAMES_KEPT - known.first.length));
    }
  }
}

function addLeftOut(into: Books["leftOutBy"], from: Books["leftOutBy"]): void {
  for (const [by, count] of from.by) into.by.set(by, (into.by.get(by) ?? 0) + count);
  into.oldestMs = most(into.oldestMs, from.oldestMs, Math.min);
  into.newestMs = most(into.newestMs, from.newestMs, Math.max);
  for (const kind of ["account", "region", "action"] as const)
    addAll(into.occurring[kind], from.occurring[kind]);
  for (const [filter, { met, occurring }] of from.named) {
    const known = into.named.get(filter) ?? { met: new Set(), occurring: new Set() };
    addAll(known.met, met);
    addAll(known.occurring, occurring);
    into.named.set(filter, known);
  }
}

function addAll(into: Set<string>, from: ReadonlySet<string>): void {
  for (const name of from) into.add(name);
}

function most(
  one: number | undefined,
  other: number | undefined,
  of: (...numbers: number[]) => number,
): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : of(one, other);
}
