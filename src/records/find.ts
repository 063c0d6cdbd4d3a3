/**
 * Finds the records in a document that is none itself, wherever they stand: as objects, as JSON that stands in text, as
 * gzip in base64, and any of these within one another. There is no list of wrappers. Pure.
 */
import { gunzipSync } from "node:zlib";
import type { ErrorCode } from "../tables/errors.ts";
import { messageOf } from "../telemetry/problem.ts";
import { decode, DecodeFailure } from "./decode.ts";
import type { JsonObject, JsonValue } from "./element.ts";
import { isGzip } from "./gunzip.ts";
import { mayMention, mentions, type Prefilter } from "./prefilter.ts";
import { isDeeper, isObject, sortOf, type RecordSort } from "./sort.ts";

/** Text is looked into through so many layers of text: an SQS body that holds an SNS message that holds an event, say. */
const MAX_TEXT_LAYERS = 8;
/** What the gzip in one Element unpacks to at the most. */
const MAX_UNPACKED_BYTES = 64 * 1024 * 1024;
/** Gzip in base64 begins so: AWS Lambda and Kinesis hand on CloudWatch Logs like that. */
const PACKED = "H4sI";

/** Something in a document that counts as an Element, in the order of the document. */
export type Found =
  /** A record, or what else CloudTrail and SES write; `text` is its JSON. */
  | {
      readonly kind: "known";
      readonly sort: Exclude<RecordSort, "other">;
      readonly value: JsonObject;
      readonly text: string;
      readonly packed: boolean;
    }
  /** Wanted, and can't be read. */
  | {
      readonly kind: "unreadable";
      readonly code: ErrorCode;
      readonly reason: string;
      readonly text: string;
    }
  /** It mentions what is wanted, beside others that are records, but is none. */
  | { readonly kind: "unrecognised" }
  /** Broken, and not wanted: it is not judged. */
  | { readonly kind: "passed" };

/** How it is looked for. */
export interface FindOptions {
  readonly prefilter: Prefilter;
  /** Deepest nesting of a record. */
  readonly maxNesting: number;
}

/** Everything in a decoded document that counts as an Element. Empty: nothing does. A record is not searched for more. */
export function findRecords(value: JsonValue, options: FindOptions): readonly Found[] {
  const found: Found[] = [];
  const search = new Search(found, options);
  search.visit(value);
  return found;
}

/** One search. A class, since it has state: what it may still unpack, and how deep in text it is. */
class Search {
  #found: Found[];
  readonly #options: FindOptions;
  #unpackedBytes = 0;
  #layers = 0;
  #isPacked = false;

  constructor(found: Found[], options: FindOptions) {
    this.#found = found;
    this.#options = options;
  }

  visit(value: JsonValue, text?: string): void {
    if (typeof value === "string") this.#visitText(value);
    else if (Array.isArray(value)) this.#visitList(value);
    else if (isObject(value)) this.#visitObject(value, text);
  }

  #visitObject(value: JsonObject, text: string | undefined): void {
    const sort = sortOf(value);
    // An envelope may have a name and a time of its own; no record is without its source.
    const isCertain = sort !== "record" || typeof value["eventSource"] === "string";
    if (sort !== "other" && isCertain) return this.#take(sort, value, text);
    const before = this.#found.length;
    for (const member of Object.values(value)) this.visit(member);
    if (sort !== "other" && this.#found.length === before) this.#take(sort, value, text);
  }

  #take(sort: Exclude<RecordSort, "other">, value: JsonObject, text = JSON.stringify(value)): void {
    this.#found.push({ kind: "known", sort, value, text, packed: this.#isPacked });
  }

  /** Where some members of a list are records, those that are none, and mention what is wanted, are told of. */
  #visitList(list: readonly JsonValue[]): void {
    const row = rowOf(list);
    if (row !== undefined) return this.#visitObject(row, undefined);
    const all = this.#found;
    const byMember = list.map((member) => {
      this.#found = [];
      this.visit(member);
      return this.#found;
    });
    this.#found = all;
    const hasRecords = byMember.some((found) => found.some(({ kind }) => kind === "known"));
    byMember.forEach((found, place) => {
      const member = list[place] ?? null;
      // Not by spreading: a list may hold more than a call takes.
      for (const one of found) all.push(one);
      if (
        found.length === 0 &&
        hasRecords &&
        mentions(this.#options.prefilter, JSON.stringify(member))
      )
        all.push({ kind: "unrecognised" });
    });
  }

  #visitText(text: string): void {
    if (text.startsWith(PACKED)) this.#visitPacked(text);
    else if (looksLikeJson(text)) this.#visitJson(text);
  }

  /** Text that may be JSON: one value, or a line for each. */
  #visitJson(text: string): void {
    const isWanted = mayMention(this.#options.prefilter, text);
    // Those of other services count, too, as long as they can be read. What is packed may be anything.
    if (!isWanted && !text.includes("eventName") && !text.includes(PACKED)) return;
    if (this.#layers >= MAX_TEXT_LAYERS) {
      const reason = `text within text, more than ${MAX_TEXT_LAYERS} times`;
      return this.#refuse(isWanted, "E_ELEMENT_TOO_DEEP", reason, text);
    }
    const value = decode(text);
    this.#layers += 1;
    if (value instanceof DecodeFailure) {
      const lines = text.split("\n").filter((line) => line.trim() !== "");
      if (lines.length > 1 && lines.every(looksLikeJson))
        lines.forEach((line) => this.#visitJson(line));
      else this.#refuse(isWanted, "E_ELEMENT_INVALID", value.reason, text);
    } else if (isDeeper(value, this.#options.maxNesting)) {
      const reason = `nested deeper than ${this.#options.maxNesting}, which is allowed`;
      this.#refuse(isWanted, "E_ELEMENT_TOO_DEEP", reason, text);
    } else this.visit(value, text);
    this.#layers -= 1;
  }

  #refuse(isWanted: boolean, code: ErrorCode, reason: string, text: string): void {
    this.#found.push(isWanted ? { kind: "unreadable", code, reason, text } : { kind: "passed" });
  }

  #visitPacked(text: string): void {
    let plain = text;
    try {
      for (let layers = 0; plain.startsWith(PACKED) && layers < MAX_TEXT_LAYERS; layers++)
        plain = this.#unpacked(Buffer.from(plain, "base64"));
    } catch (failure) {
      // What is in it, nobody knows: it is not passed over in silence.
      const reason = `gzip in base64 that can't be unpacked: ${messageOf(failure)}`;
      return this.#refuse(true, "E_ELEMENT_INVALID", reason, text);
    }
    const before = this.#isPacked;
    this.#isPacked = true;
    if (looksLikeJson(plain)) this.#visitJson(plain);
    this.#isPacked = before;
  }

  #unpacked(zipped: Uint8Array): string {
    let bytes = zipped;
    for (let layers = 0; isGzip(bytes) && layers < MAX_TEXT_LAYERS; layers++) {
      // Zlib wants room for one byte at least.
      const maxOutputLength = Math.max(1, MAX_UNPACKED_BYTES - this.#unpackedBytes);
      bytes = gunzipSync(bytes, { maxOutputLength });
      this.#unpackedBytes += bytes.length;
    }
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("utf8");
  }
}

/** Whether a text begins as JSON does that may hold a record: an object, a list, or text once more. */
function looksLikeJson(text: string): boolean {
  return /^\s*(?:\{\s*"|\[\s*[[{"]|"\s*\\?["[{])/.test(text);
}

/**
 * The record that a row of a query result is: a list of objects with one member each.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetQueryResults.html
 */
function rowOf(list: readonly JsonValue[]): JsonObject | undefined {
  const row: JsonObject = {};
  for (const member of list) {
    if (!isObject(member)) return undefined;
    const [column, ...more] = Object.entries(member);
    if (column === undefined || more.length > 0 || Object.hasOwn(row, column[0])) return undefined;
    Object.defineProperty(row, column[0], {
      value: column[1],
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return sortOf(row) === "record" ? row : undefined;
}
