/** What the library's user gives to be read, as a LogFile: bytes at once, or in pieces from any stream. */
import { isUint8Array } from "node:util/types";
import { abortable } from "../telemetry/abortable.ts";
import type { LogFile } from "../sources/source.ts";
import { CodedError } from "../telemetry/problem.ts";

/**
 * Bytes of one CloudTrail file, gzip or not: all at once, or in pieces from a Node Readable, a Web ReadableStream, an
 * async generator, an array.
 */
export type Bytes = Uint8Array | AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** Bytes that can be read as a LogFile, once. */
export interface ByteFile {
  readonly file: LogFile;
  /** What the stream itself failed with; undefined: it did not. */
  readonly failure: () => { readonly thrown: unknown } | undefined;
}

/** Throws where something else than bytes was given: a path, most likely. `reader` is the function that was called. */
export function refuseNoBytes(given: unknown, reader: "sesEvents" | "readRecords"): void {
  const isThing = typeof given === "object" && given !== null;
  if (isThing && (Symbol.asyncIterator in given || Symbol.iterator in given)) return;
  throw new CodedError({
    code: "E_USAGE",
    what: `${reader} takes bytes or a stream of bytes, and was given ${nameOf(given)}`,
    todo: `Give it createReadStream(path) of node:fs, or use trailEvents(path).`,
  });
}

function nameOf(given: unknown): string {
  if (typeof given === "string") return "text, such as a path";
  if (given instanceof Promise) return "a promise; await it first";
  return given === null ? "null" : typeof given === "undefined" ? "nothing" : `a ${typeof given}`;
}

/** Makes a LogFile of bytes. The stream's own failure is kept as it is, to be thrown on. */
export function byteFile(bytes: Bytes, name: string): ByteFile {
  let failure: { readonly thrown: unknown } | undefined;
  return {
    file: {
      id: name,
      name,
      reopenable: false,
      open: (signal) =>
        isUint8Array(bytes)
          ? bytes
          : pieces(bytes, signal, (thrown) => {
              failure = { thrown };
            }),
      ack() {},
      nack() {},
    },
    failure: () => failure,
  };
}

/** The pieces of a stream. Ends waiting when the signal aborts; the stream itself is its owner's to end then. */
async function* pieces(
  stream: Exclude<Bytes, Uint8Array>,
  signal: AbortSignal,
  onFailure: (thrown: unknown) => void,
): AsyncGenerator<Uint8Array> {
  let pieceTaker: AsyncIterator<Uint8Array> | Iterator<Uint8Array> | undefined;
  try {
    pieceTaker =
      Symbol.asyncIterator in stream ? stream[Symbol.asyncIterator]() : stream[Symbol.iterator]();
    for (;;) {
      const next = await abortable(Promise.resolve(pieceTaker.next()), signal);
      if (next.done === true) {
        pieceTaker = undefined;
        return;
      }
      // Streams with an encoding, and those of parsed values, give something else.
      if (!isUint8Array(next.value))
        throw new CodedError({
          code: "E_USAGE",
          what: `a stream gave ${typeof next.value === "string" ? "text" : "values"} where bytes were expected`,
          todo: "Give the bytes as they are: without an encoding, not decoded, not in object mode.",
        });
      yield next.value;
    }
  } catch (thrown) {
    onFailure(thrown);
    throw thrown;
  } finally {
    // One that hangs would hang here, too.
    if (!signal.aborted) await pieceTaker?.return?.();
  }
}
