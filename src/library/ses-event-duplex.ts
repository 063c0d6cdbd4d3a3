/** SES events as a Node stream: bytes are written, events are read. */
import { Duplex, PassThrough, Readable } from "node:stream";
import { sesEvents, type SesEventsOptions } from "./ses-events.ts";

/**
 * A Duplex for `pipe` and `compose`: takes the bytes of one CloudTrail file, gives its SES events in object mode, as
 * `sesEvents` does and with its options. In `pipeline`, `sesEvents` is a stage itself.
 */
export function sesEventDuplex(options: SesEventsOptions = {}): Duplex {
  const writable = new PassThrough();
  // Not Duplex.from(sesEvents): with Node 20.20 that waits for ever where what is piped into it fails.
  return Duplex.from({ writable, readable: Readable.from(sesEvents(writable, options)) });
}
