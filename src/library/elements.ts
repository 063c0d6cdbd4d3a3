/** The Elements of one CloudTrail file in their order, readable or not: what the library's readers are made of. */
import type { RecordElement, UnreadableElement } from "../records/element.ts";
import { readLogFile } from "../records/read.ts";
import type { FileEnd, ReadOptions } from "../records/reading.ts";
import type { LogFile } from "../sources/source.ts";
import { CodedError } from "../telemetry/problem.ts";
import { byteFile, type Bytes } from "./bytes.ts";

/** One Element: a Record, or what could not be read as one, with its position and its bytes. */
export type ReadElement =
  | { readonly record: RecordElement }
  | { readonly unreadable: UnreadableElement };

/** The Elements of one chunk. */
export interface Elements {
  readonly elements: readonly ReadElement[];
  /** With the last ones of a file that was read to its end. */
  readonly sort?: FileEnd["sort"];
}

/**
 * Reads one file that was given as bytes. After the last Elements it throws what kept it from the end: the stream's own
 * failure as it is, a coded error where the file is cut, damaged, empty or over a limit, or the signal's reason.
 */
export async function* readElements(
  bytes: Bytes,
  {
    name,
    reading,
    signal,
  }: { readonly name: string; readonly reading: ReadOptions; readonly signal: AbortSignal },
): AsyncGenerator<Elements> {
  const { file, failure } = byteFile(bytes, name);
  try {
    yield* fileElements(file, reading, signal);
  } catch (thrown) {
    const failed = failure();
    throw failed !== undefined && !signal.aborted ? failed.thrown : thrown;
  }
}

/** Reads one LogFile. After the last Elements it throws a coded error where the end was not reached, or the signal's reason. */
export async function* fileElements(
  file: LogFile,
  reading: ReadOptions,
  signal: AbortSignal,
): AsyncGenerator<Elements> {
  for await (const { records, unreadable, end } of readLogFile(file, reading, signal)) {
    const elements: ReadElement[] = records.map((record) => ({ record }));
    if (unreadable.length > 0) {
      elements.push(...unreadable.map((element) => ({ unreadable: element })));
      elements.sort((one, other) => indexOf(one) - indexOf(other));
    }
    yield end === undefined || end.fault !== undefined
      ? { elements }
      : { elements, sort: end.sort };
    if (end?.fault !== undefined) throw new CodedError(end.fault);
  }
}

function indexOf(element: ReadElement): number {
  return ("record" in element ? element.record : element.unreadable).position.index;
}
