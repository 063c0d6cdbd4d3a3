/** Many batches before one Destination that is down: no hammering, no spinning, and all of them through when it is back. */
import { describe, expect, it } from "vitest";
import { retrying, type RetryOptions } from "../../src/pipeline/retry.ts";
import type { Item, Outcome, Sink } from "../../src/sinks/sink.ts";
import { abortable } from "../../src/telemetry/abortable.ts";
import { eventOf } from "../support/events.ts";

const calm = new AbortController().signal;
const DELIVERED: Outcome = { kind: "delivered" };
const DOWN: Outcome = { kind: "retryable", code: "connection_refused", reason: "down" };

const itemsOf = (prefix: string, count = 1): Item<string>[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `${prefix}${index}`,
    body: `${prefix}${index}`,
    sizeBytes: 1,
    event: eventOf(prefix),
  }));

/** A clock that goes on to the next sleeper's time when nobody has anything else to do. */
function clock() {
  let nowMs = 0;
  const sleepers: { readonly atMs: number; readonly wake: () => void }[] = [];
  return {
    now: () => nowMs,
    sleep: (ms: number, signal: AbortSignal) =>
      abortable(
        new Promise<void>((wake) => {
          sleepers.push({ atMs: nowMs + ms, wake });
        }),
        signal,
      ),
    async run<Result>(work: Promise<Result>): Promise<Result> {
      const state = { isOver: false };
      const over = work.finally(() => (state.isOver = true));
      over.catch(() => {});
      for (let idle = 0; !state.isOver && idle < 50; idle += 1) {
        await new Promise(setImmediate);
        if (state.isOver || sleepers.length === 0) continue;
        idle = 0;
        const next = sleepers.toSorted((one, other) => one.atMs - other.atMs)[0];
        if (next === undefined) continue;
        sleepers.splice(sleepers.indexOf(next), 1);
        nowMs = Math.max(nowMs, next.atMs);
        next.wake();
      }
      if (!state.isOver) throw new Error("nobody sleeps, and nothing goes on");
      return over;
    },
  };
}

interface Lab {
  readonly attempts: { readonly atMs: number; readonly ids: readonly string[] }[];
  readonly write: Sink<string>["write"];
  readonly time: ReturnType<typeof clock>;
  /** The most that were under way at once while the server was down. */
  readonly most: () => number;
}

/** A server that answers by the time and the batch. */
function lab(
  answer: (atMs: number, ids: readonly string[]) => Outcome,
  options: Partial<RetryOptions> = {},
): Lab {
  const time = clock();
  const attempts: { atMs: number; ids: string[] }[] = [];
  let most = 0;
  let underWay = 0;
  const retry = retrying(
    {
      name: "lab",
      async write(items: readonly Item<string>[]) {
        attempts.push({ atMs: time.now(), ids: items.map(({ id }) => id) });
        underWay += 1;
        await time.sleep(10, calm);
        const outcome = answer(
          time.now(),
          items.map(({ id }) => id),
        );
        if (outcome.kind === "retryable" && time.now() > 10) most = Math.max(most, underWay);
        underWay -= 1;
        return items.map(() => outcome);
      },
    },
    { retryForMs: 300_000, random: () => 1, now: time.now, sleep: time.sleep, ...options },
  );
  return { attempts, write: retry, time, most: () => most };
}

/** So many batches side by side. */
const together = (write: Lab["write"], count: number, signal = calm) =>
  Promise.all(Array.from({ length: count }, (_, index) => write(itemsOf(`b${index}-`), signal)));

const isUpAfter = (ms: number) => (atMs: number) => (atMs > ms ? DELIVERED : DOWN);

describe("a server that is down for a minute", () => {
  it("is tried by one batch at a time, and then takes all", async () => {
    const { write, time, attempts, most } = lab(isUpAfter(60_000));
    const outcomes = await time.run(together(write, 8));
    expect(outcomes.flat()).toEqual(Array.from({ length: 8 }, () => DELIVERED));
    expect(most()).toBe(1);
    // 8 that were under way when it went down, as many as one alone would need to find out, and the 7 others.
    expect(attempts).toHaveLength(8 + 8 + 7);
    // Nobody is favoured: while it was down, each turn was another's.
    expect(new Set(attempts.slice(8, 15).flatMap(({ ids }) => ids)).size).toBe(7);
  });

  it("control: batches that each wait for themselves hammer it", async () => {
    const { time, attempts } = await (async () => {
      const one = lab(isUpAfter(60_000));
      const sink = {
        name: "lab",
        write: async (items: readonly Item<string>[]) => {
          one.attempts.push({ atMs: one.time.now(), ids: items.map(({ id }) => id) });
          return items.map(() => isUpAfter(60_000)(one.time.now()));
        },
      };
      const alone = () =>
        retrying(sink, {
          retryForMs: 300_000,
          random: () => 1,
          now: one.time.now,
          sleep: one.time.sleep,
        });
      await one.time.run(
        Promise.all(Array.from({ length: 8 }, (_, index) => alone()(itemsOf(`b${index}-`), calm))),
      );
      return one;
    })();
    expect(time.now()).toBeGreaterThan(60_000);
    expect(attempts.length).toBeGreaterThan(60);
  });

  it("batches that come while it is down do not try first: they wait with the others", async () => {
    const { write, time, attempts } = lab(isUpAfter(20_000));
    const first = write(itemsOf("first-"), calm);
    const late = (async () => {
      await time.sleep(5000, calm);
      return write(itemsOf("late-"), calm);
    })();
    expect(await time.run(Promise.all([first, late]))).toEqual([[DELIVERED], [DELIVERED]]);
    const lateAt = attempts.find(({ ids }) => ids[0] === "late-0")?.atMs ?? 0;
    expect(lateAt).toBeGreaterThan(5000);
  });
});

describe("a server that is down for good", () => {
  it("is given up by all when the outage is as old as --retry-for, not later for each", async () => {
    const { write, time, attempts } = lab(() => DOWN, { retryForMs: 60_000 });
    const outcomes = await time.run(together(write, 8));
    expect(outcomes.flat()).toEqual(Array.from({ length: 8 }, () => DOWN));
    expect(time.now()).toBeLessThan(61_000);
    expect(attempts.every(({ atMs }) => atMs <= 60_010)).toBe(true);
  });

  it("is still looked at from time to time by batches that come later, and not waited for", async () => {
    const { write, time, attempts } = lab(isUpAfter(100_000), { retryForMs: 60_000 });
    const kinds: string[] = [];
    await time.run(
      (async () => {
        for (let batch = 0; batch < 200; batch += 1) {
          const [outcome] = await write(itemsOf(`b${batch}-`), calm);
          kinds.push(outcome?.kind ?? "");
          await time.sleep(1000, calm);
        }
      })(),
    );
    // The first waited for a minute; then some were given up, until a look found it up again.
    expect(kinds.filter((kind) => kind === "retryable").length).toBeGreaterThan(20);
    expect(kinds.slice(-100)).toEqual(Array.from({ length: 100 }, () => "delivered"));
    expect(attempts.filter(({ atMs }) => atMs > 61_000 && atMs < 100_000).length).toBeLessThan(4);
  });

  it("is waited for without end with `forever`", async () => {
    const hours = 6 * 3_600_000;
    const { write, time, attempts } = lab(isUpAfter(hours), { retryForMs: Infinity });
    expect((await time.run(together(write, 3))).flat()).toEqual([DELIVERED, DELIVERED, DELIVERED]);
    expect(time.now()).toBeGreaterThan(hours);
    expect(attempts.length).toBeLessThan(hours / 29_000);
  });

  it("0 s: each batch tries once, and none waits", async () => {
    const { write, time, attempts } = lab(() => DOWN, { retryForMs: 0 });
    await time.run(together(write, 5));
    expect([attempts.length, time.now()]).toEqual([5, 10]);
  });
});

it("an abort ends all waits at once, those of the others too", async () => {
  const controller = new AbortController();
  const { write, time } = lab(() => DOWN);
  const works = Array.from({ length: 4 }, (_, index) =>
    write(itemsOf(`b${index}-`), controller.signal),
  );
  const all = Promise.allSettled(works);
  const stop = (async () => {
    await time.sleep(20_000, calm);
    controller.abort(new Error("stopped by the test"));
    return all;
  })();
  const ended = await time.run(stop);
  expect(ended.map(({ status }) => status)).toEqual(Array.from({ length: 4 }, () => "rejected"));
  expect(time.now()).toBe(20_000);
});

it("what the sink throws leaves no one waiting for its turn", async () => {
  let attempts = 0;
  const { time } = lab(() => DOWN);
  const write = retrying<string>(
    {
      name: "lab",
      write: async (items) => {
        attempts += 1;
        if (attempts === 3) throw new Error("fatal");
        return items.map(() => (attempts > 3 ? DELIVERED : DOWN));
      },
    },
    { retryForMs: 60_000, random: () => 1, now: time.now, sleep: time.sleep },
  );
  const ended = await time.run(
    Promise.allSettled([write(itemsOf("a"), calm), write(itemsOf("b"), calm)]),
  );
  expect(ended.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
});

it("a batch that is never taken does not hold up the others, nor come back ever faster", async () => {
  const { write, time, attempts } = lab(
    (_atMs, ids) => (ids[0]?.startsWith("poison") === true ? DOWN : DELIVERED),
    { retryForMs: 120_000 },
  );
  const poison = write(itemsOf("poison"), calm);
  const good = (async () => {
    for (let batch = 0; batch < 300; batch += 1)
      expect(await write(itemsOf(`g${batch}-`), calm)).toEqual([DELIVERED]);
  })();
  await time.run(Promise.all([poison, good]));
  expect(attempts.filter(({ ids }) => ids[0] === "poison0").length).toBeLessThan(20);
});

describe("a connection that is cut", () => {
  const CUT: Outcome = { kind: "retryable", code: "connection_reset", reason: "cut", wasCut: true };

  it("is tried with halves, until what stands between takes them; nothing twice", async () => {
    const { write, time, attempts } = lab((_atMs, ids) => (ids.length > 3 ? CUT : DELIVERED));
    const items = itemsOf("i", 20);
    expect(await time.run(write(items, calm))).toEqual(items.map(() => DELIVERED));
    expect(attempts.slice(0, 4).map(({ ids }) => ids.length)).toEqual([20, 10, 5, 3]);
    const taken = attempts.filter(({ ids }) => ids.length <= 3).flatMap(({ ids }) => ids);
    expect(taken).toEqual(items.map(({ id }) => id));
  });

  it("one item that is cut each time costs only itself", async () => {
    const { write, time } = lab((_atMs, ids) => (ids.includes("i5") ? CUT : DELIVERED), {
      retryForMs: 30_000,
    });
    const outcomes = await time.run(write(itemsOf("i", 8), calm));
    // The rest of the batch waits behind it, and is given up with it: the order is kept.
    expect(outcomes.slice(0, 4)).toEqual([DELIVERED, DELIVERED, DELIVERED, DELIVERED]);
    expect(outcomes[5]).toEqual(CUT);
  });
});
