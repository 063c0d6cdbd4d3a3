/** `sestrail ship`: reads CloudTrail files, and delivers the SES calls in them. */
import { configureRun } from "../configuration/configure.ts";
import { deliver } from "./deliver.ts";
import type { Engine } from "../../job/engine.ts";
import { usageLines } from "../screen/problems.ts";
import { proseWidth, writeLines, type Terminal } from "../screen/terminal.ts";

/** Runs `sestrail ship` and gives the exit code. */
export async function ship(terminal: Terminal, loadEngine: () => Promise<Engine>): Promise<number> {
  const configured = await configureRun("ship", terminal);
  if ("problems" in configured) {
    writeLines(terminal.stderr, usageLines(configured.problems, proseWidth(terminal.stderr)));
    return 2;
  }
  const { config } = configured;
  return deliver(terminal, { again: ["ship", ...config.sources], config }, await loadEngine());
}
