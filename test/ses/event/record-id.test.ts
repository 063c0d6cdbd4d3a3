import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../src/records/element.ts";
import { canonicalJson } from "../../../src/ses/values/json.ts";
import { recordId } from "../../../src/ses/event/record-id.ts";
import { reordered } from "../../support/made-records.ts";

const FULL: JsonObject = {
  eventID: "0ffa308d-1467-4259-8be3-c749753be325",
  eventName: "DeleteIdentity",
  eventTime: "2015-02-02T21:34:50Z",
  recipientAccountId: "111122223333",
  awsRegion: "us-west-2",
  requestID: "50b87bfe-ab23-11e4-9106-5b36376f9d12",
};

/** The definition once more, written from its text: the oracle. */
function defined(record: JsonObject): string {
  const bytes: number[] = [];
  const length = (count: number): void => {
    for (const shift of [24, 16, 8, 0]) bytes.push((count >>> shift) & 0xff);
  };
  if (typeof record["eventID"] === "string") {
    for (const name of [
      "eventID",
      "eventName",
      "eventTime",
      "recipientAccountId",
      "awsRegion",
      "requestID",
    ]) {
      const value = record[name];
      if (typeof value !== "string") {
        length(0xffffffff);
        continue;
      }
      const text = new TextEncoder().encode(value);
      length(text.length);
      bytes.push(...text);
    }
  } else {
    length(0xfffffffe);
    bytes.push(...new TextEncoder().encode(canonicalJson(record)));
  }
  return createHash("sha256")
    .update(Uint8Array.from(bytes))
    .digest()
    .subarray(0, 20)
    .toString("base64url");
}

describe("record_id", () => {
  it("is what it was: golden vectors", () => {
    expect(recordId(FULL)).toBe("FUo_N0SZ3BXtUts-SY7BroFVUd4");
    expect(recordId({ ...FULL, requestID: null })).toBe("L-8-6aJFdbQeNkenJxzWCP8Rihg");
    expect(recordId({ eventName: "GetAccount", eventTime: "2026-03-01T10:20:30Z", a: null })).toBe(
      "BI6p1mFKh8LjbHETa6Fm5DeTR2Y",
    );
    expect(recordId({ ...FULL, eventName: "Löschen 🙂" })).toBe("6uBHJ86ntYiZRgQAxlJhF6WFwVo");
  });

  it("is 27 characters of base64url", () => {
    expect(recordId(FULL)).toMatch(/^[A-Za-z0-9_-]{27}$/);
  });

  const part = fc.option(fc.string({ unit: "grapheme" }), { nil: undefined });
  const records = fc
    .tuple(part, part, part, part, part, part)
    .map(([eventID, eventName, eventTime, recipientAccountId, awsRegion, requestID]) => ({
      ...(eventID === undefined ? {} : { eventID }),
      ...(eventName === undefined ? {} : { eventName }),
      ...(eventTime === undefined ? {} : { eventTime }),
      ...(recipientAccountId === undefined ? {} : { recipientAccountId }),
      ...(awsRegion === undefined ? {} : { awsRegion }),
      ...(requestID === undefined ? {} : { requestID }),
    }));

  it("agrees with its definition for any record", () => {
    fc.assert(
      fc.property(records, (record) => {
        expect(recordId(record)).toBe(defined(record));
      }),
    );
  });

  it("tells parts apart that only run together alike, and absent from empty", () => {
    const ids = [
      { ...FULL, awsRegion: "ab", requestID: "c" },
      { ...FULL, awsRegion: "a", requestID: "bc" },
      { ...FULL, awsRegion: "", requestID: "abc" },
      { ...FULL, awsRegion: null, requestID: "abc" },
    ].map(recordId);
    expect(new Set(ids).size).toBe(4);
    // Broken control: without lengths they are one.
    const joined = [
      ["ab", "c"],
      ["a", "bc"],
      ["", "abc"],
    ].map((parts) => parts.join(""));
    expect(new Set(joined).size).toBe(1);
  });

  it("does not look at the order of keys, nor at members that name nothing", () => {
    const shuffled = reordered(FULL);
    expect(recordId(shuffled)).toBe(recordId(FULL));
    expect(recordId({ ...FULL, addendum: { reason: "DELIVERY_DELAY" } })).toBe(recordId(FULL));
    const { eventID: _, ...anonymous } = FULL;
    expect(recordId(reordered(anonymous))).toBe(recordId(anonymous));
    // Broken control: JSON.stringify keeps the order of keys.
    expect(JSON.stringify(shuffled)).not.toBe(JSON.stringify(FULL));
  });

  it("looks at the whole record, nulls and all, when there is no eventID", () => {
    const anonymous: JsonObject = { eventName: "GetAccount", eventTime: "2026-03-01T10:20:30Z" };
    const ids = [
      anonymous,
      { ...anonymous, userAgent: null },
      { ...anonymous, userAgent: "" },
      { ...anonymous, eventID: null },
    ];
    expect(new Set(ids.map(recordId)).size).toBe(4);
  });
});

const sample = process.env["SESTRAIL_AWS_SAMPLE"];
describe.skipIf(sample === undefined && process.env["CI"] !== "true")(
  "AWS's published sample",
  () => {
    it("has 17 records with 17 ids, though only 16 eventIDs", () => {
      const { Records } = JSON.parse(readFileSync(sample ?? "", "utf8")) as {
        Records: JsonObject[];
      };
      expect(Records).toHaveLength(17);
      expect(new Set(Records.map(recordId)).size).toBe(17);
      // Broken control: eventID as the id makes two of them one.
      expect(new Set(Records.map((record) => record["eventID"])).size).toBe(16);
    });
  },
);
