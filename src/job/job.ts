/**
 * One job, from its options to its end: sources and sinks opened, run, concluded, summed up, closed. It knows neither a
 * terminal nor a process: what it needs of the world its Host gives, and how it went is data. The command prints that,
 * the library returns it.
 */
import type { Writable } from "node:stream";
import type { Environment } from "../config/asked.ts";
import type { ShipConfig } from "../config/ship-config.ts";
import { imbalances, openBooks, type Books } from "../pipeline/books.ts";
import type { RunRequest } from "../pipeline/request.ts";
import type { OpenedSink } from "../sinks/registry.ts";
import type { Sink } from "../sinks/sink.ts";
import type { Source } from "../sources/source.ts";
import { VERSION } from "../tables/version.ts";
import type { Problem } from "../telemetry/problem.ts";
import type { Engine } from "./engine.ts";
import { End } from "./end.ts";
import { exitCodeOf } from "./exit-code.ts";
import type { Note } from "./note.ts";
import { notedSink } from "./noted-sink.ts";
import { problemLog, type ProblemGroup } from "./problem-log.ts";
import { runSummaries, summaryIntervalMs } from "./run-summary.ts";
import { openJobStatus } from "./status.ts";
import type { Stopped } from "./stopped.ts";
import { unmatched } from "./unmatched.ts";
import { wantedOf } from "./wanted.ts";
import { sharesOf } from "./workers/plan.ts";

/** What is to be done. */
export interface Job {
  readonly config: ShipConfig;
  /** Sources of the caller's own, read after those that the config names. The job closes them. */
  readonly sources?: readonly Source[];
  /** Sinks of the caller's own, beside the destinations of the config; or what makes them, told whom they report to. Not with a dry run. The job closes them. */
  readonly sinks?: readonly Sink[] | ((report: (problem: Problem) => void) => readonly Sink[]);
  /** How LogFiles are read; as CloudTrail files where it is not said. */
  readonly read?: RunRequest["read"];
}

/** What a job may touch of the world. */
export interface Host {
  /** A function, since merely looking at stdin may open it. */
  readonly stdin: () => AsyncIterable<Uint8Array>;
  readonly stdout: Writable;
  readonly env: Environment;
  readonly now: () => Date;
  /** The first stage of stopping: no new LogFiles. */
  readonly drain: AbortSignal;
  /** The second: everything ends now. */
  readonly abort: AbortSignal;
  /** Why the two were aborted. Asked when the run is over. */
  readonly stopped: () => Stopped;
  /** Told of every problem and warning as it happens, but not of what ends the job: that is in its result. */
  readonly onProblem?: ((problem: Problem) => void) | undefined;
  /** Told what else is of note in a long run, as it happens. */
  readonly onNote?: ((note: Note) => void) | undefined;
  /** Given the books before anything is read: live counters. Not called where the job cannot begin. */
  readonly onStart?: ((books: Books) => void) | undefined;
  /** Called before the first line is written to stdout. */
  readonly onFirstLine?: (() => void) | undefined;
  /** Called when nothing more is read or delivered. */
  readonly onRead?: (() => void) | undefined;
}

/** How a job went. */
export interface JobResult {
  /** See `exitCodeOf`. */
  readonly exitCode: number;
  readonly books: Books;
  /** Everything that was reported, what ended the job among it, by code. */
  readonly problems: readonly ProblemGroup[];
  /** False: a source or a sink could not be opened, and nothing was read. */
  readonly began: boolean;
  /** What ended the job early, as it was thrown: a coded error, the reason of `abort`, or a bug. */
  readonly thrown: { readonly error: unknown } | undefined;
  readonly elapsedMs: number;
}

/** A run waits no longer than this for its last summary; and one that is to end at once, no longer than that. */
const PATIENCE_MS = 10_000;
const HURRY_MS = 2000;

/** Runs a job to its end, whatever that is. Throws nothing. */
export async function runJob(job: Job, host: Host, engine: Engine): Promise<JobResult> {
  const { config } = job;
  const { now } = host;
  const startedAt = now();
  const log = problemLog();
  const end = new End(host, log);
  const status = await end.give(() =>
    openJobStatus(config, {
      startedAt,
      now,
      problems: () => log.groups(),
      drain: host.drain,
      report: (problem) => end.report(problem),
    }),
  );
  const opened = await openAll(job, host, engine, (problem) => end.report(problem), end);
  const { sources, sinks } = opened;
  const books = openBooks(
    sinks.map(({ name }) => name),
    sources.flatMap(({ fetched }) => fetched ?? []),
  );
  const began = end.thrown === undefined;
  const summaries = runSummaries({
    books,
    sinks,
    sources: sources.map(({ name }) => name),
    destinations: config.destinations,
    version: VERSION,
    startedAt,
    now,
    report: (problem) => end.report(problem),
  });
  let isOpen = false;
  if (began) {
    await end.watch(async () => {
      status?.onBooks(books);
      host.onNote?.(startedNote(sources, sinks));
      if (status !== undefined)
        host.onNote?.({
          level: "info",
          code: "STATUS",
          what: `health and metrics are shown at ${status.url}`,
        });
      host.onStart?.(books);
      const shares = await sharesOf({
        config,
        env: host.env,
        sources,
        sinks,
        report: (problem) => end.report(problem),
        hasOwnParts: job.read !== undefined || sinks.length > config.destinations.length,
      });
      await engine.run({
        sources,
        destinations: sinks.map((sink) => {
          const noted = host.onNote === undefined ? sink : notedSink(sink, host.onNote);
          return status?.watch(noted) ?? noted;
        }),
        selection: config.selection,
        limits: config.limits,
        keepOriginal: config.keepOriginal,
        ...(job.read === undefined ? {} : { read: job.read }),
        ...shares,
        waitForMs: config.waitForMs,
        retryForMs: config.retryForMs,
        deadLetterPath: config.deadLetterPath,
        checkpointPath: config.checkpointPath,
        recheck: config.recheck,
        drain: host.drain,
        abort: host.abort,
        report: (problem) => end.report(problem),
        onOpen(live) {
          isOpen = true;
          status?.onOpen(live);
          summaries.begin(summaryIntervalMs(config.summaryEveryMs, sources));
        },
        now,
        books,
      });
    });
  }
  for (const source of sources) await end.watch(() => source.close());
  host.onRead?.();
  const stopped = host.stopped();
  conclude(end, { config, books, sources, stopped });
  const exitCode = (): number =>
    exitCodeOf({
      books,
      reported: log.groups().map(({ code }) => code),
      thrown: end.problem?.code,
      signal: stopped.signal,
      outputClosed: stopped.outputClosed,
    });
  const isWhole = end.thrown === undefined && !host.drain.aborted && !host.abort.aborted;
  const isKeeper = ({ writeRunSummary }: OpenedSink): boolean => writeRunSummary !== undefined;
  for (const sink of sinks) {
    // A file takes its name only here, which may fail, too.
    if (isWhole && isSettled(books, sink)) await end.watch(async () => sink.complete?.());
    if (!isKeeper(sink)) await end.watch(() => sink.close());
  }
  // Last of all, so that it tells of all. Where the run could not begin, nobody is there to take it.
  if (isOpen) await summaries.end(exitCode(), host.abort.aborted ? HURRY_MS : PATIENCE_MS);
  for (const sink of sinks.filter(isKeeper)) await end.watch(() => sink.close());
  status?.close();
  return {
    exitCode: exitCode(),
    books,
    problems: log.groups(),
    began,
    thrown: end.thrown,
    elapsedMs: now().getTime() - startedAt.getTime(),
  };
}

/** Opens every source and sink, so that all that is missing is told at once. */
async function openAll(
  job: Job,
  host: Host,
  engine: Engine,
  report: (problem: Problem) => void,
  end: End,
): Promise<{ readonly sources: readonly Source[]; readonly sinks: readonly OpenedSink[] }> {
  const { config } = job;
  const { stdin, stdout, env, onFirstLine } = host;
  const sources: Source[] = [];
  const sinks: OpenedSink[] = [];
  const wanted = wantedOf(config.selection);
  const { verify, requesterPays, concurrency } = config;
  for (const named of config.sources)
    await end.watch(async () => {
      const { follow, untilEmpty, role } = config;
      const asked = { follow, untilEmpty, requesterPays, role, concurrency };
      const context = { stdin, report, env, wanted, ...asked };
      sources.push(await engine.openSource(named, context));
    });
  if (verify !== undefined && end.thrown === undefined)
    await end.watch(async () => {
      const { vouchedSources } = await import("../digests/vouching.ts");
      const { sources: named } = config;
      const reading = { sources: named, wanted, env, requesterPays, concurrency, report };
      const vouched = await vouchedSources(sources, {
        ...reading,
        keysPath: verify.keysPath,
        signal: host.drain,
      });
      sources.splice(0, sources.length, ...vouched);
    });
  for (const destination of config.destinations)
    await end.watch(async () => {
      const waits = config.waitForMs > 0;
      sinks.push(await engine.openSink(destination, { stdout, env, report, onFirstLine, waits }));
    });
  sources.push(...(job.sources ?? []));
  const { sinks: own = [] } = job;
  if (!config.dryRun) sinks.push(...(typeof own === "function" ? own(report) : own));
  return { sources, sinks };
}

const PIPED =
  "What came through a pipe can't be read again: pipe in once more what is missing. A record that had come only in part was dropped.";

function startedNote(sources: readonly Source[], sinks: readonly Sink[]): Note {
  const names = (of: readonly { readonly name: string }[]): string =>
    of.map(({ name }) => name).join(", ");
  const to = sinks.length === 0 ? "nowhere, a dry run" : names(sinks);
  const what = `sestrail ${VERSION} has begun: from ${names(sources)} to ${to}`;
  return { level: "info", code: "STARTED", what };
}

/** Adds what only the end of a run shows. */
function conclude(
  end: End,
  run: {
    readonly config: ShipConfig;
    readonly books: Books;
    readonly sources: readonly Source[];
    readonly stopped: Stopped;
  },
): void {
  const { config, books, sources, stopped } = run;
  if (stopped.outputError !== undefined && !end.has("E_OUTPUT"))
    end.add({ code: "E_OUTPUT", what: "stdout could not be written", why: stopped.outputError });
  if (stopped.signal !== undefined)
    end.add({
      code: "E_INTERRUPTED",
      what: `stopped by ${stopped.signal}`,
      ...(books.files.piped === 0 || books.bytesRead === 0 ? {} : { todo: PIPED }),
    });
  const wrong = imbalances(books);
  if (wrong.length > 0)
    end.report({ code: "E_BALANCE", what: "the books do not balance", why: wrong.join("; ") });
  if (end.thrown === undefined && !end.isAsked)
    unmatched(config.selection, config.onlySes, books.leftOutBy).forEach((problem) =>
      end.add(problem),
    );
  const nothing = books.files.read + books.files.done === 0;
  if (nothing && end.thrown === undefined && !end.isAsked && !end.has("E_NO_LOGS"))
    end.report({
      code: "E_NO_LOGS",
      what: `no log files were found in ${sources.map(({ name }) => name).join(", ")}`,
    });
}

/** Whether everything that was meant for a sink has gone there, for better or worse. */
function isSettled(books: Books, { name }: Sink): boolean {
  return books.destinations.every((to) => to.name !== name || to.unsettled === 0);
}
