/** Sinks that outlive a call: a warm function connects and prepares its destinations once. */
import type { Engine } from "../job/engine.ts";
import type { OpenedSink } from "../sinks/registry.ts";
import type { Problem } from "../telemetry/problem.ts";

/** The same engine; servers that it opens stay open. What is written at the end of a run, such as a file, does not. */
export function keepingSinks(engine: Engine): Engine {
  const kept = new Map<string, Promise<OpenedSink>>();
  /** Of the call that is under way. */
  let report: (problem: Problem) => void = () => {};
  return {
    ...engine,
    openSink(destination, context) {
      report = context.report;
      if (destination.kind !== "elasticsearch" && destination.kind !== "otlp")
        return engine.openSink(destination, context);
      const known =
        kept.get(destination.name) ??
        engine
          .openSink(destination, { ...context, report: (problem) => report(problem) })
          .then(once);
      kept.set(destination.name, known);
      // What could not be opened is tried anew by the next call.
      known.catch(() => kept.delete(destination.name));
      return known;
    },
  };
}

function once(sink: OpenedSink): OpenedSink {
  let isOpen = false;
  return {
    ...sink,
    async open(signal) {
      if (!isOpen) await sink.open(signal);
      isOpen = true;
    },
    async close() {},
  };
}
