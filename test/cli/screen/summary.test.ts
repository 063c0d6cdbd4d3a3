import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { summaryJson, summaryLines, type RunFacts } from "../../../src/cli/screen/summary.ts";
import type { Books } from "../../../src/pipeline/books.ts";
import type { Destination } from "../../../src/sinks/destination.ts";
import { goodBooks } from "../../support/books.ts";

const golden = (name: string): string =>
  fileURLToPath(new URL(`../../golden/summary/${name}`, import.meta.url));

const dataStream = { dataset: "ses.cloudtrail", namespace: "default" };
const ELASTICSEARCH: Destination = {
  kind: "elasticsearch",
  name: "elasticsearch:localhost:9200",
  url: "http://localhost:9200/",
  setup: true,
  dataStream,
};
const OTLP: Destination = {
  kind: "otlp",
  name: "otlp:localhost:4318",
  address: "http://localhost:4318",
  dataStream,
};
const STDOUT: Destination = {
  kind: "stdout",
  name: "stdout",
  format: "text",
  text: { columns: 80, color: false, order: "time" },
  dataStream,
};

const OK: RunFacts = {
  command: "ship",
  books: goodBooks(),
  destinations: [ELASTICSEARCH, OTLP],
  dryRun: false,
  eventNoun: "SES event",
  elapsedMs: 9800,
  deadLetterPath: undefined,
  exitCode: 0,
  version: "0.1.0",
  problems: [],
  selected: {
    selection: {
      eventSources: ["ses.amazonaws.com"],
      since: "2026-11-22T00:00:00Z",
      until: undefined,
      accounts: [],
      regions: ["eu-*"],
      actions: [],
      writesOnly: false,
    },
    on: undefined,
    around: undefined,
  },
};

const rejected = goodBooks((books) => {
  for (const to of books.destinations.slice(0, 1)) {
    to.delivered -= 5;
    to.rejected = 5;
  }
});
const notDone = goodBooks((books) => {
  books.files.acked -= 3;
  books.files.nacked = 3;
  for (const to of books.destinations) {
    to.delivered -= 12;
    to.unsettled = 12;
  }
});
const unreadable = goodBooks((books) => {
  books.elements += 1;
  books.unreadable = 1;
  books.files.unreadable = books.files.nacked = 1;
  books.files.acked -= 1;
});
const stopped = goodBooks((books) => {
  Object.assign(books.files, { read: 51, acked: 50, nacked: 1, stopped: 1, notBegun: 677 });
});
/** Three files are not done, so many of them for good. */
const lasting = (count: number): Books =>
  goodBooks((books) => {
    books.files.acked -= 3;
    books.files.nacked = 3;
    books.files.lasting = count;
  });
/** Nothing matches: all SES events were left out. */
const nothing = goodBooks((books) => {
  books.leftOut = 2052;
  books.otherServices = books.records - 2052;
  books.selected = books.shaped = 0;
  for (const to of books.destinations) to.delivered = to.duplicate = 0;
  books.leftOutBy.by.set("since", 2000).set("region", 52);
  books.leftOutBy.oldestMs = Date.parse("2026-11-16T00:10:00Z");
  books.leftOutBy.newestMs = Date.parse("2026-11-22T23:59:00Z");
});
const piped = goodBooks((books) => {
  Object.assign(books.files, { read: 1, acked: 0, nacked: 1, stopped: 1, piped: 1 });
});
const [onlyElasticsearch] = notDone.destinations;

const CASES: readonly (readonly [name: string, facts: RunFacts])[] = [
  ["ok", OK],
  ["rejected", { ...OK, books: rejected, exitCode: 3, deadLetterPath: "dead.ndjson" }],
  ["rejected-not-kept", { ...OK, books: rejected, exitCode: 3 }],
  ["not-done", { ...OK, books: notDone, exitCode: 1 }],
  [
    "not-done-elasticsearch",
    {
      ...OK,
      destinations: [ELASTICSEARCH],
      books: {
        ...notDone,
        destinations: onlyElasticsearch === undefined ? [] : [onlyElasticsearch],
      },
      exitCode: 1,
    },
  ],
  ["unreadable", { ...OK, books: unreadable, exitCode: 3, deadLetterPath: "dead.ndjson" }],
  ["unbalanced", { ...OK, books: goodBooks((books) => (books.otherServices -= 1)), exitCode: 1 }],
  ["signal", { ...OK, books: stopped, exitCode: 130 }],
  ["not-done-lasting", { ...OK, books: lasting(3), exitCode: 3 }],
  ["not-done-partly-lasting", { ...OK, books: lasting(1), exitCode: 1 }],
  [
    "dry-run",
    { ...OK, destinations: [], books: { ...goodBooks(), destinations: [] }, dryRun: true },
  ],
  ["nothing-matches", { ...OK, books: nothing }],
  ["nothing-matches-stdout", { ...OK, books: nothing, destinations: [STDOUT], elapsedMs: 420 }],
  ["signal-piped", { ...OK, books: piped, exitCode: 143 }],
  ["stdout", { ...OK, destinations: [STDOUT], elapsedMs: 420 }],
];

describe("the summary", () => {
  it.each(CASES)("%s", async (name, facts) => {
    await expect(`${summaryLines(facts, 110).join("\n")}\n`).toMatchFileSnapshot(
      golden(`${name}.txt`),
    );
  });

  it("leaves out the times of answers on a narrow terminal", () => {
    const lines = summaryLines(OK, 100);
    for (const line of lines.slice(2)) expect(line.length).toBeLessThanOrEqual(100);
    expect(lines.join("\n")).not.toContain("slowest");
    expect(lines.join("\n")).toContain("retries");
  });

  it("tells what a bucket was asked for, and what was not opened", () => {
    const fetched = {
      lists: 12,
      gets: 1204,
      bytes: 131_000_000,
      resumed: 2,
      restarted: 1,
      slowed: 0,
      skipped: new Map([
        ["digest", 1024],
        ["archived", 3],
      ]),
    };
    const lines = summaryLines({ ...OK, books: { ...goodBooks(), fetched: [fetched] } }, 110);
    expect(lines.find((line) => line.startsWith("fetched"))).toBe(
      "fetched     1,216 requests (12 list, 1,204 get), 131 MB    2 resumed    1 begun anew    not opened: 1,024 digest, 3 archived",
    );
  });

  it("holds no controls of file names", () => {
    const facts = { ...OK, books: rejected, exitCode: 3, deadLetterPath: "\u001b[2J\n" };
    const lines = summaryLines(facts, 110);
    expect(lines.join("")).not.toMatch(/\p{Cc}/u);
  });

  it("as JSON is one line with the same numbers", async () => {
    const text = summaryJson({
      ...OK,
      books: rejected,
      exitCode: 3,
      deadLetterPath: "dead.ndjson",
      problems: [
        {
          code: "E_REJECTED",
          count: 5,
          first: [
            {
              code: "E_REJECTED",
              what: "elasticsearch:localhost:9200 refused an event",
              why: "mapping",
            },
          ],
        },
      ],
    });
    expect(text).not.toContain("\n");
    const pretty = `${JSON.stringify(JSON.parse(text), undefined, 2)}\n`;
    await expect(pretty).toMatchFileSnapshot(golden("rejected.json"));
  });
});
