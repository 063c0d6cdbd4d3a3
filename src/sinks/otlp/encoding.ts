/** The two encodings of OTLP: what an event waits as until it is sent, and how a request is made of such. */
import { JsonLogsSerializer } from "@opentelemetry/otlp-transformer";
import type { ReadableLogRecord } from "@opentelemetry/sdk-logs";
import type { SesEvent } from "../../ses/event.ts";
import { otelSafeRecord } from "../../shape/otel-safe.ts";
import { toOtel } from "../../shape/otel.ts";
import type { StreamOptions } from "../../shape/stream.ts";
import { type EncodedRecord, ProtobufEncoder } from "./protobuf.ts";
import { recordSizer } from "./size.ts";

/** An encoding. */
export interface Encoding<Body> {
  readonly contentType: string;
  /** The event as it waits, and the most that it takes in a request. */
  shape(
    event: SesEvent,
    stream: StreamOptions,
  ): { readonly body: Body; readonly sizeBytes: number };
  /** Undefined on a bug of the serializer. */
  request(bodies: readonly Body[]): Uint8Array | undefined;
}

/** Events wait as the bytes that they are sent as. */
export function protobufEncoding(): Encoding<EncodedRecord> {
  const encoder = new ProtobufEncoder();
  return {
    contentType: "application/x-protobuf",
    shape(event, stream) {
      const body = encoder.event(event, stream);
      return { body, sizeBytes: encoder.sizeBytes(body) };
    },
    request: (bodies) => encoder.request(bodies),
  };
}

/** Events wait as records, which OpenTelemetry's serializer writes. */
export function jsonEncoding(): Encoding<ReadableLogRecord> {
  const sizeOf = recordSizer();
  return {
    contentType: "application/json",
    shape(event, stream) {
      const body = otelSafeRecord(toOtel(event, stream));
      return { body, sizeBytes: sizeOf(body) };
    },
    request: (bodies) => JsonLogsSerializer.serializeRequest([...bodies]),
  };
}
