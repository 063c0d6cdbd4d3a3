import { JsonLogsSerializer, ProtobufLogsSerializer } from "@opentelemetry/otlp-transformer";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../src/records/element.ts";
import { otelLine, toOtel } from "../../src/shape/otel.ts";
import { eventOf, READ_AT, STREAM } from "../support/made-records.ts";

const RICH: JsonObject = {
  eventID: "e-1",
  awsRegion: "eu-west-1",
  recipientAccountId: "111122223333",
  readOnly: false,
  eventName: "SetIdentityDkimEnabled",
  requestParameters: {
    identity: "example.org",
    dkimEnabled: false,
    note: 'emoji 🙂, \u0000, \ud800, "quoted"\n',
  },
  resources: [{ ARN: "a", type: "t" }, { accountId: "1" }],
  userIdentity: { type: "IAMUser", userName: "ana" },
};

/** The same request as the vendor's encoder writes it: its integers are numbers, ours are strings. */
function vendorJson(members: JsonObject): unknown {
  const bytes = JsonLogsSerializer.serializeRequest([toOtel(eventOf(members), STREAM)]);
  return JSON.parse(new TextDecoder().decode(bytes), (key, value: unknown) =>
    key === "intValue" && typeof value === "number" ? String(value) : value,
  );
}

/** Without what means nothing: counts of zero. */
function withoutZeros(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, at: unknown) =>
      key === "droppedAttributesCount" && at === 0 ? undefined : at,
    ),
  );
}

describe("otelLine", () => {
  it.each([
    ["a rich record", RICH],
    ["the least record", {}],
    ["a failure", { errorCode: "AccessDenied", errorMessage: "no" }],
    ["another service", { eventSource: "s3.amazonaws.com", eventName: "GetObject" }],
  ])("says the same as the vendor's encoder: %s", (_name, members) => {
    expect(JSON.parse(otelLine(eventOf(members), STREAM))).toEqual(
      withoutZeros(vendorJson(members)),
    );
  });

  it("is really compared (broken control)", () => {
    expect(JSON.parse(otelLine(eventOf({}), STREAM))).not.toEqual(withoutZeros(vendorJson(RICH)));
  });

  it("writes 64-bit integers as text, enums as numbers, and times in nanoseconds", () => {
    const line = otelLine(eventOf({ eventTime: "2026-03-01T10:20:30.007Z" }), STREAM);
    expect(line).toContain('"timeUnixNano":"1772360430007000000"');
    expect(line).toContain('"observedTimeUnixNano":"1772438400000000000"');
    expect(line).toContain('{"key":"event.sequence","value":{"intValue":"0"}}');
    expect(line).toContain('"severityNumber":9');
  });
});

describe("toOtel", () => {
  it("has time, severity, name and sentence in their places", () => {
    const log = toOtel(eventOf(RICH), STREAM);
    expect(log.hrTime).toEqual([1_772_360_430, 0]);
    expect(log.hrTimeObserved).toEqual([Date.parse(READ_AT) / 1000, 0]);
    expect(log.severityNumber).toBe(9);
    expect(log.eventName).toBe("aws.ses.api_call");
    expect(log.body).toBe("ana (user): DKIM signing turned off for example.org");
  });

  it("is ERROR when the call failed, and has another name for other services", () => {
    const log = toOtel(eventOf({ errorCode: "X", eventSource: "s3.amazonaws.com" }), STREAM);
    expect(log.severityNumber).toBe(17);
    expect(log.eventName).toBe("aws.api_call");
    expect(log.resource.attributes["service.name"]).toBe("s3");
  });

  it("shares one resource among events of an account, Region, service and stream, and one scope among all", () => {
    const resourceOf = (
      members: JsonObject,
      stream = STREAM as { dataset: string; namespace: string },
    ): object => toOtel(eventOf(members), stream).resource;
    const one = resourceOf(RICH);
    expect(resourceOf({ ...RICH, eventID: "e-2" })).toBe(one);
    const others = [
      resourceOf({ ...RICH, awsRegion: "us-east-1" }),
      resourceOf({ ...RICH, recipientAccountId: "2" }),
      resourceOf({ ...RICH, eventSource: "s3.amazonaws.com" }),
      resourceOf(RICH, { dataset: "other", namespace: "default" }),
      resourceOf(RICH, { dataset: "ses.cloudtrail", namespace: "other" }),
    ];
    expect(new Set([one, ...others]).size).toBe(6);
    expect(toOtel(eventOf(RICH), STREAM).instrumentationScope).toBe(
      toOtel(eventOf({}), STREAM).instrumentationScope,
    );
  });

  it("makes resources that merge like the SDK's", () => {
    const { resource } = toOtel(eventOf(RICH), STREAM);
    const other = toOtel(eventOf({ ...RICH, awsRegion: "us-east-1" }), STREAM).resource;
    expect(resource.merge(null).attributes).toEqual(resource.attributes);
    expect(resource.merge(other).attributes["cloud.region"]).toBe("us-east-1");
    expect(Object.fromEntries(resource.getRawAttributes())).toEqual(resource.attributes);
  });

  it("is taken by the protobuf encoder, poison or not", () => {
    const bytes = ProtobufLogsSerializer.serializeRequest([
      toOtel(
        eventOf({
          ...RICH,
          requestParameters: JSON.parse(
            '{"n":1e400,"m":1e19,"deep":[[[[[[[[]]]]]]]]}',
          ) as JsonObject,
        }),
        STREAM,
      ),
    ]);
    expect(bytes?.length).toBeGreaterThan(500);
  });
});

const endpoint = process.env["OTEL_EXPORTER_OTLP_ENDPOINT"];
describe.skipIf(endpoint === undefined && process.env["CI"] !== "true")("a real Collector", () => {
  it("takes a line as OTLP/JSON", async () => {
    const hostile = JSON.parse(
      '{"n":1e400,"m":1e19,"k\\u0000":"\\ud800","big":-9223372036854775809}',
    ) as JsonObject;
    for (const members of [RICH, {}, { requestParameters: hostile, userAgent: "\ud800" }]) {
      const response = await fetch(new URL("/v1/logs", endpoint), {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: otelLine(eventOf(members), STREAM),
      });
      expect([response.status, await response.text()]).toEqual([200, '{"partialSuccess":{}}']);
    }
  });
});
