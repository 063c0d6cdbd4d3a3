/** Books of made-up runs. */
import { openBooks, type Books } from "../../src/pipeline/books.ts";

/** Books that balance: many files, Elasticsearch and OTLP, all delivered. Change them as you like. */
export function goodBooks(change: (books: Books) => void = () => {}): Books {
  const books = openBooks(["elasticsearch:localhost:9200", "otlp:localhost:4318"]);
  books.files.read = books.files.acked = 1204;
  books.files.digests = 2;
  books.bytesStored = 131_000_000;
  books.bytesRead = 1_234_567_890;
  books.elements = books.records = 1_204_332;
  books.selected = books.shaped = 2171;
  books.otherServices = books.records - books.selected;
  const [elasticsearch, otlp] = books.destinations;
  if (elasticsearch === undefined || otlp === undefined) throw new Error("no destinations");
  Object.assign(elasticsearch, {
    delivered: 2146,
    duplicate: 25,
    retries: 3,
    firstAnswerMs: 103,
    slowestAnswerMs: 1204,
  });
  Object.assign(otlp, { delivered: 2171, firstAnswerMs: 98, slowestAnswerMs: 310 });
  books.newestEventTime = "2026-11-20T13:12:08Z";
  change(books);
  return books;
}
