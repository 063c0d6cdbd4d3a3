/** The summary of a run: every field of the table, only what came since the last, and safely written. */
import { describe, expect, it } from "vitest";
import { openBooks } from "../../../src/pipeline/books.ts";
import { type RunFacts, runSummaryDocument } from "../../../src/sinks/elasticsearch/run-summary.ts";
import { RUN_FIELDS } from "../../../src/tables/run-fields.ts";
import { calm, dropStream, freshNamespace, idsIn, plainClient, sinkAt } from "./support.ts";
import { describeWith } from "../../support/services.ts";

const NAME = "elasticsearch:localhost:9200";

const facts = (changes: Partial<RunFacts> = {}): RunFacts => ({
  runId: "run-1",
  sequence: 0,
  version: "0.1.0",
  host: "mailhost",
  namespace: "default",
  sources: ["samples"],
  destination: NAME,
  startedAt: new Date("2026-11-20T09:00:00.000Z"),
  now: new Date("2026-11-20T09:00:02.500Z"),
  exitCode: 0,
  ...changes,
});

function someBooks() {
  const books = openBooks(["stdout", NAME]);
  books.files.read = 12;
  books.files.acked = 12;
  books.bytesRead = 5_000_000;
  books.elements = 3412;
  books.records = 3412;
  books.otherServices = 3355;
  books.selected = 57;
  books.shaped = 57;
  books.newestEventTime = "2026-11-20T08:59:00.000Z";
  for (const to of books.destinations) {
    to.delivered = 50;
    to.duplicate = 7;
    to.retries = 2;
    to.slowestAnswerMs = 120;
  }
  return books;
}

describe("runSummaryDocument", () => {
  it("fills every field of the table, and no other", () => {
    const document = runSummaryDocument(someBooks(), undefined, facts());
    expect(Object.keys(document).sort()).toEqual(Object.keys(RUN_FIELDS).sort());
  });

  it("says it in a sentence, and in ECS", () => {
    expect(runSummaryDocument(someBooks(), undefined, facts())).toMatchObject({
      message: "12 files read, 3,412 records, 57 SES events, 50 delivered; the run ended with 0",
      "event.outcome": "success",
      "event.type": ["end"],
      "event.duration": 2_500_000_000,
      "sestrail.run.lag_ms": 62_500,
      "sestrail.run.files": 12,
      "sestrail.run.delivered": 50,
      "sestrail.run.destinations": ["stdout", NAME],
    });
  });

  it("counts what came since the summary before, so that sums over documents are right", () => {
    const books = someBooks();
    const first = runSummaryDocument(books, undefined, facts({ exitCode: undefined }));
    const before = structuredClone(books);
    books.records += 10;
    books.files.read += 1;
    const second = runSummaryDocument(books, before, facts({ sequence: 1, exitCode: 3 }));
    expect(first["sestrail.run.records"]).toBe(3412);
    expect(second["sestrail.run.records"]).toBe(10);
    expect(second["sestrail.run.files"]).toBe(1);
    expect(second["sestrail.run.delivered"]).toBe(0);
    expect(first["event.outcome"]).toBe("unknown");
    expect(second["event.outcome"]).toBe("failure");
    expect("sestrail.run.exit_code" in first).toBe(false);
  });

  it("leaves out what is not known", () => {
    const document = runSummaryDocument(
      openBooks([]),
      undefined,
      facts({ destination: "nowhere" }),
    );
    expect(document["sestrail.run.delivered"]).toBe(0);
    expect("sestrail.run.lag_ms" in document).toBe(false);
    expect("sestrail.run.slowest_answer_ms" in document).toBe(false);
  });
});

describeWith("ELASTICSEARCH_URL", "writing it", (url) => {
  const client = plainClient(url);

  it("puts it into the stream of runs, once", async () => {
    const namespace = freshNamespace();
    const { sink, problems } = sinkAt(url, { namespace });
    const document = runSummaryDocument(someBooks(), undefined, facts({ namespace }));
    await sink.open(calm());
    await sink.writeRunSummary(document, calm());
    await sink.writeRunSummary(document, calm());
    const stream = `logs-sestrail.run-${namespace}`;
    expect(await idsIn(client, stream)).toEqual(["run-1-0"]);
    const found = await client.count({
      index: stream,
      query: { term: { "sestrail.run.version": "0.1.0" } },
    });
    expect(found.count).toBe(1);
    expect(problems).toEqual([]);
    await dropStream(client, stream);
    await sink.close();
  });

  it("reports why it could not be written, and throws nothing", async () => {
    const { sink, problems, namespace } = sinkAt(url);
    await sink.writeRunSummary({ "@timestamp": "no date", "sestrail.run.id": "x" }, calm());
    await sink.writeRunSummary({}, AbortSignal.abort(new Error("out of time")));
    expect(problems.map((problem) => problem.code)).toEqual(["E_ES_RUN", "E_ES_RUN"]);
    expect(problems[1]?.why).toBe("out of time");
    await dropStream(client, `logs-sestrail.run-${namespace}`);
    await sink.close();
  });
});
