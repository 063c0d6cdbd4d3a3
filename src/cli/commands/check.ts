/** `sestrail check`: proves that a run would begin and arrive: sources, destinations, one sample. Changes nothing. */
import { access, constants } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { usage } from "../../config/asked.ts";
import { resolveOptions } from "../../config/resolve.ts";
import type { ShipConfig } from "../../config/ship-config.ts";
import { openBooks } from "../../pipeline/books.ts";
import type { SesEvent } from "../../ses/event.ts";
import { printable } from "../../shape/printable.ts";
import { fit, widthOf } from "../../shape/width.ts";
import type { Destination } from "../../sinks/destination.ts";
import type { Sink } from "../../sinks/sink.ts";
import { policyFor } from "../../sources/aws/policy.ts";
import type { Fetched, LogFile, Source } from "../../sources/source.ts";
import { isQueueAddress } from "../../sources/sqs/address.ts";
import type { QueueRights } from "../../sources/sqs/rights.ts";
import { ERRORS } from "../../tables/errors.ts";
import type { Problem } from "../../telemetry/problem.ts";
import { configureRun, optionSources } from "../configuration/configure.ts";
import type { Engine } from "../../job/engine.ts";
import { formatBytes, formatCounted } from "../screen/format.ts";
import { problemOf } from "../../job/problem-log.ts";
import { wantedOf } from "../../job/wanted.ts";
import { usageLines } from "../screen/problems.ts";
import { proseWidth, writeLines, type Terminal } from "../screen/terminal.ts";
import { wrapUnder } from "../screen/wrap.ts";

/** What was looked at, and how it is. Lines that belong to the one before begin with blanks. */
type Line = readonly [label: string, text: string];

/** What was found out about one source or destination. */
interface Finding {
  readonly lines: readonly Line[];
  /** What a run would end with, were this all. */
  readonly exit: number;
  /** That would do, where rights of AWS lack. */
  readonly policy?: unknown;
}

/** What all findings are made with. */
interface Looking {
  readonly config: ShipConfig;
  readonly engine: Engine;
  readonly terminal: Terminal;
  readonly abort: AbortSignal;
}

/** Runs `sestrail check` and gives the exit code: 0 ready, 1 not, 2 usage or a source that does not exist. */
export async function check(
  terminal: Terminal,
  loadEngine: () => Promise<Engine>,
): Promise<number> {
  const { stdout, stderr } = terminal;
  const sources = await optionSources("check", terminal);
  const { setBy } = resolveOptions(sources);
  const configured = await configureRun("check", terminal);
  const problems = "problems" in configured ? configured.problems : [];
  const nothing =
    "config" in configured && configured.config.sources.length === 0 && !setBy.has("to")
      ? [usage("check", "nothing to look at is named; name a source, or a destination with --to")]
      : [];
  if ("problems" in configured || nothing.length > 0) {
    writeLines(stderr, usageLines([...problems, ...nothing], proseWidth(stderr)));
    return 2;
  }
  const { config } = configured;
  const stop = new AbortController();
  const release = terminal.onSignal(() => stop.abort());
  const looking = { config, engine: await loadEngine(), terminal, abort: stop.signal };
  const findings: Finding[] = [];
  let sample: SesEvent | undefined;
  try {
    for (const named of config.sources) {
      const { finding, event } = await lookAtSource(named, looking);
      findings.push(finding);
      sample ??= event;
    }
    for (const destination of config.destinations)
      findings.push(await lookAtDestination(destination, sample, looking));
    if (config.deadLetterPath !== undefined)
      findings.push(await lookAtDeadLetters(config.deadLetterPath));
  } catch (thrown) {
    if (!stop.signal.aborted) throw thrown;
    findings.push({ lines: [["stopped", "by a signal"]], exit: 1 });
  } finally {
    release();
  }
  const exits = findings.map(({ exit }) => exit);
  writeLines(stdout, [
    ...aligned([
      ...(sources.file === undefined ? [] : [["config", resolve(sources.file.path)] as const]),
      ...findings.flatMap(({ lines }) => lines),
    ]).flatMap((line) => wrapUnder(line, proseWidth(stdout))),
    ...findings.flatMap(({ policy }) =>
      policy === undefined
        ? []
        : ["a policy that would do:", ...JSON.stringify(policy, null, 2).split("\n")],
    ),
    exits.every((exit) => exit === 0)
      ? "ready"
      : "not ready; what the codes mean: sestrail help errors",
  ]);
  if (exits.includes(2)) return 2;
  return exits.every((exit) => exit === 0) ? 0 : 1;
}

/** Files that are tried at most, until one holds an SES event. */
const MOST_TRIED = 10;

/** Reads as a run would, but only until there is an event, and marks nothing as done. */
async function lookAtSource(
  named: string,
  { config, engine, terminal, abort }: Looking,
): Promise<{ readonly finding: Finding; readonly event?: SesEvent }> {
  const label = `source ${named}`;
  if (named === "-")
    return { finding: { lines: [[label, "is not looked at: it can be read only once"]], exit: 0 } };
  const problems: Problem[] = [];
  const report = (problem: Problem): void => void problems.push(problem);
  const books = openBooks(["sample"]);
  const sampler = samplingSink();
  let extent: string[] = [];
  try {
    const rights = await rightsOf(named, terminal.env);
    problems.push(...rights.problems);
    const source = await engine.openSource(named, {
      stdin: terminal.stdin,
      report,
      env: terminal.env,
      wanted: wantedOf(config.selection),
      requesterPays: config.requesterPays,
      role: config.role,
      // One message, which is given back: each look counts as a try of it.
      untilEmpty: true,
      concurrency: 1,
    });
    const all = await engine.measure(named).catch(() => undefined);
    if (all !== undefined)
      extent = [`${formatCounted(all.files, "file")}, ${formatBytes(all.bytes)}`];
    await engine.run({
      sources: [fewOf(source, isQueueAddress(named) ? 1 : MOST_TRIED, sampler)],
      destinations: [sampler.sink],
      selection: config.selection,
      limits: config.limits,
      keepOriginal: config.keepOriginal,
      concurrency: 1,
      maxMemoryBytes: config.maxMemoryBytes,
      retryForMs: 0,
      deadLetterPath: undefined,
      checkpointPath: undefined,
      recheck: false,
      drain: abort,
      abort,
      report,
      now: terminal.now,
      books,
    });
    await source.close();
    // A list that was refused has thrown, and of an object that was not there are no bytes.
    if (source.fetched !== undefined) extent = [...rights.can, ...fetchedWords(source.fetched)];
  } catch (thrown) {
    abort.throwIfAborted();
    report(problemOf(thrown));
  }
  const noun = config.onlySes ? "SES event" : "event";
  const found = `${formatCounted(books.records, "record")}, ${formatCounted(books.selected, noun)}`;
  const tried = books.files.read === 0 ? [] : [`${books.files.read} tried: ${found}`];
  const exit = Math.max(0, ...problems.map(({ code }) => ERRORS[code].exit));
  const event = sampler.event();
  const text = [extent.join(", "), ...tried].filter(Boolean).join("; ");
  const policy = policyFor(named, problems);
  const lines: Line[] = [
    ...(text === "" ? [] : [[label, text] as const]),
    ...books.passedOver.map(({ kind, count, first }): Line => [
      "  passed over",
      `${count} ${kind}: ${printable(first.join(", "))}`,
    ]),
    ...problems
      .slice(0, MOST_PROBLEMS)
      .map((problem, place): Line => [
        text === "" && place === 0 ? label : "  problem",
        told(problem),
      ]),
    ...problems
      .flatMap(({ todo }): Line[] => (todo === undefined ? [] : [["  to do", todo]]))
      .slice(0, MOST_PROBLEMS),
  ];
  return {
    finding: { lines, exit, ...(policy === undefined ? {} : { policy }) },
    ...(event === undefined ? {} : { event }),
  };
}

/** The same thing of many files is told of the first few. */
const MOST_PROBLEMS = 3;

/** What is allowed on a queue besides receiving; nothing to find out of other sources. */
async function rightsOf(named: string, env: Terminal["env"]): Promise<QueueRights> {
  if (!isQueueAddress(named)) return { can: [], problems: [] };
  const { queueRights } = await import("../../sources/sqs/rights.ts");
  return queueRights(named, env);
}

/** What was allowed, by what came of it. */
function fetchedWords({ bytes, queue }: Fetched): readonly string[] {
  const first = queue === undefined ? "can list" : "can receive";
  const isEmpty = queue !== undefined && queue.received === 0;
  return [first, ...(bytes > 0 ? ["can get"] : []), ...(isEmpty ? ["the queue is empty"] : [])];
}

/** The first files of a Source, which hear nothing of what becomes of them. */
function fewOf(source: Source, most: number, sampler: { readonly event: () => unknown }): Source {
  return {
    name: source.name,
    close: () => source.close(),
    async *files(signal) {
      let tried = 0;
      for await (const file of source.files(signal)) {
        yield unmarked(file);
        tried += 1;
        if (sampler.event() !== undefined || tried === most) return;
      }
    },
  };
}

function unmarked(file: LogFile): LogFile {
  return {
    ...file,
    open: (signal) => file.open(signal),
    ack() {},
    nack() {},
  };
}

/** A Sink that keeps the first event and sends nothing. */
function samplingSink(): { readonly sink: Sink; readonly event: () => SesEvent | undefined } {
  let first: SesEvent | undefined;
  const sink: Sink = {
    name: "sample",
    limits: { maxBytes: 1024 * 1024, maxItems: 1000, maxAgeMs: 1000, maxInFlight: 1 },
    shape(event) {
      first ??= event;
      return { body: undefined, sizeBytes: 1 };
    },
    async open() {},
    write: (items) => Promise.resolve(items.map(() => ({ kind: "delivered" }))),
    check: () => Promise.resolve({ ok: true, lines: [] }),
    async close() {},
  };
  return { sink, event: () => first };
}

async function lookAtDestination(
  destination: Destination,
  sample: SesEvent | undefined,
  { config, engine, terminal, abort }: Looking,
): Promise<Finding> {
  const notes: Line[] = [];
  try {
    const sink = await engine.openSink(destination, {
      stdout: terminal.stdout.stream,
      env: terminal.env,
      report: (problem) => notes.push(["  note", told(problem)]),
    });
    try {
      const { ok, lines } = await sink.check(abort);
      const shaped =
        sample === undefined
          ? "none: no event was found to try"
          : `one event, ${formatBytes(sink.shape(sample).sizeBytes)}, shaped and not sent`;
      return {
        lines: [
          ...lines.map(([label, text]): Line => [label === sink.name ? label : `  ${label}`, text]),
          ...notes,
          ...(config.sources.length === 0 ? [] : [["  sample", shaped] as const]),
        ],
        exit: ok ? 0 : 1,
      };
    } finally {
      await sink.close();
    }
  } catch (thrown) {
    abort.throwIfAborted();
    return { lines: [[destination.name, told(problemOf(thrown))], ...notes], exit: 1 };
  }
}

async function lookAtDeadLetters(path: string): Promise<Finding> {
  const writable = (target: string): Promise<unknown> => access(target, constants.W_OK);
  try {
    await writable(path).catch(() => writable(dirname(path)));
    return { lines: [["dead letters", `${path} can be written`]], exit: 0 };
  } catch {
    const problem: Problem = { code: "E_DEAD_LETTER", what: `${path} cannot be written` };
    return { lines: [["dead letters", told(problem)]], exit: 1 };
  }
}

function told({ what, why, code }: Problem): string {
  return `${what}${why === undefined ? "" : `: ${why}`} [${code}]`;
}

/** Labels side by side, texts under each other. */
function aligned(lines: readonly Line[]): readonly string[] {
  const safe = lines.map(([label, text]) => [printable(label), printable(text)] as const);
  const width = Math.min(MOST_LABEL_WIDTH, Math.max(0, ...safe.map(([label]) => widthOf(label))));
  return safe.map(([label, text]) =>
    widthOf(label) > width ? `${label}  ${text}` : `${fit(label, width)}  ${text}`,
  );
}

const MOST_LABEL_WIDTH = 44;
