/**
 * Finds where each Element begins and ends, without decoding it.
 *
 * The bytes of a CloudTrail file are walked once. Only strings, escapes and braces are looked at, and only Elements
 * that hold one of the wanted byte strings (or a `\u` escape, which could hide one) are handed on; all others are
 * counted. That is why a file with few SES calls is read at close to the speed of gunzip.
 *
 * What is framed: the Elements of the lists named in LIST_KEYS, wherever they stand in a document (`{"Records":[…]}`),
 * the Elements of a top-level array, and whole documents, one after another, with or without white space between.
 *
 * What is broken costs only itself: where an Element does not end, or can't be decoded, the walk goes back to the next
 * place that looks like the beginning of another. Work spent on that is bounded.
 */

import type { Prefilter } from "./prefilter.ts";
import { firstKeyAt, lastBefore, nextElement, nextLine } from "./resync.ts";
import {
  DEEPEST,
  DEPTH,
  IN_STRING,
  MAY_HIDE,
  STOP,
  STOPPED_AT_BREAK,
  STOPPED_AT_CLOSE,
  STOPPED_AT_LIST,
} from "./walker.ts";
import { Window } from "./window.ts";

/**
 * Keys whose array holds Elements: CloudTrail files, LookupEvents output, CloudWatch Logs subscriptions and searches.
 * Records are found without them, too; but what these hold may be larger than one Element may be.
 */
const LIST_KEYS = ["Records", "Events", "logEvents", "events"] as const;

/** The list that an Element stands in, or `document` for a whole document, `array` for a top-level array. */
export type Envelope = (typeof LIST_KEYS)[number] | "document" | "array";

/** Why a frame is known to be broken: `unfinished` at the end of the file, `too-large` over the limit. */
export type FrameFault = "invalid" | "unfinished" | "too-large";

/** One Element's bytes. Only valid during the call that hands it over: the bytes are used again. */
export interface Frame {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
  /** Index over all Elements of the file. */
  readonly index: number;
  /** Where it begins in the decompressed stream. */
  readonly offsetBytes: number;
  readonly envelope: Envelope;
  /** Deepest nesting; the Element itself is 1, a scalar 0. */
  readonly nesting: number;
  /** It holds one of the needles, or something that may hide one: it may be what is looked for. */
  readonly candidate: boolean;
  readonly fault: FrameFault | undefined;
}

/** What the framer is told. */
export interface FramerOptions {
  /** Elements that don't pass it are counted, not handed on. */
  readonly prefilter: Prefilter;
  /** An Element longer than this is not kept. */
  readonly maxElementBytes: number;
  /**
   * Called for each Element that is handed on, in order. Answers false where the bytes can't be decoded: then the
   * framer looks whether they are two Elements in truth, and calls again with a fault, at least for the first of them.
   */
  readonly emit: (frame: Frame) => boolean;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NEWLINE = 0x0a;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** What the walk stands in: between documents; in a document; between Elements of a list; in one of those; in an
 * envelope outside its lists. */
type State = "top" | "document" | "list" | "element" | "envelope";

/** Look-behind that is kept in an envelope: a key, a colon and some white space. */
const KEY_WINDOW_BYTES = 256;
/** How much is kept of an Element that is too large. */
const HEAD_BYTES = 64 * 1024;
/** Bytes that may be walked again, over a whole file, to find the way after something broken. */
const REWALK_BUDGET_BYTES = 256 * 1024 * 1024;

const EMPTY: Buffer = Buffer.alloc(0);

/** Frames one file. Has state, hence a class: `push` what arrives, then `end` once. */
export class Framer {
  /** Hand on every Element, candidate or not. The reader sets this until it knows what sort of file it has. */
  passAll = false;
  /** Elements found so far, handed on or not. */
  elements = 0;

  /** A list was found, be it empty. */
  get sawList(): boolean {
    return this.#closedList !== undefined || this.#state === "list";
  }

  readonly #emit: (frame: Frame) => boolean;
  readonly #maxElementBytes: number;
  readonly #prefilter: Prefilter;
  readonly #window: Window;
  /** First key of the file's first Element: so may the next one begin, should one be broken. */
  #usualKey: string | undefined;

  #state: State = "top";
  /** What is here: the part that is still needed of what came before, and the newest chunk. */
  #bytes: Buffer = EMPTY;
  /** Own buffer for what has to be joined; used again and again. */
  #joined: Buffer = EMPTY;
  /** Offset of `#bytes[0]` in the decompressed stream. */
  #base = 0;
  /** Next byte to look at. One more than there are, where an escape is cut by the end of a chunk. */
  #position = 0;
  /** Where the current Element, document or broken stretch begins. */
  #start = 0;
  #depth = 0;
  #deepest = 0;
  #inString = false;
  /** The current Element is an object or array, not a scalar. */
  #container = false;
  /** The current Element holds a `\u` escape, or one that is cut by the end of a chunk: it could hide a needle. */
  #mayHide = false;
  #envelope: Envelope = "document";
  /** The list that was closed last: what a comma after it belongs to. */
  #closedList: Envelope | undefined;
  /** Beginning and offset of an Element that is over the limit: it is walked on, not kept. */
  #head: { readonly bytes: Buffer; readonly offsetBytes: number } | undefined;
  #rewalkBudget = REWALK_BUDGET_BYTES;
  /** A document was broken, and the next line went on: from now on none reaches beyond a line that begins with `{`. */
  #byLines = false;

  constructor(options: FramerOptions) {
    this.#emit = options.emit;
    this.#maxElementBytes = options.maxElementBytes;
    this.#prefilter = options.prefilter;
    this.#window = new Window(options.prefilter);
  }

  /** Takes the next bytes. They are not kept beyond the call, but for the unfinished tail. */
  push(chunk: Uint8Array): void {
    this.#take(chunk);
    this.#walk();
    while (this.#isOverLimit()) {
      if (this.#resync(this.#bytes.length)) this.#walk();
      else this.#skip();
    }
    this.#window.leave(Math.max(0, this.#start));
  }

  #isOverLimit(): boolean {
    const open = this.#state === "document" || this.#state === "element";
    return (
      open && this.#head === undefined && this.#bytes.length - this.#start > this.#maxElementBytes
    );
  }

  /**
   * Says that no more bytes come. Answers whether the file ended properly: false where it stops inside an Element or
   * an envelope. A file without any Element is for the reader to judge.
   */
  end(): boolean {
    const proper = this.#state === "top" || (this.#state === "document" && !this.#container);
    for (;;) {
      const length = this.#bytes.length;
      switch (this.#state) {
        case "top":
        case "list":
        case "envelope":
          return proper;
        case "document":
        case "element":
          if (!this.#container && !this.#inString) this.#finish(length, undefined);
          else if (this.#head === undefined && this.#resync(length)) this.#walk();
          else this.#finish(length, "unfinished");
      }
    }
  }

  /** Puts the chunk behind what is still needed. */
  #take(chunk: Uint8Array): void {
    const keepFrom = this.#keepFrom();
    const kept = this.#bytes.length - keepFrom;
    if (kept <= 0) {
      this.#bytes = bufferOf(chunk);
    } else {
      const length = kept + chunk.length;
      const room =
        this.#joined.length < length
          ? Buffer.allocUnsafe(Math.max(length, 2 * this.#joined.length))
          : this.#joined;
      // An Element that fills many chunks stays where it is: moving it each time would cost its square.
      if (keepFrom > 0 || !beginsWhere(room, this.#bytes)) this.#bytes.copy(room, 0, keepFrom);
      room.set(chunk, kept);
      this.#joined = room;
      this.#bytes = room.subarray(0, length);
    }
    this.#base += keepFrom;
    this.#position -= keepFrom;
    this.#start -= keepFrom;
  }

  /** First byte that is still needed. */
  #keepFrom(): number {
    const end = this.#bytes.length;
    if (this.#state === "top" || this.#state === "list") return end;
    if (this.#state === "envelope" || this.#head !== undefined)
      return Math.max(0, end - KEY_WINDOW_BYTES);
    return this.#start;
  }

  #walk(): void {
    while (this.#position < this.#bytes.length) {
      switch (this.#state) {
        case "top":
        case "list":
          this.#between();
          break;
        case "envelope":
          this.#walkContainer();
          break;
        case "document":
        case "element":
          if (this.#container) this.#walkContainer();
          else this.#walkScalar();
      }
    }
  }

  /** Between Elements or documents: passes white space and commas, and begins whatever comes next. */
  #between(): void {
    const bytes = this.#bytes;
    const inList = this.#state === "list";
    for (let position = this.#position; position < bytes.length; position++) {
      const byte = bytes[position] as number;
      if (byte <= 0x20 || (inList && byte === COMMA)) continue;
      if (this.#base + position < 3 && byte === BYTE_ORDER_MARK[this.#base + position]) continue;
      this.#position = position + 1;
      if (!inList && byte === COMMA && this.#closedList !== undefined) {
        // No document begins with a comma: the list was closed too early, by something broken in it.
        this.#state = "list";
        this.#envelope = this.#closedList;
      } else if (inList && byte === CLOSE_BRACKET) {
        this.#closedList = this.#envelope;
        this.#state = this.#envelope === "array" ? "top" : "envelope";
        this.#depth = 1;
      } else if (!inList && byte === OPEN_BRACKET) {
        this.#state = "list";
        this.#envelope = "array";
      } else {
        this.#begin(position, byte);
      }
      return;
    }
    this.#position = bytes.length;
  }

  #begin(position: number, byte: number): void {
    if (this.#state === "top") this.#envelope = "document";
    this.#state = this.#state === "top" ? "document" : "element";
    this.#start = position;
    this.#container = byte === OPEN_BRACE || byte === OPEN_BRACKET;
    this.#inString = byte === QUOTE && this.#state === "element";
    this.#mayHide = false;
    this.#window.begin(this.#state === "document");
    this.#depth = this.#container ? 1 : 0;
    this.#deepest = this.#depth;
  }

  /** Walks an object or array to its end, or an envelope to its next list or its end. */
  #walkContainer(): void {
    const bytes = this.#bytes;
    const { state } = this.#window;
    const start = Math.max(0, this.#start);
    const inDocument = this.#state !== "element";
    let position = this.#position;
    const line =
      this.#byLines && this.#state === "document" && this.#head === undefined
        ? nextLine(bytes, Math.max(this.#start, position - 1), bytes.length)
        : undefined;
    const end = line ?? bytes.length;
    state[DEPTH] = this.#depth;
    state[DEEPEST] = this.#deepest;
    state[IN_STRING] = this.#inString ? 1 : 0;
    state[MAY_HIDE] = this.#mayHide ? 1 : 0;
    while (position < end) {
      position = this.#window.walk(bytes, start, position, end, inDocument);
      const stop = state[STOP];
      if (stop === STOPPED_AT_LIST) {
        const key = this.#listKeyBefore(position - 1);
        if (key !== undefined) {
          this.#position = position;
          this.#openList(key);
          return;
        }
        state[DEPTH] = 2;
        state[DEEPEST] = Math.max(2, state[DEEPEST]);
      } else if (stop === STOPPED_AT_CLOSE) {
        this.#position = position;
        this.#deepest = state[DEEPEST];
        this.#inString = false;
        this.#mayHide = state[MAY_HIDE] === 1;
        if (this.#state === "envelope") this.#state = "top";
        else this.#finish(position, undefined);
        return;
      } else if (stop === STOPPED_AT_BREAK) {
        // JSON has no line breaks in strings: the string was never closed.
        this.#position = position;
        this.#break(position - 1);
        return;
      }
    }
    this.#position = position;
    this.#depth = state[DEPTH];
    this.#deepest = state[DEEPEST];
    this.#inString = state[IN_STRING] === 1;
    this.#mayHide = state[MAY_HIDE] === 1;
    if (line !== undefined) this.#finish(line, "invalid");
  }

  /** Walks what is no object and no array: in a list to the next comma, between documents to the end of the line. */
  #walkScalar(): void {
    const bytes = this.#bytes;
    const inList = this.#state === "element";
    let position = this.#position;
    while (position < bytes.length) {
      const byte = bytes[position] as number;
      if (this.#inString) {
        if (byte === NEWLINE) break;
        position += byte === BACKSLASH ? 2 : 1;
        if (byte === QUOTE) this.#inString = false;
        continue;
      }
      if (inList ? byte <= 0x20 || isMark(byte) : byte === NEWLINE) break;
      position += 1;
    }
    this.#position = position;
    if (position < bytes.length) {
      this.#inString = false;
      this.#finish(position, undefined);
    }
  }

  #openList(key: Envelope): void {
    this.#state = "list";
    this.#envelope = key;
    this.#inString = false;
    this.#head = undefined;
  }

  /** The list key that stands right before this `[`, if one does. */
  #listKeyBefore(bracket: number): Envelope | undefined {
    const bytes = this.#bytes;
    const colon = lastBefore(bytes, bracket);
    if (bytes[colon] !== COLON) return undefined;
    const quote = lastBefore(bytes, colon);
    if (bytes[quote] !== QUOTE) return undefined;
    for (const key of LIST_KEYS) {
      const begin = quote - key.length;
      if (begin < 1 || bytes[begin - 1] !== QUOTE) continue;
      if (bytes.toString("latin1", begin, quote) !== key) continue;
      const before = bytes[lastBefore(bytes, begin - 1)];
      if (before === COMMA || before === OPEN_BRACE) return key;
    }
    return undefined;
  }

  /** A line ends inside a string, which was never closed: a document ends there too. */
  #break(newline: number): void {
    this.#inString = false;
    if (this.#state === "envelope") this.#state = "top";
    else if (this.#head !== undefined) this.#finish(newline, "too-large");
    // The document may be broken since an earlier line.
    else if (!this.#resync(newline)) this.#finish(newline, "invalid");
  }

  /** From here on the Element is walked, but no longer kept. */
  #skip(): void {
    this.#keepHead(this.#bytes.length);
  }

  #keepHead(end: number): void {
    const start = this.#start;
    this.#head = {
      bytes: Buffer.from(this.#bytes.subarray(start, Math.min(end, start + HEAD_BYTES))),
      offsetBytes: this.#base + start,
    };
  }

  /** The current Element ends here. */
  #finish(end: number, fault: FrameFault | undefined): void {
    if (end - this.#start > this.#maxElementBytes && this.#head === undefined) this.#keepHead(end);
    const head = this.#head;
    const bytes = head?.bytes ?? this.#bytes;
    const start = head === undefined ? this.#start : 0;
    const candidate = this.#isCandidate(Math.max(0, this.#start), end);
    if (candidate || this.passAll || fault !== undefined || !this.#container) {
      const frame: Frame = {
        bytes,
        start,
        end: head === undefined ? end : bytes.length,
        index: this.elements,
        offsetBytes: head?.offsetBytes ?? this.#base + start,
        envelope: this.#envelope,
        nesting: this.#deepest,
        candidate,
        fault: head === undefined ? fault : "too-large",
      };
      if (!this.#emit(frame)) {
        if (this.#container && this.#resync(end)) return;
        this.#emit({ ...frame, fault: "invalid" });
      }
    }
    this.elements += 1;
    if (this.elements === 1) this.#usualKey = firstKeyAt(bytes, start);
    this.#head = undefined;
    this.#position = end;
    this.#start = end;
    this.#state = this.#envelope === "document" ? "top" : "list";
  }

  /** Whether the current Element may be wanted, walked up to here. */
  #isCandidate(start: number, end: number): boolean {
    if (this.#prefilter.passAll || this.#mayHide) return true;
    if (this.#container) return this.#window.mayHold(start, end);
    const scalar = this.#bytes.subarray(start, end);
    return this.#prefilter.needles.some((needle) => scalar.includes(needle));
  }

  /**
   * What begins at `#start` is broken. Looks before `end` for the beginning of another Element; if there is one, what
   * lies before is handed on as invalid, and the walk goes on there. Answers whether there is.
   */
  #resync(end: number): boolean {
    const from = this.#start;
    const next =
      this.#envelope === "document"
        ? nextLine(this.#bytes, from, end)
        : nextElement(this.#bytes, from, end, this.#usualKey);
    if (next === undefined) return false;
    this.#rewalkBudget -= end - from;
    if (this.#rewalkBudget < 0) return false;
    this.#emit({
      bytes: this.#bytes,
      start: from,
      end: next,
      index: this.elements,
      offsetBytes: this.#base + from,
      envelope: this.#envelope,
      nesting: this.#deepest,
      candidate: true,
      fault: "invalid",
    });
    this.elements += 1;
    this.#state = this.#envelope === "document" ? "top" : "list";
    this.#byLines = this.#envelope === "document";
    this.#inString = false;
    this.#position = next;
    this.#start = next;
    this.#window.rewind();
    return true;
  }
}

function isMark(byte: number): boolean {
  return byte === COMMA || byte === CLOSE_BRACKET || byte === OPEN_BRACE || byte === OPEN_BRACKET;
}

/** Whether two views begin at the same byte of memory. */
function beginsWhere(one: Buffer, other: Buffer): boolean {
  return one.buffer === other.buffer && one.byteOffset === other.byteOffset;
}

function bufferOf(chunk: Uint8Array): Buffer {
  return Buffer.isBuffer(chunk)
    ? chunk
    : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
}
