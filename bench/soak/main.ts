/**
 * Lets `ship --follow` run for long. `npm run soak -- [--minutes N] [--seed S]` at full rate, into a stub of a Collector
 * that fails now and then; `npm run soak -- --sidecar [--minutes N]` with a file a second, into the Collector of
 * OTEL_EXPORTER_OTLP_ENDPOINT that writes the file of OTEL_COLLECTOR_LOGS.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { fullRate } from "./full-rate.ts";
import { sidecar } from "./sidecar.ts";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "30" },
    seed: { type: "string", default: "1" },
    sidecar: { type: "boolean", default: false },
  },
});
const minutes = Number(values.minutes);
if (!(minutes > 0)) {
  console.error(`--minutes takes a number above 0, not ${values.minutes}`);
  process.exit(2);
}
const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_COLLECTOR_LOGS: logsPath } = process.env;
if (values.sidecar && (endpoint === undefined || logsPath === undefined)) {
  console.error("--sidecar needs OTEL_EXPORTER_OTLP_ENDPOINT and OTEL_COLLECTOR_LOGS");
  process.exit(2);
}
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(130));
const folder = mkdtempSync(join(tmpdir(), "sestrail-soak-"));
// Also where a signal ends it.
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
process.exitCode = (await (values.sidecar
  ? sidecar(folder, minutes, endpoint ?? "", logsPath ?? "")
  : fullRate(folder, minutes, Number(values.seed))))
  ? 0
  : 1;
