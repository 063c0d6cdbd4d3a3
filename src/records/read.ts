/** From a LogFile to its Records: at once where it comes whole and is small, else as a stream. */
import type { LogBytes, LogFile } from "../sources/source.ts";
import { FILE_KINDS } from "../tables/file-kinds.ts";
import { gunzipWhole, isGzip } from "./gunzip.ts";
import { beginsLikeJson, kindOf } from "./kind.ts";
import { ForeignKind, MAX_GZIP_LAYERS, pieces, plainChunks, type PlainOptions } from "./plain.ts";
import { Reading, type ReadOptions, type RecordBatch } from "./reading.ts";

/** What is there whole is read in parts of so many bytes. */
const SLICE_BYTES = 256 * 1024;
/** What is read of a LogFile: there at once where the file is small, else as it comes. `for await` takes either. */
export type RecordBatches = Iterable<RecordBatch> | AsyncIterable<RecordBatch>;

/**
 * Reads one LogFile. Gives what each chunk held; the last batch tells how it ended. Never throws on data: what can't be
 * read is in `unreadable` or in the end's `fault`. Throws only when the signal aborts. `plain` is what it holds, where that
 * was unzipped already.
 */
export function readLogFile(
  file: LogFile,
  options: ReadOptions,
  signal: AbortSignal,
  plain?: Uint8Array,
): RecordBatches {
  const reading = new Reading(file.name, options);
  if (plain !== undefined && beginsLikeJson(plain)) return readWhole(reading, plain);
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
    if (stored.length === 0 && file.reopenable) return [reading.nothing()];
    const plain = plainWhole(reading, stored);
    if (plain !== undefined) return readWhole(reading, plain);
  }
  return readStream(reading, stored, file, signal);
}

/** The plain bytes of a small file, where they are to be had at once. Undefined: only as a stream, if at all. */
function plainWhole(reading: Reading, stored: Uint8Array): Uint8Array | undefined {
  let plain: Uint8Array | undefined = stored;
  for (let layers = 0; plain !== undefined && !beginsLikeJson(plain); layers++) {
    if (!isGzip(plain)) return kindOf(plain).form === "json" ? plain : undefined;
    if (layers === MAX_GZIP_LAYERS) return undefined;
    plain = gunzipWhole(plain, (trailing) => reading.warnOfTrailing(trailing));
  }
  return plain;
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
  const isGuess = file.isGuess === true;
  const options: PlainOptions = {
    name: file.name,
    takesText: !isGuess,
    reopen: file.reopenable ? () => pieces(file.open(signal)) : undefined,
    onTrailing: (trailing) => reading.warnOfTrailing(trailing),
  };
  try {
    if (file.sizeBytes === 0 && file.reopenable) {
      yield reading.nothing();
      return;
    }
    for await (const chunk of plainChunks(pieces(stored), options)) {
      reading.push(chunk);
      yield reading.take();
    }
  } catch (failure) {
    signal.throwIfAborted();
    const isPassedOver =
      failure instanceof ForeignKind && isGuess && !FILE_KINDS[failure.kind].mayHoldLogs;
    yield isPassedOver ? reading.passedOver(failure.kind) : reading.failed(failure);
    return;
  }
  yield reading.ended();
}
