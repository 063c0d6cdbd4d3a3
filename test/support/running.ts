/** Running the pipeline in a test: sources and sinks of the test's own, everything else by default. */
import type { Orders } from "../../src/job/workers/messages.ts";
import { openBooks, type Books } from "../../src/pipeline/books.ts";
import type { RunRequest } from "../../src/pipeline/request.ts";
import { run } from "../../src/pipeline/run.ts";
import type { Selection } from "../../src/ses/select.ts";
import type { Sink } from "../../src/sinks/sink.ts";
import type { Source } from "../../src/sources/source.ts";
import type { Problem } from "../../src/telemetry/problem.ts";

/** How a run went. */
export interface Ran {
  readonly books: Books;
  readonly problems: readonly Problem[];
  readonly thrown: unknown;
}

/** Every SES call. */
export const EVERYTHING: Selection = {
  eventSources: ["ses.amazonaws.com"],
  since: undefined,
  until: undefined,
  accounts: [],
  regions: [],
  actions: [],
  writesOnly: false,
};

/** Makes a request of its parts. */
function requestOf(
  sources: readonly Source[],
  destinations: readonly Sink[],
  more: Partial<RunRequest> = {},
): RunRequest {
  return {
    sources,
    destinations,
    selection: EVERYTHING,
    limits: { maxRecordBytes: 1 << 24, maxDecompressedBytes: undefined, maxNesting: 256 },
    keepOriginal: false,
    concurrency: 2,
    maxMemoryBytes: 64 * 1024 * 1024,
    retryForMs: 0,
    deadLetterPath: undefined,
    checkpointPath: undefined,
    recheck: false,
    drain: new AbortController().signal,
    abort: new AbortController().signal,
    report: () => {},
    now: () => new Date("2026-11-24T00:00:00Z"),
    books: openBooks(destinations.map(({ name }) => name)),
    ...more,
  };
}

/** What a worker is told: where it delivers to, everything else by default. */
export function ordersFor(
  destinations: Orders["destinations"],
  more: Partial<Orders> = {},
): Orders {
  return {
    destinations,
    selection: EVERYTHING,
    limits: { maxRecordBytes: 1 << 24, maxDecompressedBytes: undefined, maxNesting: 256 },
    keepOriginal: false,
    concurrency: 2,
    maxMemoryBytes: 1 << 24,
    waitForMs: 0,
    retryForMs: 0,
    recheck: false,
    hasDeadLetters: false,
    handedCount: 64,
    places: "disk",
    fetchedCount: 0,
    env: {},
    ...more,
  };
}

/** Runs to the end, whatever it is. */
export async function ran(
  sources: readonly Source[],
  destinations: readonly Sink[],
  more: Partial<RunRequest> = {},
): Promise<Ran> {
  const problems: Problem[] = [];
  const request = requestOf(sources, destinations, {
    report: (problem) => problems.push(problem),
    ...more,
  });
  let thrown: unknown;
  try {
    await run(request);
  } catch (error) {
    thrown = error;
  }
  return { books: request.books, problems, thrown };
}

/** A CloudTrail file of so many made-up SES records, each with ids of its own. */
export function trailOf(prefix: string, count: number, padding = ""): string {
  const records = Array.from({ length: count }, (_, index) => ({
    eventVersion: "1.08",
    userIdentity: { type: "IAMUser", userName: "mailer", accountId: "111122223333" },
    eventTime: "2026-11-20T09:00:00Z",
    eventSource: "ses.amazonaws.com",
    eventName: "GetSendQuota",
    awsRegion: "eu-west-1",
    sourceIPAddress: "192.0.2.7",
    userAgent: `Boto3/1.34.0 ${padding}`,
    requestParameters: null,
    eventID: `${prefix}-${index}`,
    recipientAccountId: "111122223333",
  }));
  return JSON.stringify({ Records: records });
}
