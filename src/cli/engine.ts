/** Where the command meets the pipeline: loaded only when there is something to ship. */
import type { Writable } from "node:stream";
import type { Environment } from "../config/asked.ts";
import type { RunRequest } from "../pipeline/request.ts";
import type { Destination } from "../sinks/destination.ts";
import type { Sink } from "../sinks/sink.ts";
import type { Source } from "../sources/source.ts";
import { CodedError, type Problem } from "../telemetry/problem.ts";

/** How much there is to read. */
export interface Extent {
  readonly files: number;
  /** As stored. */
  readonly bytes: number;
}

/** What a ship command needs of the pipeline. Everything may throw coded errors. */
export interface Engine {
  /** `spec` as the user named it. Throws `E_SOURCE_MISSING` where a named path does not exist. */
  openSource(
    spec: string,
    from: {
      readonly stdin: () => AsyncIterable<Uint8Array>;
      /** Told of what is no reason to stop. */
      readonly report: (problem: Problem) => void;
    },
  ): Promise<Source>;
  /** How much a source will give, where that can be found out; for progress. */
  measure(spec: string): Promise<Extent | undefined>;
  openSink(
    destination: Destination,
    to: { readonly stdout: Writable; readonly env: Environment },
  ): Promise<Sink>;
  /** Ends when every LogFile is acked or nacked, or the abort signal has come. Closes what it was given. */
  run(request: RunRequest): Promise<void>;
}

/** Loads sources, sinks and the pipeline. */
export function loadEngine(): Promise<Engine> {
  return Promise.reject(
    new CodedError({ code: "E_INTERNAL", what: "this build cannot ship anything" }),
  );
}
