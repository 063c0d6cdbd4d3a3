/** What ship, replay and demo have in common: everything is opened, run, and told. */
import type { RunCommand } from "../config/resolve.ts";
import type { ShipConfig } from "../config/ship-config.ts";
import { imbalances, openBooks, type Books } from "../pipeline/books.ts";
import type { OpenedSink } from "../sinks/registry.ts";
import type { Source } from "../sources/source.ts";
import { widthOf } from "../shape/width.ts";
import { VERSION } from "../tables/version.ts";
import { CodedError, type Problem } from "../telemetry/problem.ts";
import type { Engine, Extent } from "./engine.ts";
import { exitCodeOf } from "./exit-code.ts";
import { formatHint } from "./format-hint.ts";
import { problemLines, problemLog, problemOf, type ProblemLog } from "./problems.ts";
import { showProgress } from "./progress.ts";
import { commandText } from "./quote.ts";
import { writeRunSummaries } from "./run-summary.ts";
import { stopSwitch, type StopReason } from "./stop.ts";
import { allIsSeen, summaryJson, summaryLines, type RunFacts } from "./summary.ts";
import { proseWidth, writeLines, type Terminal } from "./terminal.ts";

/** What is to be delivered, and where to. */
export interface Delivery {
  /** The command with its sources, as it would be written again without options. */
  readonly again: readonly [command: RunCommand, ...sources: string[]];
  readonly config: ShipConfig;
}

/** Opens everything, runs it, tells how it went, and gives the exit code. */
export async function deliver(
  terminal: Terminal,
  { again, config }: Delivery,
  engine: Engine,
): Promise<number> {
  const { now, stderr } = terminal;
  const startedAt = now();
  const log = problemLog();
  const stop = stopSwitch(terminal, (line) => {
    if (config.summary === "text") writeLines(stderr, [line]);
  });
  writeLines(stderr, formatHint(terminal, config));
  let stopProgress = (): void => {};
  const opened = await openAll(terminal, config, engine, {
    log,
    // Rows are no place for a line that is drawn again and again.
    onFirstLine: () => terminal.stdout.isTerminal && stopProgress(),
  });
  const books = openBooks(opened.sinks.map(({ name }) => name));
  if (opened.failed === undefined && config.summary === "text")
    stopProgress = showProgress(stderr, {
      books,
      startedAt,
      now,
      extent: extentOf(config.sources, engine),
    });

  let thrown = opened.failed;
  /** What was thrown because we aborted is no news. */
  const note = (error: unknown): void => {
    if (!stop.abort.aborted || error instanceof CodedError) thrown ??= problemOf(error);
  };
  if (thrown === undefined)
    await engine
      .run({
        sources: opened.sources,
        destinations: opened.sinks,
        selection: config.selection,
        limits: config.limits,
        keepOriginal: config.keepOriginal,
        concurrency: config.concurrency,
        maxMemoryBytes: config.maxMemoryBytes,
        retryForMs: config.retryForMs,
        deadLetterPath: config.deadLetterPath,
        drain: stop.drain,
        abort: stop.abort,
        report: (problem) => log.add(problem),
        now,
        books,
      })
      .catch(note);
  for (const source of opened.sources) await source.close().catch(note);
  stopProgress();

  const stopped = stop.reason();
  const ended = thrown !== undefined || stop.drain.aborted;
  conclude(log, { books, config, stopped, thrown, ended });
  const code = (): number =>
    exitCodeOf({
      books,
      reported: log.groups().map((group) => group.code),
      thrown: thrown?.code,
      signal: stopped.signal,
      outputClosed: stopped.outputClosed,
    });
  const { sources, destinations } = config;
  const exitCode = code();
  await writeRunSummaries({
    books,
    sources,
    destinations,
    version: VERSION,
    startedAt,
    exitCode,
    cutShort: thrown !== undefined || stop.abort.aborted,
    sinks: opened.sinks,
    now: now(),
  });
  // A file takes its name only here, which may fail, too.
  for (const sink of opened.sinks)
    await sink.close().catch((error: unknown) => {
      thrown ??= problemOf(error);
      log.add(problemOf(error));
    });
  stop.release();
  const facts: RunFacts = {
    command: again[0],
    books,
    destinations,
    version: VERSION,
    dryRun: config.dryRun,
    eventNoun: config.onlySes ? "SES event" : "event",
    elapsedMs: now().getTime() - startedAt.getTime(),
    deadLetterPath: config.deadLetterPath,
    exitCode: code(),
    problems: log.groups(),
  };
  // Who closed the pipe has seen enough.
  const quietly = stopped.outputClosed && facts.exitCode === 0;
  if (config.summary === "json") writeLines(stderr, [summaryJson(facts)]);
  else if (!quietly) tell(terminal, again, facts, opened.failed === undefined);
  return facts.exitCode;
}

/** Adds what only the end of a run shows. */
function conclude(
  log: ProblemLog,
  run: {
    readonly books: Books;
    readonly config: ShipConfig;
    readonly stopped: StopReason;
    readonly thrown: Problem | undefined;
    readonly ended: boolean;
  },
): void {
  const { books, config, stopped, thrown, ended } = run;
  if (thrown !== undefined) log.add(thrown);
  if (stopped.outputError !== undefined && thrown?.code !== "E_OUTPUT")
    log.add({ code: "E_OUTPUT", what: "stdout could not be written", why: stopped.outputError });
  if (stopped.signal !== undefined)
    log.add({ code: "E_INTERRUPTED", what: `stopped by ${stopped.signal}` });
  const wrong = imbalances(books);
  if (wrong.length > 0)
    log.add({ code: "E_BALANCE", what: "the books do not balance", why: wrong.join("; ") });
  const nothing = books.files.read + books.files.done === 0;
  if (nothing && !ended && !log.groups().some(({ code }) => code === "E_NO_LOGS"))
    log.add({ code: "E_NO_LOGS", what: `no log files were found in ${config.sources.join(", ")}` });
}

/** How much all sources will give together; undefined where one does not know. A guess for progress: it fails nothing. */
async function extentOf(specs: readonly string[], engine: Engine): Promise<Extent | undefined> {
  let files = 0;
  let bytes = 0;
  for (const spec of specs) {
    const extent = await engine.measure(spec).catch(() => undefined);
    if (extent === undefined) return undefined;
    files += extent.files;
    bytes += extent.bytes;
  }
  return { files, bytes };
}

interface Opened {
  readonly sources: readonly Source[];
  readonly sinks: readonly OpenedSink[];
  /** Why the run cannot begin. */
  readonly failed: Problem | undefined;
}

/** Opens every source and sink, so that all that is missing is told at once. */
async function openAll(
  { stdin, stdout, env }: Terminal,
  config: ShipConfig,
  engine: Engine,
  { log, onFirstLine }: { readonly log: ProblemLog; readonly onFirstLine: () => void },
): Promise<Opened> {
  const failures: Problem[] = [];
  const report = (problem: Problem): void => log.add(problem);
  const open = async <Thing>(opening: Promise<Thing>): Promise<readonly Thing[]> => {
    try {
      return [await opening];
    } catch (error) {
      failures.push(problemOf(error));
      return [];
    }
  };
  const sources: Source[] = [];
  for (const spec of config.sources)
    sources.push(...(await open(engine.openSource(spec, { stdin, report }))));
  const sinks: OpenedSink[] = [];
  for (const destination of config.destinations)
    sinks.push(
      ...(await open(
        engine.openSink(destination, { stdout: stdout.stream, env, report, onFirstLine }),
      )),
    );
  for (const failure of failures.slice(0, -1)) log.add(failure);
  return { sources, sinks, failed: failures.at(-1) };
}

function tell(
  { stderr, stdout }: Terminal,
  again: Delivery["again"],
  facts: RunFacts,
  began: boolean,
): void {
  const width = proseWidth(stderr);
  for (const group of facts.problems) writeLines(stderr, [...problemLines(group, width), ""]);
  // Where nothing was even read, the problem says it all.
  const { files } = facts.books;
  if (!began || (facts.exitCode !== 0 && files.read + files.done === 0)) return;
  const columns = stderr.isTerminal ? stderr.columns : Number.POSITIVE_INFINITY;
  writeLines(stderr, summaryLines(facts, columns));
  if (allIsSeen(facts) && stdout.isTerminal && stderr.isTerminal)
    writeLines(stderr, nextLines(again, stderr.columns));
}

/** What a newcomer may want to do next. */
function nextLines(again: Delivery["again"], columns: number): readonly string[] {
  const command = commandText([...again, "--to", "elasticsearch:http://localhost:9200"]);
  const first = `Next: ${command}`;
  const second = `or    sestrail ${again[0]} --help`;
  const both = `${first}    ${second}`;
  return widthOf(both) < columns ? [both] : [first, second];
}
