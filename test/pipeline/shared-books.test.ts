/** Books that are told in parts and added up are the books that one thread would have kept. */
import { describe, expect, it } from "vitest";
import { openBooks, passOver, type Books } from "../../src/pipeline/books.ts";
import { addBooks, emptyBooks } from "../../src/pipeline/shared-books.ts";

/** What happens in a part of a run: each differs from the others. */
function happen(books: Books, part: number): void {
  books.elements += 10 * part;
  books.records += 9 * part;
  books.unreadable += part;
  books.bytesRead += 1000 * part;
  books.files.digests += part;
  passOver(books, part % 2 === 0 ? "binary" : "text", `file-${part}`);
  const { leftOutBy } = books;
  leftOutBy.by.set("region", (leftOutBy.by.get("region") ?? 0) + part);
  leftOutBy.oldestMs = Math.min(leftOutBy.oldestMs ?? Infinity, 100 - part);
  leftOutBy.newestMs = Math.max(leftOutBy.newestMs ?? 0, 100 + part);
  leftOutBy.occurring.account.add(`account-${part % 3}`);
  const named = leftOutBy.named.get("key") ?? { met: new Set(), occurring: new Set() };
  named.met.add(`key-${part}`);
  leftOutBy.named.set("key", named);
  const time = `2026-11-2${part}`;
  if (time > (books.newestEventTime ?? "")) books.newestEventTime = time;
  for (const to of books.destinations) {
    to.delivered += part;
    to.firstAnswerMs ??= part;
    to.slowestAnswerMs = Math.max(to.slowestAnswerMs ?? 0, part);
  }
}

describe("books of several threads", () => {
  it("add up to those of one", () => {
    const alone = openBooks(["one", "two"]);
    const sum = openBooks(["one", "two"]);
    const worker = openBooks(["one", "two"]);
    for (const part of [1, 2, 3, 4, 5]) {
      happen(alone, part);
      happen(worker, part);
      addBooks(sum, structuredClone(worker));
      emptyBooks(worker);
    }
    expect(sum).toEqual(alone);
  });

  it("leave to the main thread what it counts itself", () => {
    const sum = openBooks([]);
    const worker = openBooks([]);
    Object.assign(worker.files, { read: 3, acked: 2, nacked: 1, empty: 1 });
    addBooks(sum, worker);
    expect(sum.files).toEqual({ ...openBooks([]).files, empty: 1 });
  });
});
