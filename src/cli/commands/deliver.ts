/** What ship, replay and demo have in common: a job whose host is the terminal, and telling how it went. */
import type { RunCommand } from "../../config/resolve.ts";
import type { ShipConfig } from "../../config/ship-config.ts";
import type { Engine } from "../../job/engine.ts";
import { runJob, type Job, type JobResult } from "../../job/job.ts";
import type { Note } from "../../job/note.ts";
import { problemOf } from "../../job/problem-log.ts";
import type { Books } from "../../pipeline/books.ts";
import { isServer } from "../../sinks/destination.ts";
import type { Extent } from "../../sources/registry.ts";
import { VERSION } from "../../tables/version.ts";
import { formatHint } from "../screen/format-hint.ts";
import { problemLines } from "../screen/problems.ts";
import { ERASE_LINE, showProgress } from "../screen/progress.ts";
import { commandText } from "../screen/quote.ts";
import { runLog, type RunLog } from "../screen/run-log.ts";
import { stopSwitch } from "../screen/stop.ts";
import { allIsSeen, summaryJson, summaryLines, type RunFacts } from "../screen/summary.ts";
import { proseWidth, writeLines, type Terminal } from "../screen/terminal.ts";
import { wrapUnder } from "../screen/wrap.ts";
import { printable } from "../../shape/printable.ts";
import type { Problem } from "../../telemetry/problem.ts";
import { widthOf } from "../../shape/width.ts";

/** What is to be delivered, and where to. */
export interface Delivery extends Job {
  /** The command with its sources, as it would be written again without options. */
  readonly again: readonly [command: RunCommand, ...sources: string[]];
  /** Given the books, live, before anything is read. */
  readonly onStart?: (books: Books) => void;
  /** What the command makes of the exit code of the job. */
  readonly exitCode?: (code: number) => number;
}

/** Runs the job, tells how it went, and gives the exit code. */
export async function deliver(
  terminal: Terminal,
  { again, onStart, exitCode = (code) => code, ...job }: Delivery,
  engine: Engine,
): Promise<number> {
  const { config } = job;
  const { now, stdin, stdout, stderr, env } = terminal;
  const startedAt = now();
  const log = logOf(terminal, config);
  const say = (line: string): void => {
    if (config.summary !== "text" || config.logFormat !== undefined) return;
    if (stderr.isTerminal) stderr.stream.write(ERASE_LINE);
    writeLines(stderr, wrapUnder(line, proseWidth(stderr)));
  };
  const note = (code: Note["code"], what: string): void => {
    if (config.logFormat === undefined) say(what);
    else log?.note({ level: "info", code, what });
  };
  const stop = stopSwitch(terminal, (line) => note("STOPPING", line), config.graceMs);
  writeLines(stderr, formatHint(terminal, config));
  let stopProgress = (): void => {};
  if (config.sources.includes("-") && terminal.stdinIsTerminal === true)
    say("reading from the keyboard: paste records and end with Ctrl-D, or stop with Ctrl-C");
  if (config.checkpointIsOwn)
    note("CHECKPOINT", `what is done is remembered in ${printable(config.checkpointPath ?? "")}`);
  if (config.destinations.some(isServer)) terminal.spareMemory();
  const result = await runJob(
    job,
    {
      stdin,
      stdout: stdout.stream,
      env,
      now,
      drain: stop.drain,
      abort: stop.abort,
      stopped: () => stop.reason(),
      onStart(books) {
        onStart?.(books);
        if (config.summary !== "text" || config.logFormat !== undefined) return;
        const extent = config.follow
          ? Promise.resolve(undefined)
          : extentOf(config.sources, engine);
        stopProgress = showProgress(stderr, { books, startedAt, now, extent });
      },
      // Rows are no place for a line that is drawn again and again.
      onFirstLine() {
        if (stdout.isTerminal) stopProgress();
      },
      onProblem: (problem) => tellNow(terminal, log, problem, config),
      onNote: log === undefined ? undefined : (one) => log.note(one),
      onRead: () => stopProgress(),
    },
    engine,
  );
  // Nobody was told yet of what ended it.
  if (config.logFormat !== undefined && result.thrown !== undefined && !stop.abort.aborted)
    log?.tell(problemOf(result.thrown.error));
  log?.close();
  const facts: RunFacts = {
    command: again[0],
    books: result.books,
    destinations: config.destinations,
    version: VERSION,
    dryRun: config.dryRun,
    eventNoun: config.onlySes ? "SES event" : "event",
    elapsedMs: result.elapsedMs,
    deadLetterPath: config.deadLetterPath,
    exitCode: exitCode(result.exitCode),
    problems: result.problems,
    selected: config,
  };
  // Who closed the pipe has seen enough.
  const quietly = stop.reason().outputClosed && result.exitCode === 0;
  if (config.summary === "json") writeLines(stderr, [summaryJson(facts)]);
  else if (!quietly) tell(terminal, again, facts, result);
  // Only now: a signal that came a moment earlier would end the process before its summary is out.
  stop.release();
  return facts.exitCode;
}

/** After so long a run is a long one: whoever reads its log is told before its end. */
const LONG_MS = 10_000;

/**
 * The log of a run: as JSON at once, as text when the run is a long one, and none on a terminal, where a line is redrawn
 * and the end is near.
 */
function logOf({ stderr, now }: Terminal, { summary, logFormat }: ShipConfig): RunLog | undefined {
  const write = (line: string): void => writeLines(stderr, [line]);
  if (logFormat !== undefined) return runLog({ form: logFormat, write, now, afterMs: 0 });
  if (summary === "json") {
    // Of such a run only problems were asked for.
    return { ...runLog({ form: "json", write, now, afterMs: 0 }), note: () => {} };
  }
  return stderr.isTerminal ? undefined : runLog({ form: "text", write, now, afterMs: LONG_MS });
}

/** Tells a problem as it happens. That a server is waited for is told at once everywhere. */
function tellNow(
  { stderr }: Terminal,
  log: RunLog | undefined,
  problem: Problem,
  { summary, logFormat }: ShipConfig,
): void {
  if (problem.code !== "E_WAITING" || summary === "json" || logFormat !== undefined) {
    log?.tell(problem);
    return;
  }
  const group = { code: problem.code, count: 1, first: [problem] };
  if (stderr.isTerminal) stderr.stream.write(ERASE_LINE);
  writeLines(stderr, problemLines(group, proseWidth(stderr)));
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
  return specs.length === 0 ? undefined : { files, bytes };
}

function tell(
  { stderr, stdout }: Terminal,
  again: Delivery["again"],
  facts: RunFacts,
  { began }: JobResult,
): void {
  const width = proseWidth(stderr);
  for (const group of facts.problems.filter(({ code }) => code !== "E_WAITING"))
    writeLines(stderr, [...problemLines(group, width), ""]);
  // Where nothing was even read, the problem says it all.
  const { files } = facts.books;
  if (!began || (facts.exitCode !== 0 && files.read + files.done === 0)) return;
  const columns = stderr.isTerminal ? stderr.columns : Number.POSITIVE_INFINITY;
  writeLines(
    stderr,
    summaryLines(facts, columns).flatMap((line) => wrapUnder(line, columns)),
  );
  // The demo has stories to tell first, answers say themselves what is next, and who found nothing has something else to do.
  if (
    (again[0] === "ship" || again[0] === "replay") &&
    facts.books.selected > 0 &&
    allIsSeen(facts) &&
    stdout.isTerminal &&
    stderr.isTerminal
  )
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
