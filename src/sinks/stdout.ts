/** Lines to a stream: the terminal, a pipe, or whatever the library's user gives. */
import type { Writable } from "node:stream";
import { CodedError, errorOf } from "../telemetry/problem.ts";
import { abortable } from "../telemetry/abortable.ts";
import type { LineTarget } from "./lines.ts";

/** A stream as a target of lines. A reader that goes away ends the run quietly (E_OUTPUT_CLOSED). */
export function streamTarget(
  name: string,
  stream: Writable,
  /** Called before the first line: whatever else is on the screen has to go. */
  onFirstLine: () => void = () => {},
): LineTarget {
  let isFirst = true;
  return {
    name,
    async open() {},
    async write(lines, signal) {
      if (isFirst) onFirstLine();
      isFirst = false;
      // A reader may stop reading, and never come back.
      await abortable(written(stream, lines, name), signal);
    },
    check: () => Promise.resolve({ ok: true, lines: [[name, "ready"]] }),
    async close() {},
  };
}

function written(stream: Writable, lines: string | Uint8Array, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    // Besides calling back, a stream that fails emits; nobody else listens.
    const swallow = (): void => {};
    stream.on("error", swallow);
    stream.write(lines, (failure) => {
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
