/**
 * The id of a Record, made of what AWS wrote and nothing else: a repeat has the same, another record another.
 * eventID alone does not do: AWS's own published sample has 17 records and 16 eventIDs.
 */
import { createHash } from "node:crypto";
import type { JsonObject, JsonValue } from "../records/element.ts";
import { canonicalJson, member } from "./json.ts";

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
const MISSING = Buffer.from([0xff, 0xff, 0xff, 0xff]);
/** Length that stands for a record without eventID. */
const WHOLE_RECORD = Buffer.from([0xff, 0xff, 0xff, 0xfe]);
/** 160 bits: 27 characters. */
const ID_BYTES = 20;

/**
 * The first 20 bytes of SHA-256 in base64url, over the six values, each as a 4-byte big-endian byte length and its
 * UTF-8 bytes; a missing one is the length 0xFFFFFFFF alone. Without eventID: 0xFFFFFFFE, then the whole record as
 * JSON with sorted keys and nulls kept. A value that is no string counts as its canonical JSON text.
 */
export function recordId(record: JsonObject): string {
  const hash = createHash("sha256");
  if (partOf(member(record, "eventID")) === undefined) {
    hash.update(WHOLE_RECORD).update(canonicalJson(record));
  } else {
    for (const name of PARTS) {
      const part = partOf(member(record, name));
      if (part === undefined) {
        hash.update(MISSING);
        continue;
      }
      const bytes = Buffer.from(part);
      const length = Buffer.allocUnsafe(4);
      length.writeUInt32BE(bytes.length);
      hash.update(length).update(bytes);
    }
  }
  return hash.digest().toString("base64url", 0, ID_BYTES);
}

function partOf(value: JsonValue | undefined): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === "string" ? value : canonicalJson(value);
}
