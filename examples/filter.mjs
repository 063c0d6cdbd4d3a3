// A filter for a shell pipeline or another shipper: CloudTrail bytes in, one ECS document a line out.
// Run it: cat FILE.json.gz | node examples/filter.mjs
import { pipeline } from "node:stream/promises";
import { ecsLine, sesEvents } from "sestrail";

await pipeline(
  process.stdin,
  (bytes) => sesEvents(bytes, { name: "stdin", writesOnly: true }),
  async function* (events) {
    for await (const event of events) yield `${ecsLine(event)}\n`;
  },
  process.stdout,
);
