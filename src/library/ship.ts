/** `sestrail ship` for programs. Nothing of the pipeline is loaded before it is called. */
import type { RunResult, ShipOptions } from "./ship-options.ts";

/**
 * Reads, selects, explains and delivers, as `sestrail ship` does, and resolves when every LogFile is settled. Touches
 * neither the process nor its environment.
 *
 * Throws a CodedError for what ends a run: wrong options (E_USAGE, all of them at once), a missing path, refused
 * credentials, a full disk; and the signal's reason when it aborts.
 */
export async function ship(options: ShipOptions): Promise<RunResult> {
  const { runShip } = await import("./run-ship.ts");
  return runShip(options);
}
