/** The handler of a Lambda function: one job for each call, over what its event tells of, within the time that it has. */
import { Readable, type Writable } from "node:stream";
import type { Environment } from "../config/asked.ts";
import type { Engine } from "../job/engine.ts";
import { loadEngine } from "../job/engine.ts";
import { runJob, type JobResult } from "../job/job.ts";
import { NOT_STOPPED } from "../job/stopped.ts";
import { configOf } from "../library/run-ship.ts";
import { nothingFetched } from "../sources/source.ts";
import { callOf } from "./call.ts";
import { keepingSinks } from "./kept-sinks.ts";
import { partsSource } from "./parts-source.ts";

/** What a handler is made with. */
export interface LambdaOptions {
  /** Options of `ship` as `SESTRAIL_…`, credentials, addresses. */
  readonly env: Environment;
  /** Where `SESTRAIL_TO=stdout` writes. */
  readonly stdout: Writable;
  /** Told one line of JSON for each sort of problem of a call, and one of what it did. */
  readonly log: (line: string) => void;
}

/** The part of Lambda's context that counts. */
export interface LambdaContext {
  readonly getRemainingTimeInMillis?: () => number;
}

/** What Lambda calls. */
export type LambdaHandler = (event: unknown, context?: LambdaContext) => Promise<unknown>;

/** Of the time that is left, this share is kept for what is begun; and no more than so much. */
const SHARE_KEPT = 0.2;
const MOST_KEPT_MS = 30_000;
/** Of that in turn, this share is kept for the answer. */
const SHARE_FOR_ANSWER = 0.25;

/**
 * Makes a handler. Its clients and connections serve all of its calls. Of messages of a queue and tasks of S3 Batch
 * Operations it answers for each; of other events it throws when something is not done. It throws, too, where nothing can
 * be begun, such as for wrong options.
 */
export function lambdaHandler(options: LambdaOptions): LambdaHandler {
  const { env, stdout, log } = options;
  let engine: Promise<Engine> | undefined;
  const warm = async () => {
    const { namedObjects } = await import("../sources/s3/named-objects.ts");
    const { requesterPays, role } = await configOf(
      { env, stdout, sources: [NO_SOURCE] },
      new Date(),
    );
    return namedObjects({ env, fetched: nothingFetched(), requesterPays, role });
  };
  let objects: ReturnType<typeof warm> | undefined;
  return async (event, context) => {
    const call = callOf(event);
    objects ??= warm();
    const source = partsSource(call.parts, await objects);
    const config = await configOf({ env, stdout, sources: [source] }, new Date());
    const limit = timeLimit(context?.getRemainingTimeInMillis?.());
    try {
      engine ??= loadEngine().then(keepingSinks);
      const result = await runJob(
        { config, sources: [source] },
        {
          stdin: () => Readable.from([]),
          stdout,
          env,
          now: () => new Date(),
          drain: limit.drain,
          abort: limit.abort,
          stopped: () => NOT_STOPPED,
        },
        await engine,
      );
      tell(result, log);
      return call.answer(source.notDone());
    } finally {
      limit.release();
    }
  };
}

const NO_SOURCE = {
  name: "none",
  // oxlint-disable-next-line require-yield -- nothing is what it gives
  async *files(): AsyncGenerator<never> {},
  async close(): Promise<void> {},
};

/** Two signals: nothing new is begun from the first on, and all ends at the second, before Lambda ends the call. */
function timeLimit(leftMs: number | undefined): {
  readonly drain: AbortSignal;
  readonly abort: AbortSignal;
  readonly release: () => void;
} {
  const drain = new AbortController();
  const abort = new AbortController();
  if (leftMs === undefined)
    return { drain: drain.signal, abort: abort.signal, release: () => undefined };
  const keptMs = Math.min(leftMs * SHARE_KEPT, MOST_KEPT_MS);
  const timers = [
    setTimeout(() => drain.abort(), leftMs - keptMs),
    setTimeout(() => abort.abort(), leftMs - keptMs * SHARE_FOR_ANSWER),
  ];
  return {
    drain: drain.signal,
    abort: abort.signal,
    release: () => timers.forEach((timer) => clearTimeout(timer)),
  };
}

function tell({ books, problems, elapsedMs }: JobResult, log: LambdaOptions["log"]): void {
  for (const { code, count, first } of problems) log(JSON.stringify({ code, count, ...first[0] }));
  const { files, records, selected, destinations } = books;
  const sum = (of: "delivered" | "duplicate" | "rejected" | "unsettled"): number =>
    destinations.reduce((all, to) => all + to[of], 0);
  log(
    JSON.stringify({
      files: { read: files.read, done: files.acked, not_done: files.nacked },
      records,
      selected,
      delivered: sum("delivered"),
      duplicate: sum("duplicate"),
      rejected: sum("rejected"),
      unsettled: sum("unsettled"),
      duration_ms: Math.round(elapsedMs),
    }),
  );
}
