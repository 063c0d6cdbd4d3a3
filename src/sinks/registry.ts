/** Which Sink writes to a Destination. Each is loaded when it is asked for: their packages take a while to load. */
import type { Writable } from "node:stream";
import type { TextOptions } from "../shape/text/table.ts";
import { CodedError, type Problem } from "../telemetry/problem.ts";
import type { Destination, ShapeName } from "./destination.ts";
import type { ElasticsearchSink } from "./elasticsearch/sink.ts";
import type { LineTarget } from "./lines.ts";
import type { Environment } from "../network/proxy.ts";
import type { BeginTable } from "./rows.ts";
import type { Sink } from "./sink.ts";

/** What Sinks are given. */
export interface SinkContext {
  readonly stdout: Writable;
  readonly env: Environment;
  /** Told of what is worth knowing and no reason to stop. */
  readonly report: (problem: Problem) => void;
  /** Called before the first line is written to stdout. */
  readonly onFirstLine?: (() => void) | undefined;
  /** The server may start later: one that isn't ready yet has not begun. */
  readonly waits?: boolean;
}

/** A Sink; where the destination also keeps summaries of runs, it says how to write one. */
export type OpenedSink = Sink & Partial<Pick<ElasticsearchSink, "writeRunSummary">>;

/** Opens the Sink of a Destination. Throws a coded error where credentials or certificates can't be had. */
export async function openSink(
  destination: Destination,
  context: SinkContext,
): Promise<OpenedSink> {
  switch (destination.kind) {
    case "stdout": {
      const { streamTarget } = await import("./stdout.ts");
      const target = streamTarget(destination.name, context.stdout, context.onFirstLine);
      return linesTo(target, destination, context);
    }
    case "file": {
      const { fileTarget } = await import("./file.ts");
      const { path, append, cutTorn } = destination;
      const target = fileTarget(path, { append, cutTorn, report: context.report });
      return linesTo(target, destination, context);
    }
    case "elasticsearch": {
      const { elasticsearchSink } = await import("./elasticsearch/sink.ts");
      const { elasticsearchConnection } = await import("./elasticsearch/connection.ts");
      const connect = () => elasticsearchConnection(destination.url, context.env);
      return elasticsearchSink({
        connection: connect(),
        renew: connect,
        ...destination.dataStream,
        setup: destination.setup,
        report: context.report,
      });
    }
    case "otlp": {
      const { otlpSink } = await import("./otlp/sink.ts");
      const { otlpConfig } = await import("./otlp/environment.ts");
      const read = () => {
        const { config, problems } = otlpConfig(destination.address, context.env);
        throwFirst(problems);
        if (config === undefined)
          throw new CodedError({ code: "E_USAGE", what: `${destination.name} is no address` });
        return config;
      };
      return otlpSink({
        config: read(),
        renew: read,
        env: context.env,
        report: context.report,
        waits: context.waits === true,
        ...destination.dataStream,
      });
    }
  }
}

function throwFirst([problem]: readonly Problem[]): void {
  if (problem !== undefined) throw new CodedError(problem);
}

/** The Sink of a Destination that gets lines. */
async function linesTo(
  target: LineTarget,
  { format, columns, text, dataStream }: Extract<Destination, { readonly format: ShapeName }>,
  { report }: SinkContext,
): Promise<Sink> {
  const { lineSink } = await import("./lines.ts");
  switch (format) {
    case "ecs": {
      const { ecsLine } = await import("../shape/ecs.ts");
      return lineSink(target, (event) => ecsLine(event, dataStream));
    }
    case "otel": {
      const { otelLine } = await import("../shape/otel.ts");
      return lineSink(target, (event) => otelLine(event, dataStream));
    }
    case "text":
    case "csv":
    case "tsv": {
      const { orderedSink, arrivalSink } = await import("./rows.ts");
      const begin = await tableOf(format, text, columns);
      return text.order === "time"
        ? orderedSink(target, { begin, columns, report })
        : arrivalSink(target, { begin, columns });
    }
  }
}

async function tableOf(
  format: "text" | "csv" | "tsv",
  options: TextOptions,
  columns: readonly string[] | undefined,
): Promise<BeginTable> {
  if (format !== "text") {
    const { separatedTable } = await import("../shape/csv.ts");
    return () => separatedTable(format, columns);
  }
  const { textTable } = await import("../shape/text/table.ts");
  return () => textTable(options);
}
