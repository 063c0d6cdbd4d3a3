/** A watched Sink is the Sink: nothing of it is lost on the way, and its destination's health is told. */
import { describe, expect, it } from "vitest";
import type { Item, Outcome, Sink } from "../../src/sinks/sink.ts";
import { watchedSink } from "../../src/status/watched-sink.ts";
import { memorySink } from "../support/memory-sink.ts";

const NEVER = new AbortController().signal;
const item = (eventTime?: string): Item<string> => ({
  id: "a",
  body: "",
  sizeBytes: 1,
  event: { position: { file: "f", index: 0 }, raw: { text: "" } },
  eventTime,
});

/** A Sink as others may write it: a class with fields of its own. */
class OwnSink implements Sink<string> {
  readonly name = "own";
  readonly limits = { maxBytes: 1, maxItems: 1, maxAgeMs: 1, maxInFlight: 1 };
  readonly #called: string[] = [];
  get called(): readonly string[] {
    return this.#called;
  }
  shape(): { body: string; sizeBytes: number } {
    this.#called.push("shape");
    return { body: "", sizeBytes: 1 };
  }
  async open(): Promise<void> {
    this.#called.push("open");
  }
  async write(items: readonly Item[]): Promise<readonly Outcome[]> {
    this.#called.push("write");
    return items.map(() => ({ kind: "delivered" }));
  }
  async finish(): Promise<void> {
    this.#called.push("finish");
  }
  async check(): Promise<{ ok: boolean; lines: [] }> {
    this.#called.push("check");
    return { ok: true, lines: [] };
  }
  async makeSafe(): Promise<void> {
    this.#called.push("makeSafe");
  }
  async complete(): Promise<void> {
    this.#called.push("complete");
  }
  async close(): Promise<void> {
    this.#called.push("close");
  }
}

describe("a watched sink", () => {
  it("does everything that the sink does", async () => {
    const own = new OwnSink();
    const { sink } = watchedSink(own, { nowMs: () => 0 });
    sink.shape({} as Parameters<Sink["shape"]>[0]);
    await sink.open(NEVER);
    await sink.write([item()], NEVER);
    await sink.finish?.(NEVER);
    await sink.check(NEVER);
    await sink.makeSafe?.();
    await sink.complete?.();
    await sink.close();
    const all = Object.getOwnPropertyNames(OwnSink.prototype).filter(
      (name) => name !== "constructor" && name !== "called",
    );
    expect(own.called.toSorted()).toEqual(all.toSorted());
  });

  it("has no members that the sink has not", () => {
    const { sink } = watchedSink(memorySink(), { nowMs: () => 0 });
    expect(sink).toMatchObject({ finish: undefined, makeSafe: undefined, complete: undefined });
  });

  it("tells once that it fails, and once that it is well", async () => {
    const told: string[] = [];
    let nowMs = 0;
    let outcome: Outcome = { kind: "retryable", code: "http_503", reason: "busy" };
    const { sink } = watchedSink(
      { ...memorySink(), write: async (items) => items.map(() => outcome) },
      {
        nowMs: () => nowMs,
        onFailing: (why) => told.push(`failing: ${why}`),
        onWell: (afterMs) => told.push(`well after ${afterMs} ms`),
      },
    );
    await sink.write([item(), item()], NEVER);
    await sink.write([item()], NEVER);
    nowMs = 1500;
    outcome = { kind: "duplicate" };
    await sink.write([item()], NEVER);
    await sink.write([item()], NEVER);
    expect(told).toEqual(["failing: busy", "well after 1500 ms"]);
  });

  it("tells the time of the call only of what was delivered, and of what has one", async () => {
    const outcomes: Outcome[] = [
      { kind: "delivered" },
      { kind: "duplicate" },
      { kind: "delivered" },
      { kind: "delivered" },
    ];
    const called: number[] = [];
    const { sink } = watchedSink(
      { ...memorySink(), write: async () => outcomes },
      { nowMs: () => 0, onDelivered: (calledMs) => called.push(calledMs) },
    );
    const time = "2026-11-20T09:00:00Z";
    await sink.write([item(time), item(time), item(), item("never")], NEVER);
    expect(called).toEqual([Date.parse(time)]);
  });

  it("an abort is no failure of the destination", async () => {
    const abort = new AbortController();
    const told: string[] = [];
    const { sink, failingForMs } = watchedSink(memorySink(), {
      nowMs: () => 0,
      onFailing: (why) => told.push(why),
    });
    const written = sink.write([item()], abort.signal);
    abort.abort(new Error("stop"));
    await expect(written).rejects.toThrow("stop");
    expect([told, failingForMs()]).toEqual([[], 0]);
  });
});
