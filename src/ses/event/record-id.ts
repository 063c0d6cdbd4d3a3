/**
 * The id of a Record, made of what AWS wrote and nothing else: a repeat has the same, another record another.
 * eventID alone does not do: AWS's own published sample has 17 records and 16 eventIDs.
 */
import { hash } from "node:crypto";
import type { JsonObject, JsonValue } from "../../records/element.ts";
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
 */
export function recordId(record: JsonObject): string {
  const digest = hash("sha256", bytesOf(record), "base64url");
  // The two bits after the 160th are another byte's.
  const last = ALPHABET.indexOf(digest.charAt(WHOLE_CHARACTERS)) & 0b111100;
  return digest.slice(0, WHOLE_CHARACTERS) + ALPHABET.charAt(last);
}

/** Room for the parts of nearly all records; only ever read as far as it was just written. */
const ROOM = Buffer.alloc(4_096);

function bytesOf(record: JsonObject): Buffer {
  if (partOf(record["eventID"]) === undefined) {
    const text = canonicalJson(record);
    const bytes = Buffer.alloc(4 + Buffer.byteLength(text));
    bytes.writeUInt32BE(WHOLE_RECORD);
    bytes.write(text, 4);
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
  const bytes = most <= ROOM.length ? ROOM : Buffer.alloc(most);
  let end = 0;
  for (const part of parts) {
    const written = part === undefined ? 0 : bytes.write(part, end + 4);
    bytes.writeUInt32BE(part === undefined ? MISSING : written, end);
    end += 4 + written;
  }
  return bytes.subarray(0, end);
}

function partOf(value: JsonValue | undefined): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === "string" ? value : canonicalJson(value);
}
