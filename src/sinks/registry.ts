/** Which Sink writes to a Destination. Each is loaded when it is asked for: their packages take a while to load. */
import type { Writable } from "node:stream";
import type { SesEvent } from "../ses/event.ts";
import { CodedError, type Problem } from "../telemetry/problem.ts";
import type { Destination, ShapeName } from "./destination.ts";
import type { ElasticsearchSink } from "./elasticsearch/sink.ts";
import type { Environment } from "./proxy.ts";
import type { Sink } from "./sink.ts";

/** What Sinks are given. */
export interface SinkContext {
  readonly stdout: Writable;
  readonly env: Environment;
  /** Told of what is worth knowing and no reason to stop. */
  readonly report: (problem: Problem) => void;
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
      const { streamSink } = await import("./stdout.ts");
      return streamSink(destination.name, context.stdout, await linesOf(destination));
    }
    case "file": {
      const { fileSink } = await import("./file.ts");
      return fileSink(destination.path, await linesOf(destination), {
        append: destination.append,
        report: context.report,
      });
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
      const { config, problems } = otlpConfig(destination.address, context.env);
      throwFirst(problems);
      if (config === undefined)
        throw new CodedError({ code: "E_USAGE", what: `${destination.name} is no address` });
      return otlpSink({
        config,
        env: context.env,
        report: context.report,
        ...destination.dataStream,
      });
    }
  }
}

function throwFirst([problem]: readonly Problem[]): void {
  if (problem !== undefined) throw new CodedError(problem);
}

type Lines = Extract<Destination, { readonly format: ShapeName }>;

/** How a Destination's lines are made. */
async function linesOf(
  destination: Lines,
): Promise<{ readonly line: (event: SesEvent) => string; readonly header?: string }> {
  const { dataStream } = destination;
  switch (destination.format) {
    case "ecs": {
      const { ecsLine } = await import("../shape/ecs.ts");
      return { line: (event) => ecsLine(event, dataStream) };
    }
    case "otel": {
      const { otelLine } = await import("../shape/otel.ts");
      return { line: (event) => otelLine(event, dataStream) };
    }
    case "text": {
      const { textLayout } = await import("../shape/text.ts");
      const options =
        destination.kind === "stdout"
          ? destination.text
          : { columns: 80, color: false, padded: false };
      return textLayout(options);
    }
  }
}
