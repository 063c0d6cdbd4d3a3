/** The status of a job, where its config asks for one: opened before its sources and sinks, so that it can tell of them. */
import { VERSION } from "../tables/version.ts";
import type { Problem } from "../telemetry/problem.ts";
import type { ShipConfig } from "../config/ship-config.ts";
import type { Status, StatusOptions } from "../status/status.ts";

/** Opens the status, or gives undefined where none is wanted. Throws E_STATUS_ADDRESS. */
export async function openJobStatus(
  { status: address, maxMemoryBytes }: Pick<ShipConfig, "status" | "maxMemoryBytes">,
  job: Pick<StatusOptions, "startedAt" | "now" | "problems" | "drain"> & {
    readonly report: (problem: Problem) => void;
  },
): Promise<Status | undefined> {
  if (address === undefined) return undefined;
  const { openStatus } = await import("../status/status.ts");
  return openStatus({
    address,
    version: VERSION,
    startedAt: job.startedAt,
    now: job.now,
    nowMs: () => performance.now(),
    openLimitBytes: maxMemoryBytes,
    problems: job.problems,
    drain: job.drain,
    onFault: ({ message }) =>
      job.report({ code: "E_STATUS", what: "the status could not be answered", why: message }),
  });
}
