/** Two runs of sestrail as it writes them: one good, one that met a damaged file and a rejection. */
import { runSummaryDocument, type RunBooks } from "../../src/sinks/elasticsearch/run-summary.ts";
import { WEEK_END } from "./demo-documents.ts";
import type { IndexedDocument } from "./search-index.ts";

const DESTINATION = "elasticsearch:http://127.0.0.1:9200";

function books(selected: number, faults: { rejected: number; unreadable: number }): RunBooks {
  const { rejected, unreadable } = faults;
  return {
    files: {
      read: 40,
      acked: 40 - unreadable,
      nacked: unreadable,
      unreadable,
      digests: 2,
      insights: 0,
      notifications: 0,
      done: 0,
    },
    bytesStored: 90_000,
    bytesRead: 1_000_000,
    elements: 1000 + unreadable,
    unreadable,
    unrecognised: 0,
    records: 1000,
    otherServices: 1000 - selected,
    leftOut: 0,
    selected,
    shaped: selected,
    unshapeable: 0,
    destinations: [
      {
        name: DESTINATION,
        delivered: selected - rejected - 1,
        duplicate: 1,
        rejected,
        unsettled: 0,
        retries: 2,
        slowestAnswerMs: 180,
      },
    ],
    newestEventTime: new Date(WEEK_END.getTime() - 3_600_000).toISOString(),
  };
}

function run(id: string, minutesAgo: number, exitCode: number, of: RunBooks): IndexedDocument {
  const now = new Date(WEEK_END.getTime() - minutesAgo * 60_000);
  const document = runSummaryDocument(of, undefined, {
    runId: id,
    sequence: 0,
    version: "0.1.0",
    host: "mail-logs-1",
    namespace: "default",
    sources: ["s3://example-trail"],
    destination: DESTINATION,
    startedAt: new Date(now.getTime() - 9000),
    now,
    exitCode,
  });
  return { id, document };
}

export const RUNS: readonly IndexedDocument[] = [
  run("run-1", 1465, 0, books(20, { rejected: 0, unreadable: 0 })),
  run("run-2", 25, 3, books(30, { rejected: 3, unreadable: 1 })),
];
