// Any OpenTelemetry LogRecordExporter as a destination: here one that writes a line for each record.
// Run it: node examples/custom-exporter.mjs samples
import { exporterSink, ship } from "sestrail";

/** A LogRecordExporter. Code 0 is success; anything else makes the whole batch be sent again. */
const exporter = {
  export(records, done) {
    for (const { body, attributes, resource } of records) {
      const account = resource.attributes["cloud.account.id"];
      console.log(JSON.stringify({ account, action: attributes["rpc.method"], body }));
    }
    done({ code: 0 });
  },
  async forceFlush() {},
  async shutdown() {},
};

const { exitCode, books } = await ship({
  from: process.argv.slice(2),
  sinks: [exporterSink("lines", exporter)],
  writesOnly: true,
});
console.error(`${books.destinations[0]?.delivered} records delivered`);
process.exitCode = exitCode;
