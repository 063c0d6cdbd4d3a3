/** A Sink that keeps what it is given in memory: the plainest implementation that holds the contract. */
import type { BatchLimits, Item, Outcome, Sink } from "../../src/sinks/sink.ts";

/** A memory sink, and what lies in it. */
export interface MemorySink extends Sink<string> {
  /** Bodies by id, in the order of their arrival. */
  readonly held: ReadonlyMap<string, string>;
}

/** Remembers ids, so that a repeat is a duplicate. Refuses Items whose body is `refused`. */
export function memorySink(limits: Partial<BatchLimits> = {}): MemorySink {
  const held = new Map<string, string>();
  const settle = (item: Item<string>): Outcome => {
    if (item.body === "refused") {
      return { kind: "rejected", code: "refused", reason: "the body says so" };
    }
    if (held.has(item.id)) return { kind: "duplicate" };
    held.set(item.id, item.body);
    return { kind: "delivered" };
  };
  return {
    name: "memory",
    limits: { maxBytes: 1024 * 1024, maxItems: 100, maxAgeMs: 100, maxInFlight: 4, ...limits },
    held,
    shape(event) {
      const body = JSON.stringify(event.fields);
      return { body, sizeBytes: Buffer.byteLength(body) };
    },
    open: () => Promise.resolve(),
    async write(items, signal) {
      // One turn of the loop, as a network would take, so that batches side by side are mixed.
      await new Promise(setImmediate);
      signal.throwIfAborted();
      return items.map(settle);
    },
    check: () => Promise.resolve({ ok: true, lines: [["memory", `${held.size} items`]] }),
    close: () => Promise.resolve(),
  };
}
