/** Our encoder gives the very bytes of OpenTelemetry's, over every record of the demo week and over odd ones. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ProtobufLogsSerializer } from "@opentelemetry/otlp-transformer";
import { resourceFromAttributes } from "@opentelemetry/resources";
import type { ReadableLogRecord } from "@opentelemetry/sdk-logs";
import { toOtel } from "../../../src/shape/otel.ts";
import { otelSafeRecord } from "../../../src/shape/otel-safe.ts";
import { ProtobufEncoder } from "../../../src/sinks/otlp/protobuf.ts";
import { demoDocuments } from "../../support/demo-documents.ts";
import { eventOf } from "../../support/events.ts";
import { runs } from "../../support/runs.ts";

/** One for all, as a sink has it: what it remembers must not show. */
const encoder = new ProtobufEncoder();

const theirs = (records: readonly ReadableLogRecord[]): Buffer =>
  Buffer.from(ProtobufLogsSerializer.serializeRequest([...records]) ?? []);
const encode = (records: readonly ReadableLogRecord[]): Uint8Array =>
  encoder.request(records.map((each) => encoder.record(each)));
const ours = (records: readonly ReadableLogRecord[]): Buffer => Buffer.from(encode(records));

const STREAM = { dataset: "ses.cloudtrail", namespace: "default" };

const TEXTS = [
  "\ud83d",
  "é".repeat(60),
  "x".repeat(127),
  "x".repeat(128),
  "x".repeat(16_384),
  "ü".repeat(70_000),
];
const NUMBERS = [0, -0, -1, 2 ** 32 - 1, 2 ** 32, 2 ** 62, 2 ** 63, -(2 ** 63), 0.1, NaN, Infinity];

const text = fc.oneof(fc.string({ unit: "binary", maxLength: 300 }), fc.constantFrom(...TEXTS));
const value = fc.oneof(
  text,
  fc.constantFrom(...NUMBERS, true, undefined, null, new Uint8Array(200)),
  fc.maxSafeInteger(),
  fc.double(),
  fc.array(text),
  fc.anything({ maxDepth: 4, stringUnit: "binary", withBigInt: true, withDate: true }),
);
const attributes = fc.dictionary(fc.string({ unit: "binary" }), value);
const time = fc.tuple(fc.nat(9_200_000_000), fc.nat(999_999_999));
const record: fc.Arbitrary<ReadableLogRecord> = fc
  .record({
    hrTime: time,
    hrTimeObserved: time,
    severityNumber: fc.constantFrom(undefined, 0, 9, 17),
    severityText: fc.constantFrom(undefined, "", "INFO"),
    eventName: fc.constantFrom(undefined, "", "aws.ses.api_call"),
    body: value,
    attributes,
    resource: fc.constantFrom(
      resourceFromAttributes({ "service.name": "amazon-ses" }),
      resourceFromAttributes({ region: "ü", count: 4 }, { schemaUrl: "https://example.com/1" }),
    ),
    instrumentationScope: fc.constantFrom(
      { name: "sestrail", version: "1" },
      { name: "", schemaUrl: "https://example.com/2" },
    ),
    droppedAttributesCount: fc.nat(1000),
  })
  .map((made) => made as unknown as ReadableLogRecord);

const isTheSame = (made = ours): void =>
  fc.assert(
    fc.property(fc.array(record, { maxLength: 5 }), (records) => {
      expect(made(records).equals(theirs(records))).toBe(true);
    }),
    { numRuns: runs(1000) },
  );

describe("ProtobufEncoder", () => {
  it("gives their bytes for every event of the demo week", () => {
    const events = demoDocuments().map(({ event }) => event);
    const records = events.map((event) => otelSafeRecord(toOtel(event, STREAM)));
    expect(records.length).toBeGreaterThan(100);
    expect(ours(records).equals(theirs(records))).toBe(true);
    const encoded = events.map((event) => encoder.event(event, STREAM));
    expect(theirs(records).equals(encoder.request(encoded))).toBe(true);
  });

  it("gives their bytes for events with odd values", () => {
    const odd = [...TEXTS, ...NUMBERS, TEXTS, [], true].map((each, place) =>
      eventOf(String(place), {
        message: TEXTS[place % TEXTS.length] ?? "",
        // Whatever a record holds: no type stands in the way of it.
        ["aws.ses.target.name" as string]: each,
        ["aws.ses.recipients_count" as string]: each,
      }),
    );
    const records = odd.map((event) => otelSafeRecord(toOtel(event, STREAM)));
    const encoded = odd.map((event) => encoder.event(event, STREAM));
    expect(theirs(records).equals(encoder.request(encoded))).toBe(true);
  });

  it("gives their bytes for odd records", () => isTheSame());

  it("control: to leave out one attribute is found", () => {
    const forgetful = (records: readonly ReadableLogRecord[]): Buffer =>
      ours(
        records.map((made) => {
          const [, ...kept] = Object.entries(made.attributes);
          return { ...made, attributes: Object.fromEntries(kept) };
        }),
      );
    expect(() => isTheSame(forgetful)).toThrow("Property failed");
  });

  it("gives memory of its own: what it gave before stays", () => {
    const [first, second] = demoDocuments().map(({ event }) => toOtel(event));
    if (first === undefined || second === undefined) throw new Error("no events");
    const given = encode([first]);
    const before = Buffer.from(given);
    encode([second, first, second]);
    expect(before.equals(given)).toBe(true);
  });
});
