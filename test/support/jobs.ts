/** Jobs in a test: the config made as the command makes it, sources and sinks of the test's own, and a host to stop them. */
import { Readable, Writable } from "node:stream";
import { readArguments } from "../../src/cli/configuration/arguments.ts";
import { shipConfig, type ShipConfig } from "../../src/config/ship-config.ts";
import { loadEngine } from "../../src/job/engine.ts";
import { runJob, type Job, type JobResult } from "../../src/job/job.ts";
import { NOT_STOPPED } from "../../src/job/stopped.ts";
import type { Books } from "../../src/pipeline/books.ts";
import type { Problem } from "../../src/telemetry/problem.ts";

/** A job under way. */
export interface Working {
  readonly result: Promise<JobResult>;
  /** The books, as soon as there are any. */
  readonly begun: Promise<Books>;
  readonly problems: readonly Problem[];
  /** The first stage of stopping. */
  readonly drain: () => void;
}

/** The config of `sestrail ship` with these options and no destination of its own. Throws where they are wrong. */
function configWith(args: readonly string[]): ShipConfig {
  const asked = readArguments("ship", args);
  const configured = shipConfig(
    {
      command: "ship",
      asked: { ...asked, values: new Map([["to", []], ...asked.values]) },
      env: {},
      file: undefined,
      now: new Date(),
      hasOwnSources: true,
    },
    {
      text: { columns: 80, color: false },
      stdoutFormat: "ecs",
      readFile: () => "",
    },
  );
  if ("problems" in configured) throw new Error(JSON.stringify(configured.problems));
  return configured.config;
}

/** Begins a job. */
export function working(
  args: readonly string[],
  job: Omit<Job, "config">,
  now: () => Date = () => new Date(),
): Working {
  const drain = new AbortController();
  const problems: Problem[] = [];
  let begin = (_books: Books): void => {};
  const begun = new Promise<Books>((resolve) => {
    begin = resolve;
  });
  const work = async (): Promise<JobResult> =>
    runJob(
      { config: configWith(args), ...job },
      {
        stdin: () => Readable.from([]),
        stdout: new Writable(),
        env: {},
        now,
        drain: drain.signal,
        abort: new AbortController().signal,
        stopped: () => NOT_STOPPED,
        onProblem: (problem) => problems.push(problem),
        onStart: (books) => begin(books),
      },
      await loadEngine(),
    );
  return { result: work(), begun, problems, drain: () => drain.abort() };
}
