/**
 * The contract suite of sinks: what every Sink MUST do, each clause a plain function that throws when it is broken.
 * `sinkContract` runs all of them against one implementation; the clauses are exported so that deliberately broken
 * sinks can be shown to fail them.
 */
import { describe, expect, it } from "vitest";
import type { Item, Outcome, Sink } from "../../src/sinks/sink.ts";
import { eventOf, itemOf, someEvents } from "../support/events.ts";

/** A fresh sink with a view into its destination. */
export interface SinkUnderTest<Body> {
  readonly sink: Sink<Body>;
  /** Ids that lie in the destination now, repeats included. */
  readonly delivered: () => Promise<readonly string[]>;
  /** Everything that `check` might change, beside what was delivered. */
  readonly state?: () => Promise<unknown>;
  /** Takes away what `make` made. */
  readonly dispose?: () => Promise<void>;
}

/** How to make the sink, and what its destination can do. */
export interface SinkContract<Body> {
  readonly make: () => Promise<SinkUnderTest<Body>>;
  /** True where the destination knows ids: a repeat is a `duplicate`, and lies there once. */
  readonly knowsIds: boolean;
  /** Makes of a good Item one that the destination refuses for good. */
  readonly poison?: (item: Item<Body>) => Item<Body>;
  /** Texts that must never be shown. */
  readonly secrets?: readonly string[];
}

/** One clause. `holds` throws when the sink breaks it. */
export interface Clause {
  readonly name: string;
  holds<Body>(contract: SinkContract<Body>): Promise<void>;
}

const calm = (): AbortSignal => new AbortController().signal;
const kinds = (outcomes: readonly Outcome[]): string[] => outcomes.map((outcome) => outcome.kind);

async function withSink<Body>(
  contract: SinkContract<Body>,
  body: (
    made: SinkUnderTest<Body>,
    items: (prefix: string, count: number) => Item<Body>[],
  ) => Promise<void>,
): Promise<void> {
  const made = await contract.make();
  let isFinished = false;
  /** What lies there in the end: a Sink that waits for all Items is told that there are no more. */
  const delivered = async (): Promise<readonly string[]> => {
    if (!isFinished) await made.sink.finish?.(calm());
    isFinished = true;
    return made.delivered();
  };
  try {
    await made.sink.open(calm());
    await body({ ...made, delivered }, (prefix, count) =>
      someEvents(prefix, count).map((event) => itemOf(made.sink, event)),
    );
  } finally {
    await made.sink.close();
    await made.dispose?.();
  }
}

/** Every clause of the contract. */
const CLAUSES: readonly Clause[] = [
  {
    name: "answers one outcome for each item, and what it calls delivered is there",
    holds: (contract) =>
      withSink(contract, async ({ sink, delivered }, items) => {
        const batch = items("each", 25);
        const outcomes = await sink.write(batch, calm());
        expect(kinds(outcomes)).toEqual(batch.map(() => "delivered"));
        expect([...(await delivered())].sort()).toEqual(batch.map((item) => item.id).sort());
      }),
  },
  {
    name: "answers in the order of the items",
    holds: (contract) =>
      withSink(contract, async ({ sink, delivered }, items) => {
        const [known, ...fresh] = items("order", 5);
        if (known === undefined) throw new Error("no items");
        await sink.write([known], calm());
        const again = contract.knowsIds ? "duplicate" : "delivered";
        expect(kinds(await sink.write([...fresh, known], calm()))).toEqual([
          ...fresh.map(() => "delivered"),
          again,
        ]);
        expect(await delivered()).toHaveLength(contract.knowsIds ? 5 : 6);
      }),
  },
  {
    name: "an item that is refused costs only itself, and says why",
    holds: async (contract) => {
      const { poison } = contract;
      if (poison === undefined) return;
      await withSink(contract, async ({ sink, delivered }, items) => {
        const [first, second, third, fourth] = items("poison", 4);
        if (!first || !second || !third || !fourth) throw new Error("no items");
        const outcomes = await sink.write([first, second, poison(third), fourth], calm());
        expect(kinds(outcomes)).toEqual(["delivered", "delivered", "rejected", "delivered"]);
        const refused = outcomes[2];
        if (refused?.kind !== "rejected") throw new Error("not rejected");
        expect(refused.code).not.toBe("");
        expect(refused.reason).not.toBe("");
        expect([...(await delivered())].sort()).toEqual([first.id, second.id, fourth.id].sort());
      });
    },
  },
  {
    name: "takes an empty batch",
    holds: (contract) =>
      withSink(contract, async ({ sink, delivered }) => {
        expect(await sink.write([], calm())).toEqual([]);
        expect(await delivered()).toEqual([]);
      }),
  },
  {
    name: "the same item twice in one batch",
    holds: (contract) =>
      withSink(contract, async ({ sink, delivered }, items) => {
        const [item] = items("twice", 1);
        if (item === undefined) throw new Error("no items");
        const outcomes = kinds(await sink.write([item, item], calm()));
        expect(outcomes).toEqual(["delivered", contract.knowsIds ? "duplicate" : "delivered"]);
        expect(await delivered()).toHaveLength(contract.knowsIds ? 1 : 2);
      }),
  },
  {
    name: "batches side by side get their own answers",
    holds: (contract) =>
      withSink(contract, async ({ sink, delivered }, items) => {
        const batches = Array.from({ length: sink.limits.maxInFlight }, (_, index) =>
          items(`side-${index}`, index + 1),
        );
        const answers = await Promise.all(batches.map((batch) => sink.write(batch, calm())));
        expect(answers.map((answer) => answer.length)).toEqual(
          batches.map((batch) => batch.length),
        );
        expect(answers.flat().every((outcome) => outcome.kind === "delivered")).toBe(true);
        expect(await delivered()).toHaveLength(batches.flat().length);
      }),
  },
  {
    name: "throws when the signal is aborted, and delivers nothing",
    holds: (contract) =>
      withSink(contract, async ({ sink, delivered }, items) => {
        const reason = new Error("stopped by the test");
        const answer = await sink.write(items("abort", 3), AbortSignal.abort(reason)).then(
          () => "an answer",
          () => "an error",
        );
        expect(answer).toBe("an error");
        expect(await delivered()).toEqual([]);
      }),
  },
  {
    name: "can be closed before it is opened, and twice",
    holds: async (contract) => {
      const { sink, dispose } = await contract.make();
      await sink.close();
      await sink.close();
      await dispose?.();
      await withSink(contract, async (made) => made.sink.close());
    },
  },
  {
    name: "check tells something and changes nothing",
    holds: (contract) =>
      withSink(contract, async ({ sink, delivered, state }, items) => {
        await sink.write(items("check", 2), calm());
        const before = [await delivered(), await state?.()];
        const result = await sink.check(calm());
        expect(result.ok).toBe(true);
        expect(result.lines.length).toBeGreaterThan(0);
        expect([await delivered(), await state?.()]).toEqual(before);
      }),
  },
  {
    name: "declares limits that can be kept",
    holds: async (contract) => {
      const { sink, dispose } = await contract.make();
      for (const value of Object.values(sink.limits)) {
        expect(Number.isSafeInteger(value)).toBe(true);
        expect(value).toBeGreaterThan(0);
      }
      expect(sink.limits.maxBytes).toBeGreaterThanOrEqual(64 * 1024);
      expect(sink.limits.maxInFlight).toBeLessThanOrEqual(64);
      await sink.close();
      await dispose?.();
    },
  },
  {
    name: "shape is pure: the same event gives the same body, and is left as it was",
    holds: async (contract) => {
      const { sink, dispose } = await contract.make();
      const event = eventOf("shape");
      const before = structuredClone(event);
      const first = sink.shape(event);
      expect(sink.shape(event)).toEqual(first);
      expect(first.sizeBytes).toBeGreaterThan(0);
      expect(event).toEqual(before);
      await sink.close();
      await dispose?.();
    },
  },
  {
    name: "shows no secret",
    holds: (contract) =>
      withSink(contract, async ({ sink }) => {
        const shown = JSON.stringify([sink.name, (await sink.check(calm())).lines]);
        for (const secret of contract.secrets ?? []) expect(shown).not.toContain(secret);
      }),
  },
];

/** Runs every clause against one implementation. */
export function sinkContract<Body>(name: string, contract: SinkContract<Body>): void {
  describe(`contract of sinks: ${name}`, () => {
    it.each(CLAUSES)("$name", async (clause) => {
      await expect(clause.holds(contract)).resolves.toBeUndefined();
    });
  });
}

/** Names of the clauses that a sink breaks: for controls that must fail. */
export async function brokenClauses<Body>(contract: SinkContract<Body>): Promise<string[]> {
  const broken: string[] = [];
  for (const clause of CLAUSES) {
    try {
      await clause.holds(contract);
    } catch {
      broken.push(clause.name);
    }
  }
  return broken;
}
