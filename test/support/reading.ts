/** Reading bytes with the product's reader, in whatever pieces a test wants. */
import { prefilterOf } from "../../src/records/prefilter.ts";
import { readLogFile } from "../../src/records/read.ts";
import type { FileEnd, ReadOptions } from "../../src/records/reading.ts";
import type { RecordElement, UnreadableElement } from "../../src/records/element.ts";
import type { LogFile } from "../../src/sources/source.ts";

const READ_OPTIONS: ReadOptions = {
  prefilter: prefilterOf(undefined),
  maxRecordBytes: 16 * 1024 * 1024,
  maxDecompressedBytes: undefined,
  maxNesting: 256,
};

/** A LogFile over bytes: whole, or in these pieces. */
export function logFileOf(
  content: Uint8Array | readonly Uint8Array[],
  name = "test.json",
): LogFile {
  return {
    id: name,
    name,
    reopenable: true,
    open: () =>
      content instanceof Uint8Array
        ? content
        : (async function* () {
            yield* content;
          })(),
    ack() {},
    nack() {},
  };
}

/** Cuts bytes at these places. */
export function cutAt(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const sorted = [0, ...places.toSorted((one, other) => one - other), bytes.length];
  return sorted
    .slice(1)
    .map((place, index) => bytes.subarray(sorted[index], place))
    .filter((piece) => piece.length > 0);
}

/** Everything that reading a LogFile gives. */
export interface Read {
  readonly records: readonly RecordElement[];
  readonly unreadable: readonly UnreadableElement[];
  readonly elements: number;
  readonly unrecognised: number;
  readonly passedOver: number;
  readonly end: FileEnd;
}

/** Reads a LogFile to its end. */
export async function readAll(
  content: Uint8Array | string | readonly Uint8Array[] | LogFile,
  {
    needles,
    ...options
  }: Partial<ReadOptions> & { readonly needles?: readonly string[] | undefined } = {},
): Promise<Read> {
  const file =
    typeof content === "string"
      ? logFileOf(Buffer.from(content))
      : content instanceof Uint8Array || Array.isArray(content)
        ? logFileOf(content as Uint8Array)
        : (content as LogFile);
  const records: RecordElement[] = [];
  const unreadable: UnreadableElement[] = [];
  let elements = 0;
  let unrecognised = 0;
  let passedOver = 0;
  let end: FileEnd | undefined;
  const signal = new AbortController().signal;
  for await (const batch of readLogFile(
    file,
    { ...READ_OPTIONS, prefilter: prefilterOf(needles), ...options },
    signal,
  )) {
    records.push(...batch.records);
    unreadable.push(...batch.unreadable);
    elements += batch.elements;
    unrecognised += batch.unrecognised;
    passedOver += batch.passedOver;
    end = batch.end ?? end;
  }
  if (end === undefined) throw new Error("the last batch has no end");
  return { records, unreadable, elements, unrecognised, passedOver, end };
}
