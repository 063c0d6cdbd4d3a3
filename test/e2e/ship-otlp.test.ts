/** The program and a real Collector, in both encodings. */
import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { beginRun } from "../support/otel-records.ts";
import { runProgram, runWithSummary } from "../support/program.ts";
import { addressFrom } from "../support/services.ts";

const sample = addressFrom("SESTRAIL_AWS_SAMPLE") ?? "samples";
const endpoint = addressFrom("OTEL_EXPORTER_OTLP_ENDPOINT");
const logsPath = addressFrom("OTEL_COLLECTOR_LOGS");

describe.skipIf(endpoint === undefined || logsPath === undefined)(
  "the program and a Collector",
  () => {
    it.each(["http/json", "http/protobuf"])("AWS's sample arrives whole (%s)", async (protocol) => {
      const { namespace, read } = beginRun(logsPath ?? "");
      const { code, summary } = await runWithSummary(
        ["ship", sample, "--to", `otlp:${endpoint}`, "--namespace", namespace],
        { env: { OTEL_EXPORTER_OTLP_PROTOCOL: protocol } },
      );
      expect(code).toBe(0);
      const records = await read();
      const ids = new Set(records.map(({ attributes }) => attributes["log.record.uid"]));
      expect(summary).toMatchObject({
        balanced: true,
        destinations: [{ delivered: summary.selected, unsettled: 0 }],
      });
      expect([records.length, ids.size]).toEqual([summary.selected, summary.selected]);
      expect(summary.selected).toBeGreaterThan(10);
    });

    it("a text summary shows that OTLP knows no duplicates", async () => {
      const to = ["--to", `otlp:${endpoint}`, "--namespace", randomUUID().replaceAll("-", "")];
      const { code, err } = await runProgram(["ship", sample, ...to]);
      expect(code).toBe(0);
      expect(err).toMatch(/^ {2}otlp:\S+ +\d+ +- +0 +0 +0 /m);
    });
  },
);
