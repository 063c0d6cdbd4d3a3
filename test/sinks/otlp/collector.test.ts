/** The OTLP destination against a real Collector: what it calls delivered is there, as it was sent. */
import { randomUUID } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LogAttributes } from "@opentelemetry/api-logs";
import { ProtobufLogsSerializer, JsonLogsSerializer } from "@opentelemetry/otlp-transformer";
import { toOtel } from "../../../src/shape/otel.ts";
import { otelSafe, otelSafeAttributes } from "../../../src/shape/otel-safe.ts";
import { otlpConfig, type OtlpProtocol } from "../../../src/sinks/otlp/environment.ts";
import { otlpSink } from "../../../src/sinks/otlp/sink.ts";
import { sinkContract } from "../../contract/sink.ts";
import { eventOf, itemOf } from "../../support/events.ts";
import { beginRun, recordItem, recordsOf } from "../../support/otel-records.ts";

const endpoint = process.env["OTEL_EXPORTER_OTLP_ENDPOINT"];
const logsPath = process.env["OTEL_COLLECTOR_LOGS"] ?? "";
const calm = new AbortController().signal;

it.runIf(process.env["CI"] === "true")("the Collector's address and file are set in CI", () => {
  expect(endpoint).toBeTruthy();
  expect(logsPath).toBeTruthy();
});

function sinkFor(protocol: OtlpProtocol, namespace: string) {
  const { config, problems } = otlpConfig("", {
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
    OTEL_EXPORTER_OTLP_HEADERS: "x-test=kept%20secret",
  });
  if (config === undefined) throw new Error(JSON.stringify(problems));
  return otlpSink({
    config,
    env: {},
    dataset: "ses.cloudtrail",
    namespace,
    report: (problem) => expect.unreachable(problem.what),
  });
}

describe.skipIf(!endpoint).each(["http/protobuf", "http/json"] as const)("%s", (protocol) => {
  /** Items of these names, each with attributes by its name. */
  const itemsWith = (
    run: string,
    names: readonly string[],
    attributesOf: (name: string) => LogAttributes,
  ) => {
    const toRecord = recordsOf(run, ({ fields }) =>
      attributesOf(fields["aws.ses.record_id"] ?? ""),
    );
    return names.map((name) => recordItem(eventOf(name), toRecord, protocol));
  };

  sinkContract(`otlp, ${protocol}`, {
    knowsIds: false,
    secrets: ["kept secret", "kept%20secret"],
    make: async () => {
      const run = beginRun(logsPath);
      return {
        sink: sinkFor(protocol, run.namespace),
        delivered: async () =>
          (await run.read()).map(({ attributes }) => String(attributes["log.record.uid"])),
      };
    },
  });

  it("a record comes back as it was sent", async () => {
    const run = beginRun(logsPath);
    const sent: LogAttributes = {
      text: 'quotes " and \\ and \u0000, emoji 🐟',
      count: 42,
      ratio: 0.25,
      yes: true,
      list: ["a", "b"],
      map: { inner: { deep: [1, null] } },
      nothing: null,
      bytes: new Uint8Array([0, 255]),
      "": "an empty key",
    };
    const sink = sinkFor(protocol, run.namespace);
    await sink.open(calm);
    const items = itemsWith(run.namespace, ["whole"], () => sent);
    expect(await sink.write(items, calm)).toEqual([{ kind: "delivered" }]);
    await sink.close();
    const [got] = await run.read();
    expect(got).toMatchObject({
      timeUnixNano: "1764000000123456789",
      observedTimeUnixNano: "1764000060000000001",
      severityNumber: 9,
      eventName: "aws.ses.api_call",
      body: "ana.silva listed identities",
      attributes: { "log.record.uid": "whole", ...sent, bytes: Buffer.from([0, 255]) },
      resource: { "service.name": "amazon-ses", "data_stream.namespace": run.namespace },
    });
  });

  it("an event comes back as its shape has it", async () => {
    const run = beginRun(logsPath);
    const sink = sinkFor(protocol, run.namespace);
    const event = eventOf("shaped", {
      "event.created": "2026-11-20T09:10:00.250Z",
      "error.code": "AccessDenied",
      "event.outcome": "failure",
      "aws.ses.signals": ["access_denied", "policy_public"],
    });
    const { body, attributes, resource } = toOtel(event, {
      dataset: "ses.cloudtrail",
      namespace: run.namespace,
    });
    expect(await sink.write([itemOf(sink, event)], calm)).toEqual([{ kind: "delivered" }]);
    await sink.close();
    expect(await run.read()).toMatchObject([
      {
        timeUnixNano: "1795165331000000000",
        observedTimeUnixNano: "1795165800250000000",
        severityNumber: 17,
        eventName: "aws.ses.api_call",
        body,
        attributes,
        resource: resource.attributes,
      },
    ]);
  });

  const nested = (levels: number): unknown =>
    Array.from({ length: levels }).reduce<unknown>((inner) => ({ inner }), "bottom");
  const poison: Readonly<Record<string, unknown>> = {
    nan: Number.NaN,
    infinite: -Infinity,
    huge: 1e21,
    edge: 2 ** 63,
    lowest: -(2 ** 63),
    inside: 2 ** 62,
    bigint: 2n ** 70n,
    date: new Date(0),
    missing: undefined,
    deep: nested(2000),
    loneSurrogate: "\uD83D",
    list: [Number.NaN, { inner: 1n }, undefined],
    ["__proto__"]: 1n,
    constructor: "kept",
  };

  it("a batch of poison values is accepted whole", async () => {
    const run = beginRun(logsPath);
    const names = Object.keys(poison);
    const sink = sinkFor(protocol, run.namespace);
    const items = itemsWith(
      run.namespace,
      names,
      (name) => ({ [name]: poison[name] }) as LogAttributes,
    );
    const outcomes = await sink.write(items, calm);
    await sink.close();
    expect(outcomes).toEqual(names.map(() => ({ kind: "delivered" })));
    const values = Object.fromEntries(
      (await run.read()).map(({ attributes }) => {
        const name = String(attributes["log.record.uid"]);
        return [name, attributes[name]];
      }),
    );
    expect(values).toMatchObject({
      nan: "NaN",
      infinite: "-Infinity",
      huge: "1e+21",
      edge: "9223372036854776000",
      lowest: "-9223372036854776000",
      inside: 2 ** 62,
      bigint: "1180591620717411303424",
      date: "1970-01-01T00:00:00.000Z",
      loneSurrogate: "\uFFFD",
      list: ["NaN", { inner: "1" }, null],
      constructor: "kept",
    });
    expect(Object.getOwnPropertyDescriptor(values, "__proto__")?.value).toBe("1");
    expect(JSON.stringify(values["deep"])).toContain('{\\"inner\\":');
  });

  it("any value is accepted", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.dictionary(
            fc.string(),
            fc.anything({ withBigInt: true, withDate: true, maxDepth: 4, withTypedArray: false }),
          ),
          { minLength: 1, maxLength: 10 },
        ),
        async (all) => {
          const run = beginRun(logsPath);
          const sink = sinkFor(protocol, run.namespace);
          const items = itemsWith(
            run.namespace,
            Object.keys(all),
            (name) => all[Number(name)] as LogAttributes,
          );
          expect(await sink.write(items, calm)).toEqual(all.map(() => ({ kind: "delivered" })));
          await sink.close();
          expect(await run.read()).toHaveLength(all.length);
        },
      ),
      { numRuns: 30 },
    );
  });

  it("control: the same values as they are lose their batch or their meaning", async () => {
    const serializer = protocol === "http/json" ? JsonLogsSerializer : ProtobufLogsSerializer;
    const post = async (attributes: LogAttributes): Promise<number> => {
      const record = recordsOf(randomUUID(), () => attributes)(eventOf("raw"));
      const answer = await fetch(`${endpoint}/v1/logs`, {
        method: "POST",
        headers: {
          "content-type": protocol === "http/json" ? "application/json" : "application/x-protobuf",
        },
        body: Buffer.from(serializer.serializeRequest([record]) ?? []),
      });
      return answer.status;
    };
    const hostile = (
      protocol === "http/json"
        ? { nan: poison["nan"], lowest: poison["lowest"] }
        : { deep: nested(40) }
    ) as LogAttributes;
    for (const [name, value] of Object.entries(hostile)) {
      expect(await post({ [name]: value })).toBe(400);
      expect(await post(otelSafeAttributes({ [name]: value }))).toBe(200);
      expect(await post({ [name]: otelSafe(value) })).toBe(200);
    }
  });

  it("a batch over the limit of a request is delivered in several", async () => {
    const run = beginRun(logsPath);
    const text = "x".repeat(100_000);
    const sink = sinkFor(protocol, run.namespace);
    const names = Array.from({ length: 50 }, (_, index) => `large-${index}`);
    const items = itemsWith(run.namespace, names, () => ({ text }));
    expect(await sink.write(items, calm)).toEqual(items.map(() => ({ kind: "delivered" })));
    await sink.close();
    const uids = (await run.read()).map(({ attributes }) => attributes["log.record.uid"]);
    expect(uids).toEqual(names);
  });

  it("a record that the Collector finds too large is rejected alone, in its words", async () => {
    const run = beginRun(logsPath);
    const sink = sinkFor(protocol, run.namespace);
    const items = itemsWith(run.namespace, ["a", "much", "b", "c"], (name) => ({
      text: name === "much" ? "x".repeat(21 * 1024 * 1024) : "little",
    }));
    const outcomes = await sink.write(items, calm);
    await sink.close();
    expect(outcomes.map(({ kind }) => kind)).toEqual([
      "delivered",
      "rejected",
      "delivered",
      "delivered",
    ]);
    expect(outcomes[1]).toMatchObject({
      code: "E_OTLP_REJECTED",
      reason: "400: http: request body too large",
    });
  });
});
