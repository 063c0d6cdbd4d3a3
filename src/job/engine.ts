/** The stages that a job runs: loaded only when there is something to ship. */
import type { run } from "../pipeline/run.ts";
import type { openSink } from "../sinks/registry.ts";
import type { measureSource, openSource } from "../sources/registry.ts";

/** What a job needs of the stages. Everything may throw coded errors. */
export interface Engine {
  readonly openSource: typeof openSource;
  /** How much a source will give, where that can be found out; for progress. */
  readonly measure: typeof measureSource;
  readonly openSink: typeof openSink;
  readonly run: typeof run;
}

/** Loads sources, sinks and the pipeline. */
export async function loadEngine(): Promise<Engine> {
  const [{ openSource, measureSource }, { openSink }, { run }] = await Promise.all([
    import("../sources/registry.ts"),
    import("../sinks/registry.ts"),
    import("../pipeline/run.ts"),
  ]);
  return { openSource, measure: measureSource, openSink, run };
}
