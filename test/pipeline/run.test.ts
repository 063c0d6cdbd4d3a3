/** The guarantees of a run: nothing is acked that is not settled, memory is bounded, the books balance. */
import { failedBy } from "../../src/pipeline/not-done.ts";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { imbalances } from "../../src/pipeline/books.ts";
import type { DeadLetter } from "../../src/pipeline/dead-letter.ts";
import { Ledger } from "../../src/pipeline/ledger.ts";
import type { Item, Outcome, Sink } from "../../src/sinks/sink.ts";
import type { LogFile, NotDone, Source } from "../../src/sources/source.ts";
import { abortable } from "../../src/telemetry/abortable.ts";
import { CodedError } from "../../src/telemetry/problem.ts";
import { memorySink } from "../support/memory-sink.ts";
import { memorySource } from "../support/memory-source.ts";
import { logFileOf } from "../support/reading.ts";
import { EVERYTHING, ran, trailOf } from "../support/running.ts";

/** A memory sink whose outcomes are changed on their way. */
function sinkWith(change: (item: Item<string>, outcome: Outcome) => Outcome): Sink<string> {
  const sink = memorySink({ maxItems: 7, maxAgeMs: 5 });
  return {
    ...sink,
    write: async (items, signal) => {
      const outcomes = await sink.write(items, signal);
      return items.map((item, place) => change(item, outcomes[place] as Outcome));
    },
  };
}

const isIn = (item: Item, text: string): boolean =>
  item.event.raw.text.includes(`"eventID":"${text}`);

describe("a run", () => {
  it("delivers everything and acks every file, once", async () => {
    const sink = memorySink();
    const source = memorySource({ a: trailOf("a", 25), b: trailOf("b", 0), c: trailOf("c", 250) });
    const { books, problems, thrown } = await ran([source], [sink]);
    expect([thrown, problems]).toEqual([undefined, []]);
    expect(sink.held.size).toBe(275);
    expect(Object.fromEntries(source.told)).toEqual({ a: ["ack"], b: ["ack"], c: ["ack"] });
    expect(books).toMatchObject({
      files: { read: 3, acked: 3, nacked: 0 },
      elements: 275,
      selected: 275,
      shaped: 275,
      destinations: [{ delivered: 275, duplicate: 0, rejected: 0, unsettled: 0 }],
    });
    expect(imbalances(books)).toEqual([]);
  });

  it("with --dry-run finds what a delivering run finds, and tells no file anything", async () => {
    const odd = [
      '{"eventName":"X","eventTime":"soon","eventSource":"ses.amazonaws.com"}',
      '{"eventName":"X","eventTime":"2400-01-01T00:00:00Z","eventSource":"ses.amazonaws.com"}',
      '{"eventSource":"ses.amazonaws.com",}',
    ];
    const content = trailOf("a", 25).replace("]}", `,${odd.join(",")}]}`);
    const source = memorySource({ a: content });
    const dry = await ran([source], []);
    const delivering = await ran([memorySource({ a: content })], [memorySink()]);
    expect(source.told.size).toBe(0);
    expect(dry.books).toMatchObject({ shaped: 25, unshapeable: 2, unreadable: 1 });
    expect(dry.problems).toEqual(delivering.problems);
    const { files: _files, destinations: _destinations, ...found } = delivering.books;
    expect(dry.books).toMatchObject(found);
    expect([dry.books.files.acked, imbalances(dry.books)]).toEqual([0, []]);
  });

  it("nacks a file that has a rejected event, and no other", async () => {
    const sink = sinkWith((item, outcome) =>
      isIn(item, "bad-3") ? { kind: "rejected", code: "odd", reason: "too odd" } : outcome,
    );
    const source = memorySource({ good: trailOf("good", 20), bad: trailOf("bad", 20) });
    const { books, problems } = await ran([source], [sink]);
    expect(source.told.get("good")).toEqual(["ack"]);
    expect(source.told.get("bad")).toEqual([expect.stringMatching(/^nack: .*too odd/)]);
    expect(problems).toMatchObject([{ code: "E_REJECTED", why: "too odd" }]);
    expect(books.destinations[0]).toMatchObject({ delivered: 39, rejected: 1 });
    expect(imbalances(books)).toEqual([]);
  });

  it("keeps what is rejected or unreadable as dead letters, and then acks the file", async () => {
    const path = join(mkdtempSync(join(tmpdir(), "sestrail-dead-")), "dead.ndjson");
    const sink = sinkWith((item, outcome) =>
      isIn(item, "a-3") ? { kind: "rejected", code: "odd", reason: "too odd" } : outcome,
    );
    const broken = '{"eventVersion":"1","eventSource":"ses.amazonaws.com",}';
    const noTime = '{"eventName":"X","eventTime":"soon","eventSource":"ses.amazonaws.com"}';
    const content = trailOf("a", 10).replace("]}", `,${broken},${noTime}]}`);
    const source = memorySource({ a: content });
    const { books } = await ran([source], [sink], { deadLetterPath: path });
    expect(source.told.get("a")).toEqual(["ack"]);
    const letters = readFileSync(path, "utf8").trim().split("\n");
    expect(letters.map((line) => JSON.parse(line) as DeadLetter)).toEqual([
      expect.objectContaining({
        code: "E_ELEMENT_INVALID",
        raw: broken,
        position: { file: "a", index: 10 },
      }),
      expect.objectContaining({ code: "E_UNSHAPEABLE", raw: noTime }),
      expect.objectContaining({
        code: "odd",
        reason: "too odd",
        destination: "memory",
        time: "2026-11-24T00:00:00.000Z",
        raw: expect.stringContaining('"eventID":"a-3"') as string,
      }),
    ]);
    expect(imbalances(books)).toEqual([]);
  });

  it("nacks what is unsettled when the time for retries is up", async () => {
    const sink = sinkWith((item, outcome) =>
      isIn(item, "late") ? { kind: "retryable", code: "busy", reason: "busy" } : outcome,
    );
    const source = memorySource({ late: trailOf("late", 3), good: trailOf("good", 3) });
    const { books, problems } = await ran([source], [sink]);
    expect(source.told.get("late")).toEqual([expect.stringMatching(/^nack/)]);
    expect(source.told.get("good")).toEqual(["ack"]);
    expect(problems[0]?.code).toBe("E_UNSETTLED");
    expect(books.destinations[0]).toMatchObject({ delivered: 3, unsettled: 3 });
    expect(imbalances(books)).toEqual([]);
  });

  it("ends on a fatal error; what was settled before stays acked, the rest is nacked", async () => {
    let writes = 0;
    const sink = memorySink({ maxItems: 10, maxInFlight: 1 });
    const fatal: Sink<string> = {
      ...sink,
      write: (items, signal) => {
        writes += 1;
        if (writes > 1) throw new CodedError({ code: "E_OUTPUT", what: "disk full" });
        return sink.write(items, signal);
      },
    };
    const source = memorySource({ a: trailOf("a", 10), b: trailOf("b", 50), c: trailOf("c", 9) });
    const { books, thrown } = await ran([source], [fatal], { concurrency: 1 });
    expect(thrown).toMatchObject({ code: "E_OUTPUT" });
    expect(source.told.get("a")).toEqual(["ack"]);
    expect(source.told.get("b")).toEqual([expect.stringMatching(/^nack/)]);
    expect(imbalances(books)).toEqual([]);
    expect(books.destinations[0]?.delivered).toBe(sink.held.size);
  });

  it("whoever is told of problems may throw: that ends the run, and every file once", async () => {
    const sink = sinkWith((_, outcome) => ({
      kind: "rejected",
      code: "odd",
      reason: outcome.kind,
    }));
    const source = memorySource({ a: trailOf("a", 30), b: trailOf("b", 30) });
    const { books, thrown } = await ran([source], [sink], {
      report: () => {
        throw new Error("deaf");
      },
    });
    expect(thrown).toMatchObject({ message: "deaf" });
    for (const words of source.told.values()) expect(words).toHaveLength(1);
    expect(imbalances(books)).toEqual([]);
  });

  it("a Sink that fails at once, not by a promise, is a failure like any other", async () => {
    const broken: Sink<string> = {
      ...memorySink(),
      write: () => {
        throw new TypeError("a bug");
      },
    };
    const source = memorySource({ a: trailOf("a", 3) });
    const { books, thrown } = await ran([source], [broken]);
    expect(thrown).toMatchObject({ message: "a bug" });
    expect(source.told.get("a")).toEqual(["nack: a is not done: a bug"]);
    expect(imbalances(books)).toEqual([]);
  });

  it("ends on a reader's failure, though the Source waits for more files", async () => {
    const first = memorySource({ a: trailOf("a", 3) });
    const waiting: Source = {
      ...first,
      async *files(signal) {
        yield* first.files(signal);
        await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
      },
    };
    const { thrown } = await ran([waiting], [memorySink()], {
      read: () => {
        throw new Error("a bug");
      },
    });
    expect(thrown).toMatchObject({ message: "a bug" });
    expect(first.told.get("a")).toEqual(["nack: a is not done: a bug"]);
  });

  it("on drain waits no longer for bytes that may never come, and delivers what came", async () => {
    const drain = new AbortController();
    const told: NotDone[] = [];
    const idle: LogFile = {
      id: "idle",
      name: "idle",
      reopenable: false,
      async *open(signal) {
        yield Buffer.from(`${trailOf("a", 1)}\n${trailOf("b", 1).slice(0, 40)}`);
        // Whoever waits here is the reader: all that came is taken.
        setImmediate(() => drain.abort());
        await abortable(new Promise<never>(() => {}), signal);
      },
      ack: () => expect.unreachable("it is not done"),
      nack: (notDone) => void told.push(notDone),
    };
    const source: Source = {
      name: "idle",
      async *files() {
        yield idle;
      },
      async close() {},
    };
    const sink = memorySink();
    const { books, thrown, problems } = await ran([source], [sink], { drain: drain.signal });
    expect([thrown, problems]).toEqual([undefined, []]);
    expect(sink.held.size).toBe(1);
    expect(told).toMatchObject([{ kind: "stopped", transient: true }]);
    expect(books.files).toMatchObject({ read: 1, nacked: 1, stopped: 1, piped: 1, notBegun: 0 });
    expect(imbalances(books)).toEqual([]);
  });

  it("on drain takes no new file, and delivers what was read", async () => {
    const drain = new AbortController();
    const sink = memorySink();
    const source = memorySource({
      *a() {
        yield Buffer.from(trailOf("a", 5));
        drain.abort();
        yield Buffer.from("\n");
      },
      b: trailOf("b", 5),
    });
    const { books } = await ran([source], [sink], { drain: drain.signal, concurrency: 1 });
    expect(sink.held.size).toBe(5);
    expect([...source.told.keys()]).toEqual(["a"]);
    expect(source.told.get("a")?.[0]).toMatch(/^nack: a was not read to its end/);
    expect(imbalances(books)).toEqual([]);
  });

  it("on abort ends at once, though a destination hangs, and the books balance", async () => {
    const abort = new AbortController();
    const sink = memorySink({ maxItems: 3 });
    const hanging: Sink<string> = {
      ...sink,
      write: (_, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
          abort.abort();
        }),
    };
    const source = memorySource({ a: trailOf("a", 5) });
    const { books, thrown } = await ran([source], [hanging], { abort: abort.signal });
    expect(thrown).toBe(abort.signal.reason);
    expect(source.told.get("a")).toEqual([expect.stringMatching(/^nack/)]);
    expect(books.destinations[0]?.unsettled).toBe(books.shaped);
    expect(imbalances(books)).toEqual([]);
  });
});

describe("a Sink that writes only when it has seen all", () => {
  /** Keeps what it is given; writes it at the end, or cannot. */
  function keepingSink(failure?: Error): Sink<string> & { readonly written: () => number } {
    let taken = 0;
    let written = 0;
    return {
      ...memorySink({ maxItems: 7, maxAgeMs: 5 }),
      write: (items) => {
        taken += items.length;
        return Promise.resolve(items.map(() => ({ kind: "delivered" })));
      },
      finish: (signal) => {
        signal.throwIfAborted();
        if (failure !== undefined) return Promise.reject(failure);
        written = taken;
        return Promise.resolve();
      },
      written: () => written,
    };
  }

  /** A source whose files look, when they are acked, how much is written. */
  function watching(sink: { readonly written: () => number }): {
    readonly source: Source;
    readonly seen: number[];
  } {
    const inner = memorySource({ a: trailOf("a", 25), b: trailOf("b", 10) });
    const seen: number[] = [];
    const source: Source = {
      ...inner,
      async *files(signal) {
        for await (const file of inner.files(signal))
          yield {
            ...file,
            open: (stop) => file.open(stop),
            nack: (error) => file.nack(error),
            ack: () => void seen.push(sink.written()),
          };
      },
    };
    return { source, seen };
  }

  it("has its files acked when it has written", async () => {
    const sink = keepingSink();
    const { source, seen } = watching(sink);
    const { books, thrown } = await ran([source], [sink]);
    expect([thrown, seen]).toEqual([undefined, [35, 35]]);
    expect(books.destinations).toMatchObject([{ delivered: 35, unsettled: 0 }]);
    expect(imbalances(books)).toEqual([]);
  });

  it("control: without a finish files are acked before it has written", async () => {
    const sink = Object.fromEntries(
      Object.entries(keepingSink()).filter(([name]) => name !== "finish"),
    ) as unknown as ReturnType<typeof keepingSink>;
    const { source, seen } = watching(sink);
    await ran([source], [sink]);
    expect(seen).toEqual([0, 0]);
  });

  it("that cannot write has nothing acked, and nothing booked as delivered", async () => {
    const failure = new CodedError({ code: "E_OUTPUT", what: "the disk is full" });
    const source = memorySource({ a: trailOf("a", 25), b: trailOf("b", 0) });
    const { books, thrown } = await ran([source], [keepingSink(failure)]);
    expect(thrown).toBe(failure);
    expect(Object.fromEntries(source.told)).toEqual({
      a: ["nack: the disk is full"],
      b: ["nack: the disk is full"],
    });
    expect(books.destinations).toMatchObject([{ delivered: 0, duplicate: 0, unsettled: 25 }]);
    expect(imbalances(books)).toEqual([]);
  });

  it("writes what is there though another destination failed; its files are not acked", async () => {
    const failure = new CodedError({ code: "E_ES_AUTH", what: "refused" });
    const failing: Sink<string> = {
      ...memorySink(),
      name: "b",
      write: () => Promise.reject(failure),
    };
    const sink = keepingSink();
    const source = memorySource({ a: trailOf("a", 25) });
    const { books, thrown } = await ran([source], [sink, failing]);
    expect([thrown, sink.written()]).toEqual([failure, 25]);
    expect(Object.fromEntries(source.told)).toEqual({ a: ["nack: refused"] });
    expect(imbalances(books)).toEqual([]);
  });

  it("holds no memory of the ledger: more than --max-memory goes through", async () => {
    const sink = keepingSink();
    const source = memorySource({ a: trailOf("a", 500) });
    const { books, thrown } = await ran([source], [sink], { maxMemoryBytes: 10_000 });
    expect([thrown, books.destinations[0]?.delivered]).toEqual([undefined, 500]);
  });
});

describe("several destinations", () => {
  it("a file is acked when all have settled, and one does not wait for another", async () => {
    let release = (): void => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    const quick = memorySink({ maxItems: 5 });
    const slow = memorySink({ maxItems: 5 });
    const waits: Sink<string> = {
      ...slow,
      name: "slow",
      async write(items, signal) {
        await held;
        return slow.write(items, signal);
      },
    };
    const source = memorySource({ a: trailOf("a", 20) });
    const all: Sink<string> = {
      ...quick,
      async write(items, signal) {
        const outcomes = await quick.write(items, signal);
        if (quick.held.size === 20) {
          // Everything came through here while the other holds: no ack yet.
          expect(source.told.size).toBe(0);
          release();
        }
        return outcomes;
      },
    };
    const { books } = await ran([source], [all, waits]);
    expect([quick.held.size, slow.held.size]).toEqual([20, 20]);
    expect(source.told.get("a")).toEqual(["ack"]);
    expect(imbalances(books)).toEqual([]);
  });
});

describe("memory is bounded by the ledger", () => {
  const MAX_BYTES = 200_000;
  /** Stated constant: what the reader holds beside open items, here a chunk of this test's. */
  const CHUNK_BYTES = 16_000;
  const CHUNKS = 500;

  /** How many bytes are read while a destination holds still. */
  async function readWhileHeld(maxMemoryBytes: number): Promise<number> {
    const abort = new AbortController();
    const line = `${trailOf("x", 1).slice('{"Records":['.length, -2)}\n`;
    const chunk = Buffer.from(line.repeat(Math.floor(CHUNK_BYTES / line.length)));
    const source = memorySource({
      endless: function* () {
        for (let chunks = 0; chunks < CHUNKS; chunks++) yield chunk;
      },
    });
    const sink = memorySink({ maxItems: 50, maxInFlight: 2, maxAgeMs: 1 });
    let seen = -1;
    let calm = 0;
    const still: Sink<string> = {
      ...sink,
      write: (_, signal) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true }),
        ),
    };
    const running = ran([source], [still], { abort: abort.signal, maxMemoryBytes });
    // Goes on until no more bytes are taken over many turns of the event loop, or all are.
    while (calm < 50) {
      await new Promise(setImmediate);
      calm = source.bytesTaken() === seen ? calm + 1 : 0;
      seen = source.bytesTaken();
    }
    abort.abort();
    const { books } = await running;
    expect(imbalances(books)).toEqual([]);
    return source.bytesTaken();
  }

  it("bytes read stop growing below --max-memory and a chunk", async () => {
    expect(await readWhileHeld(MAX_BYTES)).toBeLessThan(MAX_BYTES + 2 * CHUNK_BYTES);
  });

  it("control: without the bound they do not", async () => {
    expect(await readWhileHeld(Number.MAX_SAFE_INTEGER)).toBeGreaterThan(10 * MAX_BYTES);
  });
});

describe("waiting for room", () => {
  it("keeps batches large, though several readers wait under a tight bound", async () => {
    const files = Object.fromEntries(
      Array.from({ length: 8 }, (_, place) => [`f${place}`, trailOf(`f${place}`, 500)]),
    );
    const sink = memorySink({ maxItems: 100, maxAgeMs: 60_000, maxInFlight: 2 });
    let batches = 0;
    const counting: Sink<string> = {
      ...sink,
      async write(items, signal) {
        batches += 1;
        // So long that room comes in small parts.
        for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
        return sink.write(items, signal);
      },
    };
    const { books } = await ran([memorySource(files)], [counting], {
      concurrency: 4,
      maxMemoryBytes: 500_000,
    });
    expect(books.destinations[0]?.delivered).toBe(4_000);
    expect(imbalances(books)).toEqual([]);
    // Forty full batches would do; sent off at every wait, it would be hundreds.
    expect(batches).toBeLessThan(120);
  });
});

describe("the ledger", () => {
  /** What a ledger is asked to do in a property: open accounts, admit, settle, close, in any order that can be. */
  const script = fc.array(
    fc.tuple(fc.constantFrom("admit", "settle", "fail", "close"), fc.nat({ max: 3 })),
    { maxLength: 60 },
  );
  const REFUSED = failedBy({ code: "E_REJECTED", what: "refused" });
  type Script = typeof script extends fc.Arbitrary<infer Made> ? Made : never;

  async function neverAcksAnOpenFile(
    steps: Script,
    make: (options: ConstructorParameters<typeof Ledger>[0]) => Ledger,
  ): Promise<void> {
    const open = [0, 0, 0, 0];
    const failed = [false, false, false, false];
    const closed = [false, false, false, false];
    const ended = [0, 0, 0, 0];
    const place = (name: string): number => Number(name);
    const ledger = make({
      maxBytes: Number.MAX_SAFE_INTEGER,
      onPressure: () => {},
      onRelief: () => {},
      onAck: ({ name }) => {
        ended[place(name)] = (ended[place(name)] ?? 0) + 1;
        expect([open[place(name)], failed[place(name)], closed[place(name)]]).toEqual([
          0,
          false,
          true,
        ]);
      },
      onNack: ({ name }) => {
        ended[place(name)] = (ended[place(name)] ?? 0) + 1;
        expect([open[place(name)], failed[place(name)]]).toEqual([0, true]);
      },
      settleFiles: true,
      holdFiles: false,
      report: () => {},
    });
    const accounts = open.map((_, index) =>
      ledger.openAccount(logFileOf(new Uint8Array(0), String(index))),
    );
    const settle = (index: number, isFailure: boolean): void => {
      const account = accounts[index];
      if (account === undefined || open[index] === 0) return;
      open[index] = (open[index] ?? 0) - 1;
      failed[index] ||= isFailure;
      ledger.settle(account, 10, isFailure ? REFUSED : undefined);
    };
    for (const [act, index] of steps) {
      const account = accounts[index];
      if (account === undefined) continue;
      if (act === "admit" && closed[index] === false) {
        open[index] = (open[index] ?? 0) + 1;
        expect(ledger.admit(account, 10)).toBeUndefined();
      } else if (act === "settle" || act === "fail") settle(index, act === "fail");
      else if (act === "close") {
        // Twice is as good as once.
        closed[index] = true;
        account.close();
      }
    }
    for (const index of open.keys()) {
      while ((open[index] ?? 0) > 0) settle(index, false);
      if (closed[index] === false) {
        closed[index] = true;
        accounts[index]?.close();
      }
    }
    await ledger.finished();
    expect(ended).toEqual([1, 1, 1, 1]);
    expect(ledger.openBytes).toBe(0);
  }

  it("ends every file exactly once, and never acks one with an open or failed item", async () => {
    await fc.assert(
      fc.asyncProperty(script, (steps) =>
        neverAcksAnOpenFile(steps, (options) => new Ledger(options)),
      ),
    );
  });

  it("control: a ledger that acks when the file is read fails", async () => {
    class Hasty extends Ledger {
      override openAccount(
        file: Parameters<Ledger["openAccount"]>[0],
      ): ReturnType<Ledger["openAccount"]> {
        const account = super.openAccount(file);
        return { ...account, close: () => options?.onAck(file) };
      }
    }
    let options: ConstructorParameters<typeof Ledger>[0] | undefined;
    const outcome = await fc.check(
      fc.asyncProperty(script, (steps) =>
        neverAcksAnOpenFile(steps, (given) => {
          options = given;
          return new Hasty(given);
        }),
      ),
    );
    expect(outcome.failed).toBe(true);
  });
});

describe("filters of events", () => {
  const filters = {
    caller: [],
    key: [],
    ip: [],
    identity: [],
    target: [],
    signal: [],
    severity: [],
    denied: false,
    failed: false,
    people: false,
    grep: [],
  };

  it.each([
    ["grep", { grep: ["a-1"] }, 11],
    ["grep", { grep: ["nowhere"] }, 0],
    ["failed", { failed: true }, 0],
  ] as const)("%s %j leaves events out before they are selected", async (by, asked, selected) => {
    const sink = memorySink();
    const source = memorySource({ a: trailOf("a", 20) });
    const { books } = await ran([source], [sink], {
      selection: { ...EVERYTHING, filters: { ...filters, ...asked } },
    });
    expect(books).toMatchObject({
      records: 20,
      leftOut: 20 - selected,
      selected,
      shaped: selected,
    });
    expect(books.leftOutBy.by.get(by)).toBe(20 - selected);
    expect(imbalances(books)).toEqual([]);
    expect(sink.held.size).toBe(selected);
    expect(source.told.get("a")).toEqual(["ack"]);
  });

  it("know the names that occur, and those that none of them fits", async () => {
    const source = memorySource({ a: trailOf("a", 3) });
    const { books } = await ran([source], [memorySink()], {
      selection: { ...EVERYTHING, filters: { ...filters, caller: ["*", "nobody"] } },
    });
    const named = books.leftOutBy.named.get("caller");
    expect([...(named?.met ?? [])]).toEqual(["*"]);
    expect(named?.occurring.size).toBe(1);
  });
});
