/** Reads dead letters: each holds an Element, and the position at which that stood, so that the same event comes of it. */
import { prefilterOf } from "../records/prefilter.ts";
import { decode, DecodeFailure } from "../records/decode.ts";
import type {
  JsonValue,
  Position,
  RawElement,
  RecordElement,
  UnreadableElement,
} from "../records/element.ts";
import { readLogFile } from "../records/read.ts";
import type { ReadOptions, RecordBatch } from "../records/reading.ts";
import { isDeeper, isObject } from "../records/sort.ts";
import type { LogFile } from "../sources/source.ts";
import type { ErrorCode } from "../tables/errors.ts";

/** A letter's text is longer than its Element: a byte may become `\u0000`, and reason and position stand beside it. */
const LETTER_GROWTH = 6;
const LETTER_REST_BYTES = 64 * 1024;

/**
 * Reads a file of dead letters as `readLogFile` reads a CloudTrail file. What was readable, or has become so by other
 * limits, is a Record; everything else is unreadable still: cut letters, and lines that are no letters, too.
 */
export async function* readDeadLetters(
  file: LogFile,
  options: ReadOptions,
  signal: AbortSignal,
): AsyncGenerator<RecordBatch> {
  const letterOptions: ReadOptions = {
    ...options,
    // The text of a letter is no place to look for services, nor for records.
    prefilter: prefilterOf(undefined),
    asTheyStand: true,
    maxRecordBytes: options.maxRecordBytes * LETTER_GROWTH + LETTER_REST_BYTES,
  };
  for await (const batch of readLogFile(file, letterOptions, signal)) {
    const records: RecordElement[] = [];
    const unreadable: UnreadableElement[] = [...batch.unreadable];
    for (const letter of batch.records) {
      const element = elementOf(letter, options);
      if ("value" in element) records.push(element);
      else unreadable.push(element);
    }
    const { end } = batch;
    yield {
      ...batch,
      records,
      unreadable,
      // A letter is no CloudTrail record, which is no news here.
      end: end?.sort === "foreign" ? { ...end, sort: "records" } : end,
    };
  }
}

/** The Element that a letter holds. */
function elementOf(
  letter: RecordElement,
  { maxRecordBytes, maxNesting }: ReadOptions,
): RecordElement | UnreadableElement {
  const position = positionOf(letter.value["position"]);
  const raw = rawOf(letter);
  if (position === undefined || raw === undefined)
    return unread(letter.position, letter.raw, "E_LETTER_INVALID", "it is no dead letter");
  if (raw.cut === true) return unread(position, raw, "E_LETTER_CUT", "only its beginning was kept");
  const sizeBytes = raw.bytes?.length ?? Buffer.byteLength(raw.text);
  if (sizeBytes > maxRecordBytes)
    return unread(position, raw, "E_ELEMENT_TOO_LARGE", "larger than --max-record");
  const value = decode(raw.text);
  if (value instanceof DecodeFailure)
    return unread(position, raw, "E_ELEMENT_INVALID", value.reason);
  if (!isObject(value)) return unread(position, raw, "E_ELEMENT_NOT_OBJECT", "JSON, but no object");
  if (isDeeper(value, maxNesting))
    return unread(
      position,
      raw,
      "E_ELEMENT_TOO_DEEP",
      `nested deeper than ${maxNesting}, which is allowed`,
    );
  return { position, value, raw };
}

function unread(
  position: Position,
  raw: RawElement,
  code: ErrorCode,
  reason: string,
): UnreadableElement {
  return { position, code, reason, offsetBytes: 0, raw };
}

function positionOf(value: JsonValue | undefined): Position | undefined {
  if (!isObject(value)) return undefined;
  const { file, index } = value;
  return typeof file === "string" && typeof index === "number" && Number.isSafeInteger(index)
    ? { file, index }
    : undefined;
}

function rawOf({ value }: RecordElement): RawElement | undefined {
  const { raw, raw_base64: base64, cut } = value;
  const rest = cut === true ? ({ cut } as const) : {};
  if (typeof raw === "string") return { text: raw, ...rest };
  if (typeof base64 !== "string") return undefined;
  const bytes = Buffer.from(base64, "base64");
  return { text: bytes.toString(), bytes, ...rest };
}
