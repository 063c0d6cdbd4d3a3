/** `sestrail replay`: sends dead letters again. */
import { readdir, realpath, stat } from "node:fs/promises";
import { basename, dirname, join, resolve, sep } from "node:path";
import { takeLock, type Lock, type Locked } from "../../checkpoint/lock.ts";
import { usage, type UsageProblem } from "../../config/asked.ts";
import { readDeadLetters } from "../../pipeline/replay.ts";
import type { ShipConfig } from "../../config/ship-config.ts";
import { isServer } from "../../sinks/destination.ts";
import { pathsOf } from "../../sources/files.ts";
import { hasLetters, isLeftover, letterPath, letterSource } from "../../sources/letters.ts";
import { ERRORS } from "../../tables/errors.ts";
import { CodedError } from "../../telemetry/problem.ts";
import { configureRun } from "../configuration/configure.ts";
import { deliver } from "./deliver.ts";
import type { Engine } from "../../job/engine.ts";
import { problemLines, usageLines } from "../screen/problems.ts";
import { proseWidth, writeLines, type Terminal } from "../screen/terminal.ts";

/** Runs `sestrail replay` and gives the exit code. */
export async function replay(
  terminal: Terminal,
  loadEngine: () => Promise<Engine>,
): Promise<number> {
  const configured = await configureRun("replay", terminal);
  const problems =
    "problems" in configured
      ? configured.problems
      : await circularProblems(configured.config.sources, configured.config.deadLetterPath);
  if (problems.length > 0 || "problems" in configured) {
    writeLines(terminal.stderr, usageLines(problems, proseWidth(terminal.stderr)));
    return 2;
  }
  // What was refused had been selected before; the options of that run are not known here.
  const selection = { ...configured.config.selection, eventSources: ["any"] };
  const config = { ...configured.config, selection, onlySes: false };
  const engine = await loadEngine();
  const again = ["replay", ...config.sources] as const;
  const [kept, dropped] = await divided(config);
  if (dropped.length === 0)
    return deliver(terminal, { again, config, read: readDeadLetters }, engine);
  const locks: Lock[] = [];
  try {
    for (const path of dropped)
      locks.push(await takeLock(hiddenBeside(path), UNSTOPPED, undefined, LOCKED));
    const letters = letterSource(dropped.join(" "), dropped);
    const code = await deliver(
      terminal,
      { again, config: { ...config, sources: kept }, sources: [letters], read: readDeadLetters },
      engine,
    );
    letters.dropDelivered();
    return code;
  } catch (thrown) {
    if (!(thrown instanceof CodedError)) throw thrown;
    const { problem } = thrown;
    const group = { code: problem.code, count: 1, first: [problem] };
    writeLines(terminal.stderr, problemLines(group, proseWidth(terminal.stderr)));
    return ERRORS[problem.code].exit;
  } finally {
    for (const lock of locks) lock.release();
  }
}

/** Whoever waits for a lock in vain is told so within seconds. */
const UNSTOPPED = new AbortController().signal;
const LOCKED: Locked = {
  what: "the file of dead letters",
  inUse: "E_LETTERS_IN_USE",
  failed: "E_DEAD_LETTER",
};

/** Where the lock of a file stands: a hidden name is no letter in a folder of letters. */
function hiddenBeside(path: string): string {
  return join(dirname(path), `.${basename(path)}`);
}

/**
 * Sources whose letters stay, and those whose letters are dropped when they are delivered. What is only shown, tried or
 * written to a file stays, as do letters that come by stdin or zipped.
 */
async function divided(
  config: ShipConfig,
): Promise<readonly [kept: readonly string[], dropped: readonly string[]]> {
  if (config.dryRun || !config.destinations.every(isServer)) return [config.sources, []];
  const kept: string[] = [];
  const dropped = new Set<string>();
  for (const source of config.sources)
    for (const name of source === "-" ? [source] : await namesIn(source)) {
      if (name === "-" || name.endsWith(".gz") || !hasLetters(letterPath(name))) kept.push(name);
      else dropped.add(letterPath(name));
    }
  return [kept, [...dropped]];
}

/** The files behind a path, folder or glob, and what replays that were killed left in a folder. */
async function namesIn(source: string): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const paths of pathsOf(source, () => {})) names.push(...paths);
  const stats = await stat(source).catch(() => undefined);
  if (stats?.isDirectory() === true)
    for (const name of await readdir(source, { recursive: true }))
      if (isLeftover(name)) names.push(join(source, name));
  // What is not there is left to whoever opens it, to be told.
  return names.length === 0 ? [source] : names;
}

/** Letters that are written where letters are read would be read again, for ever. */
async function circularProblems(
  sources: readonly string[],
  deadLetterPath: string | undefined,
): Promise<readonly UsageProblem[]> {
  if (deadLetterPath === undefined) return [];
  const target = await realPath(deadLetterPath);
  for (const source of sources) {
    if (source !== "-" && (await holds(source, target)))
      return [usage("--dead-letter", `${deadLetterPath} is read here; name another`)];
  }
  return [];
}

async function holds(source: string, target: string): Promise<boolean> {
  const stats = await stat(source).catch(() => undefined);
  const path = await realPath(source);
  if (stats?.isDirectory() === true) return target === path || target.startsWith(`${path}${sep}`);
  for await (const files of pathsOf(source, () => {}))
    for (const file of files) if ((await realPath(file)) === target) return true;
  return false;
}

/** The path without links; as it stands where nothing is there yet. */
function realPath(path: string): Promise<string> {
  return realpath(path).catch(() => resolve(path));
}
