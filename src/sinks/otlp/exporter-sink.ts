/** Any OpenTelemetry log exporter as a destination, for the library. */
import type { LogRecordExporter, ReadableLogRecord } from "@opentelemetry/sdk-logs";
import { otelSafeRecord } from "../../shape/otel-safe.ts";
import { toOtel } from "../../shape/otel.ts";
import { DEFAULT_STREAM, type StreamOptions } from "../../shape/stream.ts";
import { abortable } from "../../telemetry/abortable.ts";
import type { Outcome, Sink } from "../sink.ts";
import { recordSizer } from "./size.ts";

/** Source: @opentelemetry/core, ExportResultCode.SUCCESS. */
const EXPORT_SUCCESS = 0;

/**
 * A Sink over a LogRecordExporter. The exporter tells of a batch only that it worked or failed: all Items are delivered
 * or all are retryable, and what it hides (OTLP's partial success, say) stays hidden. For OTLP use `otlpSink`.
 * `stream` names the data stream that the records say they belong to. `close` shuts the exporter down.
 */
export function exporterSink(
  name: string,
  exporter: LogRecordExporter,
  stream: StreamOptions = DEFAULT_STREAM,
): Sink<ReadableLogRecord> {
  const sizeOf = recordSizer();
  let shutdown: Promise<void> | undefined;
  return {
    name,
    limits: { maxBytes: 4 * 1024 * 1024, maxItems: 512, maxAgeMs: 1000, maxInFlight: 4 },
    shape(event) {
      const body = otelSafeRecord(toOtel(event, stream));
      return { body, sizeBytes: sizeOf(body) };
    },
    // The interface has no way to ask an exporter anything: the first batch will tell.
    async open(signal) {
      signal.throwIfAborted();
    },
    async write(items, signal) {
      signal.throwIfAborted();
      if (items.length === 0) return [];
      const work = new Promise<Outcome>((resolve) => {
        exporter.export(
          items.map(({ body }) => body),
          ({ code, error }: { readonly code: number; readonly error?: Error }) =>
            resolve(
              code === EXPORT_SUCCESS
                ? { kind: "delivered" }
                : {
                    kind: "retryable",
                    code: "E_OTLP_UNAVAILABLE",
                    reason: error?.message || "the exporter failed without a reason",
                  },
            ),
        );
      });
      const outcome = await abortable(work, signal);
      return items.map(() => outcome);
    },
    async check(signal) {
      signal.throwIfAborted();
      return { ok: true, lines: [[name, "an exporter of the program's own: not asked"]] };
    },
    async close() {
      shutdown ??= exporter.shutdown();
      await shutdown;
    },
  };
}
