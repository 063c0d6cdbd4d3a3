/** Decides whether a job is done by several threads, and what each of them gets. */
import { availableParallelism } from "node:os";
import type { Environment } from "../../config/asked.ts";
import type { ShipConfig } from "../../config/ship-config.ts";
import type { RunRequest } from "../../pipeline/request.ts";
import type { Sink } from "../../sinks/sink.ts";
import type { Source } from "../../sources/source.ts";

/** The parts of a run that depend on how many threads do it: shares of this thread, and who else works. */
export type Shares = Pick<RunRequest, "concurrency" | "maxMemoryBytes" | "crew">;

/** What a plan is made for. */
export interface PlanOptions {
  readonly config: ShipConfig;
  readonly env: Environment;
  readonly sources: readonly Source[];
  readonly sinks: readonly Sink[];
  /** The caller has Sinks or a way of reading of its own: functions, which no other thread can be given. */
  readonly hasOwnParts: boolean;
}

/** Less memory than this is no share. */
const LEAST_MEMORY_BYTES = 1024 * 1024;

/**
 * Shares for this thread, and the crew where there is one. Alone: where nobody asked for more, where LogFiles can't be
 * opened elsewhere, where sources never end, and where a Sink has to see all Items before it writes the first.
 */
export async function sharesOf(options: PlanOptions): Promise<Shares> {
  const { config, env, sources, sinks, hasOwnParts } = options;
  const { concurrency, maxMemoryBytes } = config;
  const threads = config.workers === "auto" ? availableParallelism() : config.workers;
  const isAlone =
    threads < 2 ||
    hasOwnParts ||
    // What digests vouch for is judged where it is opened.
    config.verify !== undefined ||
    sources.some((source) => source.hasPlaces !== true || source.endless === true) ||
    sinks.some((sink) => sink.finish !== undefined);
  if (isAlone) return { concurrency, maxMemoryBytes };
  const { openCrew } = await import("./crew.ts");
  const share = {
    // What lies on a disk is there at once: to read several side by side would keep them from other threads.
    concurrency: 1,
    maxMemoryBytes: Math.max(LEAST_MEMORY_BYTES, Math.floor(maxMemoryBytes / threads)),
  };
  const crew = openCrew({
    count: threads - 1,
    onDemand: config.workers === "auto",
    orders: {
      ...share,
      destinations: config.destinations,
      selection: config.selection,
      limits: config.limits,
      keepOriginal: config.keepOriginal,
      waitForMs: config.waitForMs,
      retryForMs: config.retryForMs,
      recheck: config.recheck,
      hasDeadLetters: config.deadLetterPath !== undefined && !config.dryRun,
      env: { ...env },
    },
  });
  return { ...share, crew };
}
