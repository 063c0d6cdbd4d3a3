/** Decides whether a job is done by several threads, and what each of them gets. */
import { availableParallelism } from "node:os";
import type { Environment } from "../../config/asked.ts";
import type { ShipConfig } from "../../config/ship-config.ts";
import type { RunRequest } from "../../pipeline/request.ts";
import type { Sink } from "../../sinks/sink.ts";
import type { Source } from "../../sources/source.ts";
import type { Problem } from "../../telemetry/problem.ts";

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
  /** Told where nobody can help, though somebody was asked for. */
  readonly report: (problem: Problem) => void;
}

/** Small files are read faster than one message follows another: so many are handed over at once. */
const HANDED_COUNT = 64;
/** Less memory than this is no share. */
const LEAST_MEMORY_BYTES = 1024 * 1024;

/** Why no other thread can help; undefined where one can. */
function whyAlone({ config, sources, sinks, hasOwnParts }: PlanOptions): string | undefined {
  if (hasOwnParts)
    return "sources or sinks of a program's own are functions, which stay in their thread";
  if (config.verify !== undefined) return "what digests vouch for is judged where it is opened";
  const source = sources.find(({ places }) => places === undefined);
  if (source !== undefined)
    return `stdin and what is followed are read by the thread that found them, and ${source.name} is such`;
  const sink = sinks.find((one) => one.finish !== undefined);
  return sink === undefined
    ? undefined
    : `${sink.name} is written when all is read, in order of time`;
}

/** What comes over a network is handed over late: a queue tells of one at a time, and a bucket may refuse all of it. */
function handedCountOf(sources: readonly Source[], atOnce: number): number {
  if (sources.some(({ fetched }) => fetched?.queue !== undefined)) return 1;
  return sources.some(({ places }) => places === "network") ? atOnce : HANDED_COUNT;
}

/**
 * Shares for this thread, and the crew where there is one. Alone: where nobody asked for more, where LogFiles can't be
 * opened elsewhere, and where a Sink has to see all Items before it writes the first.
 */
export async function sharesOf(options: PlanOptions): Promise<Shares> {
  const { config, env, sources, report } = options;
  const { concurrency, maxMemoryBytes } = config;
  const threads = config.workers === "auto" ? availableParallelism() : config.workers;
  if (threads < 2) return { concurrency, maxMemoryBytes };
  const why = whyAlone(options);
  if (why !== undefined) {
    if (config.workers !== "auto")
      report({ code: "E_ONE_THREAD", what: `--workers ${threads}: one thread does it all`, why });
    return { concurrency, maxMemoryBytes };
  }
  const { openCrew } = await import("./crew.ts");
  const onDemand = config.workers === "auto";
  const isFar = sources.some(({ places }) => places === "network");
  // What lies on a disk is there at once: to read several side by side would keep them from other threads.
  const atOnce = isFar ? Math.max(1, Math.floor(concurrency / threads)) : 1;
  const share = {
    concurrency: atOnce,
    maxMemoryBytes: Math.max(LEAST_MEMORY_BYTES, Math.floor(maxMemoryBytes / threads)),
  };
  const crew = openCrew({
    count: threads - 1,
    onDemand,
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
      handedCount: handedCountOf(sources, atOnce),
      places: isFar ? "network" : "disk",
      fetchedCount: sources.filter(({ fetched }) => fetched !== undefined).length,
      env: { ...env },
    },
  });
  // Whoever may stay alone waits for as much at once as ever.
  return { ...share, ...(isFar && onDemand ? { concurrency } : {}), crew };
}
