/** Any log exporter as a destination; and why OTLP does not go through one (a control for the tests of the OTLP sink). */
import { afterEach, describe, expect, it } from "vitest";
import { OTLPLogExporter as JsonExporter } from "@opentelemetry/exporter-logs-otlp-http";
import { OTLPLogExporter as ProtobufExporter } from "@opentelemetry/exporter-logs-otlp-proto";
import { InMemoryLogRecordExporter, type LogRecordExporter } from "@opentelemetry/sdk-logs";
import { exporterSink } from "../../../src/sinks/otlp/exporter-sink.ts";
import { sinkContract } from "../../contract/sink.ts";
import { itemOf, someEvents } from "../../support/events.ts";
import { answers, partialProtobuf, startOtlpStub, type OtlpStub } from "../../support/otlp-stub.ts";

const stream = { dataset: "ses.cloudtrail", namespace: "test" };
const calm = new AbortController().signal;
const open: OtlpStub[] = [];
afterEach(async () => {
  for (const stub of open.splice(0)) await stub.close();
});

sinkContract("an exporter that keeps records in memory", {
  knowsIds: false,
  make: async () => {
    const exporter = new InMemoryLogRecordExporter();
    return {
      sink: exporterSink("memory", exporter, stream),
      delivered: async () =>
        exporter
          .getFinishedLogRecords()
          .map(({ attributes }) => JSON.stringify(attributes["log.record.uid"]).slice(1, -1)),
    };
  },
});

const writeTwo = (exporter: LogRecordExporter) => {
  const sink = exporterSink("test", exporter, stream);
  return sink.write(
    someEvents("e", 2).map((event) => itemOf(sink, event)),
    calm,
  );
};

it.each([JsonExporter, ProtobufExporter])("the exporters of OpenTelemetry", async (Exporter) => {
  const stub = await startOtlpStub(answers(200));
  open.push(stub);
  const delivered = await writeTwo(new Exporter({ url: `${stub.url}/v1/logs` }));
  expect(delivered).toEqual([{ kind: "delivered" }, { kind: "delivered" }]);
  expect(stub.requests).toHaveLength(1);
});

it("a failure leaves all of them to be sent again, in the exporter's words", async () => {
  const exporter: LogRecordExporter = {
    export: (_records, done) => done({ code: 1, error: new Error("no room") }),
    forceFlush: async () => undefined,
    shutdown: async () => undefined,
  };
  const outcome = { kind: "retryable", code: "E_OTLP_UNAVAILABLE", reason: "no room" };
  expect(await writeTwo(exporter)).toEqual([outcome, outcome]);
});

it("an abort ends the wait for an exporter that never answers", async () => {
  const controller = new AbortController();
  const exporter: LogRecordExporter = {
    export: () => controller.abort(new Error("stopped by the test")),
    forceFlush: async () => undefined,
    shutdown: async () => undefined,
  };
  const sink = exporterSink("test", exporter, stream);
  const items = someEvents("e", 1).map((event) => itemOf(sink, event));
  await expect(sink.write(items, controller.signal)).rejects.toThrow("stopped by the test");
});

describe("control: through the bare exporter, what the OTLP destination finds out is lost", () => {
  it.each<[string, string | Uint8Array]>([
    ["a rejection", partialProtobuf(2, "no room")],
    ["a login page", "<html>Please log in</html>"],
  ])("%s", async (_name, body) => {
    const stub = await startOtlpStub(answers(200, body));
    open.push(stub);
    const outcomes = await writeTwo(new ProtobufExporter({ url: `${stub.url}/v1/logs` }));
    expect(outcomes).toEqual([{ kind: "delivered" }, { kind: "delivered" }]);
  });
});
