/** Chunks that are larger than what is joined of them: the same is read, however a file of some size is cut. */
import { describe, expect, it } from "vitest";
import { cutAt, readAll } from "../support/reading.ts";

const SES = ["ses.amazonaws.com"];

describe("a file of some size, cut anywhere", () => {
  // Elements of all lengths, some longer than a chunk; every seventh is wanted, and some hide behind an escape.
  const records = Array.from({ length: 400 }, (_, place) => {
    const source = place % 7 === 0 ? "ses.amazonaws.com" : "ec2.amazonaws.com";
    const padding = "x".repeat((place * 7919) % (place % 50 === 0 ? 90_000 : 3_000));
    const text = JSON.stringify({
      eventVersion: "1.08",
      eventTime: "2026-11-20T09:00:00Z",
      eventName: `N${place}`,
      padding: `${padding}\\"{`,
      eventSource: source,
    });
    return place % 14 === 0 ? text.replace("ses.", String.raw`\u0073es.`) : text;
  });
  const bytes = Buffer.from(`{"Records":[${records.join(",")}]}`);
  const wanted = records.flatMap((_, place) => (place % 7 === 0 ? [`N${place}`] : []));

  it.each([17_000, 40_000, 65_536, 100_003, 262_144])("every %i bytes", async (size) => {
    for (const shift of [0, 1, 777, 16_383, 16_384, 16_385]) {
      const cuts = Array.from(
        { length: Math.floor(bytes.length / size) },
        (_, place) => (place + 1) * size - shift,
      );
      const read = await readAll(cutAt(bytes, cuts), { needles: SES });
      const names = read.records.flatMap(({ value }) =>
        typeof value["eventName"] === "string" ? [value["eventName"]] : [],
      );
      expect(names.filter((name) => wanted.includes(name))).toEqual(wanted);
      expect([read.elements, read.unreadable, read.end.fault]).toEqual([400, [], undefined]);
      for (const { raw, value } of read.records) expect(JSON.parse(raw.text)).toEqual(value);
    }
  });
});

describe("files read side by side", () => {
  it("do not disturb each other, wherever their chunks end", async () => {
    // Each chunk ends behind a needle, in the middle of its record.
    const piecesOf = (source: string): Uint8Array[] => {
      const record = (place: number): string =>
        `{"eventVersion":"1.08","eventTime":"2026-11-20T09:00:00Z","eventSource":"${source}","eventName":"N${place}","x":"${"x".repeat(40)}"}`;
      const records = Array.from({ length: 60 }, (_, place) => record(place));
      const bytes = Buffer.from(`{"Records":[${records.join(",")}]}`);
      return cutAt(
        bytes,
        records.map((_, place) => bytes.indexOf(`"N${place}"`)),
      );
    };
    const [ses, other] = [piecesOf("ses.amazonaws.com"), piecesOf("ec2.amazonaws.com")];
    const reads = await Promise.all(
      [ses, other, ses].map((pieces) => readAll(pieces, { needles: SES })),
    );
    expect(reads.map(({ records }) => records.length)).toEqual([60, 0, 60]);
    expect(reads.map(({ elements }) => elements)).toEqual([60, 60, 60]);
  });
});
