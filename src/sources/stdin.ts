/** One LogFile that comes through a pipe. */
import { abortable } from "../telemetry/abortable.ts";
import type { LogFile, Source } from "./source.ts";

/** A Source of one stream, named `stdin`. The bytes can't be had twice: what is not delivered has to be piped again. */
export function stdinSource(bytes: AsyncIterable<Uint8Array>): Source {
  const file: LogFile = {
    id: "stdin",
    name: "stdin",
    reopenable: false,
    open: (signal) => untilAborted(bytes, signal),
    ack() {},
    nack() {},
  };
  return {
    name: "stdin",
    async *files(signal) {
      if (!signal.aborted) yield file;
    },
    async close() {},
  };
}

/** The same bytes; an abort ends even the wait for someone who writes nothing. */
async function* untilAborted(
  bytes: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const iterator = bytes[Symbol.asyncIterator]();
  for (;;) {
    const next = await abortable(iterator.next(), signal);
    if (next.done === true) return;
    yield next.value;
  }
}
