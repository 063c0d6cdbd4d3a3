/** The contract suite has teeth: a good sink holds every clause, and each broken one is caught. */
import { describe, expect, it } from "vitest";
import type { Outcome, Sink } from "../../src/sinks/sink.ts";
import { memorySink } from "../support/memory-sink.ts";
import { brokenClauses, sinkContract, type SinkContract } from "./sink.ts";

/** The contract of the memory sink, with something about it changed. */
function memory(
  change: (sink: Sink<string>) => Partial<Sink<string>> = () => ({}),
): SinkContract<string> {
  return {
    knowsIds: true,
    poison: (item) => ({ ...item, body: "refused" }),
    secrets: ["hunter2"],
    make: () => {
      const inner = memorySink();
      return Promise.resolve({
        sink: { ...inner, ...change(inner) },
        delivered: () => Promise.resolve([...inner.held.keys()]),
      });
    },
  };
}

sinkContract("memory", memory());

describe("deliberately broken sinks fail it", () => {
  const broken: Record<string, (sink: Sink<string>) => Partial<Sink<string>>> = {
    "drops the last outcome": (sink) => ({
      write: async (items, signal) => (await sink.write(items, signal)).slice(0, -1),
    }),
    "answers in another order": (sink) => ({
      write: async (items, signal) =>
        (await sink.write(items, signal)).reduce<Outcome[]>(
          (turned, outcome) => [outcome, ...turned],
          [],
        ),
    }),
    "swallows an abort": (sink) => ({
      write: (items, signal) =>
        sink
          .write(items, signal)
          .catch(() =>
            items.map((): Outcome => ({ kind: "retryable", code: "aborted", reason: "aborted" })),
          ),
    }),
    "says delivered and drops": (sink) => ({
      write: (items) => Promise.resolve(items.map((): Outcome => ({ kind: "delivered" }))),
      name: sink.name,
    }),
    "refuses a batch for one bad item": (sink) => ({
      write: async (items, signal) =>
        items.some((item) => item.body === "refused")
          ? items.map((): Outcome => ({ kind: "rejected", code: "batch", reason: "one is bad" }))
          : sink.write(items, signal),
    }),
    "writes while it checks": (sink) => ({
      check: async (signal) => {
        await sink.write([{ id: "probe", body: "{}", sizeBytes: 2, event: {} as never }], signal);
        return sink.check(signal);
      },
    }),
    "cannot be closed twice": () => {
      let closed = false;
      return {
        close: () => {
          if (closed) return Promise.reject(new Error("closed already"));
          closed = true;
          return Promise.resolve();
        },
      };
    },
    "has no limit": (sink) => ({ limits: { ...sink.limits, maxItems: Infinity } }),
    "shapes with a clock": (sink) => {
      let calls = 0;
      return { shape: (event) => ({ ...sink.shape(event), sizeBytes: (calls += 1) }) };
    },
    "shows its password": () => ({ name: "memory:user:hunter2" }),
  };
  it.each(Object.entries(broken))("%s", async (_, change) => {
    expect(await brokenClauses(memory(change))).not.toEqual([]);
  });

  it("and the same check finds nothing wrong with the good one", async () => {
    expect(await brokenClauses(memory())).toEqual([]);
  });
});
