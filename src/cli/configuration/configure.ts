/** Gathers everything that a run is decided from: arguments, environment, config file, terminal. */
import { readFileSync } from "node:fs";
import { NO_VALUE, type UsageProblem } from "../../config/asked.ts";
import { readConfigFile } from "../../config/file.ts";
import type { OptionSources, RunCommand } from "../../config/resolve.ts";
import { shipConfig, type Configured, type ShipConfig } from "../../config/ship-config.ts";
import { environmentName } from "../../tables/options.ts";
import { readArguments } from "./arguments.ts";
import { withOwnSamples } from "./own-samples.ts";
import { textColumns, wantsColor, writeLines, type Terminal } from "../screen/terminal.ts";

/** Sources of the options of a command, and what is wrong with the config file itself. */
export interface GatheredSources extends OptionSources {
  readonly wrongFile: readonly UsageProblem[];
}

/** Takes the command line apart and reads the config file. */
export async function optionSources(
  command: RunCommand,
  { args, env, now }: Terminal,
): Promise<GatheredSources> {
  const asked = readArguments(command, args);
  const path = asked.values.get("config")?.at(-1) ?? env[environmentName("config")];
  const read =
    path === undefined || path === "" || path === NO_VALUE ? undefined : await readConfigFile(path);
  return {
    command,
    asked,
    env,
    file: read !== undefined && "entries" in read ? read : undefined,
    now: now(),
    hasOwnSources: command === "demo" || command === "check",
    wrongFile: read !== undefined && "text" in read ? [read] : [],
  };
}

/**
 * The config of a command that takes destinations, or everything that is wrong with it. Reads the config file, files
 * that hold secrets, and nothing else.
 */
export async function configureRun(
  command: RunCommand,
  terminal: Terminal,
  /** How many operands are no sources: at the beginning, at the end. */
  besides: { readonly first?: number; readonly last?: number } = {},
): Promise<Configured<ShipConfig>> {
  const { env, stdout, stderr } = terminal;
  const { wrongFile, ...sources } = await optionSources(command, terminal);
  const { first = 0, last = 0 } = besides;
  const { operands, note } = withOwnSamples(
    sources.asked.operands.slice(first, sources.asked.operands.length - last),
  );
  const configured = shipConfig(
    { ...sources, asked: { ...sources.asked, operands } },
    {
      stdoutFormat: stdout.isTerminal ? "text" : "ecs",
      text: { columns: textColumns(terminal), color: wantsColor(env, stdout.isTerminal) },
      readFile: (file) => readFileSync(file, "utf8"),
    },
  );
  if (note !== undefined && "config" in configured && configured.config.summary === "text")
    writeLines(stderr, [note]);
  if (wrongFile.length === 0) return configured;
  return { problems: [...wrongFile, ...("problems" in configured ? configured.problems : [])] };
}
