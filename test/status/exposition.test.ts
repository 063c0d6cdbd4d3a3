/** What a scrape gets: every metric of the table, as the conventions want it, in both formats. */
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { openBooks, type Books } from "../../src/pipeline/books.ts";
import { openMetrics, wantsOpenMetrics } from "../../src/status/exposition.ts";
import { readingsOf } from "../../src/status/readings.ts";
import { METRIC_NAMES } from "../../src/tables/metrics.ts";
import { familiesOf, faultsOf } from "../support/metrics-text.ts";

const ELASTICSEARCH = "elasticsearch:http://127.0.0.1:9200";
const OPEN_METRICS = "application/openmetrics-text";

/** Books in which no two numbers are the same, so that none can stand for another. */
function oddBooks(): Books {
  const books = openBooks(["stdout", ELASTICSEARCH]);
  let next = 100;
  const count = (): number => (next += 1);
  for (const key of Object.keys(books.files) as (keyof Books["files"])[])
    books.files[key] = count();
  books.files.nacked = 500;
  books.passedOver.push({ kind: "text", count: count(), first: ['hostile " name'] });
  books.bytesStored = count();
  books.bytesRead = count();
  books.elements = count();
  books.unreadable = count();
  books.unrecognised = count();
  books.records = count();
  books.otherServices = count();
  books.leftOut = count();
  books.selected = count();
  books.shaped = count();
  books.unshapeable = count();
  for (const to of books.destinations) {
    to.delivered = count();
    to.duplicate = count();
    to.rejected = count();
    to.unsettled = count();
    to.retries = count();
  }
  books.newestEventTime = "2026-11-20T09:00:00Z";
  return books;
}

const readings = (books: Books) =>
  readingsOf({
    version: "0.1.0",
    startedAt: new Date("2026-11-20T08:00:00Z"),
    isReady: true,
    books,
    openBytes: 4096,
    openLimitBytes: 64 * 1024 * 1024,
    deadLetters: 7,
    problems: [{ code: "E_REJECTED", count: 3 }],
    failing: new Set([ELASTICSEARCH]),
    own: {
      nodeVersion: "v20.19.0",
      cpuSeconds: 1.5,
      residentBytes: 90_000_000,
      startedAtSeconds: 1_795_000_000,
    },
  });

async function exposed(accept: string | undefined, books = oddBooks()): Promise<string> {
  const metrics = openMetrics();
  for (const seconds of [0.5, 4, 90_000])
    metrics.observe("sestrail_delivery_lag_seconds", ELASTICSEARCH, seconds);
  metrics.observe("sestrail_answer_duration_seconds", ELASTICSEARCH, 0.02);
  // A scrape in the other format before it must leave nothing behind.
  await metrics.expose(readings(books), accept === undefined ? OPEN_METRICS : undefined);
  return (await metrics.expose(readings(books), accept)).body;
}

describe.each([
  ["prometheus", undefined],
  ["openmetrics", OPEN_METRICS],
] as const)("as %s", (format, accept) => {
  it("is this text", async () => {
    await expect(await exposed(accept)).toMatchFileSnapshot(
      fileURLToPath(new URL(`../golden/metrics/${format}.txt`, import.meta.url)),
    );
  });

  it("keeps to the conventions", async () => {
    expect(faultsOf(await exposed(accept), format)).toEqual([]);
  });

  it("has every metric of the table, in its order, each with a number", async () => {
    const families = familiesOf(await exposed(accept));
    const bare = (name: string): string => name.replace(/_total$/, "");
    expect(families.map(({ name }) => bare(name))).toEqual(METRIC_NAMES.map(bare));
    expect(families.filter(({ samples }) => samples.size === 0)).toEqual([]);
    for (const { samples } of families)
      for (const value of samples.values()) expect(value).not.toBeNaN();
  });

  it("shows every number of the books", async () => {
    const books = oddBooks();
    const { nacked, stopped, ...files } = books.files;
    const numbers = [
      nacked - stopped,
      stopped,
      ...Object.values(files),
      ...Object.values(books).filter((value) => typeof value === "number"),
      ...books.passedOver.map(({ count }) => count),
      ...books.destinations.flatMap(({ delivered, duplicate, rejected, unsettled, retries }) => [
        delivered,
        duplicate,
        rejected,
        unsettled,
        retries,
      ]),
    ];
    const shown = familiesOf(await exposed(accept, books)).flatMap(({ samples }) => [
      ...samples.values(),
    ]);
    expect(numbers.length).toBeGreaterThan(25);
    expect(numbers.filter((number) => !shown.includes(number))).toEqual([]);
  });

  it("shows no time of an event before there is one", async () => {
    const text = await exposed(accept, openBooks([]));
    expect(text).not.toContain("sestrail_newest_event_timestamp_seconds");
    expect(faultsOf(text, format)).toEqual([]);
  });
});

describe("controls: the conventions are judged", () => {
  it.each<[fault: string, change: (text: string) => string]>([
    ["# EOF", (text) => `${text}# EOF\n`],
    [
      "sestrail_records: _total",
      (text) => text.replaceAll("sestrail_records_total", "sestrail_records"),
    ],
    [
      "sestrail_open_kb: odd unit",
      (text) => text.replaceAll("sestrail_open_bytes", "sestrail_open_kb"),
    ],
    ["sestrail_Ready: odd name", (text) => text.replaceAll("sestrail_ready", "sestrail_Ready")],
    [
      "sestrail_records_total: no help",
      (text) => text.replace(/(HELP sestrail_records_total) .*/, "$1 x"),
    ],
    [
      "sestrail_lag: no unit",
      (text) => text.replaceAll("sestrail_delivery_lag_seconds", "sestrail_lag"),
    ],
    [
      `sestrail_delivery_lag_seconds_bucket{le="+Inf",destination="${ELASTICSEARCH}"}: 3 of 4`,
      (text) => text.replace(/(lag_seconds_count\S+) 3/, "$1 4"),
    ],
    ["no line break at the end", (text) => text.trimEnd()],
  ])("%s", async (fault, change) => {
    expect(faultsOf(change(await exposed(undefined)), "prometheus")).toContain(fault);
  });

  it("what appears twice", async () => {
    const text = await exposed(undefined);
    expect(() => faultsOf(`${text}sestrail_x 1\nsestrail_x 1\n`, "prometheus")).toThrow("twice");
  });
});

describe("wantsOpenMetrics", () => {
  const PROMETHEUS_3 =
    "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1";
  it.each([
    [undefined, false],
    ["", false],
    ["*/*", false],
    ["text/html", false],
    [PROMETHEUS_3, true],
    [OPEN_METRICS, true],
    ["application/openmetrics-text; version=1.0.0; charset=utf-8", true],
    ["application/openmetrics-text;version=0.0.1", false],
    ["application/openmetrics-text;q=0", false],
    ["application/openmetrics-text;q=0.1, text/plain;q=0.5", false],
    ["application/openmetrics-text;q=oops", false],
    ["APPLICATION/OpenMetrics-Text", true],
  ])("%s: %s", (accept, wanted) => {
    expect(wantsOpenMetrics(accept)).toBe(wanted);
  });
});
