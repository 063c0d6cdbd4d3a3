/** One LogFile that comes through a pipe. */
import type { LogFile, Source } from "./source.ts";

/** A Source of one stream, named `stdin`. The bytes can't be had twice: what is not delivered has to be piped again. */
export function stdinSource(bytes: AsyncIterable<Uint8Array>): Source {
  const file: LogFile = {
    id: "stdin",
    name: "stdin",
    reopenable: false,
    open: () => bytes,
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
