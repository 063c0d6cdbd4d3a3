/** What `ship` does when it is called: options decided, sources and sinks opened, the run, and its end. */
import { readFileSync } from "node:fs";
import { Readable, Writable } from "node:stream";
import { exitCodeOf } from "../cli/exit-code.ts";
import { problemLog, problemOf, type ProblemLog } from "../cli/problems.ts";
import { writeRunSummaries } from "../cli/run-summary.ts";
import { usage, type UsageProblem } from "../config/asked.ts";
import { readConfigFile } from "../config/file.ts";
import { shipConfig, type ShipConfig } from "../config/ship-config.ts";
import { imbalances, openBooks } from "../pipeline/books.ts";
import { run } from "../pipeline/run.ts";
import { PAGE_COLUMNS } from "../shape/text/columns.ts";
import { openSink, type OpenedSink } from "../sinks/registry.ts";
import { openSource } from "../sources/registry.ts";
import type { Source } from "../sources/source.ts";
import { environmentName } from "../tables/options.ts";
import { VERSION } from "../tables/version.ts";
import { CodedError, type Problem } from "../telemetry/problem.ts";
import { askedOf, isShipOption, throwUsage } from "./options.ts";
import type { RunResult, ShipOptions } from "./ship.ts";

/** Members of ShipOptions that are no options of the command. */
export const OWN_OPTION_NAMES = [
  "from",
  "sources",
  "sinks",
  "env",
  "stdin",
  "stdout",
  "signal",
  "onProblem",
  "onStart",
] as const satisfies readonly (keyof ShipOptions)[];

/** See `ship`. */
export async function runShip(options: ShipOptions): Promise<RunResult> {
  const abort = options.signal ?? NEVER;
  abort.throwIfAborted();
  const startedAt = new Date();
  const config = await configOf(options, startedAt);
  const log = problemLog();
  const report = (problem: Problem): void => {
    log.add(problem);
    options.onProblem?.(problem);
  };
  const opened: Opened = {
    sources: [...(options.sources ?? [])],
    sinks: config.dryRun ? [] : [...(options.sinks ?? [])],
  };
  try {
    await openNamed(opened, { options, config, report });
    return await runOpened(opened, { options, config, abort, startedAt, log, report });
  } finally {
    // Safe twice. What fails here comes after what is thrown already.
    for (const each of [...opened.sources, ...opened.sinks])
      await each.close().catch((error: unknown) => report(problemOf(error)));
  }
}

const NEVER = new AbortController().signal;

/** The config of these options. Throws everything that is wrong with them at once. */
async function configOf(options: ShipOptions, now: Date): Promise<ShipConfig> {
  const { env = {}, sources = [], sinks = [] } = options;
  const asked = askedOf(options, isShipOption, OWN_OPTION_NAMES);
  // The command's default is stdout; who has a sink of his own has said where to.
  const values = new Map(asked.values);
  if (sinks.length > 0 && options.to === undefined) values.set("to", []);
  const path = values.get("config")?.at(-1) ?? env[environmentName("config")];
  const read = path === undefined || path === "" ? undefined : await readConfigFile(path);
  const file = read !== undefined && "entries" in read ? read : undefined;
  const from = options.from ?? [];
  const configured = shipConfig(
    {
      command: "ship",
      asked: { ...asked, values, operands: typeof from === "string" ? [from] : from },
      env,
      file,
      now,
      hasOwnSources: sources.length > 0,
    },
    {
      stdoutFormat: "ecs",
      text: { columns: PAGE_COLUMNS, color: false },
      readFile: (secretPath) => readFileSync(secretPath, "utf8"),
    },
  );
  throwUsage([
    ...(read !== undefined && "text" in read ? [read] : []),
    ...("problems" in configured
      ? configured.problems
      : missingStreams(options, configured.config)),
  ]);
  if ("problems" in configured)
    throw new CodedError({ code: "E_INTERNAL", what: "options are wrong without a reason" });
  return configured.config;
}

/** The library has no streams of its own to take for stdin and stdout. */
function missingStreams(options: ShipOptions, config: ShipConfig): readonly UsageProblem[] {
  const problems: UsageProblem[] = [];
  if (config.sources.includes("-") && options.stdin === undefined)
    problems.push(usage("from -", "needs a stream to read; give stdin, such as process.stdin"));
  if (config.destinations.some(({ kind }) => kind === "stdout") && options.stdout === undefined)
    problems.push(
      usage("to", "is stdout, which needs a stream; give stdout, sinks, or another destination"),
    );
  return problems;
}

interface Opened {
  readonly sources: Source[];
  readonly sinks: OpenedSink[];
}

/** Opens the sources and destinations that are named; the program's own are there already. */
async function openNamed(
  opened: Opened,
  {
    options,
    config,
    report,
  }: {
    readonly options: ShipOptions;
    readonly config: ShipConfig;
    readonly report: (problem: Problem) => void;
  },
): Promise<void> {
  const { env = {}, stdin, stdout } = options;
  const context = {
    env,
    report,
    // Whoever needs them has been told before: see missingStreams.
    stdin: () => stdin ?? Readable.from([]),
    stdout: stdout ?? new Writable(),
  };
  const named: Source[] = [];
  for (const name of config.sources) named.push(await openSource(name, context));
  opened.sources.unshift(...named);
  for (const destination of config.destinations)
    opened.sinks.push(await openSink(destination, context));
}

interface Run {
  readonly options: ShipOptions;
  readonly config: ShipConfig;
  readonly abort: AbortSignal;
  readonly startedAt: Date;
  readonly log: ProblemLog;
  readonly report: (problem: Problem) => void;
}

async function runOpened(
  { sources, sinks }: Opened,
  { options, config, abort, startedAt, log, report }: Run,
): Promise<RunResult> {
  const books = openBooks(sinks.map(({ name }) => name));
  options.onStart?.(books);
  let thrown: { readonly error: unknown } | undefined;
  try {
    await run({
      sources,
      destinations: sinks,
      selection: config.selection,
      limits: config.limits,
      keepOriginal: config.keepOriginal,
      concurrency: config.concurrency,
      maxMemoryBytes: config.maxMemoryBytes,
      retryForMs: config.retryForMs,
      deadLetterPath: config.deadLetterPath,
      drain: NEVER,
      abort,
      report,
      now: () => new Date(),
      books,
    });
  } catch (error) {
    thrown = { error };
  }
  const wrong = imbalances(books);
  if (wrong.length > 0)
    report({ code: "E_BALANCE", what: "the books do not balance", why: wrong.join("; ") });
  const exitCode = (): number =>
    exitCodeOf({
      books,
      reported: log.groups().map(({ code }) => code),
      thrown: thrown === undefined ? undefined : problemOf(thrown.error).code,
      signal: undefined,
      outputClosed: false,
    });
  await writeRunSummaries({
    books,
    sinks,
    startedAt,
    destinations: config.destinations,
    sources: sources.map(({ name }) => name),
    version: VERSION,
    now: new Date(),
    exitCode: exitCode(),
    cutShort: thrown !== undefined || abort.aborted,
  });
  if (thrown !== undefined) throw thrown.error;
  // Here a file takes its name, which may fail.
  for (const each of [...sources, ...sinks]) await each.close();
  return { exitCode: exitCode(), books, problems: log.groups() };
}
