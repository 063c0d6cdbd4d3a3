/** From a LogFile to its Records: at once where it comes whole and is small, else as a stream. */
import type { LogBytes, LogFile } from "../sources/source.ts";
import { gunzipWhole, isGzip } from "./gunzip.ts";
import { pieces, plainChunks } from "./plain.ts";
import { Reading, type ReadOptions, type RecordBatch } from "./reading.ts";

/** What is there whole is read in parts of so many bytes. */
const SLICE_BYTES = 256 * 1024;
/** What is read of a LogFile: there at once where the file is small, else as it comes. `for await` takes either. */
export type RecordBatches = Iterable<RecordBatch> | AsyncIterable<RecordBatch>;

/**
 * Reads one LogFile. Gives what each chunk held; the last batch tells how it ended. Never throws on data: what can't be
 * read is in `unreadable` or in the end's `fault`. Throws only when the signal aborts.
 */
export function readLogFile(
  file: LogFile,
  options: ReadOptions,
  signal: AbortSignal,
): RecordBatches {
  const reading = new Reading(file.name, options);
  try {
    const stored = file.open(signal);
    return stored instanceof Promise
      ? readLater(reading, stored, file, signal)
      : readStored(reading, stored, file, signal);
  } catch (failure) {
    signal.throwIfAborted();
    return [reading.failed(failure)];
  }
}

async function* readLater(
  reading: Reading,
  opening: Promise<LogBytes>,
  file: LogFile,
  signal: AbortSignal,
): AsyncGenerator<RecordBatch> {
  let stored: LogBytes;
  try {
    stored = await opening;
  } catch (failure) {
    signal.throwIfAborted();
    yield reading.failed(failure);
    return;
  }
  yield* readStored(reading, stored, file, signal);
}

function readStored(
  reading: Reading,
  stored: LogBytes,
  file: LogFile,
  signal: AbortSignal,
): RecordBatches {
  if (stored instanceof Uint8Array) {
    const plain = isGzip(stored) ? gunzipWhole(stored) : stored;
    if (plain !== undefined) return readWhole(reading, plain);
  }
  return readStream(reading, stored, file, signal);
}

/** Millions of tiny Elements may lie in it: they are handed on in parts, as those of a stream are. */
function* readWhole(reading: Reading, plain: Uint8Array): Generator<RecordBatch> {
  try {
    for (let place = 0; place < plain.length; place += SLICE_BYTES) {
      if (place > 0) yield reading.take();
      reading.push(
        plain.length <= SLICE_BYTES ? plain : plain.subarray(place, place + SLICE_BYTES),
      );
    }
  } catch (failure) {
    yield reading.failed(failure);
    return;
  }
  yield reading.ended();
}

async function* readStream(
  reading: Reading,
  stored: LogBytes,
  file: LogFile,
  signal: AbortSignal,
): AsyncGenerator<RecordBatch> {
  try {
    const reopen = file.reopenable ? () => pieces(file.open(signal)) : undefined;
    for await (const chunk of plainChunks(pieces(stored), file.name, reopen)) {
      reading.push(chunk);
      yield reading.take();
    }
  } catch (failure) {
    signal.throwIfAborted();
    yield reading.failed(failure);
    return;
  }
  yield reading.ended();
}
