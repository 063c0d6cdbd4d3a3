/** What is known of a LogFile while its plain bytes are read: its Records, what could not be read, what sort of file it is. */
import type { ErrorCode } from "../tables/errors.ts";
import type { FileKind } from "../tables/file-kinds.ts";
import { CodedError, messageOf, type Problem } from "../telemetry/problem.ts";
import { decode, DecodeFailure } from "./decode.ts";
import type {
  JsonObject,
  JsonValue,
  RawElement,
  RecordElement,
  UnreadableElement,
} from "./element.ts";
import { findRecords, type Found } from "./find.ts";
import { Framer, type Frame } from "./framer.ts";
import type { Trailing } from "./gunzip.ts";
import { mentions, type Prefilter } from "./prefilter.ts";
import { isObject, sortOf, type RecordSort } from "./sort.ts";
import { Unrecognised } from "./unrecognised.ts";

/** What the reader is told. */
export interface ReadOptions {
  /** Which Records may be wanted. The others are counted, not decoded. */
  readonly prefilter: Prefilter;
  /** Largest Record, in bytes. */
  readonly maxRecordBytes: number;
  /** Largest plain size of a file, in bytes. */
  readonly maxDecompressedBytes: number | undefined;
  /** Deepest nesting of a Record; the Record itself is 1. */
  readonly maxNesting: number;
  /** Every object is handed on as it stands: nothing is looked for in it. So dead letters are read. */
  readonly asTheyStand?: true;
}

/** What a LogFile turned out to be. */
export interface FileEnd {
  /**
   * `records`: at least one CloudTrail record, or a list without any. `foreign`: JSON of another kind. `empty`: no JSON
   * at all. `passed-over`: no JSON, and nobody said that it was.
   */
  readonly sort:
    | "records"
    | "digest"
    | "insight"
    | "notification"
    | "foreign"
    | "empty"
    | "passed-over";
  /** What it is instead, where it was passed over. */
  readonly kind?: FileKind;
  /** Why it could not be read to its end. */
  readonly fault: Problem | undefined;
  /** What is to be told of it though it was read to its end. */
  readonly warnings: readonly Problem[];
}

/** What one chunk of a LogFile held. */
export interface RecordBatch {
  /** All Elements: `records + unreadable + unrecognised + passed over`. */
  readonly elements: number;
  /** Records that may be wanted, decoded. */
  readonly records: readonly RecordElement[];
  readonly unreadable: readonly UnreadableElement[];
  /** Elements that mention what is wanted, in a form in which no record is found. */
  readonly unrecognised: number;
  /** Records that the prefilter passed over, never decoded or judged. */
  readonly passedOver: number;
  readonly plainBytes: number;
  /** In the last batch only. */
  readonly end: FileEnd | undefined;
}

function problemOf(failure: unknown, name: string): Problem {
  if (failure instanceof CodedError) return failure.problem;
  return { code: "E_FILE_OPEN", what: `${name} could not be read`, why: messageOf(failure) };
}

/** Faults that tell of the count themselves, or of which nothing is to be counted. */
const SHOWN_BYTES = 20;
const WITHOUT_COUNT: ReadonlySet<ErrorCode> = new Set([
  "E_TOO_LARGE",
  "E_FILE_OPEN",
  "E_FILE_KIND",
]);

const FAULTS = {
  invalid: ["E_ELEMENT_INVALID", "not valid JSON"],
  unfinished: ["E_JSON_TRUNCATED", "the file ends inside it"],
  "too-large": ["E_ELEMENT_TOO_LARGE", "larger than --max-record"],
} as const satisfies Readonly<Record<NonNullable<Frame["fault"]>, readonly [ErrorCode, string]>>;

/**
 * The state of reading one LogFile: `push` plain bytes and `take` what they held, then `ended` or `failed`, once.
 */
export class Reading {
  readonly #name: string;
  readonly #options: ReadOptions;
  readonly #framer: Framer;
  #records: RecordElement[] = [];
  #unreadable: UnreadableElement[] = [];
  #unrecognised = 0;
  readonly #allUnrecognised: Unrecognised;
  readonly #warnings: Problem[] = [];
  /** Elements told of so far. */
  #told = 0;
  #plainBytes = 0;
  #totalPlainBytes = 0;
  /** Elements so far that are no CloudTrail records, by sort; not told of before a record is seen. */
  readonly #set: Record<RecordSort, number> = {
    record: 0,
    digest: 0,
    insight: 0,
    notification: 0,
    other: 0,
  };
  #sawRecord = false;
  /** Records lie packed in the Elements of a list: none can be known by its bytes. */
  #sawPacked = false;
  /** Records beyond the first of a deeper envelope: they shift the index. */
  #extraElements = 0;
  #why: string | undefined;

  constructor(name: string, options: ReadOptions) {
    this.#name = name;
    this.#options = options;
    this.#allUnrecognised = new Unrecognised(name, options.prefilter);
    this.#framer = new Framer({
      prefilter: options.prefilter,
      maxElementBytes: options.maxRecordBytes,
      emit: (frame) => this.#onFrame(frame),
    });
    this.#framer.passAll = true;
  }

  /** Takes plain bytes. Throws E_TOO_LARGE over the limit, after taking what is below it. */
  push(chunk: Uint8Array): void {
    const max = this.#options.maxDecompressedBytes;
    const room = max === undefined ? chunk.length : max - this.#totalPlainBytes;
    const taken = chunk.length <= room ? chunk : chunk.subarray(0, room);
    this.#plainBytes += taken.length;
    this.#totalPlainBytes += taken.length;
    this.#framer.push(taken);
    if (taken.length < chunk.length) {
      throw new CodedError({
        code: "E_TOO_LARGE",
        what: `${this.#name} unzips to more than ${(max ?? 0).toLocaleString("en")} bytes`,
        why: `${this.#count()} before that were read, the file is not marked as done`,
      });
    }
  }

  #end(fault: Problem | undefined): FileEnd {
    const proper = this.#framer.end();
    const total = this.#framer.elements + this.#extraElements;
    const warnings = [...this.#warnings, ...this.#allUnrecognised.problems()];
    if (fault !== undefined)
      return { sort: this.#sort(total), fault: this.#withCount(fault), warnings };
    if (total === 0 && !this.#framer.sawList) {
      return {
        sort: "empty",
        fault: {
          code: "E_FILE_EMPTY",
          what: `${this.#name} is empty`,
          why: "it holds no JSON at all",
        },
        warnings,
      };
    }
    if (proper) return { sort: this.#sort(total), fault: undefined, warnings };
    const place = this.#totalPlainBytes.toLocaleString("en");
    return {
      sort: this.#sort(total),
      fault: this.#withCount({
        code: "E_JSON_TRUNCATED",
        what: `${this.#name} ends early`,
        why: `JSON cut at byte ${place}`,
      }),
      warnings,
    };
  }

  #withCount(fault: Problem): Problem {
    if (WITHOUT_COUNT.has(fault.code)) return fault;
    const rest = `${this.#count()} before it were read, the file is not marked as done`;
    return { ...fault, why: fault.why === undefined ? rest : `${fault.why}; ${rest}` };
  }

  #count(): string {
    const count = this.#framer.elements + this.#extraElements - this.#brokenTail;
    return `${count.toLocaleString("en")} ${count === 1 ? "record" : "records"}`;
  }

  get #brokenTail(): number {
    return this.#unreadable.filter(({ code }) => code === "E_JSON_TRUNCATED").length;
  }

  #sort(total: number): FileEnd["sort"] {
    if (this.#sawRecord || total === 0) return "records";
    for (const sort of ["digest", "insight", "notification"] as const)
      if (this.#set[sort] === total) return sort;
    return "foreign";
  }

  /** What was read since the last time, at the end of the file. */
  ended(): RecordBatch {
    return this.take(this.#end(undefined));
  }

  /** The same where the file could not be read further, and why: whatever was thrown, be it `undefined`. */
  failed(failure: unknown): RecordBatch {
    return this.take(this.#end(problemOf(failure, this.#name)));
  }

  /** Bytes follow the end of its gzip stream. */
  warnOfTrailing({ offsetBytes, first }: Trailing): void {
    const isZeros = first.every((byte) => byte === 0);
    const text = Buffer.from(first.subarray(0, SHOWN_BYTES)).toString("latin1");
    this.#warnings.push({
      code: "E_GZIP_TRAILING",
      what: `${this.#name} goes on after the end of its gzip stream`,
      why: `${isZeros ? "zeros follow" : `what follows begins with ${JSON.stringify(text)}`} at stored byte ${offsetBytes.toLocaleString("en")}; all before was read`,
    });
  }

  /** The end of a file without a single byte, as markers of folders in a bucket are. */
  nothing(): RecordBatch {
    const warning = { code: "E_FILE_ZERO", what: `${this.#name} holds 0 bytes` } as const;
    return this.take({ sort: "empty", fault: undefined, warnings: [warning] });
  }

  /** The end of a file that is no JSON, where nobody said that it was. */
  passedOver(kind: FileKind): RecordBatch {
    return this.take({ sort: "passed-over", kind, fault: undefined, warnings: [] });
  }

  /** What was read since the last time. */
  take(end?: FileEnd): RecordBatch {
    const skipped = end !== undefined && (end.sort === "digest" || end.sort === "insight");
    // Digests and insights count as files where a file holds nothing else: that shows only at its end.
    const untold =
      this.#sawRecord || (end !== undefined && !skipped) ? 0 : this.#set.digest + this.#set.insight;
    const tellable = this.#framer.elements + this.#extraElements - untold;
    const elements = tellable - this.#told;
    this.#told = tellable;
    const batch: RecordBatch = {
      elements,
      records: this.#records,
      unreadable: this.#unreadable,
      unrecognised: this.#unrecognised,
      passedOver: elements - this.#records.length - this.#unreadable.length - this.#unrecognised,
      plainBytes: this.#plainBytes,
      end,
    };
    this.#records = [];
    this.#unreadable = [];
    this.#unrecognised = 0;
    this.#plainBytes = 0;
    return batch;
  }

  /** Answers false where the bytes can't be decoded: the framer then calls again with a fault. */
  #onFrame(frame: Frame): boolean {
    if (!frame.candidate && looksLikeRecord(frame)) {
      // Enough to know the sort of file; what is in it is not wanted.
      this.#saw("record");
      return true;
    }
    if (frame.fault !== undefined) {
      const [code, words] = FAULTS[frame.fault];
      const reason = frame.fault === "invalid" ? (this.#why ?? words) : words;
      this.#why = undefined;
      this.#addUnreadable(frame, code, reason, this.#textOf(frame));
      return true;
    }
    if (frame.candidate && frame.nesting > this.#options.maxNesting) {
      const reason = `nested ${frame.nesting} deep, ${this.#options.maxNesting} are allowed`;
      this.#addUnreadable(frame, "E_ELEMENT_TOO_DEEP", reason, this.#textOf(frame));
      return true;
    }
    const text = this.#textOf(frame);
    const value = decode(text);
    if (value instanceof DecodeFailure) {
      // A record that the prefilter passes over is never judged; it was only looked at to know the sort of file.
      if (!frame.candidate && frame.envelope !== "document" && frame.nesting > 0) return true;
      this.#why = value.reason;
      return false;
    }
    this.#onValue(frame, value, text);
    return true;
  }

  /** A decoded Element or document: a record, or something that records stand in, however deep. */
  #onValue(frame: Frame, value: JsonValue, text: string): void {
    if (isObject(value) && isRecord(value)) return this.#addKnown(frame, "record", value, text);
    const found = this.#options.asTheyStand === true ? [] : findRecords(value, this.#options);
    if (found.length === 0) this.#addUnknown(frame, value, text);
    found.forEach((one, place) => {
      if (place > 0) this.#extraElements += 1;
      this.#addFound(frame, one);
    });
  }

  #addFound(frame: Frame, found: Found): void {
    switch (found.kind) {
      case "known":
        if (found.packed) this.#sawPacked = true;
        this.#addKnown(frame, found.sort, found.value, found.text);
        break;
      case "unreadable":
        this.#addUnreadable(frame, found.code, found.reason, found.text);
        break;
      case "unrecognised":
        this.#addUnrecognised(frame, this.#textOf(frame));
        break;
      case "passed":
    }
  }

  #addKnown(frame: Frame, sort: RecordSort, value: JsonObject, text: string): void {
    if (!this.#sawRecord) {
      this.#saw(sort);
      if (sort === "digest" || sort === "insight") return;
    }
    if (this.#sawPacked && frame.envelope !== "document") this.#framer.passAll = true;
    if (!frame.candidate && !this.#sawPacked) return;
    this.#records.push({ position: this.#position(frame), value, raw: rawOf(frame, text) });
  }

  /** Nothing in it is a record. */
  #addUnknown(frame: Frame, value: JsonValue, text: string): void {
    const { prefilter } = this.#options;
    if (!isObject(value))
      this.#addUnreadable(frame, "E_ELEMENT_NOT_OBJECT", "JSON, but no object", text);
    else if (prefilter.passAll) this.#addKnown(frame, "other", value, text);
    else {
      if (!this.#sawRecord) this.#saw("other");
      if (mentions(prefilter, text)) this.#addUnrecognised(frame, text);
    }
  }

  #addUnrecognised(frame: Frame, text: string): void {
    this.#unrecognised += 1;
    this.#allUnrecognised.add(this.#position(frame).index, frame.offsetBytes, text);
  }

  #saw(sort: RecordSort): void {
    if (sort === "record") {
      this.#sawRecord = true;
      this.#framer.passAll = this.#sawPacked;
    } else this.#set[sort] += 1;
  }

  #addUnreadable(frame: Frame, code: ErrorCode, reason: string, text: string): void {
    this.#unreadable.push({
      position: this.#position(frame),
      code,
      reason,
      offsetBytes: frame.offsetBytes,
      raw: frame.fault === "too-large" ? { ...rawOf(frame, text), cut: true } : rawOf(frame, text),
    });
  }

  #position(frame: Frame): RecordElement["position"] {
    return { file: this.#name, index: frame.index + this.#extraElements };
  }

  #textOf(frame: Frame): string {
    return frame.bytes.toString("utf8", frame.start, frame.end);
  }
}

/** The beginning of an Element that nobody wants: mostly enough to know it for a record. */
const LOOK_BYTES = 512;
/** More is looked at where that is not enough. */
const LONG_LOOK_BYTES = 16 * 1024;

/** Whether an Element that nobody wants has what a CloudTrail record has, by a look at its text. */
function looksLikeRecord({ bytes, start, end, fault, nesting }: Frame): boolean {
  if (fault !== undefined || nesting === 0) return false;
  const beginning = bytes.toString("latin1", start, Math.min(end, start + LOOK_BYTES));
  // As CloudTrail itself writes API calls; neither insights nor notifications name a caller so early.
  if (beginning.startsWith('{"eventVersion":"') && beginning.includes('"userIdentity":{"type":'))
    return true;
  const text = bytes.toString("latin1", start, Math.min(end, start + LONG_LOOK_BYTES));
  return (
    text.includes('"eventName":"') &&
    text.includes('"eventTime":') &&
    !text.includes('"insightDetails"') &&
    !text.includes('"aws:ses"')
  );
}

/** Whether an object is surely a record, as nearly all Elements that are wanted are. */
function isRecord(value: JsonObject): boolean {
  return sortOf(value) === "record" && typeof value["eventSource"] === "string";
}

const REPLACEMENT = "\u{fffd}";

/**
 * The bytes themselves are kept only where the text is not exactly them: invalid UTF-8. Text from a deeper envelope is
 * all that there is: the frame's bytes are the envelope's.
 */
function rawOf(frame: Frame, text: string): RawElement {
  if (!text.includes(REPLACEMENT)) return { text };
  const bytes = frame.bytes.subarray(frame.start, frame.end);
  const isWhole = text === frame.bytes.toString("utf8", frame.start, frame.end);
  return !isWhole || Buffer.from(text).equals(bytes)
    ? { text }
    : { text, bytes: Buffer.from(bytes) };
}
