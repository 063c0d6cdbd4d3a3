/** SES events as a stage of Web streams: bytes in, events out. */
import type { SesEvent } from "../ses/event.ts";
import { sesEvents, type SesEventsOptions } from "./ses-events.ts";

/**
 * A stage for `pipeThrough`: takes the bytes of one CloudTrail file, gives its SES events, as `sesEvents` does and with
 * its options. Reads no faster than events are taken. What `sesEvents` throws is the error of both sides.
 */
export function sesEventStream(
  options: SesEventsOptions = {},
): TransformStream<Uint8Array, SesEvent> {
  const { writable, readable } = new TransformStream<Uint8Array, Uint8Array>();
  return { writable, readable: ReadableStream.from(sesEvents(readable, options)) };
}
