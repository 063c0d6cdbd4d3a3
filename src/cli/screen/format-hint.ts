/** Tells those who look at the pipe's JSON with their own eyes what there is for them. */
import type { ShipConfig } from "../../config/ship-config.ts";
import type { Terminal } from "./terminal.ts";

/** The hint, where a person sits there, another program gets ECS, and nobody asked for it. */
export function formatHint(
  { stdout, stderr }: Pick<Terminal, "stdout" | "stderr">,
  { destinations, formatIsChosen, summary }: ShipConfig,
): readonly string[] {
  const isWanted =
    stdout.isPipe &&
    stderr.isTerminal &&
    !formatIsChosen &&
    summary === "text" &&
    destinations.some(({ kind }) => kind === "stdout");
  return isWanted ? [HINT] : [];
}

const HINT =
  "ECS JSON, because stdout is no terminal. For people: --format text; for grep and spreadsheets: --format tsv";
