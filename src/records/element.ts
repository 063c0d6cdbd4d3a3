/** What the reader hands on: one JSON value where a record is expected, readable or not, with its position. */

/** Any JSON value. */
export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;

/** A JSON object, as decoded: nothing about its members is known. */
export interface JsonObject {
  [key: string]: JsonValue;
}

/** Where an Element stands. */
export interface Position {
  /** The LogFile's name, as people know it: a path, an object's URL, `stdin`. */
  readonly file: string;
  /** Index over all Elements of the LogFile, from 0. */
  readonly index: number;
}

/** Bytes of an Element, kept for dead letters and `--keep-original`. */
export interface RawElement {
  /** The bytes as text. Invalid UTF-8 stands as U+FFFD. */
  readonly text: string;
  /** The bytes themselves, only where `text` is not exactly them. */
  readonly bytes?: Uint8Array;
  /** True where only the beginning was kept, because the Element is over a limit. */
  readonly cut?: true;
}

/** A Record: an Element that is an object. */
export interface RecordElement {
  readonly position: Position;
  readonly value: JsonObject;
  readonly raw: RawElement;
}

/** An Element that could not be read: it costs only itself. */
export interface UnreadableElement {
  readonly position: Position;
  /** A code of `tables/errors.ts`. */
  readonly code: string;
  /** Why, in words. */
  readonly reason: string;
  /** Where it begins in the decompressed bytes. */
  readonly offsetBytes: number;
  readonly raw: RawElement;
}
