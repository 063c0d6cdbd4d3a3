/**
 * The id of a Record, made of what AWS wrote and nothing else: a repeat has the same, another record another.
 * eventID alone does not do: AWS's own published sample has 17 records and 16 eventIDs.
 */
import type { JsonObject, JsonValue } from "../../records/element.ts";
import { byteCount, sha256, writeText, zeroBytes } from "../values/bytes.ts";
import { canonicalJson } from "../values/json.ts";

/** What tells one record from another, in the order in which it is hashed. */
const PARTS = [
  "eventID",
  "eventName",
  "eventTime",
  "recipientAccountId",
  "awsRegion",
  "requestID",
] as const;

/** Length that stands for a missing part. */
const MISSING = 0xffffffff;
/** Length that stands for a record without eventID. */
const WHOLE_RECORD = 0xfffffffe;
/** 20 bytes in base64url: 26 characters, and the four bits that are left as a last one. */
const WHOLE_CHARACTERS = 26;
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/**
 * The first 20 bytes of SHA-256 in base64url, over the six values, each as a 4-byte big-endian byte length and its
 * UTF-8 bytes; a missing one is the length 0xFFFFFFFF alone. Without eventID: 0xFFFFFFFE, then the whole record as
 * JSON with sorted keys and nulls kept. A value that is no string counts as its canonical JSON text.
 *
 * `normalise` gives it the record in AWS's types (`values/as-aws-types.ts`): an eventTime that came as epoch seconds or
 * milliseconds is hashed as AWS spells it, `2026-10-05T08:00:01Z`. So the copy of a record that a table holds with
 * numbers and texts has the id of the one that AWS delivered.
 */
export function recordId(record: JsonObject): string {
  const digest = sha256(bytesOf(record));
  // The two bits after the 160th are another byte's.
  const last = ALPHABET.indexOf(digest.charAt(WHOLE_CHARACTERS)) & 0b111100;
  return digest.slice(0, WHOLE_CHARACTERS) + ALPHABET.charAt(last);
}

/** Room for the parts of nearly all records; only ever read as far as it was just written. */
const ROOM = zeroBytes(4_096);

function bytesOf(record: JsonObject): Uint8Array {
  if (partOf(record["eventID"]) === undefined) {
    const text = canonicalJson(record);
    const bytes = zeroBytes(4 + byteCount(text));
    writeLength(bytes, WHOLE_RECORD, 0);
    writeText(bytes, text, 4);
    return bytes;
  }
  const parts: (string | undefined)[] = [];
  let most = 0;
  for (const name of PARTS) {
    const part = partOf(record[name]);
    parts.push(part);
    // A UTF-16 unit is three bytes at most.
    most += 4 + 3 * (part?.length ?? 0);
  }
  const bytes = most <= ROOM.length ? ROOM : zeroBytes(most);
  let end = 0;
  for (const part of parts) {
    const written = part === undefined ? 0 : writeText(bytes, part, end + 4);
    writeLength(bytes, part === undefined ? MISSING : written, end);
    end += 4 + written;
  }
  return bytes.subarray(0, end);
}

/** Four bytes, the highest first. */
function writeLength(bytes: Uint8Array, length: number, place: number): void {
  bytes[place] = length >>> 24;
  bytes[place + 1] = length >>> 16;
  bytes[place + 2] = length >>> 8;
  bytes[place + 3] = length;
}

function partOf(value: JsonValue | undefined): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === "string" ? value : canonicalJson(value);
}
