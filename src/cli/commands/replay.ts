/** `sestrail replay`: sends dead letters again. */
import { realpath, stat } from "node:fs/promises";
import { resolve, sep } from "node:path";
import { usage, type UsageProblem } from "../../config/asked.ts";
import { readDeadLetters } from "../../pipeline/replay.ts";
import { pathsOf } from "../../sources/files.ts";
import { configureRun } from "../configuration/configure.ts";
import { deliver } from "./deliver.ts";
import type { Engine } from "../../job/engine.ts";
import { usageLines } from "../screen/problems.ts";
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
  return deliver(
    terminal,
    { again: ["replay", ...config.sources], config, read: readDeadLetters },
    engine,
  );
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
