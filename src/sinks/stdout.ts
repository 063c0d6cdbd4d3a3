/** Lines to a stream: the terminal, a pipe, or whatever the library's user gives. */
import type { Writable } from "node:stream";
import type { SesEvent } from "../ses/event.ts";
import { CodedError, errorOf } from "../telemetry/problem.ts";
import { abortable } from "../telemetry/abortable.ts";
import type { BatchLimits, Sink } from "./sink.ts";

/** How lines are made. */
export interface LineFormat {
  /** One event as one line, without the line break. */
  readonly line: (event: SesEvent) => string;
  /** Written before the first line. */
  readonly header?: string;
}

/** One batch in flight: lines keep their order. */
export const LINE_LIMITS: BatchLimits = {
  maxBytes: 256 * 1024,
  maxItems: 5_000,
  maxAgeMs: 100,
  maxInFlight: 1,
};

/** A Sink that writes lines to a stream. A reader that goes away ends the run quietly (E_OUTPUT_CLOSED). */
export function streamSink(name: string, stream: Writable, format: LineFormat): Sink<string> {
  let header = format.header === undefined ? "" : `${format.header}\n`;
  return {
    name,
    limits: LINE_LIMITS,
    shape(event) {
      const body = format.line(event);
      return { body, sizeBytes: body.length + 1 };
    },
    async open() {},
    async write(items, signal) {
      signal.throwIfAborted();
      if (items.length === 0) return [];
      const text = `${header}${items.map(({ body }) => body).join("\n")}\n`;
      header = "";
      // A reader may stop reading, and never come back.
      await abortable(written(stream, text, name), signal);
      return items.map(() => ({ kind: "delivered" }));
    },
    async check() {
      return { ok: true, lines: [[name, "ready"]] };
    },
    async close() {},
  };
}

function written(stream: Writable, text: string, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    // Besides calling back, a stream that fails emits; nobody else listens.
    const swallow = (): void => {};
    stream.on("error", swallow);
    stream.write(text, (failure) => {
      // The event comes a turn later than the call back.
      setImmediate(() => stream.off("error", swallow));
      if (failure === null || failure === undefined) resolve();
      else reject(outputFailure(failure, name));
    });
  });
}

function outputFailure(failure: unknown, name: string): CodedError {
  const cause = errorOf(failure);
  const code = (cause as NodeJS.ErrnoException).code;
  return code === "EPIPE" || code === "ERR_STREAM_DESTROYED"
    ? new CodedError({ code: "E_OUTPUT_CLOSED", what: `whoever read ${name} has gone` }, { cause })
    : new CodedError(
        { code: "E_OUTPUT", what: `${name} could not be written`, why: cause.message },
        { cause },
      );
}
