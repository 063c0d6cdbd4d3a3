/**
 * The bytes of one object. The client repeats requests, but never bodies, and a body may stop for ever: one that is cut or
 * stalls is taken up where it ended, as long as the object is the same.
 */
import { CodedError, errorOf } from "../../telemetry/problem.ts";
import type { Fetched, LogBytes } from "../source.ts";
import type { Bucket, Download } from "./bucket.ts";
import { failureOf } from "./failure.ts";

/** With what an object is downloaded. */
export interface DownloadOptions {
  /** A body of which nothing comes for so long has stalled. */
  readonly stallMs: number;
  readonly fetched: Fetched;
  /** Told when bytes of an object come, and when one is given up. */
  readonly onBegun: (begun: Download) => void;
  readonly onGivenUp: (error: CodedError) => void;
}

/** What is downloaded. */
export interface Downloadable {
  readonly key: string;
  /** Undefined where nobody has said it. */
  readonly sizeBytes: number | undefined;
}

/** Up to this size an object is there whole: it can be begun anew, and costs no stream. */
const WHOLE_BYTES = 1024 * 1024;
/** So many times in a row nothing may come of an object before it is given up. */
const MOST_FAILURES = 4;

/** Reads an object: whole where it is small, else piece by piece. Throws a CodedError, or the signal's reason. */
export async function download(
  bucket: Bucket,
  object: Downloadable,
  options: DownloadOptions,
  signal: AbortSignal,
): Promise<LogBytes> {
  if (object.sizeBytes === 0) return new Uint8Array();
  if (object.sizeBytes === undefined || object.sizeBytes > WHOLE_BYTES)
    return wholeOrPieces(pieces(bucket, object, options, signal));
  for (let changes = 0; ; changes += 1) {
    try {
      const all: Uint8Array[] = [];
      for await (const piece of pieces(bucket, object, options, signal)) all.push(piece);
      return all.length === 1 ? (all[0] as Uint8Array) : Buffer.concat(all);
    } catch (failure) {
      if (!isChanged(failure) || changes === MOST_FAILURES) throw failure;
      options.fetched.restarted += 1;
    }
  }
}

/** All bytes where they are few, else all pieces. Begins at once, so that whoever opens an object hears of a refusal. */
async function wholeOrPieces(coming: AsyncGenerator<Uint8Array>): Promise<LogBytes> {
  const first: Uint8Array[] = [];
  for (let bytes = 0; bytes <= WHOLE_BYTES;) {
    const next = await coming.next();
    if (next.done === true) return Buffer.concat(first);
    first.push(next.value);
    bytes += next.value.length;
  }
  return (async function* () {
    yield* first.splice(0);
    yield* coming;
  })();
}

function isChanged(failure: unknown): boolean {
  return failure instanceof CodedError && failure.code === "E_S3_CHANGED";
}

async function* pieces(
  bucket: Bucket,
  { key }: Downloadable,
  { stallMs, fetched, onBegun, onGivenUp }: DownloadOptions,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const asked = { bucket: bucket.name, key };
  let byte = 0;
  let etag: string | undefined;
  for (let failures = 0; ;) {
    const isOver = await bucket.pace.turn();
    let isWell = false;
    try {
      const body = await bucket.get(key, { byte, etag }, signal);
      onBegun(body);
      etag ??= body.etag;
      try {
        // A server that knows no ranges sends all of it again.
        let known = byte - body.from;
        for await (const piece of unstalled(body.bytes, stallMs)) {
          fetched.bytes += piece.length;
          const fresh = known === 0 ? piece : piece.subarray(Math.min(known, piece.length));
          known = Math.max(0, known - piece.length);
          if (fresh.length === 0) continue;
          byte += fresh.length;
          failures = 0;
          yield fresh;
        }
      } finally {
        body.stop();
      }
      isWell = body.sizeBytes === undefined || byte >= body.sizeBytes;
      if (isWell) return;
      throw new Error(`it ended at byte ${byte} of ${body.sizeBytes}`);
    } catch (thrown) {
      signal.throwIfAborted();
      const failure = failureOf(thrown, asked);
      failures += 1;
      if (!failure.isPassing || failures > MOST_FAILURES) {
        const error = new CodedError(failure.problem, { cause: errorOf(thrown) });
        onGivenUp(error);
        throw error;
      }
      if (byte > 0) fetched.resumed += 1;
      else fetched.restarted += 1;
    } finally {
      isOver(isWell);
    }
  }
}

/** The same pieces; throws when one keeps us waiting too long. The time in which nobody asks does not count. */
async function* unstalled(
  bytes: AsyncIterable<Uint8Array>,
  stallMs: number,
): AsyncGenerator<Uint8Array> {
  const iterator = bytes[Symbol.asyncIterator]();
  for (;;) {
    let timer: NodeJS.Timeout | undefined;
    const stalled = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`nothing came for ${stallMs / 1000} s`)), stallMs);
    });
    try {
      const next = await Promise.race([iterator.next(), stalled]);
      if (next.done === true) return;
      yield next.value;
    } finally {
      clearTimeout(timer);
    }
  }
}
