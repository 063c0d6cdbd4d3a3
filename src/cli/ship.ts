/** `sestrail ship`: decides what is asked, runs it, and tells how it went. */
import type { ShipConfig } from "../config/ship-config.ts";
import { imbalances, openBooks } from "../pipeline/books.ts";
import type { Sink } from "../sinks/sink.ts";
import type { Source } from "../sources/source.ts";
import { printable } from "../shape/printable.ts";
import { CodedError, type Problem } from "../telemetry/problem.ts";
import { configureShip } from "./configure.ts";
import type { Engine, Extent } from "./engine.ts";
import { exitCodeOf } from "./exit-code.ts";
import { problemLines, problemLog, problemOf, usageLines, type ProblemLog } from "./problems.ts";
import { showProgress } from "./progress.ts";
import { stopSwitch } from "./stop.ts";
import { allIsSeen, summaryJson, summaryLines, type RunFacts } from "./summary.ts";
import { proseWidth, writeLines, type Terminal } from "./terminal.ts";
import { readVersion } from "./version.ts";

/** Runs `sestrail ship` and gives the exit code. */
export async function ship(terminal: Terminal, loadEngine: () => Promise<Engine>): Promise<number> {
  const configured = await configureShip(terminal);
  if ("problems" in configured) {
    writeLines(terminal.stderr, usageLines(configured.problems, proseWidth(terminal.stderr)));
    return 2;
  }
  return runShip(terminal, configured.config, await loadEngine());
}

async function runShip(terminal: Terminal, config: ShipConfig, engine: Engine): Promise<number> {
  const { now, stdout, stderr } = terminal;
  const startedAt = now();
  const log = problemLog();
  const stop = stopSwitch(terminal, (line) => {
    if (config.summary === "text") writeLines(stderr, [line]);
  });
  const opened = await openAll(terminal, config, engine, log);
  const books = openBooks(opened.sinks.map(({ name }) => name));
  // Rows of text on the same terminal show well enough that something happens.
  const rowsOnTerminal =
    stdout.isTerminal && config.destinations.some(({ kind }) => kind === "stdout");
  const quiet = config.summary === "json" || rowsOnTerminal || opened.failed !== undefined;
  const stopProgress = quiet
    ? undefined
    : showProgress(stderr, { books, startedAt, now, extent: extentOf(config.sources, engine) });

  let thrown = opened.failed;
  try {
    if (thrown === undefined)
      await engine.run({
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
      });
  } catch (error) {
    // What was thrown because we aborted is no news.
    if (!stop.abort.aborted || error instanceof CodedError) thrown = problemOf(error);
  }
  for (const each of [...opened.sources, ...opened.sinks])
    await each.close().catch((error: unknown) => {
      thrown ??= problemOf(error);
    });
  stopProgress?.();
  stop.release();

  const stopped = stop.reason();
  if (thrown !== undefined) log.add(thrown);
  if (stopped.outputError !== undefined)
    log.add({ code: "E_OUTPUT", what: "stdout could not be written", why: stopped.outputError });
  if (stopped.signal !== undefined)
    log.add({ code: "E_INTERRUPTED", what: `stopped by ${stopped.signal}` });
  const wrong = imbalances(books);
  if (wrong.length > 0)
    log.add({ code: "E_BALANCE", what: "the books do not balance", why: wrong.join("; ") });
  const ended = thrown !== undefined || stop.drain.aborted || stop.abort.aborted;
  if (!ended && books.files.read + books.files.done === 0 && !reported(log, "E_NO_LOGS"))
    log.add({ code: "E_NO_LOGS", what: `no log files were found in ${config.sources.join(", ")}` });

  const exitCode = exitCodeOf({
    books,
    reported: log.groups().map(({ code }) => code),
    thrown: thrown?.code,
    signal: stopped.signal,
    outputClosed: stopped.outputClosed,
  });
  await tell(
    terminal,
    config,
    {
      books,
      destinations: config.destinations,
      dryRun: config.dryRun,
      eventNoun: config.onlySes ? "SES event" : "event",
      elapsedMs: now().getTime() - startedAt.getTime(),
      deadLetterPath: config.deadLetterPath,
      exitCode,
      version: await readVersion(),
      problems: log.groups(),
      began: opened.failed === undefined,
    },
    stopped.outputClosed && exitCode === 0,
  );
  return exitCode;
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
  readonly sinks: readonly Sink[];
  /** Why the run cannot begin. */
  readonly failed: Problem | undefined;
}

/** Opens every source and sink, so that all that is missing is told at once. */
async function openAll(
  { stdin, stdout, env }: Terminal,
  config: ShipConfig,
  engine: Engine,
  log: ProblemLog,
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
  const sinks: Sink[] = [];
  for (const destination of config.destinations)
    sinks.push(
      ...(await open(engine.openSink(destination, { stdout: stdout.stream, env, report }))),
    );
  for (const failure of failures.slice(0, -1)) log.add(failure);
  return { sources, sinks, failed: failures.at(-1) };
}

function reported(log: ProblemLog, code: Problem["code"]): boolean {
  return log.groups().some((group) => group.code === code);
}

async function tell(
  terminal: Terminal,
  config: ShipConfig,
  facts: RunFacts & { readonly began: boolean },
  quietly: boolean,
): Promise<void> {
  const { stderr, stdout } = terminal;
  if (config.summary === "json") {
    writeLines(stderr, [summaryJson(facts)]);
    return;
  }
  // Who closed the pipe has seen enough.
  if (quietly) return;
  const width = proseWidth(stderr);
  for (const group of facts.problems) writeLines(stderr, [...problemLines(group, width), ""]);
  if (!facts.began) return;
  writeLines(
    stderr,
    summaryLines(facts, stderr.isTerminal ? stderr.columns : Number.POSITIVE_INFINITY),
  );
  if (allIsSeen(facts) && stdout.isTerminal && stderr.isTerminal)
    writeLines(stderr, [nextLine(config.sources)]);
}

/** What a newcomer may want to do next. */
function nextLine(sources: readonly string[]): string {
  const quoted = sources.map((source) =>
    /^[\w@%+=:,./-]+$/.test(source) ? source : `'${source.replaceAll("'", String.raw`'\''`)}'`,
  );
  return `Next: sestrail ship ${printable(quoted.join(" "))} --to elasticsearch:http://localhost:9200    or    sestrail ship --help`;
}
