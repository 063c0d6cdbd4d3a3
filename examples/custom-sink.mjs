// A destination of one's own: tells on stdout of every event that carries a signal, one line each.
// Run it: node examples/custom-sink.mjs samples
import { ship, SIGNALS } from "sestrail";

const SEVERITY = new Map(SIGNALS.map(({ name, severity }) => [name, severity]));

/** A Sink: `shape` makes what is sent, `write` sends a batch and says of each item what became of it. */
function alertSink(tell) {
  return {
    name: "alerts",
    // Batches are made within these limits.
    limits: { maxBytes: 64 * 1024, maxItems: 100, maxAgeMs: 1000, maxInFlight: 1 },
    shape({ fields }) {
      const signals = (fields["aws.ses.signals"] ?? []).map(
        (name) => `${name} (${SEVERITY.get(name)})`,
      );
      const body = { time: fields["@timestamp"], message: fields.message, signals };
      return { body, sizeBytes: JSON.stringify(body).length };
    },
    async open(signal) {
      signal.throwIfAborted();
    },
    async write(items, signal) {
      signal.throwIfAborted();
      for (const { body } of items)
        // A record holds texts that strangers wrote: JSON keeps them from doing anything to a terminal.
        if (body.signals.length > 0) tell(JSON.stringify(body));
      // One Outcome for each Item, in the same order. What may work later is { kind: "retryable", code, reason }: it is
      // sent again. What never will is { kind: "rejected", code, reason }: it goes to the dead letters.
      return items.map(() => ({ kind: "delivered" }));
    },
    async check() {
      return { ok: true, lines: [["alerts", "ready"]] };
    },
    async close() {},
  };
}

const { exitCode, books, problems } = await ship({
  from: process.argv.slice(2),
  sinks: [alertSink(console.log)],
});
console.error(`${books.shaped} events of ${books.files.read} files`);
for (const { count, first } of problems) console.error(`${count} times: ${first[0]?.what}`);
process.exitCode = exitCode;
