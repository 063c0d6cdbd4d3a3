/** What `ship` does when it is called: options decided, and a job whose host is the program. */
import { readFileSync } from "node:fs";
import { Readable, Writable } from "node:stream";
import { usage, type UsageProblem } from "../config/asked.ts";
import { readConfigFile } from "../config/file.ts";
import { shipConfig, type ShipConfig } from "../config/ship-config.ts";
import { loadEngine } from "../job/engine.ts";
import { runJob } from "../job/job.ts";
import { NOT_STOPPED } from "../job/stopped.ts";
import { PAGE_COLUMNS } from "../shape/text/columns.ts";
import { environmentName } from "../tables/options.ts";
import { CodedError } from "../telemetry/problem.ts";
import { askedOf, isShipOption, throwUsage } from "./options.ts";
import type { RunResult, ShipOptions } from "./ship-options.ts";

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
  const { sources = [], sinks = [], env = {}, stdin, stdout, onProblem, onStart } = options;
  const abort = options.signal ?? NEVER;
  abort.throwIfAborted();
  const config = await configOf(options, new Date());
  const { exitCode, books, problems, thrown } = await runJob(
    { config, sources, sinks },
    {
      env,
      // Whoever needs these two has been told before: see missingStreams.
      stdin: () => stdin ?? Readable.from([]),
      stdout: stdout ?? new Writable(),
      now: () => new Date(),
      drain: NEVER,
      abort,
      stopped: () => NOT_STOPPED,
      onProblem,
      onStart,
    },
    await loadEngine(),
  );
  if (thrown !== undefined) throw thrown.error;
  return { exitCode, books, problems };
}

const NEVER = new AbortController().signal;

/** The config of these options. Throws everything that is wrong with them at once. */
export async function configOf(options: ShipOptions, now: Date): Promise<ShipConfig> {
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
