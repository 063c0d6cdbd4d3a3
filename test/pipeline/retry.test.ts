/** Retries: each item ends with one outcome, what is delivered is never sent again, and time is bounded. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { retrying, type Retry, type RetryOptions } from "../../src/pipeline/retry.ts";
import type { Item, Outcome, Sink } from "../../src/sinks/sink.ts";
import { eventOf } from "../support/events.ts";

type Write = Sink<string>["write"];
type Retrying = (
  sink: { readonly name: string; readonly write: Write },
  options: RetryOptions,
) => Write;

const calm = new AbortController().signal;
const itemsOf = (count: number): Item<string>[] =>
  Array.from({ length: count }, (_, index) => ({
    id: String(index),
    body: String(index),
    sizeBytes: 1,
    event: eventOf(String(index)),
  }));
const later = (retryAfterMs?: number): Outcome => ({
  kind: "retryable",
  code: "E_TEST",
  reason: "later",
  ...(retryAfterMs !== undefined && { retryAfterMs }),
});

/** A clock that only sleeping moves. */
function lab(retryForMs: number, random: () => number = () => 1) {
  const sleeps: number[] = [];
  const retries: Retry[] = [];
  let nowMs = 0;
  return {
    sleeps,
    retries,
    elapsed: () => nowMs,
    options: {
      retryForMs,
      random,
      now: () => nowMs,
      sleep: async (ms: number) => {
        sleeps.push(ms);
        nowMs += ms;
      },
      onRetry: (retry: Retry) => retries.push(retry),
    },
  };
}

/** A sink that answers as it is told: each item has its own list of outcomes, the last of which repeats. */
function scripted(scripts: readonly (readonly Outcome[])[]) {
  const batches: string[][] = [];
  const tries = new Map<string, number>();
  const write: Write = async (items) => {
    batches.push(items.map(({ id }) => id));
    return items.map(({ id }) => {
      const tried = tries.get(id) ?? 0;
      tries.set(id, tried + 1);
      const script = scripts[Number(id)] ?? [];
      const outcome = script[Math.min(tried, script.length - 1)];
      if (outcome === undefined) throw new Error("no script");
      return outcome;
    });
  };
  return { name: "scripted", write, batches };
}

it("says of what is sent again, and of nothing else, that it may be there already", async () => {
  const { options } = lab(120_000);
  const told: (readonly [string, boolean])[][] = [];
  const scripts = scripted([[later(), later(), { kind: "delivered" }], [{ kind: "delivered" }]]);
  const write: Write = (items, signal) => {
    told.push(items.map(({ id, maybeSent = false }) => [id, maybeSent]));
    return scripts.write(items, signal);
  };
  await retrying({ name: "listening", write }, options)(itemsOf(2), calm);
  expect(told).toEqual([
    [
      ["0", false],
      ["1", false],
    ],
    [["0", true]],
    [["0", true]],
  ]);
});

describe("delays", () => {
  it("double from 250 ms to 30 s, then stay, and end with the time", async () => {
    const { sleeps, elapsed, options, retries } = lab(120_000);
    const outcomes = await retrying(scripted([[later()]]), options)(itemsOf(1), calm);
    expect(outcomes).toEqual([later()]);
    expect(sleeps).toEqual([
      250,
      500,
      1000,
      2000,
      4000,
      8000,
      16_000,
      30_000,
      30_000,
      120_000 - 91_750,
    ]);
    expect(elapsed()).toBe(120_000);
    expect(retries.map(({ attempt }) => attempt)).toEqual(sleeps.map((_, index) => index + 1));
    expect(retries[0]).toEqual({
      attempt: 1,
      itemCount: 1,
      delayMs: 250,
      code: "E_TEST",
      reason: "later",
    });
  });

  it("are any part of that, by chance", async () => {
    const chances = [0, 0.5, 0.25];
    const { sleeps, options } = lab(10_000, () => chances.shift() ?? 1);
    const sink = scripted([[later(), later(), later(), { kind: "delivered" }]]);
    await retrying(sink, options)(itemsOf(1), calm);
    expect(sleeps).toEqual([0, 250, 250]);
  });

  it("are never shorter than the destination asks for", async () => {
    const { sleeps, options } = lab(60_000);
    const sink = scripted([
      [later(5000), later(100), { kind: "delivered" }],
      [later(7000), { kind: "delivered" }],
    ]);
    const outcomes = await retrying(sink, options)(itemsOf(2), calm);
    expect(sleeps).toEqual([7000, 500]);
    expect(outcomes).toEqual([{ kind: "delivered" }, { kind: "delivered" }]);
  });

  it("a destination that asks for more than the time left is not bothered again", async () => {
    const { sleeps, options } = lab(5000);
    const sink = scripted([[later(5001)]]);
    expect(await retrying(sink, options)(itemsOf(1), calm)).toEqual([later(5001)]);
    expect(sleeps).toEqual([]);
    expect(sink.batches).toHaveLength(1);
  });

  it("no time to retry: one attempt", async () => {
    const { options } = lab(0);
    const sink = scripted([[later()]]);
    await retrying(sink, options)(itemsOf(1), calm);
    expect(sink.batches).toHaveLength(1);
  });
});

describe("abort", () => {
  it("during a wait throws, and nothing is sent after", async () => {
    const controller = new AbortController();
    const { options } = lab(60_000);
    const sink = scripted([[later()]]);
    const sleep = async (): Promise<void> => controller.abort(new Error("stopped by the test"));
    const work = retrying(sink, { ...options, sleep })(itemsOf(1), controller.signal);
    await expect(work).rejects.toThrow("stopped by the test");
    expect(sink.batches).toHaveLength(1);
  });

  it("what the sink throws is passed on", async () => {
    const write: Write = async () => {
      throw new Error("fatal");
    };
    const work = retrying({ name: "fatal", write }, lab(1000).options)(itemsOf(1), calm);
    await expect(work).rejects.toThrow("fatal");
  });
});

describe("an item that is cut off each time", () => {
  const cut: Outcome = { kind: "retryable", code: "connection_reset", reason: "cut", wasCut: true };

  /** Cuts each request that holds the item `2`. */
  function cutting() {
    const sent: string[][] = [];
    const taken = new Set<string>();
    const write: Write = async (items) => {
      const ids = items.map(({ id }) => id);
      sent.push(ids);
      if (ids.includes("2")) return items.map(() => cut);
      ids.forEach((id) => taken.add(id));
      return items.map(() => ({ kind: "delivered" }));
    };
    return { sent, taken, write };
  }

  it("keeps nothing else of its batch, and is told of once", async () => {
    const { options } = lab(3_600_000);
    const { sent, taken, write } = cutting();
    const told: [string, number][] = [];
    const sink = { name: "gateway", write };
    const outcomes = await retrying(sink, {
      ...options,
      onCutAlone: ({ id }, times) => told.push([id, times]),
    })(itemsOf(6), calm);
    expect(outcomes.map(({ kind }) => kind)).toEqual([
      "delivered",
      "delivered",
      "retryable",
      "delivered",
      "delivered",
      "delivered",
    ]);
    expect([...taken].toSorted()).toEqual(["0", "1", "3", "4", "5"]);
    expect(told).toEqual([["2", 5]]);
    // The others went while it was tried, not after.
    expect(sent.findLastIndex((ids) => !ids.includes("2"))).toBeLessThan(12);
  });

  it("is not told of where nothing else is taken either: then the destination is away", async () => {
    const { options } = lab(3_600_000);
    const told: string[] = [];
    await retrying(
      { name: "away", write: async (items) => items.map(() => cut) },
      { ...options, onCutAlone: ({ id }) => told.push(id) },
    )(itemsOf(1), calm);
    expect(told).toEqual([]);
  });
});

it("a sink that gives too few outcomes is a fault of sestrail", async () => {
  const work = retrying({ name: "short", write: async () => [] }, lab(1).options)(itemsOf(2), calm);
  await expect(work).rejects.toMatchObject({ code: "E_INTERNAL" });
});

const anyOutcome: fc.Arbitrary<Outcome> = fc.oneof(
  { weight: 4, arbitrary: fc.option(fc.nat(3000), { nil: undefined }).map(later) },
  fc.constant<Outcome>({ kind: "delivered" }),
  fc.constant<Outcome>({ kind: "duplicate" }),
  fc.constant<Outcome>({ kind: "rejected", code: "E_TEST", reason: "never" }),
);
const anyScripts = fc.array(fc.array(anyOutcome, { minLength: 1, maxLength: 6 }), {
  minLength: 1,
  maxLength: 12,
});

/** The guarantee, for any chaos: throws when a way of retrying breaks it. */
async function holdsUnderChaos(retry: Retrying): Promise<void> {
  const anyChances = fc.array(fc.double({ min: 0.01, max: 0.99, noNaN: true }), { maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(
      anyScripts,
      fc.nat(20_000),
      anyChances,
      async (scripts, retryForMs, chances) => {
        const { options, elapsed } = lab(retryForMs, () => chances.shift() ?? 0.5);
        const sink = scripted(scripts);
        const items = itemsOf(scripts.length);
        const outcomes = await retry(sink, options)(items, calm);

        // One outcome each, in order: the last that the item got.
        expect(outcomes).toHaveLength(items.length);
        for (const [index, script] of scripts.entries()) {
          const sentCount = sink.batches.filter((batch) => batch.includes(String(index))).length;
          expect(outcomes[index]).toEqual(script[Math.min(sentCount, script.length) - 1]);
          // Never sent again once it is settled.
          const settledAt = script.findIndex(({ kind }) => kind !== "retryable");
          expect(sentCount).toBeLessThanOrEqual(settledAt < 0 ? Infinity : settledAt + 1);
        }
        // Order kept in each batch, each item once.
        for (const batch of sink.batches) {
          expect(batch).toEqual([...new Set(batch)].sort((a, b) => Number(a) - Number(b)));
        }
        // Bounded by time, and not given up before, but for a destination that asks for more.
        const leftMs = retryForMs - elapsed();
        expect(leftMs).toBeGreaterThan(-0.001);
        const asked = outcomes.map((outcome) =>
          outcome.kind === "retryable" ? (outcome.retryAfterMs ?? 0) : Infinity,
        );
        const settled = asked.every((ms) => ms === Infinity);
        const finite = asked.filter((ms) => ms !== Infinity);
        expect(settled || leftMs < 0.001 || Math.max(...finite) > leftMs).toBe(true);
      },
    ),
  );
}

describe("under chaos", () => {
  it("each item ends with one outcome, nothing settled is sent again, order is kept", async () => {
    await expect(holdsUnderChaos(retrying)).resolves.toBeUndefined();
  });

  const broken: [string, Retrying][] = [
    [
      "resends the whole batch",
      (sink, { sleep, now, retryForMs }) =>
        async (items, signal) => {
          let outcomes = await sink.write(items, signal);
          while (outcomes.some(({ kind }) => kind === "retryable") && now() < retryForMs) {
            await sleep(Math.min(100, retryForMs - now()), signal);
            outcomes = await sink.write(items, signal);
          }
          return outcomes;
        },
    ],
    [
      "mixes up the order",
      (sink, options) => async (items, signal) => {
        const outcomes = await retrying(sink, options)(items, signal);
        return outcomes.map((_, index) => outcomes.at(-1 - index) ?? later());
      },
    ],
    [
      "drops what failed",
      (sink, options) => async (items, signal) =>
        (await retrying(sink, options)(items, signal)).filter(({ kind }) => kind !== "retryable"),
    ],
    [
      "calls delivered what failed",
      (sink, options) => async (items, signal) =>
        (await retrying(sink, options)(items, signal)).map((outcome) =>
          outcome.kind === "retryable" ? { kind: "delivered" } : outcome,
        ),
    ],
    [
      "goes on past the time",
      (sink, options) => retrying(sink, { ...options, retryForMs: options.retryForMs + 10_000 }),
    ],
    [
      "gives up early",
      (sink, options) => retrying(sink, { ...options, retryForMs: options.retryForMs / 2 }),
    ],
  ];
  it.each(broken)("control: one that %s is found out", async (_name, retry) => {
    await expect(holdsUnderChaos(retry)).rejects.toThrow("Property failed");
  });
});
