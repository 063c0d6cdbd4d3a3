/** The size of a batch is never larger than the sum of what its records are said to take. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LogAttributes } from "@opentelemetry/api-logs";
import { JsonLogsSerializer, ProtobufLogsSerializer } from "@opentelemetry/otlp-transformer";
import { otelSafeAttributes } from "../../../src/shape/otel-safe.ts";
import type { ReadableLogRecord } from "@opentelemetry/sdk-logs";
import type { OtlpProtocol } from "../../../src/sinks/otlp/environment.ts";
import { ProtobufEncoder } from "../../../src/sinks/otlp/protobuf.ts";
import { recordSizer } from "../../../src/sinks/otlp/size.ts";
import { eventOf } from "../../support/events.ts";
import { recordsOf } from "../../support/otel-records.ts";

const anyAttributes = fc
  .dictionary(
    fc.string({ unit: "binary" }),
    fc.anything({ maxDepth: 3, withTypedArray: false, stringUnit: "binary", withBigInt: true }),
  )
  .map((map) => otelSafeAttributes(map as LogAttributes));

const encoder = new ProtobufEncoder();
const sizes: Readonly<Record<OtlpProtocol, (record: ReadableLogRecord) => number>> = {
  "http/json": recordSizer(),
  "http/protobuf": (record) => encoder.sizeBytes(encoder.record(record)),
};

describe.each(["http/protobuf", "http/json"] as const)("%s", (protocol) => {
  const serializer = protocol === "http/json" ? JsonLogsSerializer : ProtobufLogsSerializer;
  const measure = (
    batch: readonly LogAttributes[],
    sizeOf = sizes[protocol],
  ): { real: number; said: number } => {
    const toRecord = recordsOf("run");
    const records = batch.map((attributes, index) => {
      const record = toRecord(eventOf(String(index)));
      return { ...record, attributes: { ...record.attributes, ...attributes } };
    });
    return {
      real: serializer.serializeRequest(records)?.length ?? 0,
      said: records.reduce((sum, record) => sum + sizeOf(record), 0),
    };
  };

  const isUpperBound = (sizeOf = sizes[protocol]): void =>
    fc.assert(
      fc.property(fc.array(anyAttributes, { minLength: 1, maxLength: 5 }), (batch) => {
        const { real, said } = measure(batch, sizeOf);
        expect(said).toBeGreaterThanOrEqual(real);
      }),
    );

  it("is an upper bound", () => {
    expect(() => isUpperBound()).not.toThrow();
  });

  it("control: the length of the keys alone is none", () => {
    expect(() =>
      isUpperBound(({ attributes }) => JSON.stringify(Object.keys(attributes)).length),
    ).toThrow("Property failed");
  });

  it("is no wild guess: under one and a half times the size of ordinary records", () => {
    const ordinary: LogAttributes = Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => [`aws.ses.field_${index}`, "an ordinary value"]),
    );
    const { real, said } = measure(Array.from({ length: 100 }, () => ordinary));
    expect(said).toBeLessThan(real * 1.5);
  });
});
